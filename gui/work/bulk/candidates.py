"""The images that could go, in a table with a mark before each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QWidget

from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.summary import state_tone
from api.answer.times import age, moment
from api.work.bulk.clean_up import Candidate
from gui import theme
from gui.answer.labels import plain_tip
from gui.work.bulk.table import PlainTable

NAME, STATUS, SIZE, AGE, SHARED, ID = range(6)
HEADINGS = ("Name", "Status", "Size", "Age", "Visibility", "ID")
WIDTHS = {NAME: 230, STATUS: 90, SIZE: 80, AGE: 90, SHARED: 110, ID: 130}
_NOWHERE = QModelIndex()
_LONGEST = 300
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class CandidatesModel(QAbstractTableModel):
    """All are marked at first; what a person unmarked stays so when the list comes anew."""

    marked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[Candidate] = []
        self._unmarked: set[str] = set()
        self._now = datetime.now(UTC)

    def show(self, candidates: Sequence[Candidate]) -> None:
        """Show these."""
        self.beginResetModel()
        self._all, self._now = list(candidates), datetime.now(UTC)
        self.endResetModel()
        self.marked.emit()

    @property
    def chosen(self) -> list[Candidate]:
        """The marked ones."""
        return [each for each in self._all if each.id not in self._unmarked]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._all)

    def mark(self, rows: Iterable[int], *, on: bool) -> None:
        """Mark or unmark some rows."""
        ids = {self._all[row].id for row in rows}
        self._unmarked = self._unmarked - ids if on else self._unmarked | ids
        if self._all:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._all) - 1, NAME))
        self.marked.emit()

    def is_marked(self, row: int) -> bool:
        """Whether a row is marked."""
        return self._all[row].id not in self._unmarked

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each image."""
        return 0 if parent.isValid() else len(self._all)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """What tells whether it may go."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain text; the mark stands before the name."""
        if not index.isValid():
            return None
        each, column = self._all[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(each, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if self.is_marked(index.row()) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_whole(each, column)) or None
        return _look(each, column, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the mark."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.mark([index.row()], on=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The names can be marked."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else found

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands over a column, on the side of its cells."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == SIZE else _LEFT
        return None

    def _text(self, each: Candidate, column: int) -> str:
        image = each.image
        if column == NAME:
            return one_line(each.name, _LONGEST) or "—"
        if column == SIZE:
            return size(each.size) if each.size else "—"
        if column == AGE:
            then = moment(str(image.get("created_at") or ""))
            return age(then, self._now) if then is not None else "—"
        if column == SHARED:
            return _shared(each)
        return (
            middle(one_line(each.id, _LONGEST))
            if column == ID
            else one_line(str(image.get("status") or "—"), 40)
        )


def _shared(each: Candidate) -> str:
    visibility = one_line(str(each.image.get("visibility") or "—"), 40)
    if not each.members:
        return visibility
    return f"{visibility}, {len(each.members)} have it"


def _whole(each: Candidate, column: int) -> str:
    values = {
        NAME: each.name,
        SIZE: f"{each.size:,} bytes",
        AGE: str(each.image.get("created_at") or ""),
        SHARED: "\n".join(each.members or ()),
        ID: each.id,
    }
    return values.get(column, "")


def _look(each: Candidate, column: int, role: int) -> Any:
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column == SIZE else _LEFT
    if role == Qt.ItemDataRole.FontRole and column == ID:
        return theme.wire_font(9.5)
    if role == Qt.ItemDataRole.ForegroundRole and column == STATUS:
        tone = state_tone(str(each.image.get("status") or ""))
        return QColor(getattr(theme.current(), tone)) if tone else None
    return None


class CandidatesTable(PlainTable):
    """Space marks or unmarks all that is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Images that could go", parent)
        self.candidates = CandidatesModel(self)
        self.setModel(self.candidates)
        self.horizontalHeader().setStretchLastSection(True)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space works on the whole selection."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if event.key() == Qt.Key.Key_Space and rows:
            on = not all(map(self.candidates.is_marked, rows))
            self.candidates.mark(rows, on=on)
        else:
            super().keyPressEvent(event)
