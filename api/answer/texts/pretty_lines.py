"""A document's formatted text as rows that are never written out: each is made from its nodes when it is shown."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from heapq import merge

from api.answer.document import ROOT, Document
from api.answer.pretty import BRACKETS, DEEPEST_INDENT, INDENT, is_last, pretty_rows
from api.answer.texts.long_line import LongLine, first_byte, long_lines
from api.answer.texts.rows import (
    EVERYWHERE,
    INKS,
    LONGEST,
    Ink,
    Place,
    Row,
    copy_rows,
    decode_row,
    too_much,
)
from api.answer.texts.turns import Turns
from api.answer.veil import DOTS, Veil
from api.wire.response import Content


class PrettyLines:
    """Rows of a whole document, one member a line, as ``pretty`` writes it; what is hidden is dots.

    Reading is the constructor's work: run it on a worker. Every node has a line, and every object or array
    that holds something has another one where it ends. So the line of a node is its number and how many of those
    ended before it, and only over-long and hidden values have to be remembered.
    """

    def __init__(
        self,
        document: Document,
        content: Content,
        veil: Veil | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._document, self._veil, self._data = document, veil, content.view
        self._covered = veil.covered if veil else frozenset()
        self._long = self._find_long(check)
        self._turns = self._find_turns(check)
        last = len(document) - 1
        total = self._line(last) + 1 + sum(1 for _ in self._above(last))
        self._row_total, self.line_count = self._turns.totals(total)

    def close(self) -> None:
        """Let go of the bytes."""
        self._data.release()

    def __len__(self) -> int:
        return self._row_total

    def rows(self, first: int, count: int, _columns: tuple[int, int] = EVERYWHERE) -> list[Row]:
        """At most ``count`` rows from ``first``."""
        count = min(count, len(self) - first)
        if count <= 0:
            return []
        line, skip, number = self._turns.line_of(first)
        node, closing = self._node_of(line)
        found: list[Row] = []
        while True:
            for row in self._rows_of(node, closing, number + 1, skip):
                found.append(row)
                if len(found) == count:
                    return found
            node, closing = self._after(node, closing)
            number, skip = number + 1, 0

    def row_of_line(self, number: int) -> int:
        """The first row of a line, counted from 1; the nearest there is."""
        return self._turns.row_of_number(min(max(number, 1), self.line_count) - 1)

    def row_at(self, offset: int) -> int:
        """The row of the node whose value or name covers that byte, or of the nearest before it."""
        nodes = range(len(self._document))
        node = max(bisect_right(nodes, offset, key=self._begin) - 1, ROOT)
        return self.row_of(node) + (
            LongLine(self._document, node).row_at(offset) if self._is_long(node) else 0
        )

    def place(self, offset: int) -> Place:
        """The beginning of the row that shows a byte."""
        return self.row_at(offset), 0

    def row_of(self, node: int) -> int:
        """The first row of a node; of what hides it, if it is inside of that."""
        return self._turns.row_of(self._line(node))

    def offset(self, row: int) -> int:
        """The byte of the body where the row's node begins; for the end of a container its last byte."""
        line, skip, _number = self._turns.line_of(row)
        node, closing = self._node_of(line)
        if closing:
            return self._document.span(node)[1] - 1
        return LongLine(self._document, node).offset(skip) if skip else self._begin(node)

    def copy(self, start: Place, end: Place, limit: int, check: Callable[[], None] = lambda: None) -> str:
        """The text from one place to a later one. Raises TooMuchText above ``limit`` characters."""
        last = len(self) - 1
        if start == (0, 0) and (end[0] > last or end == (last, len(self.rows(last, 1)[0].text))):
            return self._whole(limit, check)
        return copy_rows(self, start, end, limit, check)

    def _whole(self, limit: int, check: Callable[[], None]) -> str:
        """The whole text; written in one go it takes half the time."""
        lines: list[str] = []
        for _node, line in pretty_rows(self._document, ROOT, self._veil, check):
            lines.append(line)
            limit -= len(line) + 1
            if limit < -1:  # there is no line end after the last one
                raise too_much()
        return "\n".join(lines)

    # Lines of the whole document, nothing left out

    def _line(self, node: int) -> int:
        return node + self._document.closed_before(node)

    def _node_of(self, line: int) -> tuple[int, bool]:
        """The node that a line begins, or else ends."""
        node = bisect_right(range(len(self._document)), line, key=self._line) - 1
        steps = line - self._line(node)
        if not steps:
            return node, False
        above = self._above(node)
        for _ in range(steps - 1):
            next(above)
        return next(above), True

    def _after(self, node: int, closing: bool) -> tuple[int, bool]:
        """What the next line begins or ends; what is hidden counts as one line."""
        document = self._document
        if not closing and self._holds(node):
            return node + 1, False
        parent = document.parent(node)
        if parent is None:
            return node, True  # after the last line
        place = document.position(node) + 1
        return (
            (document.child(parent, place), False)
            if place < document.child_count(parent)
            else (parent, True)
        )

    # What is remembered

    def _find_long(self, check: Callable[[], None]) -> array[int]:
        """The nodes whose lines take several rows, in order."""
        found = array("Q")
        for node in long_lines(self._document, self._data, check):
            known = bool(found) and node == found[-1]
            if not known and not self._unseen(node) and LongLine(self._document, node).extra:
                found.append(node)
        return found

    def _is_long(self, node: int) -> bool:
        at = bisect_left(self._long, node)
        return at < len(self._long) and self._long[at] == node

    def _find_turns(self, check: Callable[[], None]) -> Turns:
        turns, end = Turns(), -1
        for node in merge(self._long, sorted(self._covered)):
            check()
            line = self._line(node)
            if self._is_long(node):
                turns.add(line, LongLine(self._document, node).extra, 0)
            elif line > end and self._document.child_count(node):
                end = self._last_line(node)
                turns.add(line, 0, end - line)
        return turns

    def _last_line(self, node: int) -> int:
        """The line where an object or array ends."""
        step, depth = node, 0
        while count := self._document.child_count(step):
            step, depth = self._document.child(step, count - 1), depth + 1
        return self._line(step) + depth

    # What a row shows

    def _rows_of(self, node: int, closing: bool, number: int, first: int) -> Iterator[Row]:
        """The rows of a line, without as many as ``first``."""
        depth = self._depth(node)
        indent = [(INDENT * min(depth, DEEPEST_INDENT), Ink.PLAIN)] if depth else []
        goes_on = not closing and self._holds(node)
        comma = [] if goes_on or is_last(self._document, node) else [(",", Ink.PLAIN)]
        deep = depth > DEEPEST_INDENT
        if closing or not self._is_long(node):
            yield Row(number, [*indent, *self._parts(node, closing), *comma], deep)
            return
        line = LongLine(self._document, node)
        for row in range(first, line.extra + 1):
            parts = [*([] if row else indent), *line.parts(self._data, row)]
            yield Row(0 if row else number, parts + (comma if row == line.extra else []), deep and not row)

    def _parts(self, node: int, closing: bool) -> list[tuple[str, Ink]]:
        document = self._document
        if closing:
            return [(BRACKETS[document.kind(node)][1], Ink.PLAIN)]
        name = document.key_source(node)
        shown = name if len(name) <= 2 * LONGEST else f"{name[:LONGEST]}…"  # of what is hidden
        return [(shown, Ink.KEY), (": ", Ink.PLAIN), self._value(node)] if name else [self._value(node)]

    def _value(self, node: int) -> tuple[str, Ink]:
        document = self._document
        if self._unseen(node):
            return f'"{DOTS}"', Ink.HIDDEN
        if document.is_container(node):
            opening, ending = BRACKETS[document.kind(node)]
            return opening if document.child_count(node) else opening + ending, Ink.PLAIN
        return decode_row(document.source(node)), INKS[document.kind(node)]

    # The document

    def _begin(self, node: int) -> int:
        return first_byte(self._document, node)

    def _above(self, node: int) -> Iterator[int]:
        while (above := self._document.parent(node)) is not None:
            yield above
            node = above

    def _depth(self, node: int) -> int:
        """How deep the node is, as far as that is shown."""
        above = self._above(node)
        return sum(1 for _, _above in zip(range(DEEPEST_INDENT + 1), above, strict=False))

    def _unseen(self, node: int) -> bool:
        return bool(self._covered) and self._veil is not None and self._veil.hides(node)

    def _holds(self, node: int) -> bool:
        """Whether the node's lines go on with its members."""
        return self._document.child_count(node) > 0 and not self._unseen(node)
