"""Searches the rows of a table in the bytes that were received: no cell is read before it is known to hold a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from api.answer.column_texts import ColumnTexts
from api.answer.columns import Column, ColumnKind
from api.answer.index import NodeKind
from api.answer.summary import STATE_MEANINGS

_SLICE = 1 << 20
_NOT_PLAIN = re.compile(rb"[\x80-\xff\\]")
_SHOWN = {
    ColumnKind.SIZE: re.compile(r"[\d.,]*\d[\d.,]* ?[a-z]{0,5}| ?[a-z]{1,5}"),
    ColumnKind.TIME: re.compile(r"(in )?\d{1,6}( [a-z]{0,3}( a?g?o?)?)?|[a-z]{0,3} ?a?g?o?|in|now"),
}
_WORDS = {
    ColumnKind.SIZE: "byte bytes kib mib gib tib pib eib",
    ColumnKind.TIME: "in now min ago s h d w mo y",
}


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

    def covers(self, at: int) -> bool:
        """Whether the row at a place of the piece is plain."""
        return at not in self._others

    def holding(self, word: str, columns: Sequence[Column]) -> set[int]:
        """The places of the plain rows of which a value of these columns holds the word."""
        found: set[int] = set()
        if not word.isascii():
            return found
        by_name = {name: column for column in columns for name in column.members}
        pattern = re.compile(re.escape(word.encode()))
        for offset in self._matches(pattern, len(word), lower=True, found=found):
            at = self._at(offset)
            if at not in self._others and self._in_value(at, offset, offset + len(word), by_name):
                found.add(at)
        return found

    def _at(self, offset: int) -> int:
        return bisect_right(self._begins, offset) - 1

    def _offsets_of_others(self) -> Iterator[int]:
        seen: set[int] = set()
        for offset in self._matches(_NOT_PLAIN, 1, lower=False, found=seen):
            seen.add(self._at(offset))
            yield offset
        for start, stop in self._texts.hidden:
            for at in range(max(self._at(start), 0), self._at(stop - 1) + 1):
                yield self._begins[at]

    def _matches(
        self, pattern: re.Pattern[bytes], size: int, *, lower: bool, found: set[int]
    ) -> Iterator[int]:
        """Where the pattern matches, in order; goes on with the next row once a row is in ``found``."""
        document, at = self._texts.table.document, self._begins[0]
        for start in range(at, self._end, _SLICE):
            self._check()
            source = document.piece(start, min(start + _SLICE + size - 1, self._end))
            if lower:
                source = source.lower()
            elif source.isascii() and b"\\" not in source:
                continue
            place = max(at - start, 0)
            while (match := pattern.search(source, place)) is not None:
                at = start + match.start()
                yield at
                row = self._at(at)
                at = self._begin_after(row) if row in found else at + 1
                place = at - start
                if place >= len(source):
                    break

    def _begin_after(self, row: int) -> int:
        return self._begins[row + 1] if row + 1 < len(self._begins) else self._end

    def _in_value(self, at: int, start: int, stop: int, by_name: dict[str, Column]) -> bool:
        """Whether those bytes stand within the shown value of one of the columns."""
        table, item, name = self._texts.table, self._items[at], ""
        document, node = table.document, item
        if document.kind(item) is NodeKind.OBJECT:
            members = document.children(item)
            place = bisect_right(members, start, key=self._starts.__getitem__) - 1
            if place < 0:
                return False
            node = members[place]
            name = document.key(node) or ""
        column = by_name.get(name)
        begin, end = document.span(node)
        quote = document.kind(node) is NodeKind.STRING
        if column is None or stop > end - quote or start < begin + quote:
            return False
        return table.cell(self._rows.start + at, column) == node
