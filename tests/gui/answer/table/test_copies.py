"""Copies and exports of a table: what is selected, in the order and columns that are shown; secrets stay dots."""

import csv
import json

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QFileDialog

from api.answer.tables.row_values import BOM
from api.answer.veil import DOTS
from api.errors import PitchforkError
from gui.answer.table import copies as table_copies
from tests.builders.exchanges import an_image_list

ROWS = [{"name": "a\tb", "id": "cc45237e-27d1-4592-aa0a-817904b99c70"}, {"name": "c", "id": None}]


def actions(page):
    return {action.text(): action for action in page.view.actions()}


def select(view, *rows):
    flag = QItemSelectionModel.SelectionFlag
    view.selectionModel().clearSelection()
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), flag.Select | flag.Rows)


def test_one_cell_and_several_rows_with_one_key(qtbot, table_page, clipboard):
    made = table_page(ROWS)
    made.view.make_current(0, "id")
    qtbot.keyClick(made.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "cc45237e-27d1-4592-aa0a-817904b99c70"
    made.view.make_current(1, "id")
    actions(made)["Copy"].trigger()
    assert clipboard.text() == "null"
    made.view.selectAll()
    actions(made)["Copy"].trigger()
    assert clipboard.text() == "a b\tcc45237e-27d1-4592-aa0a-817904b99c70\nc\t"


def test_every_form(qtbot, table_page, clipboard):
    made = table_page(ROWS)
    made.view.make_current(0, "name")
    offered = actions(made)
    offered["Copy rows as JSON"].trigger()
    assert json.loads(clipboard.text())["name"] == "a\tb"
    made.view.selectAll()
    offered["Copy rows with headers"].trigger()
    assert clipboard.text().split("\n")[0] == "Name\tID"
    offered["Copy rows as CSV"].trigger()
    assert clipboard.text().split("\r\n")[1] == "a\tb,cc45237e-27d1-4592-aa0a-817904b99c70"
    offered["Copy rows as JSON"].trigger()
    assert [row["name"] for row in json.loads(clipboard.text())] == ["a\tb", "c"]
    offered["Copy JSON pointer"].trigger()
    assert clipboard.text() == "/0/name"


def test_rows_are_copied_as_they_are_arranged(qtbot, table_page, clipboard):
    made = table_page([{"name": name, "n": 1, "x": 2} for name in "bca"])
    made.view.sort_wanted.emit(0, True)
    qtbot.waitUntil(lambda: made.view.table_model().index(0, 0).data() == "c")
    made.view.head.moveSection(0, 2)
    made.view.head.hide_wanted.emit(1)
    select(made.view, 0, 2)
    actions(made)["Copy rows"].trigger()
    assert clipboard.text() == "2\tc\n2\ta"


def test_many_rows_and_large_values_are_copied_by_a_worker(qtbot, table_page, clipboard):
    made = table_page([{"n": n} for n in range(3000)])
    made.view.selectAll()
    with qtbot.waitSignals([made.said, made.said], timeout=10_000):
        actions(made)["Copy"].trigger()
    assert clipboard.text().split("\n") == [str(n) for n in range(3000)]
    large = table_page([{"name": "x" * 300_000}])
    with qtbot.waitSignals([large.said, large.said], timeout=10_000):
        actions(large)["Copy"].trigger()
    assert clipboard.text() == "x" * 300_000


def test_the_clipboard_takes_no_more_than_it_can(table_page, clipboard, monkeypatch, qtbot):
    monkeypatch.setattr(table_copies, "_LARGEST_TEXT", 2)
    made = table_page([{"n": n} for n in range(3)])
    made.view.selectAll()
    with qtbot.waitSignal(made.said) as said:
        actions(made)["Copy rows"].trigger()
    assert said.args == ["These are too many rows for the clipboard: 3. Export them as CSV."]
    assert clipboard.text() == ""


def test_secrets_are_never_copied(table_page, clipboard):
    made = table_page([{"name": "x", "password": "s3cret"}], ("/0/password",))
    made.view.make_current(0, "password")
    for name, action in actions(made).items():
        if name.startswith("Copy"):
            action.trigger()
            assert "s3cret" not in clipboard.text()
            assert name == "Copy JSON pointer" or DOTS in clipboard.text()


def test_exporting_asks_and_writes_what_is_shown(qtbot, table_page, tmp_path):
    made = table_page(an_image_list(20))
    made.filter.set_text("status:active")
    qtbot.waitUntil(lambda: made.filter.count.text().endswith(" of 20"))
    dialog = made.copies.ask()
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.selectedFiles()[0].endswith("images.csv")
    target = tmp_path / "images.csv"
    said = []
    made.said.connect(said.append)
    dialog.fileSelected.emit(str(target))
    qtbot.waitUntil(lambda: len(said) == 2)
    dialog.close()
    told = said[-1]
    assert told.startswith("Exported 9 rows to images.csv.")
    assert "apostrophe" in told
    rows = list(csv.DictReader(target.read_text("utf-8").removeprefix(BOM).splitlines()))
    assert [row["Status"] for row in rows] == ["active"] * 9
    assert rows[0]["Size"] == "741591040"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), PitchforkError("It ended.")])
def test_a_failed_export_is_told(qtbot, table_page, tmp_path, monkeypatch, error):
    from api.answer.tables import csv_export

    def fail(*_arguments):
        raise error

    monkeypatch.setattr(csv_export, "export_csv", fail)
    made = table_page(ROWS)
    said = []
    made.said.connect(said.append)
    made.copies.export(str(tmp_path / "t.csv"))
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[-1] in (
        "The table could not be exported: Permission denied",
        "The table could not be exported: It ended.",
    )


def test_without_a_table_there_is_nothing_to_copy(table_page, clipboard, tmp_path):
    made = table_page(ROWS)
    made.release()
    made.copies.export(str(tmp_path / "t.csv"))
    made.copies.copy_rows()
    made.copies.copy_pointer()
    assert clipboard.text() == ""
