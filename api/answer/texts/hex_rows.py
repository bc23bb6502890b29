"""Binary data in rows as people read it: offset, 16 bytes, and their printable characters."""

from __future__ import annotations

from collections.abc import Callable

from api.answer.texts.rows import EVERYWHERE, Ink, Place, Row, copy_rows
from api.wire.response import Content

_BYTES = 16


class HexRows:
    """Rows over bytes of any size and kind; they have no line numbers."""

    def __init__(self, content: Content) -> None:
        self._data = content.view

    def close(self) -> None:
        """Let go of the bytes."""
        self._data.release()

    def __len__(self) -> int:
        return -(-len(self._data) // _BYTES)

    @property
    def line_count(self) -> int:
        """How many rows there are."""
        return len(self)

    def rows(self, first: int, count: int, _columns: tuple[int, int] = EVERYWHERE) -> list[Row]:
        """At most ``count`` rows from ``first``."""
        return [self._row(row) for row in range(first, min(first + count, len(self)))]

    def row_of_line(self, number: int) -> int:
        """The row of that number, counted from 1."""
        return min(max(number, 1), max(len(self), 1)) - 1

    def row_at(self, offset: int) -> int:
        """The row that shows a byte."""
        return min(max(offset, 0) // _BYTES, max(len(self) - 1, 0))

    def place(self, offset: int) -> Place:
        """The beginning of the row that shows a byte."""
        return self.row_at(offset), 0

    def offset(self, row: int) -> int:
        """The first byte of a row."""
        return row * _BYTES

    def copy(self, start: Place, end: Place, limit: int, check: Callable[[], None] = lambda: None) -> str:
        """The rows' text from one place to a later one. Raises TooMuchText above ``limit`` characters."""
        return copy_rows(self, start, end, limit, check)

    def _row(self, row: int) -> Row:
        part = bytes(self._data[row * _BYTES : (row + 1) * _BYTES])
        printable = "".join(chr(b) if 32 <= b < 127 else "." for b in part)
        numbers = f"{part[:8].hex(' '):23}  {part[8:].hex(' '):23}"
        return Row(
            row + 1,
            [(f"{row * _BYTES:08x}  ", Ink.OFFSET), (numbers, Ink.PLAIN), (f"  {printable}", Ink.STRING)],
        )
