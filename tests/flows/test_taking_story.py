"""From an answer to a ticket and back: exported, looked at, saved, imported as a saved call; a problem reported."""

import json
import stat

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from gui.answer.tab_menu import TabMenu
from gui.records.export.dialog import ExportDialog
from gui.records.export.report_dialog import ReportDialog
from gui.records.importing.dialog import ImportDialog


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
