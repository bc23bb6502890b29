"""Whole lists in the window: rows as pages come, stopping, going on, and sending the same again."""

import pytest

from tests.flows.hand import Hand

TITLE = "List Images"


def whole(hand: Hand):
    hand.until(lambda: not hand.tab.running)
    return hand.json()["images"]


def open_list(hand, **values):
    hand.open_call("list images", TITLE)
    hand.fill(**values)
    hand.send()
    hand.answered(TITLE, 200)


def test_all_pages_come_into_the_tab_of_the_first(rackspace, heart):
    hand = rackspace
    open_list(hand, limit="20")
    assert len(hand.json()["images"]) == 20
    hand.click(hand.named(hand.view, "All pages"))
    hand.until(lambda: hand.tab.running)
    images = whole(hand)
    assert hand.window.answers.count == 1
    assert len({image["id"] for image in images}) == len(images) > 100
    assert hand.tab_title == f"{TITLE}   200"
    assert f"{len(images)} images" in hand.words(hand.view.facts)
    assert "more exist" not in hand.words(hand.view.facts)
    assert hand.tab.strip.sentence == ""
    assert hand.tab.exchange.merged.kind == "pages"
    (work,) = hand.window.program.desk.works.all()
    assert work.sentence == f"{len(images)} images on {len(hand.tab.exchange.merged.parts)} pages."


def test_what_is_arranged_stays_while_rows_come(rackspace):
    hand = rackspace
    open_list(hand, limit="30")
    hand.press("Alt+2")
    hand.press("Ctrl+2")
    table = hand.view.page(hand.view.current)
    hand.until(lambda: table.rows.arranger is not None)
    table.view.make_current(12)
    named = table.rows.named_current()
    table.view.sort_wanted.emit(0, True)
    hand.until(lambda: table.rows.wish.sort is not None)
    hand.tab.want_whole()
    images = whole(hand)
    hand.until(lambda: hand.view.made(1).rows.named_current() == named)
    table = hand.view.made(1)
    assert table.rows.wish.sort is not None
    assert table.rows.wish.descending
    assert hand.view.current == 1
    hand.until(lambda: table.view.table_model().rowCount() == len(images))


@pytest.fixture
def breaking(rackspace, monkeypatch):
    """The third page fails once."""
    from api.desk import Desk
    from api.errors import ConnectionLost

    real, sent = Desk.send, []

    def send(desk, request, *arguments, **more):
        sent.append(request)
        if len(sent) == 4:  # the list itself was the first
            raise ConnectionLost("The connection was lost.")
        return real(desk, request, *arguments, **more)

    monkeypatch.setattr(Desk, "send", send)
    return rackspace


def test_a_page_that_fails_is_said_and_gone_on_from(breaking):
    hand = breaking
    open_list(hand, limit="20")
    hand.click(hand.named(hand.view, "All pages"))
    hand.until(lambda: hand.tab.running)
    assert len(whole(hand)) == 40
    assert hand.tab.strip.sentence == "40 of unknown, page 3 failed: The connection was lost."
    assert "40 shown, more exist" in hand.words(hand.view.facts)
    hand.click(hand.named(hand.tab.strip, "Go on from page 3"))
    hand.until(lambda: hand.tab.running)
    assert len(whole(hand)) > 100
    assert hand.tab.strip.sentence == ""
    assert hand.window.answers.count == 1


def test_stopping_keeps_what_is_there_and_says_so(rackspace, monkeypatch):
    import threading

    from api.desk import Desk

    hand, real, held = rackspace, Desk.send, threading.Event()
    open_list(hand, limit="20")

    def send(desk, request, *arguments, **more):
        if "marker" in request.url.masked() and not held.is_set():
            held.set()
            more["cancel"].wait(60)
        return real(desk, request, *arguments, **more)

    monkeypatch.setattr(Desk, "send", send)
    hand.click(hand.named(hand.view, "All pages"))
    hand.until(held.is_set)
    hand.until(lambda: "20 images so far · page 2" in hand.words(hand.view.facts))
    hand.until(lambda: not hand.tab.exchange.merged or hand.tab.exchange.merged)
    hand.click(hand.named(hand.view, "Stop asking again"))
    assert len(whole(hand)) == 20
    assert hand.tab.strip.sentence == "Stopped after 1 page: 20 images, and more exist."
    assert hand.named(hand.tab.strip, "Go on from page 2")


def test_a_whole_list_is_sent_again_as_a_whole(rackspace):
    hand = rackspace
    open_list(hand, limit="20")
    hand.tab.want_whole()
    hand.until(lambda: hand.tab.running)
    count = len(whole(hand))
    hand.press("Alt+2")
    hand.press("F5")
    hand.until(lambda: hand.tab.running)
    assert len(whole(hand)) == count
    assert hand.window.answers.count == 1
    assert len(hand.window.program.desk.works.all()) == 2


def test_from_the_form_the_whole_list_gets_a_tab(rackspace):
    hand = rackspace
    dialog = hand.open_call("list images", TITLE)
    assert [action.text() for action in dialog.foot.more.menu().actions()] == [
        "All pages",
        "Send to all regions",
    ]
    dialog.foot.more.menu().actions()[0].trigger()
    assert len(whole(hand)) > 100
    assert hand.tab.exchange.request.values


def test_the_menu_of_calls_sends_to_all_regions(rackspace):
    hand = rackspace
    hand.go_to_call("list images", TITLE)
    hand.window.actions_.by_name["all_regions"].trigger()
    hand.until(lambda: hand.window.answers.current is not None and not hand.tab.running)
    regions = {image["@region"] for image in hand.json()["images"]}
    assert len(regions) == 3
    hand.press("Alt+2")
    hand.press("Ctrl+2")
    table = hand.view.page(hand.view.current)
    hand.until(lambda: table.rows.arranger is not None)
    assert table.columns.shown[0].heading == "Region"


def test_a_refused_list_shows_the_refusal(rackspace):
    hand = rackspace
    dialog = hand.open_call("list images", TITLE)
    hand.fill(marker="7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41")
    dialog.foot.more.menu().actions()[0].trigger()
    hand.answered(TITLE, 400)


def test_what_cannot_be_fetched_whole_says_so(rackspace):
    hand = rackspace
    hand.go_to_call("get image details", "Get Image Details")
    hand.window.actions_.by_name["all_pages"].trigger()
    hand.until(lambda: "has no pages" in hand.words(hand.window.toast))


def test_a_row_of_another_region_is_used_and_edited_there(rackspace):
    from api.model import Place

    hand = rackspace
    hand.go_to_call("list images", TITLE)
    hand.window.actions_.by_name["all_regions"].trigger()
    hand.until(lambda: hand.window.answers.current is not None and not hand.tab.running)
    hand.until(lambda: hand.view.uses._finder is not None)
    document = hand.view.answer.document
    at = next(at for at, each in enumerate(hand.json()["images"]) if each["@region"] == "ORD")
    node = document.find(f"/images/{at}/self")
    assert hand.window.place.region == "DFW"
    assert hand.view.edits._target(node).place.region == "ORD"
    wanted = []
    hand.view.uses.link_wanted.connect(lambda _call, place, _values: wanted.append(place))
    assert hand.view.uses.follow(node)
    assert wanted == [Place(hand.window.profile, hand.window.place.account, "ORD")]
    hand.answered("Get Image Details", 200)
    assert "ORD" in hand.tab.who


def test_the_panel_shows_the_list_and_goes_on(breaking):
    from gui.work.deeds import deeds_of

    hand = breaking
    open_list(hand, limit="20")
    hand.tab.want_whole()
    hand.until(lambda: hand.tab.running)
    whole(hand)
    bench = hand.window.bench
    (work,) = bench.desk.works.all()
    show, go_on = deeds_of(work, bench)
    assert (show.title, go_on.title) == ("Show the list", "Go on")
    show.do()
    hand.until(lambda: hand.window.answers.count == 2 and not hand.tab.running)
    assert len(hand.json()["images"]) == 40
    assert hand.tab.strip.sentence.startswith("40 of unknown")
    go_on.do()
    hand.until(lambda: hand.window.answers.count == 3)
    assert len(whole(hand)) > 100
    hand.press("Alt+2")
    hand.press("Ctrl+5")
    rows = hand.view.page(hand.view.current).rows
    groups = [rows.topLevelItem(at).text(0) for at in range(rows.topLevelItemCount())]
    assert "Put together from these pages" in groups


def test_a_tab_that_closes_stops_its_list(rackspace, monkeypatch):
    import threading

    from api.desk import Desk
    from api.work.work import State

    hand, real, held = rackspace, Desk.send, threading.Event()
    open_list(hand, limit="20")

    def send(desk, request, *arguments, **more):
        if "marker" in request.url.masked():
            held.set()
            more["cancel"].wait(60)
        return real(desk, request, *arguments, **more)

    monkeypatch.setattr(Desk, "send", send)
    hand.tab.want_whole()
    hand.until(held.is_set)
    hand.window.answers.close_current()
    (work,) = hand.window.program.desk.works.all()
    hand.until(lambda: work.state.ended)
    assert work.state is State.PARTLY


def test_a_list_that_cannot_be_asked_for_leaves_the_answer(rackspace, monkeypatch):
    from api.desk import Desk
    from api.errors import ConnectionLost

    hand = rackspace
    open_list(hand, limit="20")

    def send(_desk, _request, *_arguments, **_more):
        raise ConnectionLost("The connection was lost.")

    monkeypatch.setattr(Desk, "send", send)
    hand.tab.want_whole()
    hand.until(lambda: hand.tab.running)
    assert len(whole(hand)) == 20
    assert "The connection was lost." in hand.tab.strip.sentence


def test_all_regions_come_one_after_the_other_and_a_failing_one_is_named(rackspace, monkeypatch):
    import threading

    from api.desk import Desk
    from api.errors import ConnectionLost

    hand, real, go = rackspace, Desk.send, threading.Event()

    def send(desk, request, *arguments, **more):
        if request.place.region == "ORD":
            assert go.wait(60)
            raise ConnectionLost("The connection was lost.")
        return real(desk, request, *arguments, **more)

    monkeypatch.setattr(Desk, "send", send)
    hand.go_to_call("list images", TITLE)
    hand.window.actions_.by_name["all_regions"].trigger()
    hand.until(lambda: hand.window.answers.current is not None and hand.tab.view is not None)
    hand.until(lambda: "2 of 3 regions · waiting for ORD" in hand.words(hand.view.facts))
    assert {image["@region"] for image in hand.json()["images"]} <= {"DFW", "LON"}
    go.set()
    hand.until(lambda: not hand.tab.running)
    assert {image["@region"] for image in hand.json()["images"]} == {"DFW", "LON"}
    assert hand.tab.strip.sentence == "ORD: The connection was lost."


def test_everybody_who_is_signed_in_is_asked(rackspace):
    from api.running import CancelToken
    from gui.work.pages.ways import ACCOUNTS, PAGES, REGIONS, ways

    hand = rackspace
    desk = hand.window.program.desk
    call = desk.catalogue.call("cloud-images.list-images")
    assert ways(desk, call, hand.window.place) == (PAGES, REGIONS)
    first = desk.cloud(hand.window.profile)
    from dataclasses import replace

    twin = replace(first.profile, id="twin", name="Twin")
    profile, credentials = desk._practising.sign_in(openstack=False)
    desk.sign_in(replace(twin, auth_url=profile.auth_url), credentials, CancelToken())
    assert ways(desk, call, hand.window.place) == (PAGES, REGIONS, ACCOUNTS)
    dialog = hand.open_call("list images", TITLE)
    next(a for a in dialog.foot.more.menu().actions() if "accounts" in a.text()).trigger()
    hand.until(lambda: hand.window.answers.current is not None and not hand.tab.running)
    labels = {image["@region"] for image in hand.json()["images"]}
    assert len(labels) == 6
    assert "Twin · ORD" in labels


def test_a_call_that_needs_values_opens_its_form(rackspace):
    from PySide6.QtWidgets import QApplication

    from gui.parameters.dialog import ParameterDialog

    hand = rackspace
    hand.go_to_call("get image details", "Get Image Details")
    hand.window.actions_.by_name["all_regions"].trigger()
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    assert hand.window.bench.desk.works.all() == ()


def test_without_a_sign_in_it_is_asked_for(hand):
    hand.go_to_call("list images", TITLE)
    hand.window.actions_.by_name["all_pages"].trigger()
    hand.until(lambda: "needs a sign-in" in hand.words(hand.window.toast))


def test_a_call_that_changes_something_goes_to_one_region(rackspace):
    hand = rackspace
    hand.go_to_call("delete image", "Delete Image")
    hand.window.actions_.by_name["all_regions"].trigger()
    hand.until(lambda: "one region only" in hand.words(hand.window.toast))
