"""A JSON document over the bytes as they were received: integer nodes, read when they are asked for."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from api.answer.index import NO_PARENT, NodeKind, build_index
from api.answer.plain import decode, one_line, pointer_token, pointer_tokens
from api.wire.response import Content

ROOT = 0
_SLICE, _OVERLAP = 1 << 20, 64
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
        index = build_index(self._data, check)
        self._index = index
        self.fault, self.stopped = index.fault, index.stopped

    def close(self) -> None:
        """Let go of the bytes; the document cannot be read any more."""
        self._data.release()

    @property
    def size(self) -> int:
        """How many bytes were received."""
        return len(self._data)

    def __len__(self) -> int:
        return len(self._index.kinds)

    def kind(self, node: int) -> NodeKind:
        """What the node is."""
        return NodeKind(self._index.kinds[node])

    def is_container(self, node: int) -> bool:
        """Whether the node is an object or an array."""
        return self._index.kinds[node] <= NodeKind.ARRAY

    def parent(self, node: int) -> int | None:
        """The object or array that holds the node; None for the root."""
        parent = self._index.parents[node]
        return None if parent == NO_PARENT else parent

    def position(self, node: int) -> int:
        """The node's place among its siblings, from 0."""
        return self._index.positions[node]

    def child_count(self, node: int) -> int:
        """How many members or items it has; 0 for scalars."""
        return self._index.counts[node]

    def children(self, node: int, start: int = 0, count: int | None = None) -> Sequence[int]:
        """At most ``count`` children in the document's order, from position ``start``."""
        total = self._index.counts[node]
        stop = total if count is None else min(start + count, total)
        first = self._index.firsts[node]
        return self._index.kids[first + start : first + stop]

    def child(self, node: int, position: int) -> int:
        """The child at a position that exists."""
        return self._index.kids[self._index.firsts[node] + position]

    def span(self, node: int) -> tuple[int, int]:
        """The value's first byte and the one past its last."""
        return self._index.starts[node], self._index.ends[node]

    def source(self, node: int, limit: int | None = None) -> bytes:
        """The value as received, at most ``limit`` bytes of it."""
        start, end = self.span(node)
        return bytes(self._data[start : end if limit is None else min(end, start + limit)])

    def text(self, node: int, limit: int | None = None) -> str:
        """A scalar's text: a string's characters (of its first ``limit`` bytes), else the source.

        A container's text is "".
        """
        kind = self._index.kinds[node]
        if kind <= NodeKind.ARRAY:
            return ""
        if kind != NodeKind.STRING:
            return self.source(node, limit).decode("ascii", "replace")
        start, end = self.span(node)
        stop = end - 1 if limit is None else min(end - 1, start + 1 + limit)
        return decode(bytes(self._data[start + 1 : stop]))

    def key_span(self, node: int) -> tuple[int, int] | None:
        """Where the member's name stands, with its quotes; None for items and the root."""
        start = self._index.keys[node]
        return (start, self._index.key_ends[node]) if start else None

    def key(self, node: int) -> str | None:
        """The member's name; None for items and the root."""
        start = self._index.keys[node]
        return decode(bytes(self._data[start + 1 : self._index.key_ends[node] - 1])) if start else None

    def key_source(self, node: int) -> str:
        """The member's name as received, with its quotes; "" for items and the root."""
        start = self._index.keys[node]
        return bytes(self._data[start : self._index.key_ends[node]]).decode("utf-8", "replace")

    def members(self, node: int, name: str) -> Iterator[int]:
        """Every member of that name (a name may occur more than once)."""
        if self._index.kinds[node] == NodeKind.OBJECT:
            yield from (child for child in self.children(node) if self.key(child) == name)

    def member(self, node: int, name: str) -> int | None:
        """The last member of that name, as JSON readers take it; None if there is none."""
        return max(self.members(node, name), default=None)

    def column(self, node: int, name: str, start: int = 0, count: int | None = None) -> Sequence[int]:
        """For each item of an array, from ``start``, at most ``count``: its last member of that name, or -1."""
        found = (self.member(item, name) for item in self.children(node, start, count))
        return array("q", (-1 if each is None else each for each in found))

    def names(self, node: int, check: Callable[[], None] = lambda: None) -> list[str]:
        """The names of the members of an array's items, as they first appear; "" stands for items that are no objects."""
        found: dict[str, None] = {}
        for item in self.children(node):
            check()
            if self._index.kinds[item] == NodeKind.OBJECT:
                found.update((self.key(child) or "", None) for child in self.children(item))
            else:
                found[""] = None
        return list(found)

    def find(self, pointer: str) -> int | None:
        """The node at a JSON pointer ("" is the root); None if there is none."""
        if not len(self):
            return None
        node: int | None = ROOT
        for token in pointer_tokens(pointer):
            if node is None:
                return None
            node = max(self.steps(node, token), default=None)
        return node

    def steps(self, node: int, token: str) -> list[int]:
        """The children that one token of a JSON pointer leads to: every member of that name, or one item."""
        if self._index.kinds[node] == NodeKind.OBJECT:
            return list(self.members(node, token))
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
        """The node's path as people write it: ``images[0].id``, ``["odd name"][2]``."""
        parts = []
        for each in self.lineage(node):
            key = self.key(each)
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

    def holds(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether a pattern for short pieces occurs in the received bytes; a quick look before a long one.

        Looks slice by slice, so that other threads get their turn.
        """
        slices = range(0, len(self._data), _SLICE)
        return any(pattern.search(self._data, at, at + _SLICE + _OVERLAP) for at in slices)

    def node_at(self, offset: int) -> int | None:
        """The innermost node whose value or name covers that byte; None outside of the document."""
        node: int | None = bisect_right(range(len(self)), offset, key=self._begin) - 1
        if node is None or node < 0:
            return None
        while node is not None and self._index.ends[node] <= offset:
            node = self.parent(node)
        return node

    def _begin(self, node: int) -> int:
        return self._index.keys[node] or self._index.starts[node]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The place of a byte as people count: line and column (in bytes), both from 1."""
        before = bytes(self._data[:offset])
        return before.count(b"\n") + 1, offset - (before.rfind(b"\n") + 1) + 1
