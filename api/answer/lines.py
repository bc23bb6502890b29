"""The lines of a text of any size, read a few at a time; over-long lines are divided into several rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from api.answer.veil import DOTS
from api.wire.response import Content

LONGEST = 2048
"""Bytes of one row."""
_BLOCK = 1 << 16
_HEX_BYTES = 4096


class Lines:
    """Rows over the bytes of a text in UTF-8; ``spans`` are byte ranges shown as dots, in order.

    ``numbers`` gives each row's line number, 0 for the further rows of a divided line.
    """

    def __init__(
        self,
        content: Content,
        spans: Sequence[tuple[int, int]] = (),
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._data = content.view
        self._spans = spans
        self._starts = array("Q")
        self.numbers = array("Q")
        self._read(check)

    def close(self) -> None:
        """Let go of the bytes."""
        self._data.release()

    def __len__(self) -> int:
        return len(self._starts)

    def row(self, row: int) -> str:
        """The text of a row, without its line end."""
        start, end = self._starts[row], self._end(row)
        pieces, at = [], start
        for first, last in self._spans:
            if last > start and first < end:
                pieces.append(self._text(at, max(first, start)))
                pieces.append(DOTS if first >= start else "")
                at = min(last, end)
        pieces.append(self._text(at, end))
        return "".join(pieces).rstrip("\r\n")

    def whole(self) -> str:
        """The whole text; hidden parts are dots."""
        pieces, at = [], 0
        for first, last in self._spans:
            pieces += [self._text(at, first), DOTS]
            at = last
        return "".join((*pieces, self._text(at, len(self._data))))

    def row_at(self, offset: int) -> int:
        """The row that holds a byte."""
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= offset else (low, middle)
        return low

    @property
    def line_count(self) -> int:
        """How many lines the text has."""
        return next((n for n in reversed(self.numbers) if n), 0)

    def _end(self, row: int) -> int:
        return self._starts[row + 1] if row + 1 < len(self._starts) else len(self._data)

    def _text(self, start: int, end: int) -> str:
        return bytes(self._data[start:end]).decode("utf-8", "replace")

    def _read(self, check: Callable[[], None]) -> None:
        start, number, size = 0, 1, len(self._data)
        for end in self._line_ends(check):
            self._divide(start, end, number)
            start, number = end, number + 1
        if start < size:
            self._divide(start, size, number)

    def _line_ends(self, check: Callable[[], None]) -> Iterator[int]:
        """One past each line end; looks block by block, so that other threads get their turn."""
        for block in range(0, len(self._data), _BLOCK):
            check()
            part = bytes(self._data[block : block + _BLOCK])
            at = part.find(b"\n")
            while at >= 0:
                yield block + at + 1
                at = part.find(b"\n", at + 1)

    def _divide(self, start: int, end: int, number: int) -> None:
        self._starts.append(start)
        self.numbers.append(number)
        while end - start > LONGEST:
            start = self._character_start(start + LONGEST)
            self._starts.append(start)
            self.numbers.append(0)

    def _character_start(self, at: int) -> int:
        """The same place or up to three bytes before, so that no character is cut."""
        for back in range(4):
            if self._data[at - back] & 0xC0 != 0x80:
                return at - back
        return at


def hex_lines(content: Content) -> str:
    """The beginning of binary data as people read it: offset, 16 bytes, and their printable characters."""
    data = content.bytes(min(len(content), _HEX_BYTES))
    return "\n".join(_hex_line(data, at) for at in range(0, len(data), 16))


def _hex_line(data: bytes, at: int) -> str:
    part = data[at : at + 16]
    printable = "".join(chr(b) if 32 <= b < 127 else "." for b in part)
    return f"{at:08x}  {part[:8].hex(' '):23}  {part[8:].hex(' '):23}  {printable}"
