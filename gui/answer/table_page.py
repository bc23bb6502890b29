"""The table of an answer's list; a choice of lists where there are several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from api.answer.document import Document
from api.answer.sizes import counted
from api.answer.sorting import sorted_rows
from api.answer.table import Table
from api.answer.veil import Veil
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.labels import plain_label
from gui.answer.table_model import TableModel
from gui.answer.table_view import TableView
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender


class TablePage(QWidget):
    """Reads the chosen list on a worker and shows it; sorts there too."""

    path_changed = Signal(str)
    said = Signal(str)
    tree_wanted = Signal(object)

    def __init__(
        self,
        document: Document,
        veil: Veil,
        lists: Sequence[int],
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._veil, self._lists, self._jobs = document, veil, lists, jobs
        self._running: CancelToken | None = None
        self._wanted: int | None = None
        self.view = TableView(document, veil)
        self._choice = QComboBox()
        self._choice.setAccessibleName("Which list of the answer")
        self._choice.addItems([self._title(node) for node in lists])
        self._note = plain_label(role="help")
        self._note.setContentsMargins(20, 2, 20, 6)
        self._note.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self._choice)
        row.addStretch(1)
        page.addLayout(row)
        self._choice.setVisible(len(lists) > 1)  # not before it has its place: it would be a window
        page.addWidget(self.view, 1)
        page.addWidget(self._note)
        FocusLender(self, self.view)
        self.view.node_chosen.connect(self._tell_path)
        self.view.said.connect(self.said)
        self.view.tree_wanted.connect(self.tree_wanted)
        self.view.sort_wanted.connect(self._sort)
        self._choice.currentIndexChanged.connect(self._read)
        self._read(0)

    @property
    def path(self) -> str:
        """Where the current cell is."""
        node = self.view.current_node()
        return "" if node is None else self._document.path(node)[:500]

    def stop(self) -> None:
        """Stop what runs."""
        if self._running is not None:
            self._running.cancel()

    def refresh(self) -> None:
        """Show anew what may have been revealed in another view."""
        model = self.view.table_model()
        if model is not None and model.rowCount():
            model.forget_cells()

    def show_node(self, node: int) -> None:
        """Make the cell current that holds the node; another list is chosen if it stands there."""
        line = self._document.lineage(node)
        chosen = self._lists[self._choice.currentIndex()]
        holder = (
            chosen if chosen in line or chosen == 0 else next((n for n in self._lists if n in line), None)
        )
        if holder is None:
            self.said.emit("This match is not in the table; the tree shows it.")
            return
        if holder != chosen:
            self._wanted = node
            self._choice.setCurrentIndex(self._lists.index(holder))
            return
        self._go_to(node, line)

    def _go_to(self, node: int, line: list[int]) -> None:
        model = self.view.table_model()
        if model is None:
            self._wanted = node
            return
        after = line[line.index(model.table.node) + 1 :] if model.table.node in line else line
        row = model.row_of(after[0]) if after else None
        if row is not None:
            key = self._document.key(after[1]) if len(after) > 1 else None
            keys = [column.key for column in model.table.columns]
            self.view.show_row(row, keys.index(key) if key in keys else None)

    def _title(self, node: int) -> str:
        path = self._document.path(node)[:80] or "the whole answer"
        return f"{path} – {counted(self._document.child_count(node), 'items')}"

    @Slot(int)
    def _read(self, number: int) -> None:
        self.stop()
        document, node = self._document, self._lists[number]

        def work(cancel: CancelToken, _report: ProgressReport) -> Table:
            return Table(document, node, cancel.check)

        self._running = self._jobs.run(work, self._show, unless_cancelled, owner=self)

    def _show(self, table: Table) -> None:
        self.view.show_table(TableModel(self._document, self._veil, table, self.view))
        hidden = f"{table.hidden_columns:,} further columns are not shown; the tree has them."
        self._note.setText(hidden if table.hidden_columns else "")
        self._note.setVisible(bool(table.hidden_columns))
        if self._wanted is not None:
            node, self._wanted = self._wanted, None
            self._go_to(node, self._document.lineage(node))

    @Slot(int, bool)
    def _sort(self, column: int, descending: bool) -> None:
        model = self.view.table_model()
        if model is None:
            return
        self.stop()
        document, veil, table = self._document, self._veil, model.table

        def work(_cancel: CancelToken, _report: ProgressReport) -> list[int]:
            return sorted_rows(document, veil, table, column, descending=descending)

        self._running = self._jobs.run(work, model.set_order, unless_cancelled, owner=model)

    @Slot(object)
    def _tell_path(self, _node: int | None) -> None:
        self.path_changed.emit(self.path)
