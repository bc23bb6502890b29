"""A JSON document over the bytes as they were received: integer nodes, read when they are asked for."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from api.answer.index import EMPTY_ARRAY, EMPTY_OBJECT, LARGEST, NO_PARENT, Index, NodeKind
from api.answer.native_index import NativeReader, library
from api.answer.plain import decode, one_line, pointer_token, pointer_tokens
from api.answer.plain_index import PlainReader
from api.errors import NotEnoughMemory
from api.wire.redaction import SECRET_MEMBERS
from api.wire.response import Content

ROOT = 0
BOM = b"\xef\xbb\xbf"
_SLICE = 1 << 20
_KINDS = {int(kind): kind for kind in NodeKind} | {
    EMPTY_OBJECT: NodeKind.OBJECT,
    EMPTY_ARRAY: NodeKind.ARRAY,
}
_SECRET_NAMES = tuple(sorted(name.encode() for name in SECRET_MEMBERS))
_STRING = int(NodeKind.STRING)
_PLAIN = frozenset({_STRING, int(NodeKind.NUMBER), int(NodeKind.BOOLEAN)})
_LONGEST_STEP = 2000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Document:
    """The document in ``content``; nodes are numbered in reading order and the root is node 0.

    Reading is the constructor's work: run it on a worker. Everything may appear in it: duplicate keys are
    nodes of their own, numbers keep their text, NaN and Infinity count as numbers, bad UTF-8 shows as
    U+FFFD, any depth is fine. ``fault`` is a sentence when the document is broken ("" else), ``stopped`` the
    byte where reading ended; what was read before that can be used. A document without any value has
    no nodes (``len()`` is 0). close() lets go of the content.
    """

    def __init__(self, content: Content, check: Callable[[], None] = lambda: None) -> None:
        self._data = content.view
        self._index = build_index(self._data, check)
        self.fault, self.stopped = self._index.fault, self._index.stopped
        self._size = len(self._index.kinds)

    def close(self) -> None:
        """Let go of index and bytes; the document cannot be read any more.

        Raises BufferError while another thread looks into the bytes; the last one to look frees them then.
        """
        self._index, self._size = _CLOSED, 0
        self._data.release()

    @property
    def size(self) -> int:
        """How many bytes were received."""
        return len(self._data)

    @property
    def received(self) -> memoryview:
        """The bytes as they were received."""
        return self._data

    def __len__(self) -> int:
        return self._size

    def kind(self, node: int) -> NodeKind:
        """What the node is."""
        return _KINDS[self._index.kinds[node]]

    def is_container(self, node: int) -> bool:
        """Whether the node is an object or an array."""
        return _KINDS[self._index.kinds[node]] <= NodeKind.ARRAY

    def parent(self, node: int) -> int | None:
        """The object or array that holds the node; None for the root."""
        parent = self._index.parents[node]
        return None if parent == NO_PARENT else parent

    def position(self, node: int) -> int:
        """The node's place among its siblings, from 0."""
        return self._index.place(node)

    def child_count(self, node: int) -> int:
        """How many members or items it has; 0 for scalars."""
        return self._index.child_count(node)

    def children(self, node: int, start: int = 0, count: int | None = None) -> Sequence[int]:
        """At most ``count`` children in the document's order, from position ``start``."""
        return self._index.children(node, start, LARGEST if count is None else start + count)

    def child(self, node: int, position: int) -> int:
        """The child at a position that exists."""
        return self._index.children(node, position, position + 1)[0]

    def closed_before(self, node: int) -> int:
        """How many objects and arrays that hold something ended before the node begins."""
        return self._index.closed_before(node)

    def span(self, node: int) -> tuple[int, int]:
        """The value's first byte and the one past its last."""
        return self._index.starts[node], self._index.end(node)

    def source(self, node: int, limit: int | None = None) -> bytes:
        """The value as received, at most ``limit`` bytes of it."""
        start, end = self.span(node)
        return bytes(self._data[start : end if limit is None else min(end, start + limit)])

    def text(self, node: int, limit: int | None = None) -> str:
        """A scalar's text: a string's characters (of its first ``limit`` bytes), else the source.

        A container's text is "".
        """
        kind = self._index.kinds[node]
        if kind != NodeKind.STRING:
            if self.is_container(node):
                return ""
            return self.source(node, limit).decode("ascii", "replace")
        start, end = self.span(node)
        stop = end - 1 if limit is None else min(end - 1, start + 1 + limit)
        return decode(bytes(self._data[start + 1 : stop]))

    def texts(self, nodes: Iterable[int], limit: int) -> list[str | None]:
        """The texts of many plain values at once, as ``text`` gives them; None for -1, null and containers."""
        data, kinds, starts, tails = self._data, self._index.kinds, self._index.starts, self._index.tails
        found: list[str | None] = []
        for node in nodes:
            kind = kinds[node] if node >= 0 else 0
            if kind in _PLAIN:
                quote = kind == _STRING
                start, stop = starts[node] + quote, tails[node] - quote
                if stop - start > limit:
                    stop = start + limit
                text = str(data[start:stop], "utf-8", "replace")
                found.append(text if not quote or "\\" not in text else decode(bytes(data[start:stop])))
            else:
                found.append(None)
        return found

    @property
    def starts(self) -> Sequence[int]:
        """The first byte of each node's value, by node."""
        return self._index.starts

    def piece(self, start: int, stop: int) -> bytes:
        """The received bytes from one place to another."""
        return bytes(self._data[start:stop])

    def key_span(self, node: int) -> tuple[int, int] | None:
        """Where the member's name stands, with its quotes; None for items and the root."""
        start = self._index.keys[node]
        return (start, self._index.key_end(node)) if start else None

    def key(self, node: int, limit: int | None = None) -> str | None:
        """The member's name, of a longer one its first ``limit`` bytes; None for items and the root."""
        return self._index.name(node, limit) if self._index.keys[node] else None

    def key_source(self, node: int) -> str:
        """The member's name as received, with its quotes; "" for items and the root."""
        span = self.key_span(node)
        return bytes(self._data[span[0] : span[1]]).decode("utf-8", "replace") if span else ""

    def members(self, node: int, name: str) -> Sequence[int]:
        """Every member of that name in the document's order (a name may occur more than once)."""
        found, place = [], self._index.member_before(node, name, LARGEST)
        while place >= 0:
            found.append(self.child(node, place))
            place = self._index.member_before(node, name, place)
        return found[::-1]

    def member(self, node: int, name: str) -> int | None:
        """The last member of that name, as JSON readers take it; None if there is none."""
        place = self._index.member_before(node, name, LARGEST)
        return None if place < 0 else self.child(node, place)

    def column(self, node: int, name: str, start: int = 0, count: int | None = None) -> Sequence[int]:
        """For each item of an array, from ``start``, at most ``count``: its last member of that name, or -1."""
        if not self.child_count(node):
            return array("q")
        return self._index.column(node, name, start, LARGEST if count is None else start + count)

    def names(self, node: int, check: Callable[[], None] = lambda: None) -> list[str]:
        """The names of the members of an array's items as they first appear; "" stands for items that are no objects.

        At most 100,000.
        """
        return self._index.names(node, check) if self.child_count(node) else []

    def named_like_secrets(self) -> Sequence[int]:
        """The texts and numbers whose names always hold secrets, see ``SECRET_MEMBERS``."""
        return [n for n in self._index.marked if self._index.name(n).lower() in SECRET_MEMBERS]

    def find(self, pointer: str) -> int | None:
        """The node at a JSON pointer ("" is the root); None if there is none."""
        if not len(self):
            return None
        node: int | None = ROOT
        for token in pointer_tokens(pointer):
            if node is None:
                return None
            node = next(reversed(self.steps(node, token)), None)
        return node

    def steps(self, node: int, token: str) -> Sequence[int]:
        """The children that one token of a JSON pointer leads to: every member of that name, or one item."""
        if self.kind(node) is NodeKind.OBJECT:
            return self.members(node, token)
        if not token.isascii() or not token.isdigit() or len(token) > 18:
            return []
        return [self.child(node, int(token))] if int(token) < self.child_count(node) else []

    def lineage(self, node: int) -> list[int]:
        """The nodes from just below the root down to this one."""
        line = []
        while (parent := self.parent(node)) is not None:
            line.append(node)
            node = parent
        return line[::-1]

    def pointer(self, node: int) -> str:
        """The node's JSON pointer."""
        return "".join(f"/{pointer_token(self.step_text(each))}" for each in self.lineage(node))

    def path(self, node: int) -> str:
        """The node's path as people write it: ``images[0].id``, ``["odd name"][2]``; very long names are cut."""
        parts = []
        for each in self.lineage(node):
            key = self.key(each, _LONGEST_STEP)
            if key is None:
                parts.append(f"[{self.position(each)}]")
            elif _NAME.fullmatch(key):
                parts.append(f".{key}")
            else:
                quoted = key.replace("\\", "\\\\").replace('"', '\\"')
                parts.append(f'["{one_line(quoted)}"]')
        return "".join(parts).removeprefix(".")

    def step_text(self, node: int) -> str:
        """The last step to the node: its name, or its position."""
        key = self.key(node)
        return str(self.position(node)) if key is None else key

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The place of a byte as people count: line and column (in bytes), both from 1."""
        lines, begin = 1, 0
        for at in range(0, offset, _SLICE):
            part = bytes(self._data[at : min(at + _SLICE, offset)])
            lines += part.count(b"\n")
            begin = at + part.rfind(b"\n") + 1 if b"\n" in part else begin
        return lines, offset - begin + 1


class _Closed:
    """In the place of the index of a closed document."""

    def __getattr__(self, name: str) -> Any:
        raise ValueError("the document was closed")


_CLOSED: Any = _Closed()


def build_index(data: memoryview, check: Callable[[], None] = lambda: None) -> Index:
    """The index of the document in ``data``; ``check`` is called now and then and may raise to stop.

    Never raises for bad input: what could be read is indexed and ``fault`` says what was wrong. The native
    library reads where it was built. Raises NotEnoughMemory.
    """
    if len(data) > LARGEST:
        raise NotEnoughMemory("This document is too large to be read.")
    reader = PlainReader if library() is None else NativeReader
    at = len(BOM) if bytes(data[:3]) == BOM else 0
    return reader(data, at, _SECRET_NAMES, check).read()
