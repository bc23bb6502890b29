"""A formatted line whose name or value is over-long, in rows: any of them is found without those before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.texts.rows import INKS, LONGEST, Ink, character_start, decode_row

_QUOTE = re.compile(rb'(?<!\\)"')
_SEPARATOR = re.compile(rb"[,:\[\]{}\s]")
_STEP = LONGEST // 2
_BLOCK = 1 << 16


class LongLine:
    """The line of a node: its name, and its value or the bracket that opens it, without the space between them."""

    def __init__(self, document: Document, node: int) -> None:
        start, end = document.span(node)
        self.name = document.key_span(node)
        self._value = start
        self._ink = INKS.get(document.kind(node), Ink.PLAIN)
        self._name_length = self.name[1] - self.name[0] if self.name else 0
        value = 1 if document.child_count(node) else end - start
        self._length = self._name_length + value

    @property
    def extra(self) -> int:
        """How many rows it takes besides the first."""
        return (self._length - 1) // LONGEST

    def row_at(self, offset: int) -> int:
        """Which of its rows shows a byte of the body."""
        at = offset - self._value + self._name_length if offset >= self._value else offset - self.offset(0)
        return min(max(at, 0) // LONGEST, self.extra)

    def offset(self, row: int) -> int:
        """The byte of the body that a row begins with."""
        return self._byte(row * LONGEST)

    def parts(self, data: memoryview, row: int) -> Iterator[tuple[str, Ink]]:
        """What a row shows."""
        start = self._cut(data, row)
        end = self._length if row == self.extra else self._cut(data, row + 1)
        if start < self._name_length:
            yield self._text(data, start, min(end, self._name_length)), Ink.KEY
        if self.name and start <= self._name_length < end:
            yield ": ", Ink.PLAIN
        if end > self._name_length:
            yield self._text(data, max(start, self._name_length), end), self._ink

    def _byte(self, at: int) -> int:
        if self.name and at < self._name_length:
            return self.name[0] + at
        return self._value + at - self._name_length

    def _cut(self, data: memoryview, row: int) -> int:
        at = row * LONGEST
        byte = self._byte(at)
        return at - (byte - character_start(data, byte)) if row else 0

    def _text(self, data: memoryview, start: int, end: int) -> str:
        first = self._byte(start)
        return decode_row(bytes(data[first : first + end - start]))


def long_lines(document: Document, data: memoryview, check: Callable[[], None]) -> Iterator[int]:
    """The nodes with a name or scalar that is longer than a row, in order; one may come twice.

    Looks at the bytes, not at the nodes: one that long holds a whole step of them, and there is no quote in it.
    After such a step was looked at, and until the next quote, only a step without any separator can be inside
    of one: of a number.
    """
    at, base, block, looked, node = 0, 0, b"", False, ROOT
    while at + _STEP <= len(data):
        if at + _STEP > base + len(block):
            check()
            base = max(at - 1, 0)
            block = bytes(data[base : at + _BLOCK])
        here = at - base
        if _QUOTE.search(block, here, here + _STEP):
            looked = False
        elif not (looked and _SEPARATOR.search(block, here, here + _STEP)):
            node, looked = _last_begun(document, at, node), True
            end = _end_of(document, node, at)
            if end - at >= _STEP:
                yield node
            at = max(at, end // _STEP * _STEP - _STEP)
        at += _STEP


def first_byte(document: Document, node: int) -> int:
    """Where a node begins, with its name."""
    return (document.key_span(node) or document.span(node))[0]


def _last_begun(document: Document, at: int, node: int) -> int:
    """The last node that begins at a byte or before; ``node`` is one that does. It is mostly one of the next."""
    nodes = range(len(document))
    for each in nodes[node + 1 : node + 5]:
        if first_byte(document, each) > at:
            return each - 1
    return max(bisect_right(nodes, at, lo=node, key=partial(first_byte, document)) - 1, ROOT)


def _end_of(document: Document, node: int, at: int) -> int:
    """One past the name, text or number that a byte is inside of; the byte itself if it is in none."""
    name, value = document.key_span(node), document.span(node)
    if name and name[0] <= at < name[1]:
        return name[1]
    inside = document.kind(node) in (NodeKind.STRING, NodeKind.NUMBER) and value[0] <= at < value[1]
    return value[1] if inside else at
