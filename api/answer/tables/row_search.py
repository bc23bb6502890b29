"""Searches the rows of a table in the bytes that were received: no cell is read before it is known to hold a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from api.answer.index import NodeKind
from api.answer.summary import STATE_MEANINGS
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.columns import Column, ColumnKind

_SLICE = 1 << 20
_NOT_PLAIN = re.compile(rb"[\x80-\xff\\]")
_SHOWN = {
    ColumnKind.SIZE: re.compile(r"[\d.,]*\d[\d.,]* ?[a-z]{0,5}| ?[a-z]{1,5}"),
    ColumnKind.TIME: re.compile(r"(in )?\d{1,6}( [a-z]{0,3}( a?g?o?)?)?|[a-z]{0,3} ?a?g?o?|in"),
}
_WORDS = {
    ColumnKind.SIZE: "byte bytes kib mib gib tib pib eib",
    ColumnKind.TIME: "in now min ago s h d w mo y",
}

_Find = Callable[[int], int]
"""Where the next one begins, from a place on; -1 where there is none."""


def word_of_kind(kind: ColumnKind, word: str) -> bool:
    """Whether a value of that kind may be shown with a word that is not in the value itself."""
    if kind is ColumnKind.STATE:
        return any(word in meaning for meaning in STATE_MEANINGS.values())
    if kind not in _SHOWN:
        return False
    letters = "".join(each for each in word if each.isalpha() or each == " ").strip()
    known = not letters or all(
        any(part in each for each in _WORDS[kind].split()) for part in letters.split()
    )
    return known and _SHOWN[kind].fullmatch(word) is not None


class PlainRows:
    """Those rows of a piece that are pure ASCII, without escapes and without hidden values.

    A value of theirs holds a word exactly where its bytes do.
    """

    def __init__(self, texts: ColumnTexts, rows: range, check: Callable[[], None]) -> None:
        self._texts, self._rows, self._check = texts, rows, check
        document, node = texts.table.document, texts.table.node
        self._items = document.children(node, rows.start, len(rows))
        self._starts = document.starts
        self._begins = [self._starts[item] for item in self._items]
        self._end = document.span(self._items[-1])[1]

    @cached_property
    def _others(self) -> set[int]:
        return {self._at(offset) for offset in self._offsets_of_others()}

    def covers(self, row: int) -> bool:
        """Whether a row of the piece is plain."""
        return row - self._rows.start not in self._others

    def holding(self, word: str, columns: Sequence[Column]) -> set[int]:
        """The plain rows of which a value of these columns holds the word."""
        found: set[int] = set()
        if not word.isascii():
            return found
        wanted, hits = word.encode(), dict[str, list[tuple[int, int]]]()
        names = {name for column in columns for name in column.members}
        for offset in self._offsets(partial(_finder_of, wanted), len(wanted), found):
            at = self._at(offset)
            hit = None if at in self._others else self._value_at(at, offset, offset + len(wanted))
            if hit is not None and hit[0] in names:
                found.add(at)
                hits.setdefault(hit[0], []).append((at, hit[1]))
        for column in columns:
            self._doubt(column, [hit for name in column.members for hit in hits.get(name, ())], found)
        return {self._rows.start + at for at in found}

    def _doubt(self, column: Column, hits: Sequence[tuple[int, int]], found: set[int]) -> None:
        """Take back hits in values that are not the shown ones: a member may occur twice, or yield to another."""
        rows = [self._rows.start + at for at, _node in hits]
        for (at, hit), node in zip(hits, self._texts.nodes(column, rows), strict=True):
            if node != hit:
                found.discard(at)
                self._others.add(at)

    def _at(self, offset: int) -> int:
        return bisect_right(self._begins, offset) - 1

    def _offsets_of_others(self) -> Iterator[int]:
        seen: set[int] = set()
        for offset in self._offsets(_finder_of_others, 1, seen):
            seen.add(self._at(offset))
            yield offset
        for start, stop in self._texts.hidden:
            for at in range(max(self._at(start), 0), self._at(stop - 1) + 1):
                yield self._begins[at]

    def _offsets(self, finder: Callable[[bytes], _Find], size: int, found: set[int]) -> Iterator[int]:
        """Where something of that size is found, in order; goes on with the next row once one is in ``found``."""
        document, at = self._texts.table.document, self._begins[0]
        for start in range(at, self._end, _SLICE):
            self._check()
            stop = min(start + _SLICE + size - 1, self._end)
            find, place = finder(document.piece(start, stop)), max(at - start, 0)
            while place < stop - start and (place := find(place)) >= 0:
                at = start + place
                yield at
                row = self._at(at)
                at = self._begin_after(row) if row in found else at + 1
                place = at - start

    def _begin_after(self, row: int) -> int:
        return self._begins[row + 1] if row + 1 < len(self._begins) else self._end

    def _value_at(self, at: int, start: int, stop: int) -> tuple[str, int] | None:
        """The name and node of the row's member within whose value those bytes stand."""
        document, item = self._texts.table.document, self._items[at]
        node = item
        if document.kind(item) is NodeKind.OBJECT:
            members = document.children(item)
            place = bisect_right(members, start, key=self._starts.__getitem__) - 1
            if place < 0:
                return None
            node = members[place]
        begin, end = document.span(node)
        if document.kind(node) is NodeKind.NULL:  # its cell is empty
            return None
        quote = document.kind(node) is NodeKind.STRING
        if stop > end - quote or start < begin + quote:
            return None
        return (document.key(node) or "") if node != item else "", node


def _finder_of(word: bytes, source: bytes) -> _Find:
    """Finds a word without case."""
    return partial(source.lower().find, word)


def _finder_of_others(source: bytes) -> _Find:
    """Finds bytes that are not ASCII, and backslashes."""
    if source.isascii():
        return partial(source.find, b"\\")

    def find(at: int) -> int:
        match = _NOT_PLAIN.search(source, at)
        return match.start() if match else -1

    return find
