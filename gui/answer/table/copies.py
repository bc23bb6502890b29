"""Takes rows of a table elsewhere: to the clipboard with tabs, as JSON or CSV, and into a CSV file."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from api.answer.sizes import counted
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.columns import Column
from api.errors import Cancelled, PitchforkError
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import copy_text
from gui.answer.table.model import TableModel
from gui.answer.table.view import Entry, TableView
from gui.jobs import Jobs

_AT_ONCE = 100
_SMALL = 1 << 16
_LARGEST_TEXT = 200_000
"""Rows that the clipboard takes; a file has no limit."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
CSV_TIP = "Texts that a spreadsheet would take for formulas get an apostrophe before them."

Check = Callable[[], None]


class TableCopies(QObject):
    """Copies and exports what a TableView shows. What is more than a little is written on a worker."""

    said = Signal(str)

    def __init__(self, view: TableView, jobs: Jobs) -> None:
        super().__init__(view)
        self._view, self._jobs = view, jobs
        self._running: CancelToken | None = None
        view.copy_wanted.connect(self.copy)

    def entries(self) -> list[Entry]:
        """What the table's menu offers."""
        return [
            ("Copy", "Ctrl+C", self.copy),
            ("Copy rows", "Ctrl+Shift+R", self.copy_rows),
            ("Copy rows with headers", "Ctrl+Shift+H", self.copy_with_headers),
            ("Copy rows as JSON", "Ctrl+Shift+J", self.copy_json),
            ("Copy rows as CSV", "", self.copy_csv),
            ("Copy JSON pointer", "Ctrl+Shift+C", self.copy_pointer),
            ("Export all rows as CSV…", "Ctrl+Shift+S", self.ask),
        ]

    def stop(self) -> None:
        """Stop what runs."""
        if self._running is not None:
            self._running.cancel()

    @Slot()
    def copy(self) -> None:
        """Copy the current cell's whole value; of several selected rows, their values with tabs."""
        model, index = self._view.table_model(), self._view.currentIndex()
        if len(self._rows()) > 1:
            self.copy_rows()
        elif model is not None and index.isValid():
            row, column = model.source_row(index), model.column(index.column())
            node = model.table_cell(index)
            start, end = model.table.document.span(node) if node is not None else (0, 0)

            def text(
                texts: ColumnTexts, _rows: Sequence[int], _columns: Sequence[Column], _check: Check
            ) -> str:
                from api.answer.tables.row_values import RowValues

                return RowValues(texts).value(row, column)

            self._copy(text, [row], "the cell", small=end - start < _SMALL)

    @Slot()
    def copy_rows(self) -> None:
        """Copy the selected rows with tabs."""
        self._copy_rows(_with_tabs)

    @Slot()
    def copy_with_headers(self) -> None:
        """Copy the selected rows with tabs, the headings first."""
        self._copy_rows(_with_headers)

    @Slot()
    def copy_json(self) -> None:
        """Copy the items of the selected rows as JSON."""
        self._copy_rows(_as_json, " as JSON")

    @Slot()
    def copy_csv(self) -> None:
        """Copy the selected rows as CSV."""
        self._copy_rows(_as_csv, " as CSV")

    @Slot()
    def copy_pointer(self) -> None:
        """Copy the JSON pointer of the current cell."""
        model, node = self._view.table_model(), self._view.current_node()
        if model is not None and node is not None:
            copy_text(model.table.document.pointer(node))
            self.said.emit("Copied the JSON pointer.")

    def ask(self) -> QFileDialog:
        """Ask where the CSV file shall be, then write all shown rows and columns into it."""
        dialog = QFileDialog(self._view, "Export the table as CSV")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter("CSV files (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self._file_name())
        dialog.fileSelected.connect(self.export)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def export(self, path: str) -> None:
        """Write all shown rows and columns into that file."""
        model = self._view.table_model()
        if model is None:
            return
        rows, columns, target = model.arrangement.order, self._columns(model), Path(path)
        texts = ColumnTexts(model.table, model.veil, model.viewer)

        def work(cancel: CancelToken, _report: ProgressReport) -> int:
            from api.answer.tables.csv_export import Export, export_csv

            return export_csv(Export(texts, columns, rows), target, cancel)

        def told(count: int) -> None:
            self.said.emit(f"Exported {counted(count, 'rows')} to {target.name}. {CSV_TIP}")

        self.said.emit("Writing the CSV file.")
        self._run(work, told, self._not_exported)

    def _file_name(self) -> str:
        """What the file is called at first: as the list is."""
        model = self._view.table_model()
        name = model.table.document.key(model.table.node) if model is not None else ""
        return f"{name if name and _PLAIN.fullmatch(name) else 'table'}.csv"

    def _not_exported(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, OSError | PitchforkError):
            raise error
        reason = error.sentence if isinstance(error, PitchforkError) else (error.strerror or str(error))
        self.said.emit(f"The table could not be exported: {reason}")

    def _rows(self) -> Sequence[int]:
        """The selected rows, else the current one, by their numbers in the table; in the order they are shown."""
        model = self._view.table_model()
        if model is None:
            return ()
        order, found = model.arrangement.order, array("I")
        for each in self._view.selected_rows():
            if len(each) == len(order):
                return order
            found.extend(order[each.start : each.stop])
        row = self._view.current_row()
        return [row] if not found and row is not None else found

    def _columns(self, model: TableModel) -> tuple[Column, ...]:
        return tuple(model.column(section) for section in self._view.head.visual_order())

    def _copy_rows(self, text: _Maker, form: str = "") -> None:
        rows = self._rows()
        if len(rows) > _LARGEST_TEXT:
            self.said.emit(f"These are too many rows for the clipboard: {len(rows):,}. Export them as CSV.")
        elif rows:
            self._copy(text, rows, counted(len(rows), "rows") + form, small=self._are_small(rows))

    def _are_small(self, rows: Sequence[int]) -> bool:
        model = self._view.table_model()
        if model is None or len(rows) > _AT_ONCE:
            return False
        spans = (model.table.document.span(model.table.row(row)) for row in rows)
        return sum(end - start for start, end in spans) < _SMALL

    def _copy(self, text: _Maker, rows: Sequence[int], what: str, *, small: bool) -> None:
        """Make the text and copy it; on a worker where it is not small."""
        model = self._view.table_model()
        if model is None:
            return
        texts, columns = ColumnTexts(model.table, model.veil, model.viewer), self._columns(model)

        def done(made: str) -> None:
            copy_text(made, secret=model.veil.bare)
            self.said.emit(f"Copied {what}.")

        if small:
            done(text(texts, rows, columns, lambda: None))
            return
        self.said.emit(f"Copying {what}.")
        self._run(lambda cancel, _report: text(texts, rows, columns, cancel.check), done, unless_cancelled)

    def _run(
        self,
        work: Callable[[CancelToken, ProgressReport], object],
        done: Callable[..., None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.stop()
        self._running = self._jobs.run(work, done, failed, owner=self)


_Maker = Callable[[ColumnTexts, Sequence[int], Sequence[Column], Check], str]


def _with_tabs(texts: ColumnTexts, rows: Sequence[int], columns: Sequence[Column], check: Check) -> str:
    from api.answer.tables.row_values import RowValues, with_tabs

    return with_tabs(RowValues(texts, columns), rows, check=check)


def _with_headers(texts: ColumnTexts, rows: Sequence[int], columns: Sequence[Column], check: Check) -> str:
    from api.answer.tables.row_values import RowValues, with_tabs

    headings = [column.heading for column in columns]
    return with_tabs(RowValues(texts, columns), rows, headings, check)


def _as_json(texts: ColumnTexts, rows: Sequence[int], _columns: Sequence[Column], check: Check) -> str:
    from api.answer.tables.row_values import as_json

    return as_json(texts, rows, check)


def _as_csv(texts: ColumnTexts, rows: Sequence[int], columns: Sequence[Column], check: Check) -> str:
    from api.answer.tables.row_values import RowValues, csv_pieces

    headings = [column.heading for column in columns]
    return "".join(csv_pieces(RowValues(texts, columns), rows, headings, check))
