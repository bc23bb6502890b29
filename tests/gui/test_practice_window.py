"""The window on the practice cloud: who, where, what is offered; a call goes out and comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from gui.sign_in.sessions import time_left


def test_window_says_who_where_and_for_how_long(practising, desk):
    cloud = desk.cloud(practising.profile)
    top = practising.top
    assert cloud.user_name in top.who.text()
    assert "912345" in top.who.text()
    assert "left" in top.left.text()
    assert tuple(top.regions.itemText(i) for i in range(top.regions.count())) == cloud.regions
    assert top.profiles.currentData() == practising.profile
    assert practising.navigation.tree.current_key() == "cloud-images.list-images"


def test_title_says_where(practising, desk, qtbot):
    assert practising.windowTitle() == desk.who(practising.place)
    practising.side.sign_out()
    qtbot.waitUntil(lambda: not practising.profile)
    assert practising.windowTitle() == "Pitchfork Desktop"


def test_region_survives_a_restart(practising, program, qtbot):
    region = practising.top.regions.itemText(2)
    practising.top.region_chosen.emit(region)
    state = practising.snapshot()
    practising.side.sign_out()
    qtbot.waitUntil(lambda: not practising.profile)
    again = program.new_window(state)
    again.practise()
    qtbot.waitUntil(lambda: bool(again.profile))
    assert again.place.region == region


def test_the_clouds_own_region_wins_over_one_that_nobody_chose(window, desk, qtbot, monkeypatch):
    from api.identity.cloud import SignedInCloud

    monkeypatch.setattr(SignedInCloud, "default_region", property(lambda cloud: cloud.regions[-1]))
    before = window.region
    window.practise()
    qtbot.waitUntil(lambda: bool(window.profile))
    assert window.place.region == desk.clouds[0].regions[-1] != before


def test_address_is_the_practice_clouds_own(practising):
    practising.navigation.tree.choose("cloud-images.list-images")
    assert practising.head.address.text().startswith("http://127.0.0.1:")


def test_what_the_cloud_lacks_is_shown_as_such(practising):
    model = practising.navigation.tree.calls
    assert model.reason(model.find("image.list-images"))
    assert not model.reason(model.find("cloud-images.list-images"))
    practising.navigation.tree.choose("image.list-images")
    assert practising.head.warning.isVisible()
    assert "Not offered there" in practising.head.warning.text()


def test_a_call_is_sent_and_its_answer_shown(practising, qtbot):
    practising.navigation.tree.choose("cloud-images.get-images-schema")
    practising.head.primary.click()
    assert practising.calls.running
    assert practising.status.stop.isEnabled()
    qtbot.waitUntil(lambda: bool(practising.answers.finished))
    ((tab, exchange, _paging),) = practising.answers.finished
    assert tab == 1
    assert exchange.status == 200
    assert exchange.place == practising.place
    assert practising.answers.begun[0][0] == "Get Images Schema"
    assert not practising.calls.running
    assert practising.status.running.text() == "Nothing is running"


def test_changing_the_region_changes_nothing_that_is_under_way(practising, qtbot):
    practising.navigation.tree.choose("cloud-images.get-images-schema")
    before = practising.place
    practising.send_call()
    other = next(r for r in (practising.top.regions.itemText(i) for i in range(3)) if r != before.region)
    practising.top.region_chosen.emit(other)
    qtbot.waitUntil(lambda: bool(practising.answers.finished))
    assert practising.answers.finished[0][1].place == before
    assert practising.place.region == other


def test_next_page_goes_to_the_same_place_with_the_marker(practising, desk, qtbot):
    from api.model import Key, Location

    call = desk.catalogue.call("cloud-images.list-images")
    draft = desk.draft(call, {Key(Location.QUERY, "limit"): 2}, practising.place)
    practising.calls.send(draft)
    qtbot.waitUntil(lambda: len(practising.answers.finished) == 1)
    exchange = practising.answers.finished[0][1]
    import json

    link = json.loads(exchange.response.content.bytes())["next"]
    practising.answers.next_page_requested.emit(exchange, link)
    qtbot.waitUntil(lambda: len(practising.answers.finished) == 2)
    second = practising.answers.finished[1][1]
    assert second.status == 200
    assert "marker=" in second.request.url.masked()
    assert "limit=2" in second.request.url.masked()
    assert second.place == exchange.place
    assert second.response.content.bytes() != exchange.response.content.bytes()


def test_sign_out_forgets(practising, qtbot, desk):
    practising.side.sign_out()
    qtbot.waitUntil(lambda: not practising.profile)
    assert desk.clouds == ()
    assert practising.top.left.isHidden()
    assert practising.top.account.text() == "Sign in"


def test_both_faces_are_signed_in_at_once(practising, qtbot, desk):
    practising.practise_openstack()
    qtbot.waitUntil(lambda: practising.profile == "practice-openstack")
    assert len(desk.clouds) == 2
    assert "project" in practising.top.who.text()
    model = practising.navigation.tree.calls
    assert model.reason(model.find("cloud-images.list-images"))
    assert not model.reason(model.find("image.list-images"))
    practising.top.profile_chosen.emit("practice")
    assert practising.profile == "practice"


def test_second_window_may_be_elsewhere(practising, program, qtbot):
    practising.new_window()
    other = program.windows[1]
    assert other.profile == practising.profile
    region = practising.top.regions.itemText(1)
    other.top.region_chosen.emit(region)
    assert other.place.region == region
    assert practising.place.region != region


def test_destroying_asks_first_and_enter_alone_never_confirms(practising, desk, qtbot):
    from PySide6.QtCore import Qt

    from api.model import Key, Location
    from gui.confirm import ConfirmDialog

    images = desk.catalogue.call("cloud-images.list-images")
    practising.calls.send(
        desk.draft(images, {Key(Location.QUERY, "visibility"): "private"}, practising.place)
    )
    qtbot.waitUntil(lambda: len(practising.answers.finished) == 1)
    import json

    found = json.loads(practising.answers.finished[0][1].response.content.bytes())["images"]
    image = next(i for i in found if not i.get("protected") and i["owner"] == "912345")
    call = desk.catalogue.call("cloud-images.delete-image")
    draft = desk.draft(call, {Key(Location.PATH, "image_id"): image["id"]}, practising.place)
    practising.calls.send(draft)
    (question,) = practising.findChildren(ConfirmDialog)
    assert not question.yes.isEnabled()
    qtbot.waitUntil(question.yes.isEnabled)
    words = [
        question.facts.itemAt(r, question.facts.ItemRole.FieldRole).widget().text()
        for r in range(question.facts.rowCount())
    ]
    assert image["name"] in words
    assert "yours" in words
    qtbot.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not practising.findChildren(ConfirmDialog))
    assert len(practising.answers.begun) == 1
    practising.calls.send(draft)
    (question,) = practising.findChildren(ConfirmDialog)
    qtbot.waitUntil(question.yes.isEnabled)
    question.yes.setFocus()
    qtbot.keyClick(question.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not practising.findChildren(ConfirmDialog))
    assert len(practising.answers.begun) == 1
    practising.calls.send(draft)
    (question,) = practising.findChildren(ConfirmDialog)
    qtbot.waitUntil(question.yes.isEnabled)
    question.yes.click()
    qtbot.waitUntil(lambda: len(practising.answers.finished) == 2)
    assert practising.answers.finished[1][1].status == 204


def test_a_call_that_needs_a_sign_in_opens_the_sheet(window, qtbot):
    from gui.sign_in.sheet import SignInSheet

    window.navigation.tree.choose("cloud-images.get-images-schema")
    window.head.primary.click()
    (sheet,) = window.findChildren(SignInSheet)
    assert sheet.isVisible()
    assert "sign-in" in window.toast.text
    assert not window.answers.begun


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "ended"), (45, "45 s left"), (720, "12 min left"), (86_000, "23 h left"), (400_000, "4 d left")],
)
def test_time_left_in_words(seconds, words):
    now = datetime.now(UTC)
    assert time_left(now + timedelta(seconds=seconds), now) == words


def test_the_first_call_shown_is_one_that_the_cloud_offers(window, qtbot):
    window.practise_openstack()
    qtbot.waitUntil(lambda: bool(window.profile))
    model = window.navigation.tree.calls
    assert not model.reason(model.find(window.call_id))
    assert not window.head.warning.isVisible()


def test_the_end_of_a_sign_in_that_no_window_shows_is_told_in_the_first_window(practising, program, qtbot):
    practice = practising.profile
    practising.new_window()
    second = program.windows[1]
    practising.practise_openstack()
    qtbot.waitUntil(lambda: practising.profile != practice)
    program.sessions.ending.emit(practice, 15)
    assert second.toast.isVisible()  # it is the one that shows it
    assert not practising.toast.isVisible()
    second.toast.hide()
    second.set_cloud(practising.profile)
    program.sessions.ending.emit(practice, 2)
    assert practising.toast.isVisible()
    assert not second.toast.isVisible()


def test_exports_are_off_with_the_reason_where_the_cloud_makes_none(window, qtbot):
    export = window.actions_.by_name["export_image"]
    assert export.isEnabled()
    window.practise_openstack()
    qtbot.waitUntil(lambda: not export.isEnabled())
    assert export.text() == "&Export an Image… (this cloud makes none)"
    window.practise()
    qtbot.waitUntil(export.isEnabled)
    assert export.text() == "&Export an Image…"
