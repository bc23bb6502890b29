"""Reads JSON bytes once into flat arrays of offsets: no values are made, any depth is fine, nothing is lost.

Limits: plain Python over one regular expression, about a second for 10 MB; it lets other threads run all the
while, but one single string of many megabytes is matched in one go. Larger answers want a faster builder
behind the same arrays.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

BOM = b"\xef\xbb\xbf"
NO_PARENT = -1
_CHECK_EVERY = 4096

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_ENTRY = re.compile(
    rb"[ \t\r\n]*+(?:(?P<key>" + _STRING + rb")[ \t\r\n]*+:[ \t\r\n]*+)?"
    rb"(?:(?P<string>" + _STRING + rb")"
    rb"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+|NaN|-?Infinity)"
    rb"|(?P<object>\{)|(?P<array>\[)|(?P<boolean>true|false)|(?P<null>null))",
    re.DOTALL,
)
_KEY = re.compile(_STRING + rb"[ \t\r\n]*+:", re.DOTALL)
_TAIL = re.compile(rb"[ \t\r\n]*+([,}\]])?")
_WHOLE_STRING = re.compile(_STRING, re.DOTALL)
_SPACE = re.compile(rb"[ \t\r\n]*+")


class NodeKind(IntEnum):
    """What a node is, by JSON's own names."""

    OBJECT = 1
    ARRAY = 2
    STRING = 3
    NUMBER = 4
    BOOLEAN = 5
    NULL = 6


_KINDS = {
    "object": NodeKind.OBJECT,
    "array": NodeKind.ARRAY,
    "string": NodeKind.STRING,
    "number": NodeKind.NUMBER,
    "boolean": NodeKind.BOOLEAN,
    "null": NodeKind.NULL,
}
_CLOSERS = {NodeKind.OBJECT: b"}", NodeKind.ARRAY: b"]"}


@dataclass(slots=True)
class Index:
    """One entry a node in reading order: byte offsets, kind, parent, position among its siblings.

    A key's start is 0 where there is none (a key can never stand at the first byte). The children of a node
    are ``kids[firsts[node] : firsts[node] + counts[node]]``. ``fault`` says why reading stopped at byte
    ``stopped`` ("" when the whole was read).
    """

    starts: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("Q"))
    kinds: bytearray = field(default_factory=bytearray)
    keys: array[int] = field(default_factory=lambda: array("Q"))
    key_ends: array[int] = field(default_factory=lambda: array("Q"))
    parents: array[int] = field(default_factory=lambda: array("q"))
    positions: array[int] = field(default_factory=lambda: array("Q"))
    firsts: array[int] = field(default_factory=lambda: array("Q"))
    counts: array[int] = field(default_factory=lambda: array("Q"))
    kids: array[int] = field(default_factory=lambda: array("Q"))
    fault: str = ""
    stopped: int = 0


def build_index(data: memoryview, check: Callable[[], None] = lambda: None) -> Index:
    """Index of the document in ``data``; ``check`` is called now and then and may raise to stop.

    Never raises for bad input: what could be read is indexed and ``fault`` says what was wrong.
    """
    return _Builder(data, check).build()


class _Builder:
    """Walks the bytes with a stack of its own, so that no depth is too much."""

    def __init__(self, data: memoryview, check: Callable[[], None]) -> None:
        self._data = data
        self._check = check
        self._index = Index()
        self._open: list[int] = []
        self._kids: list[array[int]] = []
        self._at = len(BOM) if bytes(data[:3]) == BOM else 0

    def build(self) -> Index:
        """Read one value; then nothing but space may follow."""
        fault = self._read()
        index = self._index
        index.fault, index.stopped = fault, self._at
        while self._open:
            self._close(self._at)
        return index

    def _read(self) -> str:
        steps = 0
        while True:
            steps += 1
            if steps % _CHECK_EVERY == 0:
                self._check()
            if fault := self._entry():
                return fault
            ended, fault = self._after_value()
            if ended or fault:
                return fault

    def _entry(self) -> str:
        """Read one value with its key; a container is left open."""
        match = _ENTRY.match(self._data, self._at)
        in_object = bool(self._open) and self._index.kinds[self._open[-1]] == NodeKind.OBJECT
        if match is None or (match.start("key") >= 0) is not in_object:
            return self._no_member() if in_object else self._why()
        name = match.lastgroup or ""
        kind, node, at = _KINDS[name], self._add(match, name), match.end()
        self._at = at
        if kind <= NodeKind.ARRAY:
            self._open.append(node)
            self._kids.append(array("Q"))
        return ""

    def _add(self, match: re.Match[bytes], name: str) -> int:
        index, node = self._index, len(self._index.kinds)
        start, end = match.span(name)
        key, key_end = match.span("key")
        index.starts.append(start)
        index.ends.append(end)
        index.kinds.append(_KINDS[name])
        index.keys.append(max(key, 0))
        index.key_ends.append(max(key_end, 0))
        index.firsts.append(0)
        index.counts.append(0)
        if self._open:
            index.parents.append(self._open[-1])
            index.positions.append(len(self._kids[-1]))
            self._kids[-1].append(node)
        else:
            index.parents.append(NO_PARENT)
            index.positions.append(0)
        return node

    def _after_value(self) -> tuple[bool, str]:
        """Take commas and closing brackets; returns whether the document ended, and what is wrong."""
        fresh = self._just_opened()
        while self._open:
            match = _TAIL.match(self._data, self._at)
            mark = match[1] if match else None
            if match is None or mark is None:
                return (False, "") if fresh else (False, self._unclosed())
            if mark == b",":
                if fresh:
                    return False, self._why()
                self._at = match.end()
                return False, ""
            if mark != _CLOSERS[NodeKind(self._index.kinds[self._open[-1]])]:
                return False, self._why() if fresh else self._unclosed()
            self._at = match.end()
            self._close(self._at)
            fresh = False
        return True, self._rest()

    def _just_opened(self) -> bool:
        return bool(self._open) and self._open[-1] == len(self._index.kinds) - 1

    def _close(self, end: int) -> None:
        node, kids, index = self._open.pop(), self._kids.pop(), self._index
        index.ends[node] = end
        index.firsts[node] = len(index.kids)
        index.counts[node] = len(kids)
        index.kids.extend(kids)

    def _rest(self) -> str:
        self._skip_space()
        return "" if self._at == len(self._data) else "There is more after the end of the document."

    def _skip_space(self) -> None:
        match = _SPACE.match(self._data, self._at)
        self._at = match.end() if match else self._at

    def _why(self) -> str:
        self._skip_space()
        if self._at >= len(self._data):
            return "The document ends too early." if self._index.kinds else "The document is empty."
        if _KEY.match(self._data, self._at):
            return "A member name stands outside an object."
        return f"A value is expected here, not {self._here()}."

    def _no_member(self) -> str:
        self._skip_space()
        if self._at >= len(self._data):
            return self._why()
        if named := _KEY.match(self._data, self._at):
            self._at = named.end()
            return self._why()
        return f'A member name ("name":) is expected here, not {self._here()}.'

    def _unclosed(self) -> str:
        self._skip_space()
        if self._at >= len(self._data):
            return "The document ends too early."
        closer = _CLOSERS[NodeKind(self._index.kinds[self._open[-1]])].decode()
        return f"A comma or {closer} is expected here, not {self._here()}."

    def _here(self) -> str:
        mark = bytes(self._data[self._at : self._at + 1])
        if mark == b'"':
            return "text without its closing quote" if self._cut_string() else "text"
        return repr(mark.decode("latin-1"))

    def _cut_string(self) -> bool:
        return _WHOLE_STRING.match(self._data, self._at) is None
