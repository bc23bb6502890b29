"""The tree of what differs between two answers: changed items with what differs in them, the sides as columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from typing import Any, overload

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from api.answer.compare.difference import ADDED, CHANGED, REMOVED, SIGNS, Change, Difference
from api.answer.compare.difference_text import DifferenceText, Which
from api.answer.sizes import counted
from gui.answer.tree.model import PIECES
from gui.answer.tree.row_text import Piece

WHAT, LEFT, RIGHT = range(3)
SHOWN_SIGNS = {ADDED: "+", REMOVED: "−", CHANGED: "~"}
ROLES = {ADDED: "good", REMOVED: "bad", CHANGED: "warning"}
WORDS = {ADDED: "added", REMOVED: "removed", CHANGED: "changed"}
BATCH = 200
"""Changes that a view is given at once."""
_NOWHERE = QModelIndex()
_TOP = 0
_FROM_TO = (("from", Which.LEFT), ("to", Which.RIGHT))

Index = QModelIndex | QPersistentModelIndex


class DifferenceModel(QAbstractItemModel):
    """Rows for the changes; an index's id is 0 for a whole change, for a part of one the change's number + 1."""

    def __init__(
        self,
        difference: Difference,
        text: DifferenceText,
        sides: tuple[str, str] = ("Left", "Right"),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.difference, self.text = difference, text
        self._heads = "Difference", f"{SHOWN_SIGNS[REMOVED]} {sides[0]}", f"{SHOWN_SIGNS[ADDED]} {sides[1]}"
        self._rows = list(range(len(difference.changes)))
        self._fetched = min(BATCH, len(self._rows))

    def show_only(self, signs: Collection[str]) -> None:
        """Show only changes of these signs; all for none."""
        wanted = signs or SIGNS
        self.beginResetModel()
        changes = self.difference.changes
        self._rows = [number for number, change in enumerate(changes) if change.sign in wanted]
        self._fetched = min(BATCH, len(self._rows))
        self.endResetModel()

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are changes that were not looked at yet: a view asks for each row it could show."""
        return not parent.isValid() and self._fetched < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        """Some more changes."""
        if self.canFetchMore(parent):
            more = min(BATCH, len(self._rows) - self._fetched)
            self.beginInsertRows(QModelIndex(), self._fetched, self._fetched + more - 1)
            self._fetched += more
            self.endInsertRows()

    def change(self, index: Index) -> Change | None:
        """The change of a row; None for an invalid index."""
        if not index.isValid():
            return None
        whole = self.whole(index)
        return whole if index.internalId() == _TOP or whole is None else whole.parts[index.row()]

    def whole(self, index: Index) -> Change | None:
        """The whole change that a row belongs to; None for an invalid index."""
        if not index.isValid():
            return None
        number = self._rows[index.row()] if index.internalId() == _TOP else index.internalId() - 1
        return self.difference.changes[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The changes, or the parts of one."""
        if not parent.isValid():
            return self._fetched
        if parent.internalId() != _TOP or parent.column() != WHAT:
            return 0
        whole = self.whole(parent)
        return len(whole.parts) if whole is not None else 0

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        """What, left, right."""
        return 3

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """A change, or a part of one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        number = self._rows[parent.row()] + 1 if parent.isValid() else _TOP
        return self.createIndex(row, column, number)

    @overload
    def parent(self) -> QObject | None: ...
    @overload
    def parent(self, index: Index) -> QModelIndex: ...

    def parent(self, index: Index | None = None) -> QModelIndex | QObject | None:
        """The change of a part; with no index, the owner of the model."""
        if index is None:
            return super().parent()
        if not index.isValid() or index.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(self._row_of(index.internalId() - 1), WHAT, _TOP)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Pieces for the delegate, and text for everybody else."""
        change = self.change(index)
        if change is None:
            return None
        if role == PIECES:
            return self._pieces(index, change)
        if role == Qt.ItemDataRole.DisplayRole:
            return "".join(piece.text for piece in self._pieces(index, change))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index, change)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands over the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def _row_of(self, number: int) -> int:
        """Where a change stands; the rows are in ascending order."""
        return bisect_left(self._rows, number)

    def _pieces(self, index: Index, change: Change) -> tuple[Piece, ...]:
        if index.column() == WHAT:
            return self._what(index, change)
        which = Which.LEFT if index.column() == LEFT else Which.RIGHT
        if change.parts:
            return ()
        value = self.text.value(change, which)
        if not value:
            return ()
        if self.text.hidden(change):
            differs = change.sign == CHANGED and which is Which.RIGHT
            return Piece(value, "dim"), Piece("   hidden, differs" if differs else "   hidden", "dim")
        return (Piece(value, "bad" if which is Which.LEFT else "good"),)

    def _what(self, index: Index, change: Change) -> tuple[Piece, ...]:
        sign = Piece(f"{SHOWN_SIGNS[change.sign]} ", ROLES[change.sign])
        if index.internalId() != _TOP:
            return sign, Piece(self.text.place(change, self.whole(index)), "json_key")
        name, place = self.text.name(change), self.text.place(change)
        count = f"   {counted(len(change.parts), 'differences')}" if change.parts else ""
        if name:
            return sign, Piece(name, "text"), Piece(f"   {place}{count}", "dim")
        return sign, Piece(place, "json_key"), Piece(count, "dim")

    def _spoken(self, index: Index, change: Change) -> str:
        place = self.text.place(change)
        name = self.text.name(change)
        said = [WORDS[change.sign], f"{name}, {place}" if name else place]
        if change.parts:
            said.append(counted(len(change.parts), "differences"))
        else:
            values = ((word, self.text.value(change, which)) for word, which in _FROM_TO)
            said += [f"{word} {value}" for word, value in values if value]
        return ", ".join(said) if index.column() == WHAT else self.data(index)
