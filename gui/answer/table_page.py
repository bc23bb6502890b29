"""The table of an answer's list: its bars, its filter, its rows; a choice of lists where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from api.answer.arranging import Arrangement, Arranger, Wish
from api.answer.column_texts import ColumnTexts
from api.answer.document import Document
from api.answer.filtering import read_filter
from api.answer.look import Chosen
from api.answer.sizes import counted
from api.answer.table import Table
from api.answer.veil import Veil
from api.records.views import ColumnChoice
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.labels import plain_label
from gui.answer.look_bars import LookBars
from gui.answer.table_columns import TableColumns
from gui.answer.table_copies import TableCopies
from gui.answer.table_filter import TableFilter
from gui.answer.table_ground import TableGround
from gui.answer.table_hand import ColumnsHand
from gui.answer.table_model import TableModel
from gui.answer.table_state import TableState
from gui.answer.table_view import TableView
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender

_MARGIN = 12
"""The headings' own room makes it the page's margin."""


class _Found(NamedTuple):
    table: Table
    choices: Sequence[ColumnChoice]


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
        self._wish = Wish()
        self._state: TableState | None = None
        self._arranger: Arranger | None = None
        self.view = TableView(veil)
        self.filter = TableFilter()
        self.bars = LookBars(jobs)
        self.copies = TableCopies(self.view, jobs)
        self._hand = ColumnsHand(self.view, TableColumns(jobs, None, "", self))
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
        self.copies.stop()
        self.columns.flush()

    def refresh(self) -> None:
        """Show anew what may have been revealed in another view."""
        model = self.view.table_model()
        if model is not None and self._arranger is not None:
            model.forget_cells()
            self._arranger.forget()

    def state(self) -> TableState:
        """How the table stands, to be restored over another answer of the same call."""
        row = self.view.current_row()
        named = self._arranger.name_of(row) if self._arranger is not None and row is not None else ("", "")
        return TableState(
            self._list_path(self._choice.currentIndex()),
            self._wish.sort.key if self._wish.sort else None,
            self._wish.descending,
            self.filter.text,
            self.bars.picked,
            named,
            self.view.current_key(),
        )

    def restore(self, state: TableState) -> None:
        """Let the table stand as it did, as far as this answer has what is needed for it."""
        self._state = state
        paths = [self._list_path(number) for number in range(len(self._lists))]
        number = paths.index(state.path) if state.path in paths else 0
        if number != self._choice.currentIndex():
            self._choice.setCurrentIndex(number)
        elif self._arranger is not None:
            self._restore()

    def filter_by(self, chosen: Chosen | None) -> None:
        """Show only these rows (None: all), together with what the filter's words leave."""
        self.filter.show_chip(chosen.words if chosen is not None else "")
        self._rearrange(mask=chosen.mask if chosen is not None else None)

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
        line = QHBoxLayout()
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(10)
        line.addWidget(self._choice)
        line.addWidget(self.filter, 1)
        self._choice.setVisible(len(self._lists) > 1)  # not before it has its place: it would be a window
        self._choice.setMaximumWidth(280)
        inset = QHBoxLayout()
        inset.setContentsMargins(_MARGIN, 0, 0, 0)
        self._stack = QStackedLayout()
        inset.addLayout(self._stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 2, 0, 0)
        page.setSpacing(6)
        page.addWidget(self.bars)
        page.addLayout(line)
        page.addLayout(inset, 1)
        FocusLender(self, self.view)

    def _connect(self) -> None:
        view = self.view
        view.node_chosen.connect(self._tell_path)
        view.said.connect(self.said)
        view.tree_wanted.connect(self.tree_wanted)
        view.sort_wanted.connect(self._sort)
        view.revealed.connect(self._revealed)
        view.add_entries(self.copies.entries())
        view.add_entries(
            [
                ("", "", lambda: None),
                ("Filter by this value", "Ctrl+Shift+V", self._filter_by_current),
                ("Filter rows", "Ctrl+Shift+L", self.filter.start),
                ("Choose columns…", "Ctrl+Shift+K", view.head.open_chooser),
                ("Show in tree", "Ctrl+T", view.want_tree),
            ]
        )
        self.copies.said.connect(self.said)
        self.filter.wanted.connect(self._filter)
        self.filter.left.connect(self.view.setFocus)
        self.filter.chip_removed.connect(self.bars.clear)
        self.bars.filter_wanted.connect(self.filter_by)
        self._hand.changed.connect(self._show_columns)
        self._choice.currentIndexChanged.connect(self._read)

    def _title(self, node: int) -> str:
        path = self._document.path(node)[:80] or "the whole answer"
        return f"{path} – {counted(self._document.child_count(node), 'items')}"

    def _list_path(self, number: int) -> str:
        return self._document.pointer(self._lists[number])

    # Reading a list

    @Slot(int)
    def _read(self, number: int) -> None:
        self.stop()
        self._arranger, self._wish = None, Wish()
        self.filter.setEnabled(False)
        document, node, ground = self._document, self._lists[number], self._ground
        layout = ground.layout if document.find(ground.items) == node else ()
        name = ground.call_id if not number else f"{ground.call_id} {self._list_path(number)}"
        self._hand.columns = TableColumns(self._jobs, ground.views, name, self)

        def work(cancel: CancelToken, _report: ProgressReport) -> _Found:
            table = Table(document, node, layout, cancel.check)
            return _Found(table, ground.views.load(name).columns if ground.views is not None else ())

        self._running = self._jobs.run(work, self._show, unless_cancelled, owner=self)

    def _show(self, found: _Found) -> None:
        table, viewer = found.table, self._ground.viewer()
        self.columns.take(table.columns, found.choices)
        self._arranger = Arranger(ColumnTexts(table, self._veil, viewer))
        model = TableModel(table, self._veil, viewer, self.columns.shown, self.view)
        self.view.show_table(model, self.columns.width)
        self.bars.read(self._document, self._veil, table)
        self._empty.setText(self._nothing(table))
        self._stack.setCurrentIndex(int(not table.row_count))
        self.filter.setEnabled(table.row_count > 0)
        self.filter.show_chip("")
        self.filter.show_columns(model.columnCount(), len(table.columns))
        self._restore()
        if self._wanted is not None:
            node, self._wanted = self._wanted, None
            self._go_to(node)

    def _nothing(self, table: Table) -> str:
        noun = (self._document.key(table.node) or "items").replace("_", " ")[:40]
        return f"No {noun}\n\nThe call found none. Send it again with other values, or in another region."

    def _restore(self) -> None:
        """Bring sorting, filters and current row of the state back, else filter by the words that stand there."""
        state, self._state = self._state, None
        if state is None:
            self._filter(self.filter.text)
            return
        model = self.view.table_model()
        by_key = {column.key: number for number, column in enumerate(model.columns if model else ())}
        if state.sort in by_key:
            number = by_key[state.sort]
            self.view.show_sorted((number, state.descending))
            self._wish = Wish(model.column(number) if model else None, state.descending)
        self.bars.pick(state.picked)
        self.filter.set_text(state.words)
        self._find(state)

    def _find(self, state: TableState) -> None:
        arranger, (name, text) = self._arranger, state.row
        if arranger is None or not text:
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> int | None:
            return arranger.find(name, text, cancel.check)

        def done(row: int | None) -> None:
            self._make_current(row, state.column)

        self._jobs.run(work, done, unless_cancelled, owner=self)

    # Rows

    @Slot(int, bool)
    def _sort(self, number: int, descending: bool) -> None:
        model = self.view.table_model()
        if model is not None:
            self._wish = Wish(model.column(number), descending, self._wish.terms, self._wish.mask)
            self._rearrange(mask=self._wish.mask)

    @Slot(str)
    def _filter(self, text: str) -> None:
        model = self.view.table_model()
        if model is not None:
            wish = self._wish
            self._wish = Wish(wish.sort, wish.descending, read_filter(text, model.columns), wish.mask)
            self._rearrange(mask=wish.mask)

    @Slot()
    def _filter_by_current(self) -> None:
        model, index = self.view.table_model(), self.view.currentIndex()
        if model is None or not index.isValid():
            return
        column, shown = model.column(index.column()), model.cell(index)
        text = shown.shown if column.worded else shown.whole or shown.shown
        if '"' not in text and not self._veil.hides(model.node(index)):
            self.filter.add_text(
                f'"{column.key}":"{text}"' if " " in column.key else f'{column.key}:"{text}"'
            )

    def _rearrange(self, mask: bytes | None) -> None:
        """Show the rows as they are wished, once a worker has arranged them."""
        arranger = self._arranger
        if arranger is None:
            return
        if self._running is not None:
            self._running.cancel()
        wish = self._wish = Wish(self._wish.sort, self._wish.descending, self._wish.terms, mask)
        if wish == Wish() and self._is_plain():
            self._arranged(self.view.table_model().arrangement)  # type: ignore[union-attr]
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> Arrangement:
            return arranger.arrange(wish, cancel.check)

        self._running = self._jobs.run(work, self._arranged, unless_cancelled, owner=self)

    def _is_plain(self) -> bool:
        model = self.view.table_model()
        return model is not None and model.arrangement.places is None

    def _arranged(self, arrangement: Arrangement) -> None:
        model = self.view.table_model()
        if model is not None:
            if model.arrangement is not arrangement:
                self.view.show_rows(arrangement)
            self.filter.show_count(len(arrangement.order), model.table.row_count)

    @Slot()
    def _revealed(self) -> None:
        if self._arranger is not None:
            self._arranger.forget()

    def _go_to(self, node: int) -> None:
        model = self.view.table_model()
        if model is None or self._arranger is None:
            self._wanted = node
            return
        line, table = self._document.lineage(node), model.table
        after = line[line.index(table.node) + 1 :] if table.node in line else line
        if after and table.row(self._document.position(after[0])) == after[0]:
            key = self._document.key(after[1]) if len(after) > 1 else None
            self._make_current(self._document.position(after[0]), key)

    def _make_current(self, row: int | None, key: str | None) -> None:
        model = self.view.table_model()
        if model is None or row is None:
            return
        place = model.arrangement.place(row)
        if place is None:
            self.said.emit("The filter hides this row.")
        else:
            self.view.make_current(place, key)

    @Slot()
    def _show_columns(self) -> None:
        """Other columns are shown: mark the sorted one, and filter by what is shown now."""
        model, column = self.view.table_model(), self._wish.sort
        if model is not None and column in model.columns:
            self.view.show_sorted((model.columns.index(column), self._wish.descending))
        else:
            self.view.show_sorted(None)
        self.filter.show_columns(len(self.columns.shown), len(self.columns.all))
        self._filter(self.filter.text)

    @Slot(object)
    def _tell_path(self, _node: int | None) -> None:
        self.path_changed.emit(self.path)
