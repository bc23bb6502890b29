"""Picking values through the real dialogs: keyboard, mouse, pasting, live lists, failures, and no surprises."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from api.answer.picks.choices import Choice
from api.desk import Desk
from api.errors import PitchforkError, SignInExpired
from api.model import Key, Location, Place
from api.running import CancelToken
from gui import theme
from gui.jobs import Jobs
from gui.parameters.dialog import ParameterDialog
from gui.parameters.pick_editor import PickEditor
from gui.parameters.pick_list import PickList
from gui.parameters.pick_model import PickModel, spoken_row
from gui.parameters.pick_rows import MOST_ROWS, PickRow, plural
from tests.builders.exchanges import a_request, a_response, an_exchange

IMAGE = Key(Location.PATH, "image_id")
DEBIAN = Choice("7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "Debian 12", "active", 1288490189)
UBUNTU = Choice("11111111-4b55-4c0a-8d0e-51b2c6a89d42", "Ubuntu 24.04", "queued")


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("picker") / "data")
    desk.practice_sign_in(CancelToken())
    desk.practice_sign_in(CancelToken(), openstack=True)
    yield desk
    desk.close()


@pytest.fixture
def desk(practice):
    practice.seen.clear()
    return practice


@pytest.fixture
def jobs(qtbot):
    made = Jobs()
    yield made
    made.shutdown()


@pytest.fixture
def open_dialog(qtbot, desk, jobs):
    theme.switch().dress()

    def make(call_id, profile="practice"):
        place = desk.place(profile) if profile else Place(None, None, "DFW")
        dialog = ParameterDialog(desk.catalogue.call(call_id), place, desk, jobs)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


def see(desk, *choices, profile="practice", kind="image"):
    """Let the desk have seen these in an answer."""
    now = datetime.now(UTC)
    desk.seen._keep(desk.place(profile), kind, [replace(choice, seen=now) for choice in choices])


def editor(dialog, name):
    return next(row.editor for key, row in dialog.form.rows.items() if key.name == name)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def shown(field):
    """The values in the open list, in order."""
    model = field.list.model
    rows = (model.choice(number) for number in range(model.rowCount()))
    return [choice.value for choice in rows if choice is not None]


def headings(field):
    model = field.list.model
    return [model.row(number).heading for number in range(model.rowCount()) if model.row(number).heading]


@pytest.fixture
def field(desk, open_dialog):
    """The image_id of Delete Image, with two images seen."""
    see(desk, DEBIAN, UBUNTU)
    found = editor(open_dialog("cloud-images.delete-image"), "image_id")
    assert found.line.hasFocus()
    return found


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_keys_open_the_list_and_enter_takes_what_is_marked(field, key, modifiers):
    assert not field.listing
    press(key, modifiers)
    assert field.listing
    assert shown(field) == [DEBIAN.value, UBUNTU.value]
    assert headings(field) == ["Seen or sent before"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert not field.listing
    assert field.line.text() == UBUNTU.value
    assert field.line.hasFocus()
    assert field.note.text() == "Ubuntu 24.04 · queued"
    assert field.window().draft.request.values == {IMAGE: UBUNTU.value}


def test_typing_filters_by_name_id_and_status(field):
    press(Qt.Key.Key_F4)
    for typed, wanted in (("deb act", DEBIAN), ("QUEUED", UBUNTU), ("51b2c6a89d41", DEBIAN)):
        field.line.clear()
        QTest.keyClicks(field.line, typed)
        assert shown(field) == [wanted.value], typed
    QTest.keyClicks(field.line, "zzz")
    assert shown(field) == []
    assert "matches “51b2c6a89d41zzz”" in field.list.note.text()
    assert field.listing


def test_matches_appear_while_one_types_and_take_no_key_away(field, qtbot):
    QTest.keyClicks(field.line, "deb")
    assert field.listing
    press(Qt.Key.Key_Return)  # nothing is marked: Enter takes nothing
    assert field.line.text() == "deb"
    assert not field.listing
    QTest.keyClicks(field.line, "i")
    assert field.listing
    press(Qt.Key.Key_Tab)
    assert not field.listing
    assert not field.line.hasFocus()
    assert field.line.text() == "debi"


def test_nothing_opens_while_there_is_nothing_to_show(field):
    QTest.keyClicks(field.line, "xyz")
    assert not field.listing


def test_escape_closes_the_list_then_the_dialog(field):
    dialog = field.window()
    QTest.keyClicks(field.line, "deb")
    press(Qt.Key.Key_Escape)
    assert not field.listing
    assert dialog.isVisible()
    assert field.line.text() == "deb"
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_pasting_opens_nothing_and_says_what_it_is(field):
    QGuiApplication.clipboard().setText(f"  {DEBIAN.value}\n")
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.line.text() == DEBIAN.value
    assert not field.listing
    assert field.note.text() == "Debian 12 · active · 1.2 GiB"
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText("deb")
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.line.text() == "deb"
    assert not field.listing
    assert field.note.text() == ""


def test_the_note_keeps_its_room(field):
    field.window().form.layout()
    before = field.sizeHint().height()
    field.set_value(DEBIAN.value)
    assert field.note.text()
    assert field.sizeHint().height() == before


def test_the_mouse_opens_picks_and_closes(field, qtbot):
    button = next(b for b in field.line.findChildren(QToolButton) if b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.listing
    rows = field.list.list
    place = rows.visualRect(field.list.model.index(field.list.model.find(UBUNTU.value), 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.line.text() == UBUNTU.value
    assert field.line.hasFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    heading = rows.visualRect(field.list.model.index(0, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert field.listing  # a heading is nothing to pick
    QTest.mouseClick(field.window().head, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert not field.listing
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.listing
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not field.listing


def test_a_list_goes_when_the_dialog_changes_its_size_or_hides(field):
    press(Qt.Key.Key_F4)
    field.window().resize(field.window().width() + 40, field.window().height())
    QApplication.processEvents()
    assert not field.listing
    press(Qt.Key.Key_F4)
    field.window().hide()
    assert not field.listing


def test_opened_on_a_known_value_it_stands_there_with_all_others(field):
    field.set_value(UBUNTU.value)
    press(Qt.Key.Key_Down)
    assert shown(field) == [DEBIAN.value, UBUNTU.value]
    assert field.list.model.choice(field.list.list.currentIndex().row()).value == UBUNTU.value
    press(Qt.Key.Key_PageUp)
    assert field.list.model.choice(field.list.list.currentIndex().row()).value == DEBIAN.value
    press(Qt.Key.Key_PageDown)
    assert field.list.model.choice(field.list.list.currentIndex().row()).value == UBUNTU.value


def test_the_cloud_is_asked_from_the_foot_with_the_keyboard_only(desk, open_dialog, qtbot):
    field = editor(open_dialog("cloud-images.delete-image"), "image_id")
    press(Qt.Key.Key_Down)
    assert field.list.note.text() == "No images seen yet."
    assert field.list.foot.text() == "Load images from Practice cloud"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.offer.live is not None)
    assert headings(field) == ["From Practice cloud"]
    assert len(shown(field)) == len(field.offer.live.choices) > 100
    assert field.list.foot.text().endswith("Load again")
    press(Qt.Key.Key_Return)  # the first image is marked now
    assert field.line.text() == field.offer.live.choices[0].value
    assert field.note.text().startswith(field.offer.live.choices[0].name)


def test_what_was_seen_stands_first_with_what_the_cloud_says_now(desk, open_dialog, qtbot):
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    field.offer.load()
    qtbot.waitUntil(lambda: field.offer.live is not None)
    third = field.offer.live.choices[2]
    see(desk, Choice(third.value, "an old name", "queued"))
    press(Qt.Key.Key_F4)
    assert shown(field)[0] == third.value
    assert len(shown(field)) == len(field.offer.live.choices)
    assert field.list.model.choice(1).name == third.name
    assert headings(field) == ["Seen or sent before", "From Practice cloud"]


def test_loading_can_be_cancelled_in_the_list_and_by_closing_the_dialog(
    desk, open_dialog, qtbot, monkeypatch
):
    entered, go = threading.Semaphore(0), threading.Event()
    tokens = []

    def slow(place, cancel):
        def ask(call_id, values):
            tokens.append(cancel)
            entered.release()
            assert go.wait(30)
            cancel.check()

        return ask

    monkeypatch.setattr(desk, "asker", slow)
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_F5)
    assert entered.acquire(timeout=30)
    assert field.list.foot.text().endswith("Cancel")
    QTest.keyClicks(field.line, "typing goes on")
    assert field.line.text() == "typing goes on"
    QTest.mouseClick(field.list.foot, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: field.list.foot.text() == "Load images from Practice cloud")
    assert tokens[0].cancelled
    field.list.press_foot()
    assert entered.acquire(timeout=30)
    field.window().close()
    assert tokens[1].cancelled
    go.set()
    assert field.offer.live is None


def test_a_failure_is_told_in_the_list_and_can_be_tried_again(desk, open_dialog, qtbot):
    dialog = open_dialog("image.show-task", "practice-openstack")
    field = editor(dialog, "task_id")
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: field.offer.error is not None)
    assert "403 Forbidden" in field.list.note.text()
    assert "not authorized" in field.list.note.text()
    assert field.list.foot.accessibleName() == "Try again to load tasks from Practice cloud (OpenStack)"
    QTest.keyClicks(field.line, "typed")
    assert field.line.text() == "typed"


def test_a_sign_in_that_ended_is_told_and_asked_for(desk, open_dialog, qtbot, monkeypatch):
    def ended(place, cancel):
        raise SignInExpired("Nobody is signed in any more.", "Sign in again.")

    monkeypatch.setattr(desk, "asker", ended)
    dialog = open_dialog("cloud-images.get-image-details")
    field = editor(dialog, "image_id")
    press(Qt.Key.Key_F4)
    with qtbot.waitSignal(dialog.sign_in_needed) as told:
        press(Qt.Key.Key_F5)
    assert told.args == ["practice"]
    assert "Sign in again." in field.list.note.text()


def test_what_nobody_expected_is_told_too(desk, open_dialog, qtbot, jobs, monkeypatch):
    def broken(place, cancel):
        raise ZeroDivisionError

    monkeypatch.setattr(desk, "asker", broken)
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    with qtbot.waitSignal(jobs.failed):
        field.offer.load()
    assert isinstance(field.offer.error, PitchforkError)


def test_before_sign_in_the_list_says_what_to_do(open_dialog):
    field = editor(open_dialog("cloud-images.get-image-details", profile=None), "image_id")
    press(Qt.Key.Key_F4)
    assert field.list.foot.text() == "Sign in to load images from the cloud"
    assert not field.list.foot.isEnabled()
    press(Qt.Key.Key_F5)
    assert field.list.foot.text() == "Sign in to load images from the cloud"


def test_a_dialog_that_outlives_its_sign_in_forgets_what_it_loaded(open_dialog, desk, qtbot, monkeypatch):
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    field.offer.load()
    qtbot.waitUntil(lambda: field.offer.live is not None)
    loaded = field.offer.live.choices[0].value
    monkeypatch.setattr(desk, "cloud", lambda _profile: None)
    assert field.offer.live is None
    assert field.offer.known(loaded) is None
    field.open_list()
    assert shown(field) == []


def test_members_are_those_of_the_image_that_is_filled_in(desk, open_dialog, qtbot):
    dialog = open_dialog("cloud-images.delete-image-member")
    see(desk, Choice("554433", status="accepted", scope=(("image_id", DEBIAN.value),)), kind="member")
    see(desk, Choice("998877", scope=(("image_id", UBUNTU.value),)), kind="member")
    image, member = editor(dialog, "image_id"), editor(dialog, "member_id")
    member.open_list()
    assert member.list.foot.text().startswith("Fill in image_id first")
    assert set(shown(member)) == {"554433", "998877"}
    member.close_list()
    image.set_value(DEBIAN.value)
    member.open_list()
    assert shown(member) == ["554433"]
    assert member.list.foot.text() == "Load members from Practice cloud"
    member.set_value("554433")
    assert member.note.text() == "accepted"


def test_every_entry_of_a_list_is_picked_by_itself(desk, open_dialog, qtbot):
    see(desk, Choice("web"), Choice("nightly"), kind="tag")
    dialog = open_dialog("cloud-images.list-images")
    tags = editor(dialog, "tag")
    for wanted in ("web", "nightly"):
        tags._add.click()
        entry = tags.entries[-1].widgets[0]
        assert isinstance(entry, PickEditor)
        assert entry.line.hasFocus()
        press(Qt.Key.Key_Down)
        entry.list.choose(entry.list.model.find(wanted))
        press(Qt.Key.Key_Return)
    assert dialog.draft.request.values[Key(Location.QUERY, "tag")] == ["web", "nightly"]
    assert len(dialog.findChildren(PickList)) == 2
    tags.clear()
    qtbot.waitUntil(lambda: not dialog.findChildren(PickList))


def test_regions_come_from_the_sign_in_and_containers_from_what_was_sent(desk, open_dialog):
    regions = editor(open_dialog("image.import-image", "practice-openstack"), "method.glance_region")
    regions.open_list()
    assert shown(regions) == list(desk.cloud("practice-openstack").regions)
    assert headings(regions) == ["Of this sign-in"]
    assert not regions.list.foot.isVisible()
    regions.set_value("DFW")
    see(desk, Choice("exports"), kind="container")
    containers = editor(open_dialog("cloud-images.export-task"), "input.receiving_swift_container")
    containers.open_list()
    assert shown(containers) == ["exports"]


def test_five_thousand_are_filtered_and_shown_in_part(desk, open_dialog):
    see(desk, *(Choice(f"id-{n:04}", f"image {n}", "active", n) for n in range(5_000)))
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    press(Qt.Key.Key_F4)
    assert len(shown(field)) == MOST_ROWS
    assert "The first 500 of 5,000 are shown" in field.list.note.text()
    QTest.keyClicks(field.line, "image 4999")
    assert shown(field) == ["id-4999"]
    assert field.list.note.text() == ""


def test_more_is_loaded_on_request(desk, open_dialog, qtbot, monkeypatch):
    monkeypatch.setattr("api.answer.picks.loading.MOST_AT_ONCE", 100)
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: field.offer.live is not None)
    assert field.list.foot.text().endswith("there are more   Load more")
    QTest.keyClicks(field.line, "debian")
    assert field.list.note.text() == "The search covers what is loaded so far."
    before = len(field.offer.live.choices)
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(field.offer.live.choices) > before)
    assert field.offer.live.rest is None


@pytest.mark.parametrize("height", [410, 500, 700])
def test_the_list_stays_within_a_small_dialog(desk, open_dialog, height):
    see(desk, *(Choice(f"id-{n}", f"image {n}") for n in range(50)))
    dialog = open_dialog("cloud-images.create-image-member")
    dialog.setMinimumSize(0, 0)
    dialog.resize(600, height)
    QApplication.processEvents()
    for name in ("image_id", "member"):
        field = editor(dialog, name)
        field.open_list()
        assert dialog.rect().contains(field.list.geometry()), name
        assert not field.list.geometry().contains(field.line.mapTo(dialog, field.line.rect().center()))
        field.close_list()


def test_a_secret_or_a_field_without_a_pick_has_no_list(open_dialog):
    dialog = open_dialog("identity.create-token-with-password", "practice-openstack")
    assert not isinstance(editor(dialog, "password"), PickEditor)
    assert isinstance(editor(dialog, "project"), PickEditor)


def test_answers_teach_the_fields_and_destroying_unteaches_them(desk, open_dialog):
    from api.answer.answer import read_answer

    body = b'{"images": [{"id": "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "name": "<b>Debian</b>", "size": 1024}]}'
    place = desk.place("practice")
    exchange = an_exchange(a_response(body), replace(a_request(), place=place))
    desk.seen.learn(exchange, read_answer(exchange))
    field = editor(open_dialog("cloud-images.delete-image"), "image_id")
    field.set_value(DEBIAN.value)
    assert field.note.text() == "<b>Debian</b> · 1 KiB"
    assert field.note.textFormat() is Qt.TextFormat.PlainText
    request = replace(a_request(method="DELETE"), place=place, call_id="cloud-images.delete-image")
    desk.seen.note(an_exchange(a_response(status=204), replace(request, values={IMAGE: DEBIAN.value})))
    field.set_value(DEBIAN.value)
    assert field.note.text() == ""


def test_screen_readers_hear_what_a_row_is(field):
    press(Qt.Key.Key_F4)
    assert field.line.accessibleDescription() == "The Down key lists images to pick from"
    assert field.list.list.accessibleName() == "Images to pick from"
    model = field.list.model
    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Debian 12 · active · 1.2 GiB, 7f3c2a10-")
    assert ", seen " in spoken
    assert model.data(model.index(0, 0)) == "Seen or sent before"
    assert spoken_row(PickRow(heading="Here")) == "Here"
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags


@pytest.mark.parametrize("mode", [theme.LIGHT, theme.DARK])
def test_every_kind_of_row_is_drawn(field, desk, mode, qapp):
    see(
        desk,
        Choice("only-a-value"),
        Choice("t", more=("2026-01-01T00:00:00Z", "kind")),
        Choice("s", status="odd"),
    )
    theme.switch().choose(mode)
    press(Qt.Key.Key_F4)
    picture = field.list.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(20, 120)}) > 8
    theme.switch().choose(theme.SYSTEM)


def test_the_foot_is_reached_from_both_ends(field):
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_Up)
    assert field.list.foot.property("chosen") == "true"
    press(Qt.Key.Key_Up)
    assert field.list.model.choice(field.list.list.currentIndex().row()).value == UBUNTU.value
    press(Qt.Key.Key_Down)
    assert field.list.foot.property("chosen") == "true"
    press(Qt.Key.Key_Down)
    assert field.list.model.choice(field.list.list.currentIndex().row()).value == DEBIAN.value


def test_names_that_begin_so_come_first(desk, open_dialog):
    by_chance = Choice("de000000", "golden")
    see(desk, by_chance, Choice("1", "web-Debian"), Choice("2", "to be uploaded"), Choice("3", "Debian"))
    field = editor(open_dialog("cloud-images.get-image-details"), "image_id")
    press(Qt.Key.Key_F4)
    QTest.keyClicks(field.line, "de")
    assert shown(field) == ["1", "3", "de000000", "2"]


def test_the_list_stays_at_its_field_when_rows_above_it_grow(desk, open_dialog):
    dialog = open_dialog("cloud-images.delete-image-tag")
    tag = editor(dialog, "tag")
    tag.open_list()
    row = dialog.form.rows[IMAGE]
    row.show_fault("A long sentence about what is wrong with this value. " * 5)
    QApplication.processEvents()
    bottom = tag.line.mapTo(dialog, QPoint(0, tag.line.height())).y()
    assert 0 <= tag.list.geometry().top() - bottom <= 4


def test_a_fault_takes_the_place_of_the_name(field, qtbot):
    dialog = field.window()
    row = dialog.form.rows[IMAGE]
    QApplication.processEvents()
    height = row.field.height()
    dialog.foot.state.click()
    assert row.fault.text() == "A value is needed."
    assert row.fault.isVisible()
    assert not field.note.isVisible()
    qtbot.waitUntil(lambda: abs(row.field.height() - height) <= 4)
    field.set_value(DEBIAN.value)
    assert field.note.isVisible()


def test_words_for_kinds():
    assert [plural(word) for word in ("image", "property", "address")] == [
        "images",
        "properties",
        "addresses",
    ]
    assert PickModel(None).rowCount() == 0
