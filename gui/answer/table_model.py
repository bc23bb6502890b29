"""The table's model: cells are made when they are painted and kept while they are few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from api.answer.cells import Cell, cell
from api.answer.document import Document
from api.answer.plain import one_line
from api.answer.table import Column, Table
from api.answer.veil import Veil
from gui.answer.labels import plain_tip

CELL = Qt.ItemDataRole.UserRole + 1
"""The role of a Cell."""
_MOST_KEPT = 20_000
_NOWHERE = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """Shows a Table in any order of its rows."""

    def __init__(self, document: Document, veil: Veil, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._document, self._veil = document, veil
        self._order: Sequence[int] = range(table.row_count)
        self._now = datetime.now(UTC)
        self._kept: dict[tuple[int, int], Cell] = {}

    def column(self, column: int) -> Column:
        """What a column is."""
        return self.table.columns[column]

    def item(self, index: Index) -> int:
        """The node of a row."""
        return self.table.row(self._order[index.row()])

    def table_cell(self, index: Index) -> int | None:
        """The node of a cell; None where it is empty."""
        return self.table.cell(self._order[index.row()], index.column())

    def node(self, index: Index) -> int:
        """The node of a cell; the row's item where the cell is empty."""
        found = self.table_cell(index)
        return self.item(index) if found is None else found

    def cell(self, index: Index) -> Cell:
        """What stands in a cell."""
        key = (self._order[index.row()], index.column())
        if key not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            column = self.table.columns[index.column()]
            self._kept[key] = cell(self._document, self._veil, self.table.cell(*key), column, self._now)
        return self._kept[key]

    def row_of(self, node: int) -> int | None:
        """The shown row of an item's node."""
        position = self._document.position(node)
        if position >= self.table.row_count or self.table.row(position) != node:
            return None
        return self._order.index(position)

    def set_order(self, order: Sequence[int]) -> None:
        """Show the rows in this order."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self._order[index.row()], index.column()) for index in before]
        self._order = order
        places = {row: at for at, row in enumerate(order)} if before else {}
        self.changePersistentIndexList(before, [self.index(places[row], column) for row, column in held])
        self.layoutChanged.emit()

    def forget_cells(self) -> None:
        """Make all cells anew: a hidden value was shown."""
        self._kept.clear()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The items."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The members that items have."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, whole value, side and Cell."""
        if not index.isValid():
            return None
        if role == CELL:
            return self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            found = self.cell(index)
            return f"{found.shown} – {found.aside}" if found.aside else found.shown
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(self.cell(index))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.column(index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A heading, on the side of its cells; the member's own name as its tip."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.table.columns):
            return None
        column = self.column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.heading, 80)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None

    def _tip(self, found: Cell) -> str | None:
        return plain_tip(found.whole) if found.whole not in ("", found.shown) else None


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
