"""The table itself: sorting, widths, copying, showing what is hidden."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from api.answer.document import Document
from api.answer.pretty import pretty
from api.answer.sizes import counted
from api.answer.veil import DOTS, Veil
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.table_delegate import MARGIN, ROW_HEIGHT, TableDelegate
from gui.answer.table_model import TableModel

_SAMPLE = 20
_WIDEST = 300
_NARROWEST = 56
_ROOM_FOR_ARROW = 20


class TableView(QTableView):
    """Shows a TableModel."""

    node_chosen = Signal(object)
    tree_wanted = Signal(object)
    """A node that the person wants to see in the tree."""
    sort_wanted = Signal(int, bool)
    """Column, and whether descending."""
    said = Signal(str)
    menu_begun = Signal(object, object)
    """A cell's context menu and its node, before the view's own entries: whoever knows more adds to it."""

    def __init__(self, document: Document, veil: Veil, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._veil = document, veil
        self.follow_link: Callable[[int], bool] = lambda _node: False
        self._sorted: tuple[int, bool] | None = None
        self._delegate = TableDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Answer as a table")
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
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.sectionClicked.connect(self._sort)
        self.doubleClicked.connect(self._activate)
        self._copies = [
            self._action("Copy cell", QKeySequence(QKeySequence.StandardKey.Copy), self._copy_cell),
            self._action("Copy rows with tabs", QKeySequence("Ctrl+Shift+R"), self._copy_rows),
            self._action("Copy row as JSON", QKeySequence("Ctrl+Shift+J"), self._copy_row),
            self._action("Copy JSON pointer", QKeySequence("Ctrl+Shift+C"), self._copy_pointer),
            self._action("Show in tree", QKeySequence("Ctrl+T"), self._want_tree),
        ]

    def show_table(self, model: TableModel) -> None:
        """Show another table."""
        before = self.model()
        self.setModel(model)
        if before is not None:
            before.deleteLater()
        self._sorted = None
        self.horizontalHeader().setSortIndicatorShown(False)
        last = model.columnCount() - 1
        self.horizontalHeader().setStretchLastSection(last >= 0 and not model.column(last).right)
        self.selectionModel().currentChanged.connect(self._tell_current)
        for column in range(model.columnCount()):
            self.setColumnWidth(column, self._width(model, column))
        if model.rowCount() and model.columnCount():
            self.setCurrentIndex(model.index(0, 0))

    def table_model(self) -> TableModel | None:
        """The model, typed."""
        model = self.model()
        return model if isinstance(model, TableModel) else None

    def current_node(self) -> int | None:
        """The node of the current cell, or of its row where the cell is empty."""
        model, index = self.table_model(), self.currentIndex()
        return model.node(index) if model is not None and index.isValid() else None

    def show_row(self, row: int, column: int | None) -> None:
        """Make a cell of a shown row current."""
        model = self.table_model()
        if model is not None:
            index = model.index(row, self.currentIndex().column() if column is None else column)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the cell."""
        model, index = self.table_model(), self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if model is None or not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        node = model.node(index)
        if node is not None:
            self.menu_begun.emit(menu, node)
        if node is not None and self._veil.hides(node):
            menu.addAction("Show hidden value").triggered.connect(self._show_hidden_current)
        menu.addActions(self._copies)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows a hidden value and opens a link."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _action(self, text: str, keys: QKeySequence, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _width(self, model: TableModel, column: int) -> int:
        heading = QFontMetrics(theme.text_font(strong=True)).horizontalAdvance(
            str(model.headerData(column, Qt.Orientation.Horizontal))
        )
        cells = (model.cell(model.index(row, column)) for row in range(min(model.rowCount(), _SAMPLE)))
        widest = max((self._delegate.width(cell, model.column(column)) for cell in cells), default=0)
        return max(_NARROWEST, heading + 2 * MARGIN + _ROOM_FOR_ARROW, min(widest, _WIDEST))

    @Slot(int)
    def _sort(self, column: int) -> None:
        descending = self._sorted == (column, False)
        self._sorted = column, descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.sort_wanted.emit(column, descending)

    @Slot()
    def _copy_cell(self) -> None:
        model, index = self.table_model(), self.currentIndex()
        if model is not None and index.isValid():
            copy_text(self._copied(model, index))
            self.said.emit("Copied the cell.")

    @Slot()
    def _copy_rows(self) -> None:
        model = self.table_model()
        if model is None:
            return
        head = self.horizontalHeader()
        columns = [head.logicalIndex(at) for at in range(model.columnCount())]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [[self._copied(model, model.index(row, column)) for column in columns] for row in rows]
        copy_text("\n".join("\t".join(_one_cell(text) for text in line) for line in lines))
        self.said.emit(f"Copied {counted(len(rows), 'rows')}.")

    def _copied(self, model: TableModel, index: QModelIndex) -> str:
        node = model.table_cell(index)
        if node is None:
            return ""
        if self._veil.hides(node):
            return DOTS
        if self._document.is_container(node):
            return pretty(self._document, node, self._veil).replace("\n", " ")
        return self._document.text(node)

    @Slot()
    def _copy_row(self) -> None:
        model = self.table_model()
        if model is not None and self.currentIndex().isValid():
            copy_text(pretty(self._document, model.item(self.currentIndex()), self._veil))
            self.said.emit("Copied the row as JSON.")

    @Slot()
    def _copy_pointer(self) -> None:
        if (node := self.current_node()) is not None:
            copy_text(self._document.pointer(node))
            self.said.emit("Copied the JSON pointer.")

    @Slot()
    def _want_tree(self) -> None:
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

    @Slot(QModelIndex)
    def _show_hidden(self, index: QModelIndex) -> None:
        model = self.table_model()
        node = model.node(index) if model is not None and index.isValid() else None
        if model is not None and node is not None and self._veil.hides(node):
            self._veil.reveal(node)
            model.forget_cells()

    @Slot(QModelIndex, QModelIndex)
    def _tell_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.node_chosen.emit(self.current_node())


def _one_cell(text: str) -> str:
    """Tabs and line ends inside a value would break the rows apart."""
    return " ".join(text.split())
