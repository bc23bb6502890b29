"""Saved calls and links through the window: by keys, with the real files and the practice cloud."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from api.constants import RESOURCES
from api.errors import TimedOut
from api.records.saved.call import SavedCall
from api.records.saved.folder import Item
from api.wire.request import Request, Template
from gui.app import Beginning, Options
from gui.parameters.dialog import ParameterDialog
from gui.records.elsewhere import ElsewhereDialog
from gui.records.importing.dialog import ImportDialog
from gui.records.saved.kept_form import KeptForm
from gui.records.saved.link_dialog import LinkDialog
from gui.records.saved.model import Favourite
from gui.records.saved.placeholders_dialog import USED, VALUE, PlaceholdersDialog
from gui.records.saved.save_dialog import SaveDialog
from tests.flows.hand import Hand

LIST, SHOW, DELETE = (
    "cloud-images.list-images",
    "cloud-images.get-image-details",
    "cloud-images.delete-image",
)
ONE = "5f1d9f6a-3b0f-4b5e-9d7e-0c1d2e3f4a5b"


@pytest.fixture
def hand(start):
    """A window that is signed in to the practice cloud."""
    return start("rackspace")


@pytest.fixture
def page(hand, desk):
    """The page of the saved calls, with three calls in it."""
    desk.saved.add(SavedCall(LIST, "Five images", {"query:limit": 5}, "The first page.", ("daily",)))
    desk.saved.add(SavedCall(SHOW, "Golden", {"path:image_id": "{{image_id}}"}), folder="Checks")
    desk.saved.add(SavedCall(DELETE, "Away", {"path:image_id": ONE}), folder="Checks")
    hand.press("Alt+4")
    shown = hand.window.left.page
    hand.until(lambda: len(items(shown)) == 3)
    hand.until(shown.tree.hasFocus)
    return shown


def items(page):
    things = (page.tree.kept.thing(page.tree.kept.index_of(key)) for key in page.tree.kept.all_keys())
    return {thing.saved.name: thing for thing in things if isinstance(thing, Item)}


def choose(page, name):
    assert page.tree.choose(items(page)[name].key)


def form(hand):
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    return hand.dialog


def question(hand, kind):
    hand.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def test_enter_opens_the_form_with_exactly_what_was_saved(hand, page):
    choose(page, "Five images")
    assert page.note.text() == "The first page."
    hand.press("Return")
    dialog = form(hand)
    assert {key.name: value for key, value in dialog.draft.preview.values.items()} == {"limit": 5}
    assert dialog.findChild(KeptForm).note.text() == "The first page."
    hand.send()
    hand.answered("List Images", 200)
    assert len(hand.json()["images"]) == 5


def test_what_only_reads_is_sent_at_once_and_anything_else_asks(hand, page):
    choose(page, "Five images")
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.window.answers.count == 1)
    hand.answered("List Images", 200)
    hand.press("Alt+4")
    choose(page, "Away")
    hand.press("Ctrl+Return")
    assert form(hand).call.id == DELETE
    assert hand.window.answers.count == 1


def test_a_missing_placeholder_is_asked_for_at_its_field_and_learned(hand, page, desk):
    choose(page, "Golden")
    hand.press("Ctrl+Return")
    dialog = form(hand)
    row = next(iter(dialog.form.rows.values()))
    assert "{{image_id}} has no value" in row.advice.text()
    hand.paste(ONE)
    hand.send()
    hand.until(lambda: hand.window.answers.count == 1)
    hand.until(lambda: desk.saved.known(hand.window.profile) == {"image_id": ONE})
    hand.answered("Get Image Details", 404)
    hand.press("Alt+4")
    hand.press("Ctrl+Return")  # now nothing is missing
    hand.until(lambda: hand.window.answers.count == 2)


def test_a_placeholder_without_a_value_stays_when_its_form_is_saved_or_linked(hand, page):
    choose(page, "Golden")
    hand.press("Return")
    form(hand).findChild(KeptForm).copy_link()
    assert f"pitchfork:call/{SHOW}?image_id=%7B%7Bimage_id%7D%7D" in QGuiApplication.clipboard().text()
    hand.press("Ctrl+S")
    asked = question(hand, SaveDialog)
    assert asked.marks["path:image_id"].text() == "image_id = {{image_id}}"
    asked.note.setPlainText("Still the same")
    hand.click(asked.keep)
    hand.until(lambda: items(page)["Golden"].saved.note == "Still the same")
    assert items(page)["Golden"].saved.values == {"path:image_id": "{{image_id}}"}


def test_a_form_is_saved_with_a_placeholder_and_saved_back(hand, page, desk):
    dialog = hand.open_call("get image details", "Get Image Details")
    hand.paste(ONE)
    hand.press("Ctrl+S")
    asked = question(hand, SaveDialog)
    asked.name.setText("One/image")
    asked.tags.setText("a, b,, a")
    asked.note.setPlainText("Why")
    hand.click(asked.marks["path:image_id"])
    hand.click(asked.keep)
    hand.until(lambda: desk.saved.own.joinpath("One-image.json").exists())
    kept = json.loads(desk.saved.own.joinpath("One-image.json").read_text("utf-8"))
    assert kept == {
        "version": 1, "call": SHOW, "name": "One/image", "note": "Why", "tags": ["a", "b"],
        "values": {"path:image_id": "{{image_id}}"},
    }  # fmt: skip
    assert desk.saved.known(hand.window.profile) == {"image_id": ONE}
    dialog.close()
    hand.window.activateWindow()
    hand.press("Alt+4")
    hand.until(lambda: "One/image" in items(page))
    choose(page, "One/image")
    hand.press("Return")
    hand.until(lambda: form(hand) is not dialog)
    hand.press("Ctrl+S")
    asked = question(hand, SaveDialog)
    assert not asked.marks["path:image_id"].isEnabled()
    asked.note.setPlainText("Because")
    hand.click(asked.keep)
    hand.until(lambda: items(page)["One/image"].saved.note == "Because")
    assert items(page)["One/image"].saved.values == {"path:image_id": "{{image_id}}"}


def test_what_others_changed_meanwhile_stays_and_ours_goes_beside_it(hand, page):
    choose(page, "Five images")
    hand.press("F2")
    asked = question(hand, SaveDialog)
    path = items(page)["Five images"].path
    path.write_text(path.read_text("utf-8").replace("The first page.", "Theirs"), "utf-8")
    asked.note.setPlainText("Mine")
    hand.click(asked.keep)
    hand.until(lambda: path.with_name("Five images (2).json").exists())
    assert "Theirs" in path.read_text("utf-8")
    assert "Mine" in path.with_name("Five images (2).json").read_text("utf-8")
    hand.until(lambda: "Yours is beside it" in hand.window.toast.text)


def test_delete_and_undo(hand, page):
    choose(page, "Away")
    path = items(page)["Away"].path
    text = path.read_text("utf-8")
    hand.press("Delete")
    hand.until(lambda: "Away" not in items(page))
    assert not path.exists()
    hand.press("Ctrl+Z")
    hand.until(lambda: "Away" in items(page))
    assert path.read_text("utf-8") == text


def test_a_folder_is_deleted_with_its_calls_and_brought_back(hand, page, desk):
    assert page.tree.choose(f"{desk.saved.own}|Checks")
    hand.press("Delete")
    hand.until(lambda: set(items(page)) == {"Five images"})
    assert "“Checks” and the 2 calls in it were deleted." in hand.window.toast.text
    hand.press("Ctrl+Z")
    hand.until(lambda: set(items(page)) == {"Five images", "Golden", "Away"})
    assert page.tree.kept.key(page.tree.currentIndex()) == f"{desk.saved.own}|Checks"
    desk.saved.own.joinpath("Checks", "notes.txt").write_text("mine")
    hand.press("Delete")
    hand.until(lambda: "holds more than saved calls: notes.txt" in hand.window.toast.text)
    assert len(items(page)) == 3


def test_a_call_is_dragged_into_another_folder(hand, page):
    choose(page, "Five images")
    tree, target = page.tree, items(page)["Golden"]
    at = tree.visualRect(tree.kept.index_of(target.key)).center()
    copy = Qt.DropAction.MoveAction
    event = QDropEvent(
        QPointF(at), copy, QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tree.dropEvent(event)
    hand.until(lambda: items(page)["Five images"].folder == "Checks")
    assert event.dropAction() == Qt.DropAction.IgnoreAction  # else the view would remove the row itself


def test_the_menu_duplicates_moves_and_makes_folders(hand, page, desk):
    choose(page, "Five images")
    entries = {action.objectName(): action for action in page.menu().actions()}
    entries["duplicate"].trigger()
    hand.until(lambda: "Five images copy" in items(page))
    page.tree.choose(f"{desk.saved.own}|")
    {action.objectName(): action for action in page.menu().actions()}["new_folder"].trigger()
    asked = question(hand, QInputDialog)
    asked.setTextValue("New")
    asked.accept()
    hand.until(lambda: page.tree.kept.index_of(f"{desk.saved.own}|New").isValid())
    choose(page, "Five images")
    move = next(action.menu() for action in page.menu().actions() if action.menu() is not None)
    next(action for action in move.actions() if action.text() == "Saved calls / New").trigger()
    hand.until(lambda: items(page)["Five images"].folder == "New")


def rename(hand, name):
    hand.press("F2")
    asked = question(hand, QInputDialog)
    assert asked.windowTitle() == "Rename folder"
    before = asked.textValue()
    asked.setTextValue(name)
    asked.accept()
    return before


def test_f2_renames_a_folder_and_what_is_in_it_goes_along(hand, page, desk):
    assert page.tree.choose(f"{desk.saved.own}|Checks")
    assert rename(hand, "Daily / weekly") == "Checks"
    hand.until(lambda: items(page)["Golden"].folder == "Daily - weekly")
    assert page.tree.kept.key(page.tree.currentIndex()) == f"{desk.saved.own}|Daily - weekly"
    assert not desk.saved.own.joinpath("Checks").exists()
    assert rename(hand, "daily - WEEKLY") == "Daily - weekly"  # other letters of the same name
    hand.until(lambda: items(page)["Golden"].folder == "daily - WEEKLY")
    rename(hand, " ")
    rename(hand, "daily - WEEKLY")
    assert items(page)["Golden"].folder == "daily - WEEKLY"


def test_a_folder_does_not_take_the_name_of_another_one(hand, page, desk):
    desk.saved.own.joinpath("Other").mkdir()
    assert page.tree.choose(f"{desk.saved.own}|Checks")
    rename(hand, "other")
    hand.until(lambda: "a folder or file “other” already" in hand.window.toast.text)
    assert items(page)["Golden"].folder == "Checks"


def test_the_outermost_folder_keeps_its_name(hand, page, desk):
    assert page.tree.choose(f"{desk.saved.own}|")
    hand.press("F2")
    assert QApplication.activeModalWidget() is None


def test_a_folder_that_is_gone_meanwhile_says_so(hand, page, desk, tmp_path):
    desk.saved.own.joinpath("Checks").rename(tmp_path / "away")
    assert page.tree.choose(f"{desk.saved.own}|Checks")
    rename(hand, "New")
    hand.until(lambda: "not there any more" in hand.window.toast.text)
    hand.until(lambda: "Golden" not in items(page))


def test_an_added_folder_is_shown_and_removed_from_the_list(hand, page, desk, tmp_path):
    team = tmp_path / "team"
    team.mkdir()
    hand.window.saved.changes.add_folder(team)
    hand.until(lambda: page.tree.kept.index_of(f"{team}|").isValid())
    page.tree.choose(f"{team}|")
    page.do("forget")
    hand.until(lambda: not page.tree.kept.index_of(f"{team}|").isValid())
    assert team.is_dir()
    assert desk.saved.roots == (desk.saved.own,)


def test_the_filter_looks_at_names_tags_and_notes(hand, page):
    for words, left in (
        ("daily", {"Five images"}),
        ("CHECKS", {"Golden", "Away"}),
        ("first page", {"Five images"}),
    ):
        page.filter.setText(words)
        kept = page.tree.kept
        indexes = {name: kept.index_of(item.key) for name, item in items(page).items()}
        assert {n for n, i in indexes.items() if not page.tree.isRowHidden(i.row(), i.parent())} == left
    page.filter.setText("nothing at all")
    assert page.says.text() == "No saved call has these words."
    page.filter.setText("golden")
    page.filter.setFocus()
    hand.press("Return")
    assert page.tree.thing.saved.name == "Golden"
    assert page.tree.hasFocus()


def test_what_others_save_is_seen_when_the_window_comes_back(hand, page, desk):
    desk.saved.add(SavedCall(LIST, "From a colleague", {}))
    desk.saved.own.joinpath("broken.json").write_text("{")
    hand.window.saved.changes.changed.emit("")
    hand.until(lambda: "From a colleague" in items(page))
    assert page.problems.text() == "1 file cannot be used"
    hand.click(page.problems)
    hand.until(lambda: "cannot be used" in hand.window.toast.text)


def test_favourites_stand_on_top_and_are_put_in_order(hand, page, desk):
    for call_id in (LIST, SHOW):
        hand.window.side.toggle_star(call_id)
    page.reread()
    hand.until(lambda: page.tree.choose(f"favourite|{SHOW}"))
    hand.press("Alt+Up")
    hand.until(lambda: desk.favourites.ids == (SHOW, LIST))
    hand.until(lambda: isinstance(page.tree.thing, Favourite) and page.tree.thing.number == 0)
    hand.press("Delete")
    hand.until(lambda: desk.favourites.ids == (LIST,))
    assert hand.window.call_id == LIST
    for shown in (False, True):
        hand.press("Ctrl+D")
        hand.until(lambda shown=shown: page.tree.kept.index_of(f"favourite|{LIST}").isValid() is shown)


def test_a_link_goes_round_and_sends_nothing(hand, page):
    choose(page, "Five images")
    hand.press("Ctrl+C")
    hand.until(lambda: QGuiApplication.clipboard().text() == f"pitchfork:call/{LIST}?limit:=5")
    hand.press("Ctrl+O")
    dialog = hand.window.saved._link_dialog
    hand.until(dialog.isVisible)
    assert dialog.line.text() == f"pitchfork:call/{LIST}?limit:=5"
    hand.press("Return")
    assert {key.name: value for key, value in form(hand).draft.preview.values.items()} == {"limit": 5}
    assert not hand.window.answers.count


def test_a_link_that_cannot_be_opened_says_why_in_place(hand):
    hand.press("Ctrl+O")
    dialog = hand.window.saved._link_dialog
    hand.until(dialog.isVisible)
    hand.paste("pitchfork:call/cloud-images.gone")
    hand.press("Return")
    hand.until(dialog.problem.isVisible)
    assert "not in the list" in dialog.problem.sentence.text()
    assert dialog.isVisible()


def test_a_link_for_another_account_says_so(hand):
    hand.window.saved.open_link(f"pitchfork:call/{LIST}?limit=5&nmae=x&@account=1&@region=ORD")
    remarks = form(hand).findChild(KeptForm).remarks.text()
    assert "made for account 1 in ORD" in remarks
    assert "Did you mean “name”" in remarks


@pytest.mark.parametrize("practice", ["", "openstack"])
def test_the_command_line_opens_a_link_on_the_cloud_that_it_signs_in_to(start, practice):
    call = "image.list-images" if practice else LIST
    hand = start(practice, f"pitchfork:call/{call}?limit=7")
    dialog = form(hand)
    assert {key.name: value for key, value in dialog.draft.preview.values.items()} == {"limit": 7}
    assert dialog.place == hand.window.place
    assert bool(dialog.place.profile) is bool(practice)
    assert hand.window.head.title.text() == dialog.call.title
    assert not hand.window.answers.count


def test_a_link_is_opened_though_the_sign_in_failed(program, qtbot, monkeypatch):
    def refuse(cancel, *, openstack=False):
        raise TimedOut("No practice today.")

    monkeypatch.setattr(program.desk, "practice_sign_in", refuse)
    window = program.start()
    beginning = Beginning(program, window, Options("rackspace", f"pitchfork:call/{LIST}?limit=7"))
    program.started.connect(beginning.go_on)
    hand = Hand(qtbot, window)
    assert form(hand).place.profile is None
    assert "No practice today." in window.toast.text
    beginning.end()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sockets in folders")
def test_a_link_of_another_process_is_opened_in_the_window_that_runs(hand, desk):
    link = f"pitchfork:call/{LIST}?limit=9"
    command = [sys.executable, "main.py", "--data-dir", str(desk.data_dir), link]
    other = subprocess.Popen(
        command, cwd=RESOURCES.parent, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    dialog = form(hand)
    assert other.wait(60) == 0
    assert dialog.place.profile == hand.window.profile
    assert {key.name: value for key, value in dialog.draft.preview.values.items()} == {"limit": 9}
    assert not hand.window.answers.count


def test_an_answer_is_saved_and_copied_as_a_link(hand, page, desk):
    choose(page, "Five images")
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.window.answers.count == 1)
    hand.answered("List Images", 200)
    hand.press("Ctrl+Shift+Y")
    account = hand.window.place.account
    assert (
        QGuiApplication.clipboard().text()
        == f"pitchfork:call/{LIST}?limit:=5&@account={account}&@region=DFW"
    )
    hand.press("Ctrl+S")
    asked = question(hand, SaveDialog)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    hand.until(lambda: "List Images" in items(page))
    assert items(page)["List Images"].saved.values == {"query:limit": 5}


def test_a_saved_call_is_taken_elsewhere_and_one_that_lacks_something_opens_its_form(hand, page):
    choose(page, "Five images")
    hand.press("Ctrl+Shift+T")
    hand.until(lambda: isinstance(QApplication.activeWindow(), ElsewhereDialog))
    assert "limit=5" in QApplication.activeWindow().text.toPlainText()
    QApplication.activeWindow().close()
    hand.window.activateWindow()
    hand.press("Alt+4")
    choose(page, "Golden")
    hand.press("Ctrl+Shift+T")
    assert form(hand).call.id == SHOW


def test_what_needs_no_row_is_behind_a_button(hand, page, desk):
    choose(page, "Golden")
    hand.click(page.more)
    menu = QApplication.activePopupWidget()
    texts = [action.text() for action in menu.actions()]
    assert texts == [
        "New folder…",
        "Add a folder of saved calls…",
        "Import calls…",
        "Open link…",
        "Placeholders…",
    ]
    menu.actions()[0].trigger()
    menu.close()
    asked = question(hand, QInputDialog)
    asked.setTextValue("Inner")
    asked.accept()
    hand.until(lambda: page.tree.kept.index_of(f"{desk.saved.own}|Checks/Inner").isValid())
    for text, kind in (
        ("Import calls…", ImportDialog),
        ("Open link…", LinkDialog),
        ("Placeholders…", PlaceholdersDialog),
    ):
        menu = page.deeds.more(None)
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.close()
        hand.until(lambda kind=kind: [w for w in hand.window.findChildren(kind) if w.isVisible()])
        next(w for w in hand.window.findChildren(kind) if w.isVisible()).close()


def test_a_folder_is_made_while_saving(hand, page, desk):
    choose(page, "Five images")
    hand.press("F2")
    asked = question(hand, SaveDialog)
    for words in ("Team: a", "team- A", " "):  # the second is the same one, the third none
        asked.folder.setCurrentText("Saved calls")
        hand.click(asked.new_folder)
        inner = question(hand, QInputDialog)
        inner.setTextValue(words)
        inner.accept()
        hand.until(lambda asked=asked: QApplication.activeModalWidget() is asked)
        assert asked.folder.count() == 3
    asked.folder.setCurrentText("Saved calls / Team- a")
    hand.click(asked.keep)
    hand.until(lambda: items(page)["Five images"].folder == "Team- a")


def test_the_note_of_a_call_that_the_filter_hides_is_hidden_too(hand, page):
    choose(page, "Five images")
    assert page.note.isVisible()
    page.filter.setText("golden")
    assert not page.note.isVisible()
    page.filter.clear()
    assert page.note.isVisible()


def test_a_form_says_which_placeholders_filled_it_in(hand, page, desk):
    desk.saved.placeholders.save(hand.window.profile, {"image_id": ONE})
    choose(page, "Golden")
    hand.press("Return")
    assert form(hand).findChild(KeptForm).note.text() == "{{image_id}} has its value of this profile."


def test_placeholders_are_edited_by_profile(hand, page, desk):
    hand.window.saved.open_placeholders()
    dialog = question(hand, PlaceholdersDialog)
    assert dialog.table.item(0, 0).text() == "image_id"
    assert dialog.table.item(0, USED).text() == "Golden"
    dialog.table.item(0, VALUE).setText(ONE)
    dialog.add.click()
    dialog.remove.click()
    assert dialog.table.rowCount() == 1
    dialog.add.click()
    dialog.table.item(1, 0).setText("not a name")
    dialog.keep.click()
    assert "is no name" in dialog.problem.text()
    dialog.table.item(1, 0).setText("image_id")
    dialog.table.item(1, VALUE).setText("x")
    dialog.keep.click()
    assert "stands there twice" in dialog.problem.text()
    dialog.table.item(1, 0).setText("other")
    dialog.keep.click()
    hand.until(lambda: desk.saved.known(hand.window.profile) == {"image_id": ONE, "other": "x"})
    assert desk.saved.known(None) == {}


def test_the_page_comes_back_with_the_window(hand, page):
    assert hand.window.snapshot().left == "saved"
    hand.press("Alt+1")
    assert hand.window.snapshot().left == "calls"


def test_what_was_sent_with_a_call_that_is_gone_says_so(hand, page):
    gone = Request("cloud-images.gone", "GET", Template.of("https://example.test/"), ())
    for deed in (hand.window.saved.save_request, hand.window.saved.copy_link_of_request):
        deed(gone)
        assert "cloud-images.gone" in hand.window.toast.text


def test_a_saved_call_that_is_gone_says_so_and_stays(hand, page, desk):
    desk.saved.add(SavedCall("cloud-images.gone", "Old", {}))
    page.reread()
    hand.until(lambda: "Old" in items(page))
    choose(page, "Old")
    hand.press("Return")
    hand.until(lambda: "cloud-images.gone" in hand.window.toast.text)
    assert "Old" in items(page)


def test_a_form_is_copied_as_a_link_without_its_secrets(hand):
    dialog = hand.open_call("list images", "List Images")
    hand.fill(limit="3")
    hand.press("Ctrl+Shift+Y")
    assert QGuiApplication.clipboard().text().startswith(f"pitchfork:call/{LIST}?limit:=3&@account=")
    assert dialog.foot.state.text() == "Copied the link; it holds no secrets"


def test_an_open_form_keeps_what_was_changed_in_it(hand, page):
    choose(page, "Five images")
    hand.press("Return")
    dialog = form(hand)
    hand.fill(limit="9")
    hand.window.activateWindow()
    hand.press("Alt+4")
    hand.press("Return")
    hand.until(lambda: QApplication.activeWindow() is dialog)
    assert {key.name: value for key, value in dialog.draft.preview.values.items()} == {"limit": 9}
