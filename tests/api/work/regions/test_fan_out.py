"""One call at several places: what comes stands side by side, and nobody holds the others."""

from __future__ import annotations

import json
import threading

import pytest

from api.answer.answer import read_answer
from api.answer.origin import origin
from api.errors import Cancelled, ConnectionLost, NoAnswer, NotOffered, PitchforkError
from api.model import Key, Location, Place
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.regions.fan_out import FanOut, can_ask
from api.work.regions.label import labels
from api.work.work import State
from api.work.works import Works
from tests.builders.scripted_desk import ScriptedDesk, said

PATIENCE = 20.0
LIST = "image.list-images"
REGIONS = ("DFW", "ORD", "IAD")
PLACES = tuple(Place("p1", "912345", region) for region in REGIONS)


def images(asked):
    """Two images in each region."""
    return said(
        {
            "images": [{"id": f"{asked.region}-{number}", "n": number} for number in range(2)],
            "schema": "/v2/schemas/images",
        }
    )


def query(name):
    return Key(Location.QUERY, name)


def a_plan(desk, call=LIST, values=None, **more):
    return FanOut(desk.catalogue.call(call), values or {}, more.pop("places", PLACES), **more)


@pytest.fixture
def fan_out():
    """fan_out(script, **plan) -> (outcome, document, desk)."""

    def run(script, cancel=None, **more):
        desk = ScriptedDesk(script)
        outcome = Works(desk).run(a_plan(desk, **more), cancel or CancelToken())
        return outcome, document_of(outcome), desk

    return run


def document_of(outcome):
    return json.loads(outcome.value.exchange().response.content.bytes())


def test_the_lists_of_all_regions_are_one_in_their_order_with_the_region_first(fan_out):
    outcome, document, desk = fan_out(images)
    assert list(document) == ["images"]
    assert [(each["@region"], each["id"]) for each in document["images"]] == [
        (region, f"{region}-{number}") for region in REGIONS for number in range(2)
    ]
    assert next(iter(document["images"][0])) == "@region"
    assert outcome.sentence == "6 images from 3 regions."
    assert outcome.whole
    assert {asked.region for asked in desk.asked} == set(REGIONS)
    merged = outcome.value.exchange().merged
    assert [(part.label, part.count, part.trouble) for part in merged.parts] == [
        (region, 2, "") for region in REGIONS
    ]


def test_items_stay_byte_by_byte_behind_their_region(fan_out):
    body = b'{"images": [ {} , {"a" : 1.0, "a":2e5}, "text", 7, [ 1 ] ]}'
    outcome, _document, _desk = fan_out(lambda _asked: said(body), places=PLACES[:1])
    raw = outcome.value.exchange().response.content.bytes()
    assert raw == (
        b'{"images":[{"@region":"DFW"},{"@region":"DFW","a" : 1.0, "a":2e5},'
        b'{"@region":"DFW","value":"text"},{"@region":"DFW","value":7},{"@region":"DFW","value":[ 1 ]}]}'
    )


def fail_in(region, answer):
    def serve(asked):
        if asked.region == region:
            if isinstance(answer, Exception) and not isinstance(answer, ConnectionLost):
                raise answer
            return answer
        return images(asked)

    return serve


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (said({"message": "It is not yours."}, 403), "ORD: List images: 403 No. It is not yours."),
        (ConnectionLost("The connection was lost."), "ORD: The connection was lost."),
        (NotOffered("There is no image service in ORD."), "ORD: There is no image service in ORD."),
        (said(b"[1"), "ORD: The answer is not complete JSON"),
    ],
)
def test_a_region_that_fails_is_named_and_holds_nobody(fan_out, answer, why):
    outcome, document, _desk = fan_out(fail_in("ORD", answer))
    assert why in outcome.sentence
    assert not outcome.whole
    assert {each["@region"] for each in document["images"]} == {"DFW", "IAD"}
    merged = outcome.value.exchange().merged
    assert why in merged.trouble
    assert merged.parts[1].trouble


def test_where_no_region_answers_it_is_an_error_that_names_all(fan_out):
    with pytest.raises(PitchforkError, match=r"No region answered. DFW: .*; ORD: .*; IAD: "):
        fan_out(lambda _asked: said({}, 500))


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({}, NoAnswer),
        ({"ORD": said({}, 500)}, CallRefused),
        ({"DFW": said({}, 403), "ORD": said({}, 500)}, CallRefused),
    ],
    ids=["none", "one refused", "two refused"],
)
def test_where_no_region_answers_the_error_is_of_their_own_kind(fan_out, answers, kind):
    with pytest.raises(kind, match=r"No region answered\. DFW: "):
        fan_out(lambda asked: answers.get(asked.region, ConnectionLost("It broke.")))


def test_a_mistake_of_the_program_in_one_place_does_not_hang_the_rest(fan_out, caplog):
    def break_down(asked):
        if asked.region == "ORD":
            raise KeyError("hunter2")
        return images(asked)

    outcome, document, _desk = fan_out(break_down)
    assert "failed: KeyError" in caplog.text
    assert "hunter2" not in caplog.text
    assert "ORD: An error of this program" in outcome.sentence
    assert len(document["images"]) == 4


def test_a_call_without_a_list_gives_one_item_a_region(fan_out):
    def show(asked):
        return said({"id": "1", "region_is": asked.region}) if asked.region != "IAD" else said({}, 404)

    values = {Key(Location.PATH, "image_id"): "00000000-0000-0000-0000-000000000001"}
    outcome, document, _desk = fan_out(show, call="image.show-image", values=values)
    assert document == {
        "answers": [
            {"@region": "DFW", "id": "1", "region_is": "DFW"},
            {"@region": "ORD", "id": "1", "region_is": "ORD"},
        ]
    }
    assert outcome.sentence.startswith("2 answers from 2 regions. IAD: ")


def test_answers_that_are_no_json_stand_as_texts(fan_out):
    values = {Key(Location.PATH, "image_id"): "00000000-0000-0000-0000-000000000001"}
    _outcome, document, _desk = fan_out(
        lambda _asked: said(b"plain \xe2\x82\xac", kind="text/plain"),
        call="image.show-image",
        values=values,
        places=PLACES[:1],
    )
    assert document == {"answers": [{"@region": "DFW", "value": "plain €"}]}


def paged(asked):
    marker = asked.value("marker")
    number = int(marker[-12:]) + 1 if marker else 0
    item = f"00000000-0000-0000-0000-{number:012d}"
    link = {"next": f"/v2/images?marker={item}"} if number < 2 else {}
    return said({"images": [{"id": item}], **link})


def test_more_pages_are_told_of_and_can_be_fetched(fan_out):
    outcome, document, desk = fan_out(paged)
    assert len(document["images"]) == 3
    assert outcome.sentence == "3 images from 3 regions. More exist in DFW, ORD, IAD."
    rest = outcome.value.exchange().merged.rest
    assert rest.whole
    whole = Works(desk).run(rest, CancelToken())
    assert [each["@region"] for each in document_of(whole)["images"]] == ["DFW"] * 3 + ["ORD"] * 3 + [
        "IAD"
    ] * 3
    assert whole.sentence == "9 images from 3 regions."


def test_a_page_that_fails_in_one_region_keeps_what_came_before(fan_out):
    def serve(asked):
        return said({}, 500) if asked.region == "ORD" and asked.value("marker") else paged(asked)

    outcome, document, _desk = fan_out(serve, whole=True)
    assert "ORD: page 2: List images: 500 No." in outcome.sentence
    assert [each["@region"] for each in document["images"]] == ["DFW"] * 3 + ["ORD"] + ["IAD"] * 3


def test_all_are_asked_at_once_and_the_first_can_be_seen_before_the_last_is_there():
    met, go = threading.Barrier(len(REGIONS) + 1), threading.Event()

    def serve(asked):
        met.wait(PATIENCE)
        if asked.region == "IAD":
            assert go.wait(PATIENCE)
        return images(asked)

    desk = ScriptedDesk(serve)
    works, there = Works(desk), threading.Event()

    def hear(work):
        everywhere = work.so_far
        if everywhere is not None and everywhere.answered == 2:
            there.set()

    works.listen(hear)
    work = works.begin(a_plan(desk))
    met.wait(PATIENCE)
    assert there.wait(PATIENCE)
    everywhere = work.so_far
    assert everywhere.slow == ("IAD",)
    assert len(json.loads(everywhere.exchange().response.content.bytes())["images"]) == 4
    assert work.progress.stage == "waiting for IAD"
    go.set()
    wait_for(works, work)
    assert work.state is State.DONE


def wait_for(works, work):
    ended = threading.Event()
    end = works.listen(lambda each: ended.set() if each is work and work.state.ended else None)
    if not work.state.ended:
        assert ended.wait(PATIENCE)
    end()


class Held:
    """Answers, but for one region that waits until it is stopped."""

    def __init__(self):
        self.begun = threading.Event()

    def __call__(self, asked):
        if asked.region == "ORD":
            self.begun.set()
            assert asked.cancel.wait(PATIENCE)
            raise Cancelled
        return images(asked)


def test_one_slow_region_can_be_given_up_alone():
    script = Held()
    desk = ScriptedDesk(script)
    works = Works(desk)
    work = works.begin(a_plan(desk))
    assert script.begun.wait(PATIENCE)
    work.so_far.stop("ORD")
    wait_for(works, work)
    assert work.state is State.PARTLY
    assert work.sentence == "4 images from 2 regions. ORD: stopped before it was all there"


def test_stopping_it_all_keeps_what_came():
    script = Held()
    desk = ScriptedDesk(script)
    works = Works(desk)
    work = works.begin(a_plan(desk))
    assert script.begun.wait(PATIENCE)
    came = threading.Event()
    works.listen(lambda each: came.set() if each.so_far.answered == 2 else None)
    if work.so_far.answered < 2:
        assert came.wait(PATIENCE)
    work.cancel.cancel()
    wait_for(works, work)
    assert work.state is State.PARTLY
    assert work.so_far.count == 4


def test_stopping_before_anything_came_is_a_cancel(fan_out):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        fan_out(images, cancel=cancel)


def test_nothing_can_be_looked_at_before_the_first_answer():
    desk = ScriptedDesk(images)
    seen = []

    def look(work):
        if work.so_far is not None and not work.so_far.answered and not seen:
            try:
                work.so_far.exchange()
            except ValueError:
                seen.append(True)

    Works(desk).run(a_plan(desk), CancelToken(), look)
    assert seen


def test_each_item_knows_its_place(fan_out):
    outcome, _document, _desk = fan_out(images)
    exchange = outcome.value.exchange()
    answer = read_answer(exchange)
    node = answer.document.find("/images/3/id")
    assert origin(exchange, answer.document, node) == PLACES[1]
    assert origin(exchange, answer.document, 0).region is None
    assert origin(exchange, answer.document, None).region is None
    answer.close()


def test_several_profiles_stand_before_their_regions():
    places = (*PLACES[:2], Place("p2", "777", "DFW"), Place("p3", "778", None))
    names = {"p1": "Prod", "p2": "Test", "p3": "Test"}
    assert labels(places, names) == ("Prod · DFW", "Prod · ORD", "Test · DFW", "Test")
    twice = (Place("p1", "1", "DFW"), Place("p2", "2", "DFW"))
    assert labels(twice, {"p1": "A", "p2": "A"}) == ("A · DFW (1)", "A · DFW (2)")
    assert labels((Place("p1", "1", None),), {}) == ("no region",)


def test_only_calls_that_read_documents_go_to_several_places():
    catalogue = ScriptedDesk(images).catalogue
    assert can_ask(catalogue.call(LIST))
    assert not can_ask(catalogue.call("image.delete-image"))
    assert not can_ask(catalogue.call("image.download-image-data"))


def test_secrets_stay_veiled_where_they_stand_in_the_whole(fan_out):
    desk = ScriptedDesk(lambda asked: said({"images": [{"id": "1", "direct_url": "x://s3cret"}]}))
    outcome = Works(desk).run(a_plan(desk), CancelToken())
    exchange = outcome.value.exchange()
    pointers = exchange.request.secret_pointers
    assert pointers == desk.asked[0].request.secret_pointers
    answer = read_answer(exchange, desk.catalogue.call(LIST).paging)
    assert answer.shown == 3
    if any("direct_url" in pointer for pointer in pointers):
        assert answer.veil.hides(answer.document.find("/images/0/direct_url"))
    answer.close()
