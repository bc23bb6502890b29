"""Columns as texts, many rows at once, for sorting, filtering and export: read on a worker, never kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from api.answer.cells import filled, is_count
from api.answer.columns import Column, ColumnKind
from api.answer.plain import one_line
from api.answer.sizes import size
from api.answer.summary import state_meaning
from api.answer.table import ABSENT, Table
from api.answer.times import age, moment
from api.answer.veil import DOTS, Veil
from api.answer.wordings import Viewer, first_said, worded

PIECE = 4096
"""Rows that are read at once; between two pieces a worker looks whether to go on."""
LONG = 1 << 16
"""Bytes of one value from which on it is looked through where it stands."""
_MOST_REMEMBERED = 20_000
_LONGEST_SAID = 300


class ColumnTexts:
    """The texts of a table's columns as one viewer sees them; hidden values are dots.

    Make another one after something was revealed. ``hidden`` are the byte ranges of what is hidden, in order.
    """

    def __init__(self, table: Table, veil: Veil, viewer: Viewer) -> None:
        self.table, self.veil, self.viewer = table, veil, viewer
        self.hidden = veil.spans()

    def pieces(self) -> Iterator[range]:
        """The rows, piece by piece."""
        count = self.table.row_count
        for start in range(0, count, PIECE):
            yield range(start, min(start + PIECE, count))

    def nodes(self, column: Column, rows: range) -> Sequence[int]:
        """The nodes of a column's cells, -1 for none; as ``Table.cell`` finds them."""
        table = self.table
        found = table.nodes(column.members[0], rows.start, len(rows))
        for name in column.members[1:]:
            found = list(found)
            others = table.nodes(name, rows.start, len(rows))
            for at in [at for at, node in enumerate(found) if not table.says(node)]:
                if found[at] == ABSENT or table.says(others[at]):
                    found[at] = others[at]
        return found

    def texts(self, nodes: Sequence[int], limit: int) -> list[str | None]:
        """The texts of nodes (of their first ``limit`` bytes): None for what is absent, null, hidden or no text."""
        found = self.table.document.texts(nodes, limit)
        if self.hidden:
            hides = self.veil.hides
            return [None if t is None or hides(node) else t for node, t in zip(nodes, found, strict=True)]
        return found

    def words(self, column: Column, rows: range) -> Sequence[str | None]:
        """What the column's words make of each row; None where its value is shown."""
        if column.layout is None or not column.layout.words:
            return [None] * len(rows)
        members, known = column.layout.looked_at, dict[tuple[str, ...], str | None]()
        found = []
        for texts in zip(*(self._said(name, rows) for name in members), strict=True):
            if texts not in known:
                _limit(known)
                known[texts] = self._worded(column, dict(zip(members, texts, strict=True)))
            found.append(known[texts])
        return found

    def searched(self, column: Column, rows: range, places: Sequence[int]) -> list[str]:
        """All that a filter looks at in the cells at these places of a piece, without case.

        That is the value (of long ones the first ``LONG`` bytes) and what is shown.
        """
        nodes = self.nodes(column, rows)
        chosen = [nodes[at] for at in places]
        words = self.words(column, rows) if column.worded else None
        told = self.teller(column)
        found = []
        for at, node, text in zip(places, chosen, self.texts(chosen, LONG), strict=True):
            value = self._other(node) if text is None else f"{told(text)}\n{text}".casefold()
            word = words[at] if words is not None else None
            found.append(value if word is None else f"{word.casefold()}\n{value}")
        return found

    def teller(self, column: Column) -> Callable[[str], str]:
        """How a value is shown, where that is something else than its text; "" where it is not."""
        known: dict[str, str] = {}

        def told(text: str) -> str:
            if text not in known:
                _limit(known)
                known[text] = _shown(text, column.kind, self.viewer)
            return known[text]

        return told

    def _said(self, name: str, rows: range) -> list[str]:
        nodes = self.table.nodes(name, rows.start, len(rows))
        return [text or "" for text in self.texts(nodes, _LONGEST_SAID)]

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


def _limit(known: dict[object, object] | dict[str, str] | dict[tuple[str, ...], str | None]) -> None:
    if len(known) > _MOST_REMEMBERED:
        known.clear()


def _shown(text: str, kind: ColumnKind, viewer: Viewer) -> str:
    if kind is ColumnKind.TIME:
        return age(then, viewer.now) if (then := moment(text)) else ""
    if kind is ColumnKind.SIZE:
        return size(int(text)) if is_count(text) else ""
    if kind is ColumnKind.STATE:
        return state_meaning(text)
    return "" if text.isprintable() else one_line(text, _LONGEST_SAID)
