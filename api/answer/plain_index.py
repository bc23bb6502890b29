"""Reads JSON bytes into an Index in plain Python: the rule for the native reader, and its stand-in.

No values are made, any depth is fine, nothing is lost. About a second for 10 MB; other threads run meanwhile.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection

from api.answer.index import EMPTY_ARRAY, EMPTY_OBJECT, NO_PARENT, STRING, Index, NodeKind
from api.answer.json_faults import is_name, no_member, no_value, not_closed, too_much

_CHECK_EVERY = 4096
_ENTRY = re.compile(
    rb"[ \t\r\n]*+(?:(?P<key>" + STRING.pattern + rb")[ \t\r\n]*+:[ \t\r\n]*+)?"
    rb"(?:(?P<string>" + STRING.pattern + rb")"
    rb"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+|NaN|-?Infinity)"
    rb"|(?P<object>\{)|(?P<array>\[)|(?P<boolean>true|false)|(?P<null>null))",
    re.DOTALL,
)
_TAIL = re.compile(rb"[ \t\r\n]*+([,}\]])?")
_REST = re.compile(rb"[ \t\r\n]*+\Z")
_TOLD = {"string", "number"}
_KINDS = {kind.name.lower(): kind for kind in NodeKind}
_CLOSERS = {NodeKind.OBJECT: "}", NodeKind.ARRAY: "]"}
_EMPTY = {NodeKind.OBJECT: EMPTY_OBJECT, NodeKind.ARRAY: EMPTY_ARRAY}


class PlainReader:
    """Walks the bytes with a stack of its own, so that no depth is too much."""

    def __init__(
        self, data: memoryview, at: int, names: Collection[bytes], check: Callable[[], None]
    ) -> None:
        self._data, self._at, self._check = data, at, check
        self._names = names
        self._index = Index(data)
        self._starts, self._keys, self._tails = array("I"), array("I"), array("I")
        self._parents, self._kinds, self._marked = array("I"), bytearray(), array("I")
        self._kids: list[array[int]] = []
        self._open: list[int] = []
        self._ends: list[int] = []

    def read(self) -> Index:
        """The index of the document; what stands before a mistake is in it."""
        fault, stopped = self._read()
        while self._open:
            self._close(stopped)
        index = self._index
        index.starts, index.keys, index.tails = self._starts, self._keys, self._tails
        index.parents, index.kinds, index.marked = self._parents, self._kinds, self._marked
        index.fault, index.stopped = fault, stopped
        self._number_containers()
        return index

    def _read(self) -> tuple[str, int]:
        steps = 0
        while True:
            steps += 1
            if steps % _CHECK_EVERY == 0:
                self._check()
            found = self._entry() or self._after_value()
            if found is not None:
                return found

    def _entry(self) -> tuple[str, int] | None:
        """Read one value with its name; a container is left open."""
        in_object = bool(self._open) and self._kinds[self._open[-1]] == NodeKind.OBJECT
        match = _ENTRY.match(self._data, self._at)
        if match is None or (match.start("key") >= 0) is not in_object:
            if in_object:
                return no_member(self._data, self._at)
            return no_value(self._data, self._at, empty=not self._kinds)
        name = match.lastgroup or ""
        if name == "string" and not in_object and is_name(self._data, match.start("string")):
            return no_value(self._data, self._at)
        kind, node = _KINDS[name], self._add(match, name)
        self._at = match.end()
        if kind <= NodeKind.ARRAY:
            self._tails[node] = len(self._kids)
            self._kids.append(array("I"))
            self._ends.append(0)
            self._open.append(node)
        return None

    def _add(self, match: re.Match[bytes], name: str) -> int:
        node, (start, end), (key, key_end) = len(self._kinds), match.span(name), match.span("key")
        self._starts.append(start)
        self._tails.append(end)
        self._kinds.append(_KINDS[name])
        self._keys.append(max(key, 0))
        self._parents.append(self._open[-1] if self._open else NO_PARENT)
        if self._open:
            self._kids[self._tails[self._open[-1]]].append(node)
        if name in _TOLD and key >= 0 and self._is_marked(bytes(self._data[key + 1 : key_end - 1])):
            self._marked.append(node)
        return node

    def _is_marked(self, name: bytes) -> bool:
        return b"\\" in name or name.lower() in self._names

    def _after_value(self) -> tuple[str, int] | None:
        """Take commas and closing brackets; answers with a fault and its place, or with the end of the document."""
        fresh = bool(self._open) and self._open[-1] == len(self._kinds) - 1
        while self._open:
            closer = _CLOSERS[NodeKind(self._kinds[self._open[-1]])]
            match = _TAIL.match(self._data, self._at)
            mark = match[1].decode() if match and match[1] else ""
            if match is None or (mark != closer and not (mark == "," and not fresh)):
                if fresh:
                    return no_value(self._data, self._at) if mark else None
                return not_closed(self._data, self._at, closer)
            self._at = match.end()
            if mark == ",":
                return None
            self._close(self._at)
            fresh = False
        if _REST.match(self._data, self._at):
            return "", len(self._data)
        return too_much(self._data, self._at)

    def _close(self, end: int) -> None:
        node = self._open.pop()
        held = self._tails[node]
        if self._kids[held]:
            self._ends[held] = end
        else:
            self._kinds[node] = _EMPTY[NodeKind(self._kinds[node])]
            self._tails[node] = end
            self._kids.pop()  # an empty one is the last that was opened
            self._ends.pop()

    def _number_containers(self) -> None:
        kids, heads, counts = array("I"), array("I"), array("I")
        for each in self._kids:
            heads.append(len(kids))
            counts.append(len(each))
            kids.extend(each)
        index = self._index
        index.kids, index.heads, index.counts, index.ends = kids, heads, counts, array("I", self._ends)
        index.holders = array("I", (n for n, kind in enumerate(self._kinds) if kind <= NodeKind.ARRAY))
