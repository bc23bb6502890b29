"""The table's model: cells are made when they are painted and kept while they are few."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from api.answer.plain import one_line
from api.answer.tables.arranging import Arrangement
from api.answer.tables.cells import Cell, cell
from api.answer.tables.columns import Column, ColumnKind
from api.answer.tables.table import Table
from api.answer.tables.wordings import Viewer
from api.answer.veil import Veil
from gui.answer.labels import plain_tip

FIRST_ROWS, FEW_ROWS, IN_SIGHT = 20, 4, 12
"""Rows that say how wide a column is: few for columns beyond those that are seen at first."""
_MOST_KEPT = 5_000
_NOWHERE = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


Cells = Mapping[tuple[int, int], Cell]
"""Cells by the table's number of their row and the place of their column."""


def first_cells(
    table: Table, veil: Veil, viewer: Viewer, columns: Sequence[Column], check: Callable[[], None]
) -> Cells:
    """The cells that are needed before anything can be shown. For a worker; ``check`` may raise to stop."""
    found = {}
    for number, column in enumerate(columns):
        check()
        for row in sample(table.row_count, number):
            found[row, number] = cell(table, veil, row, column, viewer)
    return found


def sample(rows: int, number: int) -> range:
    """The places of the rows that say how wide the column at a place is."""
    return range(min(rows, FIRST_ROWS if number < IN_SIGHT else FEW_ROWS))


class TableModel(QAbstractTableModel):
    """Shows some columns of a Table, and its rows in any order and choice."""

    def __init__(
        self,
        table: Table,
        veil: Veil,
        viewer: Viewer,
        columns: Sequence[Column],
        parent: QObject | None = None,
        cells: Cells = MappingProxyType({}),
    ) -> None:
        """``cells`` are some that were made before."""
        super().__init__(parent)
        self.table, self.veil, self.viewer = table, veil, viewer
        self.columns = tuple(columns)
        self.arrangement = Arrangement(range(table.row_count))
        self._kept: dict[tuple[int, int], Cell] = dict(cells)

    def column(self, column: int) -> Column:
        """What a column is."""
        return self.columns[column]

    def heading(self, column: int) -> str:
        """What stands over a column."""
        return one_line(self.columns[column].heading, 80)

    def source_row(self, index: Index) -> int:
        """The table's number of a shown row."""
        return self.arrangement.order[index.row()]

    def item(self, index: Index) -> int:
        """The node of a row."""
        return self.table.row(self.source_row(index))

    def table_cell(self, index: Index) -> int | None:
        """The node of a cell; None where it is empty."""
        return self.table.cell(self.source_row(index), self.columns[index.column()])

    def node(self, index: Index) -> int:
        """The node of a cell; the row's item where the cell is empty."""
        found = self.table_cell(index)
        return self.item(index) if found is None else found

    def cell(self, index: Index) -> Cell:
        """What stands in a cell."""
        key = (self.source_row(index), index.column())
        if key not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = cell(self.table, self.veil, key[0], self.columns[key[1]], self.viewer)
        return self._kept[key]

    def show_rows(self, arrangement: Arrangement) -> None:
        """Show the rows in this order; indexes of before are void."""
        self.beginResetModel()
        self.arrangement = arrangement
        self.endResetModel()

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns; indexes of before are void."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._kept.clear()
        self.endResetModel()

    def grow_older(self) -> None:
        """Time has passed: ages are others now. Only the cells in sight are made anew."""
        if any(column.kind is ColumnKind.TIME for column in self.columns):
            self.viewer = replace(self.viewer, now=datetime.now(UTC))
            self.forget_cells()

    def forget_cells(self) -> None:
        """Make all cells anew: a hidden value was shown."""
        self._kept.clear()
        if self.rowCount() and self.columns:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The items that are shown."""
        return 0 if parent.isValid() else len(self.arrangement.order)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns that are shown."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, whole value and side."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(self.cell(index))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.column(index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A heading, on the side of its cells; the member's own name as its tip."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_about(column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None

    def _tip(self, found: Cell) -> str | None:
        """The whole value; of a state, which may be cut, also what it means."""
        said = found.whole in ("", found.shown)
        text = found.spoken if said and found.aside else "" if said else found.whole
        return plain_tip(text) or None


def _about(column: Column) -> str:
    """The members of a column, and what it shows."""
    names = ", ".join(column.members) or "items that are no objects"
    return f"{names}\n{column.layout.help}" if column.layout and column.layout.help else names


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
