"""The tree's model: a thin adapter of an Outline, whose row numbers are the indexes' ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from api.answer.matchers import Where
from api.answer.outline import TOP, Outline, Place, Range
from api.answer.search import Matches
from api.answer.veil import Veil
from gui.answer.tree.row_text import NO_MARKS, Marks, row_pieces, spoken

PIECES = Qt.ItemDataRole.UserRole + 1
"""The role of a row's coloured pieces."""
_NOWHERE = QModelIndex()
_MOST_LISTS = 100
"""Lists of rows that are remembered, each of at most 1,000."""
_MOST_PARENTS = 20_000

Index = QModelIndex | QPersistentModelIndex


class TreeModel(QAbstractItemModel):
    """Rows of a document on demand; nothing is copied, ranges stand for more than 1,000 children."""

    def __init__(self, outline: Outline, veil: Veil, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.outline = outline
        self.veil = veil
        self._rows: dict[int, Sequence[int]] = {}
        self._parents: dict[int, QModelIndex] = {}
        self._matches: Matches | None = None
        self._found: int | None = None

    def row(self, index: Index) -> int:
        """The outline's row of an index; TOP for an invalid one."""
        return index.internalId() if index.isValid() else TOP

    def node(self, index: Index) -> int | None:
        """The node of an index; None for ranges and invalid indexes."""
        return self.outline.node(self.row(index))

    def index_of_row(self, row: int) -> QModelIndex:
        """The index of an outline's row."""
        return _NOWHERE if row == TOP else self.createIndex(self.outline.position(row), 0, row)

    def index_of(self, node: int) -> QModelIndex:
        """The index of a node; invalid for a container at the root, which is no row."""
        row = self.outline.row_of(node)
        if self.outline.document.parent(node) is None and self.outline.document.is_container(node):
            return _NOWHERE
        return self.index_of_row(row)

    def index_at(self, place: Place) -> QModelIndex:
        """The index of a place; invalid for a container at the root, which is no row."""
        if isinstance(place, Range):
            return self.index_of_row(self.outline.row_at(place))
        return self.index_of(place)

    def reveal(self, index: Index) -> None:
        """Show a hidden value."""
        if (node := self.node(index)) is not None:
            self.veil.reveal(node)
            self.refresh()

    def refresh(self) -> None:
        """Show what was revealed since."""
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def show_matches(self, matches: Matches | None, found: int | None) -> None:
        """Mark the text that was looked for; ``found`` is the match where the person is."""
        self._matches, self._found = matches, found

    def _marks(self, row: int) -> Marks:
        matches, node = self._matches, self.outline.node(row)
        if matches is None or matches.matcher is None or node is None or node not in matches:
            return NO_MARKS
        where, spans = matches.wanted.where, matches.matcher.spans
        return Marks(
            None if where is Where.VALUES else spans,
            None if where is Where.NAMES else spans,
            "hit_now" if node == self._found else "hit",
        )

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Qt's index of a child."""
        rows = self._rows.get(parent.internalId() if parent.isValid() else TOP) or self._rows_under(parent)
        if column != 0 or not 0 <= row < len(rows):
            return _NOWHERE
        return self.createIndex(row, 0, rows[row])

    def _rows_under(self, parent: Index) -> Sequence[int]:
        """The rows under one; Qt asks for one after the other, and for the same again."""
        row = self.row(parent)
        if (known := self._rows.get(row)) is None:
            if len(self._rows) >= _MOST_LISTS:
                self._rows.clear()
            if self._hidden(parent):
                return ()
            known = self._rows[row] = self.outline.rows(row)
        return known

    @overload
    def parent(self) -> QObject | None: ...
    @overload
    def parent(self, child: Index) -> QModelIndex: ...
    def parent(self, child: Index | None = None) -> QModelIndex | QObject | None:
        """The index above; without an argument QObject's parent."""
        if child is None:
            return super().parent()
        if not child.isValid():
            return _NOWHERE
        row = child.internalId()
        if (known := self._parents.get(row)) is None:
            if len(self._parents) >= _MOST_PARENTS:
                self._parents.clear()
            known = self._parents[row] = self.index_of_row(self.outline.parent(row))
        return known

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows stand under one; none under a hidden one."""
        if parent.column() > 0 or self._hidden(parent):
            return 0
        return self.outline.child_count(self.row(parent))

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        """Whether the row can be opened."""
        if parent.isValid():  # asked for every row of a layout, so no step too many
            row = parent.internalId()
            if row % 2:
                return True  # a range holds something
            node = row // 2
            return self.outline.document.child_count(node) > 0 and not self.veil.hides(node)
        return self.rowCount(parent) > 0

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        """One column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row's pieces, its plain text, or what a screen reader says."""
        if not index.isValid():
            return None
        if role == PIECES:
            row = self.row(index)
            return row_pieces(self.outline, self.veil, row, self._marks(row))
        if role == Qt.ItemDataRole.DisplayRole:
            return "".join(piece.text for piece in row_pieces(self.outline, self.veil, self.row(index)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self.outline, self.veil, self.row(index))
        return None

    def _hidden(self, index: Index) -> bool:
        node = self.node(index)
        return node is not None and self.veil.hides(node)
