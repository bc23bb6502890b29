"""From an answer to a ticket and back: exported, looked at, saved, imported as a saved call; a problem reported."""

import json
import stat

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from api.running import CancelToken
from gui.answer.tab_menu import TabMenu
from gui.answer.view import TABLE
from gui.frame import ANSWER
from gui.parameters.dialog import ParameterDialog
from gui.records.elsewhere import ElsewhereDialog
from gui.records.export.dialog import ExportDialog
from gui.records.export.report_dialog import ReportDialog
from gui.records.importing.dialog import ImportDialog
from gui.records.saved.kept_form import KeptForm
from gui.records.saved.save_dialog import SaveDialog


def dialog_of(hand, kind):
    found = []

    def there():
        found[:] = [each for each in hand.window.findChildren(kind) if each.isVisible()]
        return found

    hand.until(there)
    return found[0]


def shown(dialog):
    """The whole text of an export."""
    rows = dialog._rows
    return rows.copy((0, 0), (len(rows), 0), 1 << 30, lambda: None)


def list_images(hand):
    hand.open_call("list images", "List Images")
    hand.fill(limit="2")
    hand.send()
    hand.answered("List Images", 200)
    hand.window.activateWindow()
    hand.view.setFocus()


def test_an_answer_becomes_a_file_and_a_saved_call(rackspace, tmp_path):
    hand = rackspace
    list_images(hand)
    hand.window.taking.export(hand.tab.exchange)
    dialog = dialog_of(hand, ExportDialog)
    hand.until(lambda: dialog.ready)
    assert shown(dialog).startswith("# List Images: 200 OK")
    assert "912345" in shown(dialog)
    dialog.stand_ins.click()
    hand.until(lambda: dialog.ready and "account-1" in shown(dialog))
    assert "912345" not in shown(dialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == shown(dialog)
    dialog.forms.setCurrentIndex(1)
    hand.until(lambda: dialog.ready and shown(dialog).startswith("{"))
    folder = tmp_path / "exports"
    folder.mkdir()
    dialog.save.click()
    hand.until(lambda: dialog.findChildren(QFileDialog))
    question = dialog.findChildren(QFileDialog)[0]
    assert question.selectedFiles()[0].endswith("list-images.har")
    question.close()
    dialog.save_to(str(folder / "a.har"))
    hand.until(lambda: dialog.state.text().startswith("Saved"))
    text = (folder / "a.har").read_text(encoding="utf-8")
    assert text.strip() == shown(dialog).strip()
    assert json.loads(text)["log"]["version"] == "1.2"
    assert stat.S_IMODE((folder / "a.har").stat().st_mode) == 0o600
    dialog.close()

    hand.window.taking.import_calls()
    bring = dialog_of(hand, ImportDialog)
    bring.read_file(str(folder / "a.har"))
    hand.until(lambda: bring.go.isEnabled())
    assert bring.go.text() == "Import 1 call"
    assert bring.table.chosen[0].saved.call == "cloud-images.list-images"
    bring.go.click()
    hand.until(lambda: hand.window.program.desk.saved.read().items)
    (item,) = hand.window.program.desk.saved.read().items
    assert item.saved.values == {"query:limit": 2}


def test_closing_the_answer_does_not_take_the_export_away(rackspace):
    hand = rackspace
    list_images(hand)
    hand.window.taking.export(hand.tab.exchange)
    hand.window.answers.close_current()
    dialog = dialog_of(hand, ExportDialog)
    hand.until(lambda: dialog.ready)
    assert "images" in shown(dialog)
    dialog.close()


def test_entries_of_the_history_are_exported(rackspace):
    from gui.records.export.opening import export_entries

    hand = rackspace
    list_images(hand)
    history = hand.window.program.desk.history
    hand.until(lambda: [e for e in history.find() if e.title == "List Images"])
    entry = next(e for e in history.find() if e.title == "List Images")
    dialog = export_entries(hand.window, [entry.id], entry.title)
    hand.until(lambda: dialog.ready)
    assert "# List Images: 200 OK" in shown(dialog)
    dialog.close()


def test_an_entry_that_is_gone_is_told(rackspace):
    from gui.records.export.opening import export_entries

    dialog = export_entries(rackspace.window, ["77"], "gone")
    rackspace.until(lambda: not dialog.save.isEnabled() and "…" not in dialog.state.text())
    assert dialog.state.text()
    assert not dialog.copy.isEnabled()
    dialog.close()


def test_the_menus_lead_there(rackspace):
    hand = rackspace
    list_images(hand)
    hand.press("Ctrl+Shift+E")
    dialog_of(hand, ExportDialog).close()
    menu = TabMenu(hand.tab, hand.window)
    next(a for a in menu.actions() if a.text() == "Export…").trigger()
    dialog_of(hand, ExportDialog).close()
    menu.close()
    deeds = hand.window.answers.deeds()
    deeds["report_call"]()
    dialog_of(hand, ReportDialog).close()
    hand.window.actions_.by_name["report_problem"].trigger()
    dialog_of(hand, ReportDialog).close()
    hand.window.actions_.by_name["import_calls"].trigger()
    dialog_of(hand, ImportDialog).close()


def test_a_report_is_redacted_and_can_be_edited(rackspace, tmp_path):
    hand = rackspace
    list_images(hand)
    dialog = hand.window.taking.report_call(hand.tab.exchange)
    hand.until(dialog.text.isEnabled)
    text = dialog.text.toPlainText()
    for part in ("cloud-images.list-images", "- Qt: ", "- Python: ", "`cloud-images 2.0`", "account-1"):
        assert part in text
    assert "912345" not in text
    hand.until(lambda: dialog.text.hasFocus())
    dialog.text.insertPlainText("It was slow.")
    dialog.copy.click()
    assert "It was slow." in QGuiApplication.clipboard().text()
    target = tmp_path / "report.md"
    dialog.save_to(str(target))
    hand.until(lambda: dialog.state.text() == "Saved as report.md.")
    assert "It was slow." in target.read_text(encoding="utf-8")
    dialog.close()


def test_a_report_without_a_call(hand):
    dialog = hand.window.taking.report()
    hand.until(dialog.text.isEnabled)
    assert dialog.text.toPlainText().startswith("# Problem with Pitchfork Desktop")
    dialog.close()


def test_what_is_pasted_is_shown_before_it_is_imported(hand):
    bring = hand.window.taking.import_calls()
    bring.source.setFocus()
    hand.until(bring.source.hasFocus)
    QGuiApplication.clipboard().setText(
        "curl -u eva:canary https://h.example/v2/images\ncurl https://h.example/nothing"
    )
    bring.source.paste()
    hand.until(lambda: bring.table.total == 2)
    hand.until(lambda: bring.go.isEnabled())
    assert bring.state.text() == "1 of 2 requests are calls of the catalogue."
    assert "it is a secret" in bring.detail.text()
    bring.table.setCurrentItem(bring.table.topLevelItem(1))
    assert "No call of any product has this address." in bring.detail.text()
    bring.table.topLevelItem(0).setCheckState(0, bring.table.topLevelItem(1).checkState(0))
    assert not bring.go.isEnabled()
    bring.source.clear()
    hand.until(lambda: bring.table.total == 0)
    QGuiApplication.clipboard().setText("curl https://h.example/v2/images\n" + "#" * 300_000)
    bring.source.paste()
    hand.until(lambda: bring.table.total == 1)
    assert len(bring.source.toPlainText()) < 100
    bring.source.setPlainText("nonsense")
    hand.until(lambda: "nothing that can be imported" in bring.state.text())
    assert not bring.go.isEnabled()
    bring.close()


TOKENS = "https://identity.example.com/v2.0/tokens"
SIGN_IN = '{"auth": {"passwordCredentials": {"username": "eva", "password": "Cnry-import"}}}'


def paste_sign_in(hand):
    bring = hand.window.taking.import_calls()
    QGuiApplication.clipboard().setText(f"curl {TOKENS} -H 'Content-Type: application/json' -d '{SIGN_IN}'")
    bring.source.setFocus()
    bring.source.paste()
    hand.until(bring.go.isEnabled)
    assert "goes into the keyring" in bring.detail.text()
    bring.go.click()
    return bring


def test_an_imported_secret_fills_its_field_from_the_keyring(hand, desk, memory_keyring):
    paste_sign_in(hand)
    hand.until(lambda: memory_keyring.passwords)
    hand.until(lambda: desk.saved.read().items)
    (item,) = desk.saved.read().items
    assert "Cnry" not in item.path.read_text()
    hand.window.saved.open(item)
    form = dialog_of(hand, ParameterDialog).findChild(KeptForm)
    hand.until(lambda: form.note.text())
    assert form.note.text().endswith("goes only where it was imported from.")
    hand.until(lambda: hand.dialog.draft is not None)
    assert "Cnry-import" in hand.dialog.draft.secrets.values()
    assert "Cnry" not in hand.dialog.preview.toPlainText()
    hand.window.saved.changes.remove(item)
    hand.until(lambda: not memory_keyring.passwords)
    hand.window.saved.changes.undo()
    hand.until(lambda: memory_keyring.passwords)


def test_without_a_keyring_the_import_says_what_it_left_out(hand, desk):
    bring = paste_sign_in(hand)
    hand.until(lambda: "There is no keyring" in bring.detail.text())
    assert bring.isVisible()
    (item,) = desk.saved.read().items
    assert list(item.saved.values.values()) == ["eva"]
    bring.close()


def entry(menu, text):
    return next(action for action in menu.actions() if action.text() == text)


def test_the_menu_of_a_tab_saves_links_and_takes_elsewhere(rackspace):
    hand = rackspace
    list_images(hand)
    asked = hand.tab
    dialog = hand.open_call("list images", "List Images")
    hand.fill(limit="3")
    hand.click(dialog.foot.mock)
    hand.until(lambda: hand.window.answers.count == 2)
    for tab, limit in ((asked, 2), (hand.tab, 3)):  # the menu is about its own tab, whichever is shown
        menu = TabMenu(tab, hand.window)
        entry(menu, "Copy link").trigger()
        assert f"limit:={limit}" in QGuiApplication.clipboard().text()
        entry(menu, "Take it elsewhere…").trigger()
        dialog = dialog_of(hand, ElsewhereDialog)
        assert f"limit={limit}" in dialog.text.toPlainText()
        dialog.close()
        hand.until(lambda: not hand.window.findChildren(ElsewhereDialog))
        entry(menu, "Save call…").trigger()
        question = dialog_of(hand, SaveDialog)
        assert f"limit = {limit}" in [box.text() for box in question.marks.values()]
        question.reject()
        hand.until(lambda: not hand.window.findChildren(SaveDialog))
    texts = [action.text() for action in TabMenu(hand.tab, hand.window).actions()]
    assert "Export…" not in texts  # nothing was sent


def test_a_call_that_runs_offers_only_to_be_closed(rackspace):
    tab_id = rackspace.window.answers.begin("List Images", "who", CancelToken())
    menu = TabMenu(rackspace.window.answers.tab(tab_id), rackspace.window)
    assert [action.text() for action in menu.actions()] == ["Close", "Close others"]


def test_the_keys_work_in_every_view_and_in_the_menu(rackspace):
    hand = rackspace
    list_images(hand)
    hand.view.switch.choose(TABLE)
    hand.view.page(TABLE).setFocus()
    hand.until(lambda: not hand.window.program.jobs.count)
    for keys, kind in (("Ctrl+Shift+T", ElsewhereDialog), ("Ctrl+Shift+E", ExportDialog)):
        hand.press(keys)
        dialog_of(hand, kind).close()
        hand.until(lambda kind=kind: not hand.window.findChildren(kind))
        hand.window.activateWindow()
        hand.until(hand.window.isActiveWindow)
    hand.press("Ctrl+Shift+S")
    dialog_of(hand, QFileDialog).close()
    hand.window.actions_.menus[ANSWER].aboutToShow.emit()
    hand.window.actions_.by_name["elsewhere"].trigger()
    dialog_of(hand, ElsewhereDialog).close()


def test_what_is_mocked_is_saved_with_its_values(rackspace):
    hand = rackspace
    dialog = hand.open_call("list images", "List Images")
    hand.fill(limit="4")
    hand.click(dialog.foot.mock)
    hand.until(lambda: hand.window.answers.count == 1)
    hand.window.activateWindow()
    hand.until(hand.window.isActiveWindow)
    hand.press("Ctrl+S")
    assert "limit = 4" in [box.text() for box in dialog_of(hand, SaveDialog).marks.values()]


def test_without_a_call_the_window_says_what_to_do_first(hand):
    hand.press("Ctrl+S")
    assert hand.window.status.hint.text() == "Choose a call first."
