"""The table of an answer's list: its bars, its filter, its rows; a choice of lists where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from api.answer.document import Document
from api.answer.sizes import counted
from api.answer.tables.arranging import Arranger
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.table import Table
from api.answer.tables.wordings import Viewer
from api.answer.veil import Veil
from api.records.views import ColumnChoice
from api.running import CancelToken, ProgressReport
from gui.answer.ageing import Ageing
from gui.answer.cancelled import unless_cancelled
from gui.answer.labels import plain_label
from gui.answer.table.columns import TableColumns, shown_columns
from gui.answer.table.copies import TableCopies
from gui.answer.table.filter import TableFilter
from gui.answer.table.ground import TableGround
from gui.answer.table.hand import ColumnsHand
from gui.answer.table.look_bars import LookBars
from gui.answer.table.model import Cells, TableModel, first_cells
from gui.answer.table.rows import TableRows
from gui.answer.table.state import TableState
from gui.answer.table.view import TableView
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender

_MARGIN = 12
"""The headings' own room makes it the page's margin."""
_SCARCE = 140
"""Pixels of height below which an idle filter leaves its line to the rows; Ctrl+Shift+L brings it back."""


class _Found(NamedTuple):
    table: Table
    choices: Sequence[ColumnChoice]
    viewer: Viewer
    cells: Cells


class TablePage(QWidget):
    """Reads the chosen list on a worker and shows it; sorts and filters there, too."""

    path_changed = Signal(str)
    said = Signal(str)
    tree_wanted = Signal(object)

    def __init__(
        self,
        document: Document,
        veil: Veil,
        lists: Sequence[int],
        jobs: Jobs,
        ground: TableGround | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._veil, self._lists, self._jobs = document, veil, lists, jobs
        self._ground = ground or TableGround()
        self._running: CancelToken | None = None
        self._wanted: int | None = None
        self._state: TableState | None = None
        self.view = TableView(veil)
        self.ageing = Ageing(self.view, self._grow_older)
        self.filter = TableFilter()
        self.rows = TableRows(self.view, self.filter, jobs)
        self.bars = LookBars(jobs)
        self.copies = TableCopies(self.view, jobs)
        self._hand = ColumnsHand(self.view, TableColumns(jobs, None, "", self))
        self._line = QWidget()
        self._choice = QComboBox()
        self._choice.setAccessibleName("Which list of the answer")
        self._choice.addItems([self._title(node) for node in lists])
        self._empty = plain_label(role="dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(20, 40, 20, 0)
        self._arrange_parts()
        self._connect()
        self._read(0)

    @property
    def columns(self) -> TableColumns:
        """Which columns are shown, and how they are kept."""
        return self._hand.columns

    @property
    def path(self) -> str:
        """Where the current cell is."""
        node = self.view.current_node()
        return "" if node is None else self._document.path(node)[:500]

    def stop(self) -> None:
        """Stop what runs, and keep what was arranged."""
        if self._running is not None:
            self._running.cancel()
        self.bars.stop()
        self.rows.stop()
        self.copies.stop()
        self.columns.flush()

    def release(self) -> None:
        """Let go of the answer, which is about to be closed."""
        self.stop()
        self.rows.take(None)
        self.view.setModel(None)

    def refresh(self) -> None:
        """Show anew what may have been revealed in another view."""
        model = self.view.table_model()
        if model is not None:
            model.forget_cells()
            self.rows.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bars and an idle filter leave a small page's room to the rows."""
        self.bars.fit(self.height())
        self._fit_filter()
        super().resizeEvent(event)

    def state(self) -> TableState:
        """How the table stands, to be restored over another answer of the same call."""
        if self._state is not None:  # not yet restored itself
            return self._state
        wish = self.rows.wish
        return TableState(
            self._list_path(self._choice.currentIndex()),
            wish.sort.key if wish.sort else None,
            wish.descending,
            self.filter.text,
            self.bars.picked,
            self.rows.named_current(),
            self.view.current_key(),
        )

    def restore(self, state: TableState) -> None:
        """Let the table stand as it did, as far as this answer has what is needed for it."""
        self._state = state
        paths = [self._list_path(number) for number in range(len(self._lists))]
        number = paths.index(state.path) if state.path in paths else 0
        if number != self._choice.currentIndex():
            self._choice.setCurrentIndex(number)
        elif self.rows.arranger is not None:
            self._restore()

    def show_node(self, node: int) -> None:
        """Make the cell current that holds the node; another list is chosen if it stands there."""
        line = self._document.lineage(node)
        chosen = self._lists[self._choice.currentIndex()]
        holder = (
            chosen if chosen in line or chosen == 0 else next((n for n in self._lists if n in line), None)
        )
        if holder is None:
            self.said.emit("This match is not in the table; the tree shows it.")
        elif holder != chosen:
            self._wanted = node
            self._choice.setCurrentIndex(self._lists.index(holder))
        else:
            self._go_to(node)

    def _arrange_parts(self) -> None:
        line = QHBoxLayout(self._line)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(10)
        line.addWidget(self._choice)
        line.addWidget(self.filter, 1)
        self._choice.setMaximumWidth(280)
        inset = QHBoxLayout()
        inset.setContentsMargins(_MARGIN, 0, 0, 0)
        self._stack = QStackedLayout()
        inset.addLayout(self._stack)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 2, 0, 0)
        page.setSpacing(6)
        page.addWidget(self.bars)
        page.addWidget(self._line)
        page.addLayout(inset, 1)
        self._choice.setVisible(len(self._lists) > 1)  # what has no place yet would be a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        FocusLender(self, self.view)

    def _connect(self) -> None:
        view = self.view
        view.node_chosen.connect(self._tell_path)
        view.said.connect(self.said)
        view.tree_wanted.connect(self.tree_wanted)
        view.add_entries(self.copies.entries())
        view.add_entries(
            [
                ("", "", lambda: None),
                ("Filter by this value", "Ctrl+Shift+V", self.rows.filter_by_current),
                ("Filter rows", "Ctrl+Shift+L", self._start_filter),
                ("Choose columns…", "Ctrl+Shift+K", view.head.open_chooser),
                ("Show in tree", "Ctrl+T", view.want_tree),
            ]
        )
        self.copies.said.connect(self.said)
        self.rows.said.connect(self.said)
        self.filter.left.connect(self._leave_filter)
        self.filter.chip_removed.connect(self.bars.clear)
        self.bars.filter_wanted.connect(self.rows.filter_by)
        self._hand.changed.connect(self._show_columns)
        self._choice.currentIndexChanged.connect(self._read)

    def _start_filter(self) -> None:
        self._line.show()
        self.filter.start()

    @Slot()
    def _leave_filter(self) -> None:
        self.view.setFocus()
        self._fit_filter()

    def _fit_filter(self) -> None:
        needed = self.filter.in_use or len(self._lists) > 1
        self._line.setVisible(needed or self.height() >= _SCARCE)

    def _title(self, node: int) -> str:
        path = self._document.path(node)[:80] or "the whole answer"
        return f"{path} – {counted(self._document.child_count(node), 'items')}"

    def _list_path(self, number: int) -> str:
        return self._document.pointer(self._lists[number])

    # Reading a list

    @Slot(int)
    def _read(self, number: int) -> None:
        self.stop()
        self.rows.take(None)
        self.filter.setEnabled(False)
        document, veil, node, ground = self._document, self._veil, self._lists[number], self._ground
        layout = ground.layout if document.find(ground.items) == node else ()
        name = ground.call_id if not number else f"{ground.call_id} {self._list_path(number)}"
        self._hand.columns = TableColumns(self._jobs, ground.views, name, self)

        def work(cancel: CancelToken, _report: ProgressReport) -> _Found:
            table, viewer = Table(document, node, layout, cancel.check), ground.viewer()
            choices = ground.views.load(name).columns if ground.views is not None else ()
            columns = shown_columns(table.columns, choices)
            return _Found(table, choices, viewer, first_cells(table, veil, viewer, columns, cancel.check))

        self._running = self._jobs.run(work, self._show, unless_cancelled, owner=self)

    def _show(self, found: _Found) -> None:
        table, viewer = found.table, found.viewer
        self.columns.take(table.columns, found.choices)
        model = TableModel(table, self._veil, viewer, self.columns.shown, self.view, found.cells)
        self.view.show_table(model, self.columns.width)
        texts = ColumnTexts(table, self._veil, viewer)
        self.rows.take(Arranger(texts))
        self.bars.read(texts)
        self._empty.setText(self._nothing(table))
        self._stack.setCurrentIndex(int(not table.row_count))
        self.filter.setEnabled(table.row_count > 0)
        self.filter.show_chip("")
        self.filter.show_columns(model.columnCount(), len(table.columns))
        self._restore()
        if self._wanted is not None:
            node, self._wanted = self._wanted, None
            self._go_to(node)

    def _grow_older(self) -> None:
        if (model := self.view.table_model()) is not None:
            model.grow_older()

    def _nothing(self, table: Table) -> str:
        noun = (self._document.key(table.node) or "items").replace("_", " ")[:40]
        return f"No {noun}\n\nThe call found none. Send it again with other values, or in another region."

    def _restore(self) -> None:
        """Bring sorting, filters and current row of the state back, else filter by the words that stand there."""
        state, self._state = self._state, None
        if state is None:
            self.rows.filter(self.filter.text)
            return
        self.rows.restore(state)
        self.bars.pick(state.picked)
        self.filter.set_text(state.words)

    def _go_to(self, node: int) -> None:
        model = self.view.table_model()
        if model is None or self.rows.arranger is None:
            self._wanted = node
            return
        line, table = self._document.lineage(node), model.table
        after = line[line.index(table.node) + 1 :] if table.node in line else line
        if after and table.row(self._document.position(after[0])) == after[0]:
            key = self._document.key(after[1]) if len(after) > 1 else None
            self.rows.make_current(self._document.position(after[0]), key)

    @Slot()
    def _show_columns(self) -> None:
        """Other columns are shown: mark the sorted one, and filter by what is shown now."""
        self.rows.mark_sorted()
        self.filter.show_columns(len(self.columns.shown), len(self.columns.all))
        self.rows.filter(self.filter.text)

    @Slot(object)
    def _tell_path(self, _node: int | None) -> None:
        self.path_changed.emit(self.path)
