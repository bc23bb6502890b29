"""The table of a bulk run's rows: what will happen with each, or what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from api.answer.plain import middle
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_tip
from gui.work.bulk.lines import Line

ROW_HEIGHT = 26
NAME, ID, WORD, ABOUT = range(4)
_NOWHERE = QModelIndex()
_WIDTHS = {NAME: 250, ID: 150, WORD: 100}

Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Lines by their numbers, made when they are shown; ``only`` leaves some of them."""

    def __init__(self, word: str, parent: QWidget, *, whole_ids: bool = False) -> None:
        """``word`` is the heading of what happens; ids are shortened unless they are to be ``whole``."""
        super().__init__(parent)
        self._whole_ids = whole_ids
        self._headings = ("Name", "ID", word, "")
        self._count = 0
        self.line_of: Callable[[int], Line] = _no_line
        self._shown: Sequence[int] = ()

    def show(self, count: int, line_of: Callable[[int], Line]) -> None:
        """Show so many lines in place of the ones before."""
        self.beginResetModel()
        self._count, self.line_of = count, line_of
        self._shown = range(count)
        self.endResetModel()

    def refresh(self) -> None:
        """Lines may be others now."""
        if self._shown:
            self.dataChanged.emit(self.index(0, WORD), self.index(len(self._shown) - 1, ABOUT))

    def only(self, fits: Callable[[int], bool] | None) -> None:
        """Show the lines whose numbers fit, all without a condition."""
        every = range(self._count)
        self.beginResetModel()
        self._shown = every if fits is None else [number for number in every if fits(number)]
        self.endResetModel()

    def number(self, index: Index) -> int:
        """The number of the line in a row of the table."""
        return self._shown[index.row()]

    def line(self, index: Index) -> Line:
        """The line in a row of the table."""
        return self.line_of(self.number(index))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The lines that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, id, what happens, and about that."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain text; the word in its colour."""
        if not index.isValid():
            return None
        line, column = self.line(index), index.column()
        text = (line.name, line.id, line.word, line.about)[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return middle(text) if column == ID and not self._whole_ids else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(line, column)
        if role == Qt.ItemDataRole.FontRole and column == ID:
            return theme.wire_font(9.5)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands over a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def _colour(line: Line, column: int) -> QColor | None:
    if column == WORD and line.role:
        return QColor(getattr(theme.current(), line.role))
    return QColor(theme.current().dim) if column in (ID, ABOUT) else None


def _no_line(number: int) -> Line:
    raise IndexError(number)


class PlainTable(QTableView):
    """Whole rows on hairlines, nothing to edit."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)


class RowsTable(PlainTable):
    """Shows a RowsModel. Enter and a double click ask for the row."""

    chosen = Signal(int)
    """The number of a line."""

    def __init__(
        self, word: str, name: str, parent: QWidget | None = None, *, whole_ids: bool = False
    ) -> None:
        super().__init__(name, parent)
        self.rows = RowsModel(word, self, whole_ids=whole_ids)
        self.setModel(self.rows)
        self.horizontalHeader().setStretchLastSection(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the row; what is copied are the selected rows with tabs."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            lines = (self.rows.line(self.rows.index(row, 0)) for row in rows)
            copy_text("\n".join("\t".join((each.name, each.id, each.word, each.about)) for each in lines))
        else:
            super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        self.chosen.emit(self.rows.number(index))
