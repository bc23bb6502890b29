"""A text as it was received, in rows: found by a few thousand marks, whatever its size."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from api.answer.document import Document
from api.answer.texts.long_line import first_byte
from api.answer.texts.rows import (
    EVERYWHERE,
    INKS,
    LONGEST,
    Ink,
    Place,
    Row,
    bytes_before,
    character_start,
    decode_row,
    too_much,
)
from api.answer.veil import DOTS
from api.wire.response import Content

_LINE_END = 2
_BLOCK = 1 << 16
_COPIED_AT_ONCE = 1 << 18

_Piece = tuple[int, int, Ink]
"""First byte, the one past the last, and what it is."""


class Lines:
    """Rows over the bytes of a text in UTF-8; ``spans`` are byte ranges shown as dots, in order of their beginning.

    Reading is the constructor's work: run it on a worker. With a ``document`` of these bytes rows have JSON's
    colours. A row has at most ``longest`` bytes, 4 or more.

    The text is divided into stretches of whole lines, of about a row's length together; of a line that is
    longer than a row every row is a stretch. For each the first byte, the first row, and how many lines ended
    before it are kept: 24 bytes for about 1,000.
    """

    def __init__(
        self,
        content: Content,
        spans: Sequence[tuple[int, int]] = (),
        check: Callable[[], None] = lambda: None,
        document: Document | None = None,
        longest: int = LONGEST,
    ) -> None:
        self._data = content.view
        self._longest, self._reach = longest, longest + _LINE_END
        self._document = document
        self._hidden = _joined(spans)
        self._starts, self._rows, self._lines = array("Q"), array("Q"), array("Q")
        self._row_total = self._ended = 0
        self._read(check)

    def close(self) -> None:
        """Let go of the bytes."""
        self._data.release()

    def __len__(self) -> int:
        return self._row_total

    @property
    def line_count(self) -> int:
        """How many lines the text has."""
        return self._ended + bool(len(self._data) and self._data[-1] != 10)

    def row(self, row: int) -> str:
        """The text of one row, without its line end."""
        return self.rows(row, 1)[0].text

    def rows(self, first: int, count: int, columns: tuple[int, int] = EVERYWHERE) -> list[Row]:
        """At most ``count`` rows from ``first``; with colours between these two columns, or in the whole row."""
        return [
            Row(number, [(self._shown(*piece), piece[2]) for piece in self._pieces(start, end, columns)])
            for number, start, end in self._spans(first, count)
        ]

    def row_of_line(self, number: int) -> int:
        """The first row of a line, counted from 1; the nearest there is."""
        line = min(max(number, 1), max(self.line_count, 1)) - 1
        at = bisect_left(self._lines, line)
        if at < len(self._lines) and self._lines[at] == line:
            return self._rows[at]
        return self._rows[at - 1] + line - self._lines[at - 1] if at else 0

    def row_at(self, offset: int) -> int:
        """The row that holds a byte."""
        at = max(bisect_right(self._starts, offset) - 1, 0)
        if not len(self):
            return 0
        lines = bytes(self._data[self._starts[at] : offset]).count(b"\n")
        return min(self._rows[at] + lines, len(self) - 1)

    def place(self, offset: int) -> Place:
        """Where a byte is shown."""
        row = self.row_at(offset)
        shown = self._uncovered(self.offset(row), max(offset, self.offset(row)))
        return row, sum(len(self._shown(*piece)) for piece in shown)

    def offset(self, row: int) -> int:
        """The byte that a row begins with."""
        return next((start for _number, start, _end in self._spans(row, 1)), 0)

    def copy(self, start: Place, end: Place, limit: int, check: Callable[[], None] = lambda: None) -> str:
        """The text from one place to a later one, with its own line ends. Raises TooMuchText above ``limit``."""
        return self._text(self._byte(start), self._byte(end), limit, check)

    def whole(self, limit: int = 1 << 62, check: Callable[[], None] = lambda: None) -> str:
        """The whole text; hidden parts are dots. Raises TooMuchText above ``limit`` characters."""
        return self._text(0, len(self._data), limit, check)

    def _text(self, start: int, end: int, limit: int, check: Callable[[], None]) -> str:
        found: list[str] = []
        for first, last, ink in self._uncovered(start, end):
            for at in [first] if ink is Ink.HIDDEN else range(first, last, _COPIED_AT_ONCE):
                check()
                stop = last if ink is Ink.HIDDEN else self._cut(at + _COPIED_AT_ONCE, first, last)
                found.append(self._shown(self._cut(at, first, last), stop, ink))
                limit -= len(found[-1])
                if limit < 0:
                    raise too_much()
        return "".join(found)

    def _cut(self, at: int, first: int, last: int) -> int:
        """Where to divide a long piece, at that byte or just before."""
        return character_start(self._data, at) if first < at < last else min(at, last)

    def _byte(self, place: Place) -> int:
        """The byte at a place; inside of dots the end of what they hide."""
        row, characters = place
        for _number, start, end in self._spans(row, 1):
            for first, last, ink in self._uncovered(start, end):
                text = self._shown(first, last, ink)
                if characters < len(text):
                    if ink is Ink.HIDDEN:
                        return last if characters else first
                    return first + bytes_before(bytes(self._data[first:last]), characters)
                characters -= len(text)
            return end
        return len(self._data)

    def _shown(self, start: int, end: int, ink: Ink) -> str:
        if ink is not Ink.HIDDEN:
            return decode_row(bytes(self._data[start:end]))
        at = bisect_right(self._hidden, (start, len(self._data))) - 1
        return DOTS if self._hidden[at][0] == start else ""  # a further row of the same secret

    def _spans(self, first: int, count: int) -> Iterator[tuple[int, int, int]]:
        """For each row its line's number (0: continued) and its bytes without the line end."""
        at, stop = bisect_right(self._rows, first) - 1, min(first + count, len(self))
        row = self._rows[at] if at >= 0 else 0
        while 0 <= at < len(self._starts) and row < stop:
            start, line = self._starts[at], self._lines[at]
            continued = start > 0 and self._data[start - 1] != 10
            for text in self._lines_of(at):
                if first <= row < stop:
                    yield 0 if continued else line + 1, start, start + len(text) - text.endswith(b"\r")
                start, line, row, continued = start + len(text) + 1, line + 1, row + 1, False
            at += 1

    def _lines_of(self, at: int) -> list[bytes]:
        last = at + 1 == len(self._starts)
        data = bytes(self._data[self._starts[at] : len(self._data) if last else self._starts[at + 1]])
        return data.removesuffix(b"\n").split(b"\n")

    def _pieces(self, start: int, end: int, columns: tuple[int, int]) -> Iterator[_Piece]:
        """A row's bytes by what they are."""
        if self._document is not None and not bytes(self._data[start:end]).isascii():
            columns = EVERYWHERE  # where a column is can only be told by reading
        for first, last, ink in self._uncovered(start, end):
            if ink is Ink.HIDDEN or self._document is None:
                yield first, last, ink
                continue
            at, left, right = first, max(first, start + columns[0]), min(last, start + columns[1])
            for begin, stop, kind in _tokens(self._document, left, right):
                if begin > at:
                    yield at, begin, Ink.PLAIN
                yield begin, stop, kind
                at = stop
            if last > at:
                yield at, last, Ink.PLAIN

    def _uncovered(self, start: int, end: int) -> Iterator[_Piece]:
        """The same bytes, divided at what is hidden."""
        at = max(bisect_right(self._hidden, (start, len(self._data))) - 1, 0)
        while at < len(self._hidden) and self._hidden[at][0] < end:
            first, last = self._hidden[at]
            at += 1
            if last <= start:
                continue
            if first > start:
                yield start, first, Ink.PLAIN
            yield max(first, start), min(last, end), Ink.HIDDEN
            start = min(last, end)
        if end > start:
            yield start, end, Ink.PLAIN

    def _read(self, check: Callable[[], None]) -> None:
        """Find the stretches, block by block, so that other threads get their turn."""
        at, size = 0, len(self._data)
        while at < size:
            check()
            block = bytes(self._data[at : at + _BLOCK])
            at += self._read_block(
                block, at, len(block) if at + len(block) == size else len(block) - self._reach
            )

    def _read_block(self, block: bytes, at: int, stop: int) -> int:
        """Find the stretches that begin before ``stop``; returns where in the block the next one does."""
        row, line, here = self._row_total, self._ended, 0
        while here < stop:
            self._starts.append(at + here)
            self._rows.append(row)
            self._lines.append(line)
            if after := block.rfind(b"\n", here, here + self._reach) + 1:
                count = block.count(b"\n", here, after)
                row, line, here = row + count, line + count, after
            else:
                row += 1
                rest = here + self._reach >= len(block)
                here = len(block) if rest else character_start(block, here + self._longest)
        self._row_total, self._ended = row, line
        return here


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same bytes as ranges that do not touch each other's insides."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found


def _tokens(document: Document, start: int, end: int) -> Iterator[_Piece]:
    """Names and scalars among these bytes, cut to them."""
    if start >= end:
        return
    nodes = range(len(document))
    for node in nodes[max(bisect_right(nodes, start, key=partial(first_byte, document)) - 1, 0) :]:
        name = document.key_span(node)
        first, last = document.span(node)
        if (name or (first,))[0] >= end:
            return
        if name and name[1] > start:
            yield max(name[0], start), min(name[1], end), Ink.KEY
        if not document.is_container(node) and last > start and first < end:
            yield max(first, start), min(last, end), INKS[document.kind(node)]
