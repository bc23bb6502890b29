"""Columns as texts, many rows at once, for sorting, filtering and export: read on a worker, never kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from api.answer.index import NodeKind
from api.answer.plain import one_line
from api.answer.sizes import size
from api.answer.summary import state_meaning
from api.answer.tables.cells import filled, is_count
from api.answer.tables.columns import Column, ColumnKind
from api.answer.tables.table import ABSENT, Table
from api.answer.tables.wordings import Viewer, first_said, worded
from api.answer.times import age, moment
from api.answer.veil import DOTS, Veil

PIECE = 1024
"""Rows that are read at once; between two pieces a worker looks whether to go on."""
LONG = 1 << 16
"""Bytes of one value from which on it is looked through where it stands."""
_MOST_REMEMBERED = 20_000
_WORTH_IT, _WORTH_IT_FOR_FEW = 8, 64
"""Where one row of so many is wanted, reading all at once is as fast as looking up those alone."""
_LONGEST_SAID = 300
_MOST_ROWS, _MOST_MEMBERS = 512, 500


class ColumnTexts:
    """The texts of a table's columns as one viewer sees them; hidden values are dots.

    Make another one after something was revealed. ``hidden`` are the byte ranges of what is hidden, in order.
    """

    def __init__(self, table: Table, veil: Veil, viewer: Viewer) -> None:
        self.table, self.veil, self.viewer = table, veil, viewer
        self.hidden = veil.spans()
        self._rows: dict[int, dict[str, int]] = {}

    def pieces(self) -> Iterator[range]:
        """The rows, piece by piece."""
        count = self.table.row_count
        for start in range(0, count, PIECE):
            yield range(start, min(start + PIECE, count))

    def nodes(self, column: Column, rows: Sequence[int]) -> Sequence[int]:
        """The nodes of a column's cells in these rows, -1 for none; as ``Table.cell`` finds them."""
        table = self.table
        found = self.members(column.members[0], rows)
        for name in column.members[1:]:
            found = list(found)
            others = self.members(name, rows)
            for at in [at for at, node in enumerate(found) if not table.says(node)]:
                if found[at] == ABSENT or table.says(others[at]):
                    found[at] = others[at]
        return found

    def members(self, name: str, rows: Sequence[int]) -> Sequence[int]:
        """The members of that name of these rows, in any order, or -1."""
        if isinstance(rows, range):
            return self.table.nodes(name, rows.start, len(rows))
        first = min(rows, default=0)
        count = max(rows, default=-1) + 1 - first
        few = len(rows) <= _MOST_ROWS
        if count > len(rows) * (_WORTH_IT_FOR_FEW if few else _WORTH_IT):
            member = self._member if few else self.table.member
            return [member(row, name) for row in rows]
        found = self.table.nodes(name, first, count)
        return [found[row - first] for row in rows]

    def _member(self, row: int, name: str) -> int:
        """A member of a row; all members of the last few rows are remembered, since most are asked for."""
        known = self._rows.get(row)
        if known is None:
            document, item = self.table.document, self.table.row(row)
            if document.child_count(item) > _MOST_MEMBERS:
                return self.table.member(row, name)
            if document.kind(item) is NodeKind.OBJECT:
                known = {document.key(node) or "": node for node in document.children(item)}
            else:
                known = {"": item}
            if len(self._rows) >= _MOST_ROWS:
                self._rows.clear()
            self._rows[row] = known
        return known.get(name, ABSENT)

    def texts(self, nodes: Sequence[int], limit: int) -> list[str | None]:
        """The texts of nodes (of their first ``limit`` bytes): None for what is absent, null, hidden or no text."""
        found = self.table.document.texts(nodes, limit)
        if self.hidden:
            hides = self.veil.hides
            return [None if t is None or hides(node) else t for node, t in zip(nodes, found, strict=True)]
        return found

    def words(self, column: Column, rows: Sequence[int]) -> Sequence[str | None]:
        """What the column's words make of each row; None where its value is shown."""
        if column.layout is None or not column.layout.words:
            return [None] * len(rows)
        members, known = column.layout.looked_at, dict[tuple[str, ...], str | None]()
        found = []
        for texts in zip(*(self._said(name, rows) for name in members), strict=True):
            if texts not in known:
                if len(known) > _MOST_REMEMBERED:
                    known.clear()
                known[texts] = self._worded(column, dict(zip(members, texts, strict=True)))
            found.append(known[texts])
        return found

    def searched(self, column: Column, rows: Sequence[int], nodes: Sequence[int]) -> list[str]:
        """All that a filter looks at in the cells of these rows, of which the nodes are given, without case.

        That is the value (of long ones the first ``LONG`` bytes) and what is shown.
        """
        known: dict[str, str] = {}
        kind, found = column.kind, []
        for node, text in zip(nodes, self.texts(nodes, LONG), strict=True):
            if text is None:
                found.append(self._other(node))
            elif (told := known.get(text)) is not None:
                found.append(told)
            else:
                shown = _shown(text, kind, self.viewer)
                told = f"{shown}\n{text}".casefold() if shown else text.casefold()
                found.append(told)
                if len(known) < _MOST_REMEMBERED:
                    known[text] = told
        if column.worded:
            pairs = zip(found, self.words(column, rows), strict=True)
            found = [told if word is None else f"{word.casefold()}\n{told}" for told, word in pairs]
        return found

    def _said(self, name: str, rows: Sequence[int]) -> list[str]:
        return [text or "" for text in self.texts(self.members(name, rows), _LONGEST_SAID)]

    def _worded(self, column: Column, said: dict[str, str]) -> str | None:
        assert column.layout is not None
        text = worded(column.layout, said.__getitem__, self.viewer)
        if text is None:
            return None
        return filled(text, first_said(column.layout.members, said.__getitem__), column)

    def _other(self, node: int) -> str:
        """What a cell is searched by that is no plain value."""
        document = self.table.document
        if node != ABSENT and self.veil.hides(node):
            return DOTS
        if node == ABSENT or not document.is_container(node):
            return ""
        if self.holds_hidden(*document.span(node)):
            return ""
        return document.source(node, LONG).decode("utf-8", "replace").casefold()

    def holds_hidden(self, start: int, end: int) -> bool:
        """Whether something hidden stands between two places of the document."""
        at = bisect_left(self.hidden, (end, 0))
        return at > 0 and self.hidden[at - 1][1] > start


def _shown(text: str, kind: ColumnKind, viewer: Viewer) -> str:
    if kind is ColumnKind.TIME:
        return age(then, viewer.now) if (then := moment(text)) else ""
    if kind is ColumnKind.SIZE:
        return size(int(text)) if is_count(text) else ""
    if kind is ColumnKind.STATE:
        return state_meaning(text)
    return "" if text.isprintable() else one_line(text, _LONGEST_SAID)
