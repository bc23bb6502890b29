"""What a text of any size is to those who show it: rows that are read a few at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple, Protocol

from api.answer.index import NodeKind
from api.errors import PitchforkError

LONGEST = 1024
"""Bytes of one row; longer lines are divided into several rows, never inside a character."""
_STRAYS = re.compile("[\udc80-\udcff]")

Place = tuple[int, int]
"""A row, and a place between two of its characters."""

EVERYWHERE = (0, 1 << 62)
"""All columns."""


class Ink(Enum):
    """What a piece of a row is."""

    PLAIN = "plain"
    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    KEYWORD = "keyword"
    HIDDEN = "hidden"
    OFFSET = "offset"


INKS = {
    NodeKind.STRING: Ink.STRING,
    NodeKind.NUMBER: Ink.NUMBER,
    NodeKind.BOOLEAN: Ink.KEYWORD,
    NodeKind.NULL: Ink.KEYWORD,
}
"""The ink of scalars."""


class Row(NamedTuple):
    """One row: its line's number (0: it continues the line above), its pieces, and whether its indent was cut."""

    number: int
    parts: Sequence[tuple[str, Ink]]
    deep: bool = False

    @property
    def text(self) -> str:
        """The row as text."""
        return "".join(text for text, _ink in self.parts)


class TooMuchText(PitchforkError):
    """More text than was asked for at most."""


class Rows(Protocol):
    """A text as rows. What is hidden is dots in all it gives away. Reading a few rows is quick at any place."""

    @property
    def line_count(self) -> int:
        """How many lines the text has."""

    def __len__(self) -> int: ...

    def rows(self, first: int, count: int, columns: tuple[int, int] = EVERYWHERE) -> list[Row]:
        """At most ``count`` rows from ``first``; their pieces are only told apart between these two columns."""

    def row_of_line(self, number: int) -> int:
        """The first row of a line, counted from 1; the nearest there is."""

    def row_at(self, offset: int) -> int:
        """The row that shows a byte of the body."""

    def place(self, offset: int) -> Place:
        """Where a byte of the body is shown, as nearly as can be told."""

    def offset(self, row: int) -> int:
        """The byte of the body that a row begins with, or stands for."""

    def copy(self, start: Place, end: Place, limit: int, check: Callable[[], None]) -> str:
        """The text from one place to a later one. Raises TooMuchText above ``limit`` characters."""

    def close(self) -> None:
        """Let go of the body."""


def copy_rows(rows: Rows, start: Place, end: Place, limit: int, check: Callable[[], None]) -> str:
    """The text between two places, put together from the rows; for Rows whose text stands nowhere."""
    pieces: list[str] = []
    for piece in _between(rows, start, end, check):
        pieces.append(piece)
        limit -= len(piece)
        if limit < 0:
            raise too_much()
    return "".join(pieces)


def too_much() -> TooMuchText:
    """What is raised where more is copied than may be."""
    return TooMuchText("This is too much for the clipboard.")


def _between(rows: Rows, start: Place, end: Place, check: Callable[[], None]) -> Iterator[str]:
    (first, begin), (last, stop) = start, end
    for at in range(first, last + 1, 256):
        check()
        for number, row in enumerate(rows.rows(at, min(256, last + 1 - at)), at):
            if number > first and row.number != 0:
                yield "\n"
            yield row.text[begin if number == first else 0 : stop if number == last else None]


def decode_row(data: bytes) -> str:
    """The characters of a piece of a row: one U+FFFD for each byte that is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _STRAYS.sub("\ufffd", data.decode("utf-8", "surrogateescape"))


def bytes_before(data: bytes, characters: int) -> int:
    """How many bytes the first characters take, as ``decode_row`` gives them."""
    return len(data.decode("utf-8", "surrogateescape")[:characters].encode("utf-8", "surrogateescape"))


def character_start(data: bytes | memoryview, at: int) -> int:
    """The same place or up to three bytes before, so that no character is cut."""
    for back in range(4):
        if data[at - back] & 0xC0 != 0x80:
            return at - back
    return at
