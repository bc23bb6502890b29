"""The dialog over the practice cloud: reading and its failures, the preview, large values, and coming back."""

import json

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from api.errors import TimedOut
from api.running import Progress
from gui.edit.dialog import EditDialog
from gui.edit.edits import Edits
from gui.edit.offer import UndoOrder
from gui.edit.patch_text import MOST_LINES, written
from gui.edit.undo_dialog import UndoDialog
from tests.builders.exchanges import a_response, an_exchange

from api.edit.undo import SentEdit, Target  # isort: skip


@pytest.fixture
def open_dialog(practising, desk, images, qtbot):
    """An edit dialog of an own image, once it has read it."""

    def make(image_id=None, wait=True):
        target = images.target(image_id or images.own()["id"])
        dialog = EditDialog(target, desk, practising.program.jobs, None, practising)
        dialog.show()
        if wait:
            qtbot.waitUntil(lambda: dialog.page is not None and dialog.page.form.complete)
        return dialog

    return make


def set_value(dialog, name, value):
    dialog.page.form.rows[name].field.editor.set_value(value)


def test_rackspace_has_no_definitions_and_the_form_works_without(open_dialog):
    dialog = open_dialog()
    assert not dialog.head.note.isVisible()
    assert dialog.edit.definitions is None
    locked = {p.name: p.locked for p in dialog.editing.properties.values() if p.locked}
    assert "Rackspace alone changes it" in locked["com.rackspace__1__options"]
    assert locked["owner"] == "An image stays with its account."
    assert {"id", "status", "size", "checksum", "self", "file", "schema"} <= locked.keys()
    assert "os_distro" not in locked


def test_without_the_schema_it_says_so_and_works(open_dialog, desk, monkeypatch):
    asker = desk.asker

    def without_schema(place, cancel):
        ask = asker(place, cancel)
        return lambda call_id, values: (
            an_exchange(a_response(b"", 403, "Forbidden")) if "schema" in call_id else ask(call_id, values)
        )

    monkeypatch.setattr(desk, "asker", without_schema)
    dialog = open_dialog()
    assert dialog.head.note.isVisible()
    assert "Without the cloud's schema" in dialog.head.note.text()
    set_value(dialog, "protected", True)
    assert dialog.editing.patch() == [{"op": "replace", "path": "/protected", "value": True}]


def test_an_image_that_cannot_be_read_is_told_and_can_be_tried_again(open_dialog, desk, monkeypatch, qtbot):
    asker, broken = desk.asker, [True]

    def once_broken(place, cancel):
        ask = asker(place, cancel)

        def reading(call_id, values):
            if broken:
                raise TimedOut("It took too long.", "Try again.")
            return ask(call_id, values)

        return reading

    monkeypatch.setattr(desk, "asker", once_broken)
    dialog = open_dialog(wait=False)
    qtbot.waitUntil(lambda: dialog.waiting.problem.isVisible())
    assert dialog.waiting.problem.sentence.text() == "It took too long."
    assert not dialog.foot.send.isEnabled()
    broken.clear()
    dialog.waiting.retry.click()
    qtbot.waitUntil(lambda: dialog.page is not None)


def test_an_unknown_image_is_told(open_dialog, qtbot):
    dialog = open_dialog("7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", wait=False)
    qtbot.waitUntil(lambda: dialog.waiting.problem.isVisible())
    assert "404" in dialog.waiting.problem.sentence.text()
    dialog.reject()
    assert not dialog.isVisible()


def test_how_far_reading_is(open_dialog):
    dialog = open_dialog(wait=False)
    dialog.waiting.show_progress(Progress("Reading the definitions", 3, 20))
    assert dialog.waiting.sentence.text() == "Reading the definitions, 3 of 20…"
    dialog.reject()


def test_nothing_is_sent_without_a_change_or_with_a_fault(open_dialog, qtbot):
    dialog = open_dialog()
    sent = []
    dialog.send_requested.connect(lambda *args: sent.append(args))
    assert not dialog.foot.send.isEnabled()
    assert not dialog.foot.clear.isEnabled()
    assert dialog.page.caption.text() == "No changes"
    row = dialog.page.form.rows["min_disk"]
    row.field.editor.line.setText("much")
    row.field.editor.line.textEdited.emit("much")
    assert not dialog.foot.send.isEnabled()
    assert dialog.foot.state.text().startswith("min_disk: ")
    dialog.activateWindow()
    dialog.foot.state.click()
    qtbot.waitUntil(lambda: row.field.editor.line.hasFocus())
    assert sent == []
    dialog.page.form.revert_all()
    dialog.reject()


def test_the_preview_is_what_is_sent(open_dialog, qtbot):
    dialog = open_dialog()
    set_value(dialog, "name", "grün <b>&</b> 🎈")
    set_value(dialog, "tags", ["a", "ü"])
    dialog.page.form.add("a/b~c")
    set_value(dialog, "a/b~c", 'quo"te')
    lines = dialog.preview.toPlainText().split("\n")
    assert lines[1] == "Content-Type: application/openstack-images-v2.1-json-patch"
    assert "".join(lines[3:]) == dialog.draft.request.body.decode()
    assert dialog.page.caption.text() == "3 changes, exactly as they will be sent"
    dialog.foot.copy.click()
    assert "/a~1b~0c" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(dialog.mock_requested) as mocked:
        dialog.foot.mock.click()
    assert json.loads(mocked.args[0].preview.body)[2]["value"] == 'quo"te'
    QGuiApplication.clipboard().clear()


def test_a_very_long_value_is_drafted_elsewhere_and_shown_in_part(open_dialog, images, qtbot):
    image = images.own()["id"]
    images.patch(image, {"op": "add", "path": "/os_notes", "value": "one\ntwo"})
    dialog = open_dialog(image)
    dialog.page.form.rows["os_notes"].field.editor._hold("y" * 300_000)
    assert dialog.foot.state.text() == "Looking at the values…"
    assert not dialog.foot.send.isEnabled()
    qtbot.waitUntil(dialog.foot.send.isEnabled)
    assert dialog.preview.toPlainText().endswith(" characters)]")
    assert len(dialog.preview.toPlainText()) < 5_000
    assert len(dialog.draft.request.body) > 300_000


def test_what_is_edited_while_the_image_is_looked_at_is_not_sent(open_dialog, qtbot):
    dialog = open_dialog()
    sent = []
    dialog.send_requested.connect(lambda *args: sent.append(args))
    set_value(dialog, "min_ram", 640)
    dialog.foot.send.click()
    set_value(dialog, "min_ram", 650)
    qtbot.waitUntil(dialog.foot.send.isEnabled)
    assert sent == []
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: bool(sent))
    assert json.loads(sent[0][0].request.body) == [{"op": "replace", "path": "/min_ram", "value": 650}]
    assert sent[0][1].names == ("min_ram",)


def test_a_look_that_fails_before_sending_sends_nothing(open_dialog, desk, monkeypatch, qtbot):
    dialog = open_dialog()
    set_value(dialog, "min_ram", 640)

    def fail(_call_id, _values):
        raise TimedOut("It took too long.")

    monkeypatch.setattr(desk, "asker", lambda _place, _cancel: fail)
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: dialog.head.trouble.isVisible())
    assert dialog.head.trouble.text() == "Nothing was sent. It took too long."
    assert dialog.foot.send.isEnabled()


def test_after_signing_out_the_form_stays_and_says_why(open_dialog, practising, qtbot):
    dialog = open_dialog()
    practising.side.sign_out()
    qtbot.waitUntil(lambda: not practising.profile)
    set_value(dialog, "min_ram", 640)
    assert "Nobody is signed in" in dialog.head.trouble.text()
    assert not dialog.foot.send.isEnabled()
    assert dialog.unsent == 1


def test_tab_goes_from_top_to_bottom_also_through_rows_that_came_late(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.page.form.add("os_new")
    qtbot.waitUntil(lambda: dialog.page.form.complete)
    dialog.activateWindow()
    dialog.page.search_line.setFocus()
    names = []
    while not names or not dialog.page.search_line.hasFocus():
        focus = QApplication.focusWidget()
        names.append(focus.accessibleName() or focus.text())
        assert len(names) < 200, names
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    fields = [p.name for p in dialog.editing.properties.values() if not p.locked]
    reached = [name for name in names if name in fields]
    assert reached == fields
    add = names.index("Name of a property to add")
    assert names.index("container_format") < add < names.index("os_new")
    assert names[0] == "Find a property"
    assert names.index("os_new") < names.index("Request, exactly as it will be sent")


def test_revert_all_and_the_search_are_at_hand(open_dialog, qtbot):
    dialog = open_dialog()
    set_value(dialog, "min_ram", 640)
    assert dialog.foot.clear.isEnabled()
    dialog.foot.clear.click()
    assert dialog.unsent == 0
    assert dialog.preview.toPlainText() == ""
    dialog.activateWindow()
    dialog.foot.copy.setFocus()
    dialog.page.form.rows["min_ram"].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page.search_line.hasFocus()


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        (
            {"op": "add", "path": "/os_x", "value": "1"},
            {"op": "remove", "path": "/os_x"},
            "os_x is gone meanwhile; it was 1.",
        ),
        (None, {"op": "add", "path": "/os_x", "value": "9"}, "os_x is there meanwhile, with the value 9."),
    ],
)
def test_what_came_or_went_meanwhile_is_told(open_dialog, images, qtbot, first, then, words):
    image = images.own()["id"]
    if first is not None:
        images.patch(image, first)
    dialog = open_dialog(image)
    if first is None:
        dialog.page.form.add("os_x")
    set_value(dialog, "os_x", "2")
    images.patch(image, then)
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: dialog.head.trouble.isVisible())
    assert words in dialog.head.trouble.text()
    assert dialog.editing.patch()[0]["value"] == "2"
    qtbot.waitUntil(lambda: dialog.page.form.complete)
    assert dialog.page.form.rows["os_x"].field.reading().value == "2"
    qtbot.waitUntil(dialog.foot.send.isEnabled)


def test_what_the_cloud_says_is_asked_once(practising, desk, images, qtbot, edits, monkeypatch):
    made, _sender = edits()
    asker, asked = desk.asker, []

    def counting(place, cancel):
        ask = asker(place, cancel)
        return lambda call_id, values: asked.append(call_id) or ask(call_id, values)

    monkeypatch.setattr(desk, "asker", counting)
    for image in images.all()[:2]:
        made.open(images.target(image["id"]))
        dialog_of(practising, qtbot).reject()
    assert asked.count("cloud-images.get-image-schema") == 1
    assert asked.count("cloud-images.get-image-details") == 2


def test_a_mock_says_what_is_wrong_with_it(open_dialog, qtbot):
    dialog = open_dialog()
    set_value(dialog, "min_ram", 640)
    dialog.page.form.add("os_new")
    with qtbot.waitSignal(dialog.mock_requested) as mocked:
        dialog.foot.mock.click()
    (draft,) = mocked.args
    assert [fault.sentence for fault in draft.faults] == ["os_new: A value is needed."]
    assert draft.request is None
    assert dialog.foot.state.text() == "The request is shown in the window."


def test_many_operations_are_shown_in_part():
    operations = [{"op": "remove", "path": f"/p{number}"} for number in range(MOST_LINES + 7)]
    shown = written(operations).split("\n")
    assert len(shown) == MOST_LINES + 1
    assert "7 more" in shown[-1]


class Sender:
    """Sends nothing, and hands back what it was asked."""

    def __init__(self, sends=True):
        self.sends, self.asked = sends, []

    def send_edit(self, draft, sent, then):
        self.asked.append((draft, sent, then))
        return self.sends

    def mock(self, draft):
        self.asked.append(draft)


@pytest.fixture
def edits(practising, desk, qtbot):
    """A window's edits over a sender that sends nothing."""

    def make(sends=True):
        sender = Sender(sends)
        return Edits(desk, practising.program.jobs, sender, practising.notices, practising), sender

    return make


def dialog_of(window, qtbot, kind=EditDialog):
    qtbot.waitUntil(lambda: any(d.isVisible() and d.page is not None for d in window.findChildren(kind)))
    dialog = next(d for d in window.findChildren(kind) if d.isVisible())
    if kind is EditDialog:
        qtbot.waitUntil(lambda: dialog.page.form.complete)
    return dialog


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (
            an_exchange(a_response({"message": "Too <br /> many"}, 413, "Too Large")),
            "413 Too Large. Too many",
        ),
        (
            an_exchange(a_response("<title>No</title>", 412, "Failed", content_type="text/html")),
            "412 Failed. No",
        ),
        (an_exchange(a_response(b"x" * 100_000, 500, "Oops")), "500 Oops."),
        (an_exchange(error=TimedOut("Too slow.")), "Nothing came back. Too slow."),
        (TimedOut("Stopped."), "Nothing came back. Stopped."),
    ],
)
def test_what_was_not_done_brings_the_form_back(edits, images, practising, qtbot, outcome, words):
    made, sender = edits()
    made.open(images.target(images.own()["id"]))
    dialog = dialog_of(practising, qtbot)
    set_value(dialog, "min_ram", 640)
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: bool(sender.asked))
    assert not dialog.isVisible()
    sender.asked[0][2](outcome)
    assert dialog.isVisible()
    assert words in dialog.head.trouble.text()
    assert dialog.unsent == 1


def test_what_could_not_be_sent_stays_in_front(edits, images, practising, qtbot):
    made, sender = edits(sends=False)
    made.open(images.target(images.own()["id"]))
    dialog = dialog_of(practising, qtbot)
    set_value(dialog, "min_ram", 640)
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: bool(sender.asked))
    assert dialog.isVisible()
    assert dialog.head.trouble.text() == "Nothing was sent."


def test_an_answer_for_a_dialog_that_is_gone_is_nothing(edits, images, practising, qtbot):
    made, sender = edits()
    made.open(images.target(images.own()["id"]))
    dialog = dialog_of(practising, qtbot)
    set_value(dialog, "min_ram", 640)
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: bool(sender.asked))
    dialog.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    sender.asked[0][2](TimedOut("late"))


def test_a_target_that_is_none_is_told(edits, practising):
    made, _sender = edits()
    made.open(Target("cloud-images.get-image-details", practising.place, ()))
    assert "edits nothing" in practising.toast.text


def test_an_undo_with_nothing_left_says_so(edits, images, practising, qtbot):
    made, _sender = edits()
    image = images.own()
    answer = images.patch(image["id"], {"op": "replace", "path": "/min_ram", "value": 640})
    images.patch(image["id"], {"op": "replace", "path": "/min_ram", "value": image["min_ram"]})
    sent = SentEdit(images.target(image["id"]), image, ("min_ram",))
    made.open(UndoOrder(sent, answer))
    dialog = dialog_of(practising, qtbot, UndoDialog)
    assert dialog.head.note.text() == "Nothing is left to undo: all is as before."
    assert not dialog.foot.send.isEnabled()


def test_an_undo_that_is_overtaken_while_it_is_shown_is_refused(edits, images, practising, qtbot):
    made, sender = edits()
    image = images.own()
    answer = images.patch(image["id"], {"op": "replace", "path": "/min_ram", "value": 640})
    made.open(UndoOrder(SentEdit(images.target(image["id"]), image, ("min_ram",)), answer))
    dialog = dialog_of(practising, qtbot, UndoDialog)
    assert dialog.foot.send.isEnabled()
    images.patch(image["id"], {"op": "replace", "path": "/min_ram", "value": 650})
    dialog.foot.send.click()
    qtbot.waitUntil(lambda: dialog.head.trouble.isVisible())
    assert "cannot be undone" in dialog.head.trouble.text()
    assert sender.asked == []
