"""All pages of a list: the rules of markers, what is counted, what is said, and that items stay as they came."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.answer import read_answer
from api.errors import Cancelled, ConnectionLost, PitchforkError
from api.model import Key, Location
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.pages.gather import Gather, can_gather, without_marker
from api.work.works import Works
from tests.builders.scripted_desk import HOME, ScriptedDesk, said

LIST = "image.list-images"


def query(name):
    return Key(Location.QUERY, name)


def uuid(number):
    return f"00000000-0000-0000-0000-{number:012d}"


def image(number, **more):
    return {"id": uuid(number), "name": f"image {number}", **more}


class Service:
    """An image service with a list that tests may change between pages."""

    def __init__(self, count, cut=1000):
        self.images = [image(number) for number in range(count)]
        self.cut = cut
        self.before = {}
        """What happens before the page of that number is answered: it may answer itself."""
        self.pages = 0

    def __call__(self, asked):
        self.pages += 1
        if (deed := self.before.get(self.pages)) is not None and (answer := deed(self)) is not None:
            return answer
        asked.cancel.check()
        size = min(int(asked.value("limit") or 25), self.cut)
        start, marker = 0, asked.value("marker")
        if marker:
            found = [at for at, each in enumerate(self.images) if each["id"] == marker]
            if not found:
                return said({"message": "Marker could not be found", "code": "400 Bad Request"}, 400)
            start = found[0] + 1
        page = self.images[start : start + size]
        body = {"images": page, "first": "/v2/images", "schema": "/v2/schemas/images"}
        if len(page) == size and page:
            last = page[-1]["id"]
            tag = asked.query.get("tag", ["-"])[-1]  # only the last one, as Glance writes it
            body["next"] = f"/v2/images?marker={last}&limit={size}&tag={tag}"
        return said(body)


@pytest.fixture
def gather():
    """gather(script, **values) -> (outcome, its list, desk)."""

    def run(script, most=None, cancel=None, listener=lambda _work: None, **values):
        desk = ScriptedDesk(script)
        plan = a_plan(desk, most, **values)
        outcome = Works(desk).run(plan, cancel or CancelToken(), listener)
        return outcome, json.loads(outcome.value.exchange().response.content.bytes()), desk

    return run


def a_plan(desk, most=None, call=LIST, **values):
    return Gather(desk.catalogue.call(call), {query(k): v for k, v in values.items()}, HOME, most)


def numbers(document):
    return [int(each["id"][-12:]) for each in document["images"]]


def test_every_page_comes_in_the_largest_size_and_stands_in_the_calls_own_list(gather):
    service = Service(2500)
    outcome, document, desk = gather(service)
    assert numbers(document) == list(range(2500))
    assert [asked.value("limit") for asked in desk.asked] == ["1000"] * 3
    assert "next" not in document
    assert document["schema"] == "/v2/schemas/images"
    assert outcome.sentence == "2,500 images on 3 pages."
    assert outcome.whole
    merged = outcome.value.exchange().merged
    assert [part.count for part in merged.parts] == [1000, 1000, 500]
    assert [part.request_id for part in merged.parts] == ["req-1"] * 3
    assert (merged.kind, merged.rest, merged.trouble) == ("pages", None, "")
    assert merged.plan.begun is None


def test_a_server_that_cuts_pages_and_an_empty_last_page_change_nothing(gather):
    outcome, document, desk = gather(Service(300, cut=100))
    assert numbers(document) == list(range(300))
    assert len(desk.asked) == 4
    assert outcome.sentence == "300 images on 4 pages."


def test_the_size_of_a_page_is_the_persons_where_they_chose_one(gather):
    _outcome, document, desk = gather(Service(5), limit=2)
    assert numbers(document) == list(range(5))
    assert {asked.value("limit") for asked in desk.asked} == {"2"}


def test_repeated_parameters_stay_on_every_page(gather):
    _outcome, _document, desk = gather(Service(5), limit=2, tag=["a b", "c&d"])
    assert len(desk.asked) == 3
    assert all(asked.query["tag"] == ["a b", "c&d"] for asked in desk.asked)


def test_a_limit_of_items_holds_and_says_that_more_exist(gather):
    outcome, document, desk = gather(Service(2500), most=1200)
    assert numbers(document) == list(range(1200))
    assert [asked.value("limit") for asked in desk.asked] == ["1000", "200"]
    assert outcome.sentence == "1,200 images, the limit; more exist."
    assert outcome.whole


def test_a_limit_holds_against_a_page_size_of_ones_own(gather):
    outcome, document, desk = gather(Service(10), most=5, limit=3)
    assert numbers(document) == list(range(5))
    rest = outcome.value.exchange().merged.rest
    went_on = Works(desk).run(rest, CancelToken())
    assert numbers(json.loads(went_on.value.exchange().response.content.bytes())) == list(range(10))


def test_a_limit_below_the_page_size_asks_for_no_more(gather):
    _outcome, document, desk = gather(Service(100), most=7)
    assert len(document["images"]) == 7
    assert [asked.value("limit") for asked in desk.asked] == ["7"]


def test_a_marker_whose_image_was_deleted_goes_on_after_the_one_before_it(gather):
    service = Service(10)
    service.before[3] = lambda s: s.images.pop(5) and None
    notes = []
    outcome, document, desk = gather(service, limit=3, listener=lambda w: notes.append(w.notes))
    assert numbers(document) == list(range(10))
    assert desk.asked[3].value("marker") == uuid(4)
    assert outcome.whole
    assert "Page 3 was refused: 400" in notes[-1][0].sentence
    assert "after the image before it" in notes[-1][0].sentence
    assert "more than once" not in outcome.sentence


def test_many_deleted_images_are_stepped_over(gather):
    service = Service(40)

    def clear(s):
        del s.images[5:20]

    service.before[11] = clear
    _outcome, document, desk = gather(service, limit=2)
    assert numbers(document) == list(range(40))
    assert len(desk.asked) < 45


def test_where_nothing_is_left_to_go_on_after_the_list_begins_anew(gather):
    service = Service(10)

    def replace_all(s):
        s.images[:] = [image(number) for number in range(100, 110)]

    service.before[2] = replace_all
    notes = []
    outcome, document, _desk = gather(service, limit=3, listener=lambda w: notes.append(w.notes))
    assert numbers(document) == [0, 1, 2, *range(100, 110)]
    assert outcome.whole
    assert any("begun anew" in note.sentence for note in notes[-1])


def test_a_service_that_refuses_every_marker_is_not_asked_forever(gather):
    service = Service(10)

    def refuse(asked):
        if asked.value("marker"):
            return said({"message": "no markers here"}, 400)
        return service(asked)

    outcome, document, desk = gather(refuse, limit=3)
    assert numbers(document) == [0, 1, 2]
    assert not outcome.whole
    assert outcome.sentence.startswith("3 of unknown, page ")
    assert "no markers here" in outcome.sentence
    assert len(desk.asked) < 40


def test_a_list_that_moves_counts_each_image_once_and_says_so(gather):
    service = Service(6)
    service.before[2] = lambda s: s.images.insert(4, image(1)) or None
    outcome, document, _desk = gather(service, limit=3)
    assert numbers(document) == list(range(6))
    assert "1 image came more than once because the list moved" in outcome.sentence


def test_a_link_that_leads_in_a_circle_ends_the_list_and_says_so(gather):
    page = {"images": [image(1)], "next": f"/v2/images?marker={uuid(1)}"}
    outcome, document, desk = gather(lambda _asked: said(page))
    assert len(desk.asked) == 2
    assert numbers(document) == [1]
    assert "the service repeats itself" in outcome.sentence
    assert not outcome.whole


def test_a_list_without_an_end_is_left(gather):
    def endless(asked):
        at = len(asked.value("marker")) and int(asked.value("marker")[-12:])
        return said({"images": [], "next": f"/v2/images?marker={uuid(at + 1)}"})

    outcome, _document, desk = gather(endless)
    assert "brought nothing new" in outcome.sentence
    assert len(desk.asked) == 20


def test_a_failed_page_keeps_what_is_there_and_goes_on_from_there(gather):
    service = Service(10)
    service.before[3] = lambda _s: said({"message": "the database is away"}, 500)
    outcome, document, desk = gather(service, limit=3)
    assert outcome.sentence.startswith("6 of unknown, page 3 failed: ")
    assert "the database is away" in outcome.sentence
    assert not outcome.whole
    assert numbers(document) == list(range(6))
    assert document["next"]
    merged = outcome.value.exchange().merged
    assert merged.trouble == outcome.sentence
    went_on = Works(desk).run(merged.rest, CancelToken())
    assert went_on.whole
    assert went_on.sentence == "10 images on 4 pages."
    assert numbers(json.loads(went_on.value.exchange().response.content.bytes())) == list(range(10))
    assert desk.asked[3].value("marker") == uuid(5)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (ConnectionLost("The connection was lost."), "The connection was lost."),
        (said(b'{"images": [{"id": "1"'), "not complete JSON (line 1"),
        (said({"pictures": []}), "no list at /images"),
        (said({"images": "none"}), "no list at /images"),
    ],
)
def test_a_page_that_is_none_is_a_failed_page(gather, answer, why):
    service = Service(10)
    service.before[2] = lambda _s: answer
    outcome, document, _desk = gather(service, limit=3)
    assert why in outcome.sentence
    assert numbers(document) == [0, 1, 2]


def test_without_a_first_page_there_is_only_the_error(gather):
    with pytest.raises(CallRefused, match="not yours") as caught:
        gather(lambda _asked: said({"message": "It is not yours."}, 403))
    assert caught.value.exchange.status == 403


def test_stopping_keeps_what_is_there(gather):
    cancel, service = CancelToken(), Service(10)
    service.before[3] = lambda _s: cancel.cancel()
    outcome, document, _desk = gather(service, cancel=cancel, limit=3)
    assert outcome.sentence == "Stopped after 2 pages: 6 images, and more exist."
    assert len(document["images"]) == 6
    assert not outcome.whole
    assert outcome.value.exchange().merged.rest is not None


def test_stopping_before_the_first_page_is_a_cancel(gather):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        gather(Service(3), cancel=cancel)


def test_a_busy_service_is_waited_for_as_long_as_it_asks(gather):
    service = Service(4)
    service.before[2] = lambda _s: said({}, 429, headers={"Retry-After": "0"})
    service.before[3] = lambda _s: said({}, 503, headers={"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"})
    notes = []
    outcome, document, _desk = gather(service, limit=2, listener=lambda w: notes.append(w.notes))
    assert numbers(document) == list(range(4))
    assert outcome.whole
    assert ["429" in notes[-1][0].sentence, "503" in notes[-1][1].sentence] == [True, True]


def test_a_busy_service_that_does_not_say_how_long_is_a_failed_page(gather):
    service = Service(4)
    service.before[2] = lambda _s: said({}, 503)
    outcome, _document, _desk = gather(service, limit=2)
    assert "page 2 failed: " in outcome.sentence
    assert "503" in outcome.sentence


def test_a_wait_ends_when_the_person_stops(gather):
    cancel, service = CancelToken(), Service(4)
    service.before[2] = lambda _s: said({}, 429, headers={"Retry-After": "600"})

    def stop(work):
        if work.notes:
            cancel.cancel()

    outcome, document, _desk = gather(service, cancel=cancel, listener=stop, limit=2)
    assert outcome.sentence.startswith("Stopped after 1 page: 2 images")
    assert numbers(document) == [0, 1]


def test_lists_whose_ids_have_another_name_are_told_apart_by_it(gather):
    spaces = [{"namespace": f"OS::{number}"} for number in range(5)]

    def serve(asked):
        marker = asked.value("marker")
        at = next((at + 1 for at, each in enumerate(spaces) if each["namespace"] == marker), 0)
        at = max(at - 1, 0)  # each page begins with the last of the page before
        page = spaces[at : at + 3]
        link = {"next": f"/v2/x?marker={page[-1]['namespace']}"} if at + 3 < 5 else {}
        return said({"namespaces": page, **link})

    outcome, document, _desk = gather(serve, call="image.list-metadef-namespaces")
    assert [each["namespace"] for each in document["namespaces"]] == [f"OS::{n}" for n in range(5)]
    assert "came more than once" in outcome.sentence


def test_a_list_without_pages_is_one_page(gather):
    body = {"members": [{"member_id": "a"}]}
    desk = ScriptedDesk(lambda _asked: said(body))
    call = desk.catalogue.call("image.list-image-members")
    plan = Gather(call, {Key(Location.PATH, "image_id"): uuid(1)}, HOME)
    outcome = Works(desk).run(plan, CancelToken())
    assert json.loads(outcome.value.exchange().response.content.bytes()) == body
    assert not can_gather(call)
    assert can_gather(desk.catalogue.call(LIST))


def test_a_list_without_links_goes_on_after_its_last_item_while_pages_are_full(gather):
    names = [{"name": f"box {number:02}"} for number in range(7)]

    def serve(asked):
        after = [each for each in names if each["name"] > asked.value("marker")]
        return said(after[: int(asked.value("limit"))])

    desk = ScriptedDesk(serve)
    call = next(
        desk.catalogue.call(head.id)
        for product in desk.catalogue.products()
        for category in product.categories
        for head in category.calls
        if head.id == "cloud-files.list-containers"
    )
    plan = Gather(call, {query("limit"): 3}, HOME)
    outcome = Works(desk).run(plan, CancelToken())
    assert json.loads(outcome.value.exchange().response.content.bytes()) == names
    assert [asked.value("marker") for asked in desk.asked] == ["", "box 02", "box 05"]


def test_a_whole_list_begins_without_the_marker_of_the_page_it_was_asked_from():
    call = ScriptedDesk(None).catalogue.call(LIST)
    values = {query("marker"): uuid(1), query("limit"): 5}
    assert without_marker(call, values) == {query("limit"): 5}


def test_numbers_double_keys_and_odd_texts_stay_byte_by_byte(gather):
    odd = (
        b'{"id":"a","n":1.00e+2,"big":123456789012345678901234567890, "n" : -0.0,"s":"\\u00e9\\ud83d"}',
        b' {"id" : "b" , "x":[ 1 ,2], "":{}}',
        b"  17 ",
        b'"text \xe2\x80\xae \xff"',
        b"null",
    )
    first = (
        b'{"x": 1.0, "images": ['
        + b" ,\n".join(odd[:2])
        + b' ], "next": "/v2/images?marker='
        + uuid(9).encode()
        + b'"}'
    )
    second = b'{"images":[' + b",".join(odd[2:]) + b'] , "y" : 1E400}'
    pages = [first, second]
    desk = ScriptedDesk(lambda _asked: said(pages.pop(0)))
    outcome = Works(desk).run(a_plan(desk), CancelToken())
    raw = outcome.value.exchange().response.content.bytes()
    expected = odd[0] + b" ,\n" + odd[1] + b"," + b",".join(odd[2:]).lstrip()
    assert raw == b'{"images":[' + expected + b'] , "y" : 1E400}'


texts = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(texts, max_size=4), min_size=1, max_size=5), st.sampled_from([None, 1, 2]))
def test_whatever_the_items_are_none_is_lost_or_changed(pages, indent):
    served = []
    for number, items in enumerate(pages):
        link = {"next": f"/v2/images?marker={uuid(number)}"} if number + 1 < len(pages) else {}
        served.append(json.dumps({"images": items, **link}, indent=indent).encode())
    desk = ScriptedDesk(lambda _asked: said(served.pop(0)))
    outcome = Works(desk).run(a_plan(desk), CancelToken())
    document = json.loads(outcome.value.exchange().response.content.bytes())
    every = [each for page in pages for each in page]
    ids = [each["id"] for each in every if isinstance(each, dict) and each.get("id")]
    if len(set(map(repr, ids))) == len(ids):
        assert document["images"] == every
    assert list(document) == ["images"]


def test_the_error_of_a_full_disk_is_a_sentence(gather, monkeypatch):
    monkeypatch.setattr("api.work.pages.store._temporary", fail)
    monkeypatch.setattr("api.work.pages.store.MEMORY", 10)
    desk = ScriptedDesk(Service(3))
    plan = a_plan(desk)
    with pytest.raises(PitchforkError, match="temporary file"):
        Works(desk).run(plan, CancelToken())


def fail():
    raise OSError(28, "No space left on device")


def test_many_bytes_move_to_a_file_and_come_back_the_same(gather, monkeypatch):
    monkeypatch.setattr("api.work.pages.store.MEMORY", 1000)
    outcome, document, _desk = gather(Service(100), limit=7)
    assert numbers(document) == list(range(100))
    again = json.loads(outcome.value.exchange().response.content.bytes())
    assert again == document
    outcome.value.close()


def test_a_list_that_is_too_large_ends_with_a_sentence(gather, monkeypatch):
    monkeypatch.setattr("api.work.pages.walk.MOST_BYTES", 100)
    outcome, document, _desk = gather(Service(10), limit=3)
    assert "larger than 100 bytes" in outcome.sentence
    assert numbers(document) == [0, 1, 2]
    assert not outcome.whole


def test_what_comes_can_be_looked_at_while_it_comes(gather):
    seen = []

    def look(work):
        gathered = work.so_far
        if gathered is not None and gathered.pages:
            seen.append(json.loads(gathered.exchange().response.content.bytes()))

    gather(Service(7), limit=3, listener=look)
    assert [len(document["images"]) for document in seen][:2] == [3, 6]
    assert "next" in seen[0]


def test_nothing_can_be_looked_at_before_the_first_page():
    desk = ScriptedDesk(Service(1))
    works = Works(desk)

    def look(work):
        if work.so_far is not None and not work.so_far.pages:
            with pytest.raises(ValueError, match="no page"):
                work.so_far.exchange()

    works.run(a_plan(desk), CancelToken(), look)


def test_a_list_without_links_that_is_whole_shows_no_next_page():
    names = [{"name": f"box {number}"} for number in range(4)]
    desk = ScriptedDesk(lambda asked: said([e for e in names if e["name"] > asked.value("marker")][:2]))
    call = desk.catalogue.call("cloud-files.list-containers")
    outcome = Works(desk).run(Gather(call, {query("limit"): 2}, HOME), CancelToken())
    answer = read_answer(outcome.value.exchange(), call.paging)
    assert (answer.shown, answer.next_link) == (4, "")
    answer.close()
    limited = Works(desk).run(Gather(call, {query("limit"): 2}, HOME, 2), CancelToken())
    answer = read_answer(limited.value.exchange(), call.paging)
    assert "marker=box" in answer.next_link
    answer.close()
