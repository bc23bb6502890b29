"""Chooses the columns of a table: a list with check marks, searched by typing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.tables.columns import Column
from gui.answer.labels import plain_label, plain_tip
from gui.widgets.search_line import SearchLine

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIZE = QSize(300, 380)


class _ColumnList(QAbstractListModel):
    """The columns that a search leaves, each with its mark."""

    chosen_changed = Signal()

    def __init__(self, columns: Sequence[Column], shown: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._all, self._left = tuple(columns), tuple(columns)
        self.shown = set(shown)
        self.changes = 0

    @property
    def count(self) -> int:
        """How many columns there are to choose from."""
        return len(self._all)

    def search(self, text: str) -> None:
        """Leave the columns whose heading or name holds the text."""
        wanted = text.casefold().strip()
        self.beginResetModel()
        self._left = tuple(c for c in self._all if wanted in f"{c.heading}\n{c.key}".casefold())
        self.endResetModel()

    def toggle(self, index: QModelIndex) -> None:
        """Show or hide a column."""
        if index.isValid():
            self.changes += 1
            self.shown ^= {self._left[index.row()].key}
            self.dataChanged.emit(index, index)
            self.chosen_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The columns that are left."""
        return 0 if parent.isValid() else len(self._left)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Heading, mark, and the member's name as tip."""
        if not index.isValid():
            return None
        column = self._left[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.heading, 80)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if column.key in self.shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.key)
        return None

    def setData(self, index: Index, _value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the mark."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(self.index(index.row(), 0))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All can be marked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable


class _Marks(QListView):
    """The list; a click anywhere in a row marks it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark the row, unless Qt did: a click on the mark itself is its own."""
        model = self.model()
        assert isinstance(model, _ColumnList)
        before, index = model.changes, self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if model.changes == before and event.button() is Qt.MouseButton.LeftButton:
            model.toggle(index)


class ColumnChooser(QFrame):
    """A popup over the table. Every change is told at once; Escape closes it."""

    chosen = Signal(object)
    """The keys of the columns to show, as a set."""
    reset_wanted = Signal()

    def __init__(self, columns: Sequence[Column], shown: Collection[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Columns")
        self.setProperty("role", "card")
        self.field = SearchLine("Find a column")
        self.list = _Marks()
        self.list.setAccessibleName("Columns")
        self.list.setProperty("role", "marks")
        self.list.setUniformItemSizes(True)
        self.columns = _ColumnList(columns, shown, self)
        self.list.setModel(self.columns)
        self._count = plain_label(role="help")
        self.reset = QPushButton("Reset columns")
        self.reset.setProperty("role", "link")
        self._arrange()
        self.field.textChanged.connect(self._search)
        self.columns.chosen_changed.connect(self._tell)
        self.reset.clicked.connect(self._reset)
        self._count_columns()
        self._search("")

    def open_below(self, corner: QPoint) -> None:
        """Open with the upper right corner there, in coordinates of the screen."""
        self.resize(_SIZE)
        screen = self.screen().availableGeometry()
        left = max(corner.x() - _SIZE.width(), screen.left())
        self.move(left, min(corner.y(), max(screen.bottom() - _SIZE.height(), screen.top())))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Up walk through the list from the field; Enter marks; Escape closes."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.field.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.columns.toggle(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 8)
        box.setSpacing(6)
        box.addWidget(self.field)
        box.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.reset)
        box.addLayout(foot)

    @Slot(str)
    def _search(self, text: str) -> None:
        self.columns.search(text)
        self.list.setCurrentIndex(self.columns.index(0, 0))

    @Slot()
    def _tell(self) -> None:
        self._count_columns()
        self.chosen.emit(set(self.columns.shown))

    @Slot()
    def _reset(self) -> None:
        self.reset_wanted.emit()
        self.close()

    def _count_columns(self) -> None:
        self._count.setText(f"{len(self.columns.shown):,} of {self.columns.count:,} shown")
