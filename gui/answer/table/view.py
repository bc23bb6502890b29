"""The table itself: rows and columns as they are arranged, what is current and selected, and its menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from api.answer.tables.arranging import Arrangement
from api.answer.tables.columns import Column, ColumnKind
from api.answer.veil import Veil
from gui import theme
from gui.answer.table.delegate import MARGIN, ROW_HEIGHT, TableDelegate
from gui.answer.table.header import TableHeader
from gui.answer.table.model import TableModel, sample

MOST_KEPT = 2_000
"""Selected rows that stay selected when the rows are arranged anew."""
_WIDEST = 250
_NARROWEST = 56
_ROOM_FOR_ARROW = 18

Entry = tuple[str, str, Callable[[], object]]
"""Text, shortcut, and what it does."""


class TableView(QTableView):
    """Shows a TableModel."""

    node_chosen = Signal(object)
    tree_wanted = Signal(object)
    """A node that the person wants to see in the tree."""
    sort_wanted = Signal(int, bool)
    """Column, and whether descending."""
    said = Signal(str)
    revealed = Signal()
    """A hidden value is shown from now on."""
    copy_wanted = Signal()
    menu_begun = Signal(object, object)
    """A cell's context menu and its node, before the view's own entries: whoever knows more adds to it."""

    def __init__(self, veil: Veil, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._veil = veil
        self.follow_link: Callable[[int], bool] = lambda _node: False
        self._sorted: tuple[int, bool] | None = None
        self._entries: list[QAction] = []
        self._delegate = TableDelegate(self)
        self.head = TableHeader(self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Answer as a table")
        self._look()
        self.head.sectionClicked.connect(self._sort_or_reverse)
        self.head.sort_wanted.connect(self._sort)
        self.doubleClicked.connect(self._activate)

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Put these into the context menu, each with its shortcut; a separator for an empty text."""
        for text, keys, slot in entries:
            action = QAction(text, self)
            action.setSeparator(not text)
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            self._entries.append(action)

    def show_table(self, model: TableModel, width_of: Callable[[Column], int]) -> None:
        """Show another table; ``width_of`` says how wide the person made a column (0: as it comes)."""
        before = self.model()
        self.setModel(model)
        if before is not None:
            before.deleteLater()
        self.selectionModel().currentChanged.connect(self._tell_current)
        self._lay_out(model, width_of)
        self.show_sorted(None)
        if model.columnCount():
            self.make_current(0)

    def show_columns(self, columns: Sequence[Column], width_of: Callable[[Column], int]) -> None:
        """Show other columns of the same table; selection and current row stay."""
        model = self._present()
        key = self.current_key()
        with _Kept(self, model):
            model.show_columns(columns)
            self._lay_out(model, width_of)
        self.make_current(self.currentIndex().row(), key)

    def show_rows(self, arrangement: Arrangement) -> None:
        """Show the rows in another order or choice; selection and current row stay where they are shown."""
        model = self._present()
        with _Kept(self, model):
            model.show_rows(arrangement)

    def show_sorted(self, sorting: tuple[int, bool] | None) -> None:
        """Mark the column that the rows are sorted by, and whether descending; None for none."""
        self._sorted = sorting
        self.head.setSortIndicatorShown(sorting is not None)
        if sorting is not None:
            down = Qt.SortOrder.DescendingOrder if sorting[1] else Qt.SortOrder.AscendingOrder
            self.head.setSortIndicator(sorting[0], down)

    def table_model(self) -> TableModel | None:
        """The model, typed."""
        model = self.model()
        return model if isinstance(model, TableModel) else None

    def current_node(self) -> int | None:
        """The node of the current cell, or of its row where the cell is empty."""
        model, index = self.table_model(), self.currentIndex()
        return model.node(index) if model is not None and index.isValid() else None

    def current_row(self) -> int | None:
        """The table's number of the current row."""
        model, index = self.table_model(), self.currentIndex()
        return model.source_row(index) if model is not None and index.isValid() else None

    def current_key(self) -> str | None:
        """The current column's key."""
        model, index = self.table_model(), self.currentIndex()
        return model.column(index.column()).key if model is not None and index.isValid() else None

    def selected_rows(self) -> list[range]:
        """The selected rows by their places, in ranges from top to bottom."""
        if self.model() is None:
            return []
        selection = self.selectionModel().selection()
        found = {(selection.at(at).top(), selection.at(at).bottom()) for at in range(selection.count())}
        return [range(top, bottom + 1) for top, bottom in sorted(found)]

    def make_current(self, row: int, key: str | None = None) -> None:
        """Make a cell of a shown row current and visible; in the column of that key, else in the current one."""
        model = self.table_model()
        if model is None or not 0 <= row < model.rowCount():
            return
        keys = [column.key for column in model.columns]
        column = keys.index(key) if key in keys else max(self.currentIndex().column(), 0)
        index, flag = model.index(row, column), QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the cell."""
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        model = self.table_model()
        if model is None or not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        node = model.node(index)
        self.menu_begun.emit(menu, node)
        if self._veil.hides(node):
            menu.addAction("Show hidden value").triggered.connect(self._show_hidden_current)
        menu.addActions(self._entries)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows a hidden value and opens a link; Alt with an arrow sorts by the current column."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.currentIndex().isValid():
            self._sort(self.currentIndex().column(), event.key() == Qt.Key.Key_Up)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()  # Qt's own copying takes what is shown
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)

    def _present(self) -> TableModel:
        model = self.table_model()
        assert model is not None
        return model

    def _lay_out(self, model: TableModel, width_of: Callable[[Column], int]) -> None:
        last = model.columnCount() - 1
        self.head.setStretchLastSection(last >= 0 and not model.column(last).right)
        widths = [
            width_of(column) or self._width(model, number) for number, column in enumerate(model.columns)
        ]
        self.head.lay_out(widths)

    def _width(self, model: TableModel, column: int) -> int:
        heading = QFontMetrics(theme.text_font(strong=True)).horizontalAdvance(model.heading(column))
        cells = (model.cell(model.index(row, column)) for row in sample(model.rowCount(), column))
        words = model.column(column).kind is not ColumnKind.STATE  # what a state means may be cut
        widest = max((self._delegate.width(cell, with_aside=words) for cell in cells), default=0)
        return max(_NARROWEST, heading + 2 * MARGIN + _ROOM_FOR_ARROW, min(widest, _WIDEST))

    @Slot(int)
    def _sort_or_reverse(self, column: int) -> None:
        self._sort(column, self._sorted == (column, False))

    @Slot(int, bool)
    def _sort(self, column: int, descending: bool) -> None:
        self.show_sorted((column, descending))
        self.sort_wanted.emit(column, descending)

    @Slot()
    def want_tree(self) -> None:
        """Ask for the current cell in the tree."""
        if (node := self.current_node()) is not None:
            self.tree_wanted.emit(node)

    @Slot()
    def _show_hidden_current(self) -> None:
        self._show_hidden(self.currentIndex())

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        model = self.table_model()
        node = model.table_cell(index) if model is not None and index.isValid() else None
        if node is None or not self.follow_link(node):
            self._show_hidden(index)

    def _show_hidden(self, index: QModelIndex) -> None:
        model = self.table_model()
        if model is not None and index.isValid() and self._veil.hides(node := model.node(index)):
            self._veil.reveal(node)
            model.forget_cells()
            self.revealed.emit()

    @Slot(QModelIndex, QModelIndex)
    def _tell_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.node_chosen.emit(self.current_node())


class _Kept:
    """What is current, selected and scrolled to, over a change of the model: rows by their numbers in the table."""

    def __init__(self, view: TableView, model: TableModel) -> None:
        self._view, self._model = view, model

    def __enter__(self) -> None:
        view, order = self._view, self._model.arrangement.order
        self._current, self._column = view.current_row(), max(view.currentIndex().column(), 0)
        ranges = view.selected_rows()
        count = sum(map(len, ranges))
        self._all = MOST_KEPT < count == len(order)
        self._rows = [order[place] for each in ranges for place in each] if count <= MOST_KEPT else []
        self._in_sight = self._current is not None and view.visualRect(view.currentIndex()).intersects(
            view.viewport().rect()
        )
        self._across = view.horizontalScrollBar().value()

    def __exit__(self, *_error: object) -> None:
        view, model = self._view, self._model
        place = model.arrangement.place(self._current) if self._current is not None else None
        if not model.rowCount() or not model.columnCount():
            return
        column = min(self._column, model.columnCount() - 1)
        if self._all:
            view.selectAll()
        flag = QItemSelectionModel.SelectionFlag
        selecting = view.selectionModel()
        if place is not None:
            selecting.setCurrentIndex(model.index(place, column), flag.NoUpdate)
        if not self._all:
            selecting.select(self._selection(column), flag.ClearAndSelect | flag.Rows)
        view.horizontalScrollBar().setValue(self._across)
        if place is not None and self._in_sight:
            view.scrollTo(view.currentIndex())

    def _selection(self, column: int) -> QItemSelection:
        """The kept rows that are still shown; neighbours as one range."""
        model = self._model
        found = (model.arrangement.place(row) for row in self._rows)
        selection, run = QItemSelection(), range(0)
        for place in [*sorted(place for place in found if place is not None), -1]:
            if place != run.stop or not len(run):
                if len(run):
                    selection.select(model.index(run.start, column), model.index(run.stop - 1, column))
                run = range(place, place)
            run = range(run.start, place + 1)
        return selection
