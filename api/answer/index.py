"""Where everything stands in a JSON document: one entry a node, in flat arrays of byte offsets."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from enum import IntEnum

from api.answer.plain import decode

NO_PARENT = 0xFFFFFFFF
LARGEST = 0xFFFFFFFF
"""Bytes: offsets are four bytes wide."""
MOST_NAMES = 100_000
STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
"""A whole JSON string with its quotes; control characters may stand in it."""


class NodeKind(IntEnum):
    """What a node is, by JSON's own names."""

    OBJECT = 1
    ARRAY = 2
    STRING = 3
    NUMBER = 4
    BOOLEAN = 5
    NULL = 6


EMPTY_OBJECT, EMPTY_ARRAY = 7, 8
"""In ``Index.kinds`` only: containers without children need no further entry."""


class Index:
    """The arrays, and what is looked up in them. Nodes stand in reading order; the root is 0.

    For each node: ``starts`` (the value's first byte), ``keys`` (its name's first byte, 0 for none: a name never
    stands at the first byte), ``parents``, ``kinds``, and ``tails``: one past the value's last byte, or for a
    container with children its number among those. For each of these: ``holders`` (its node), ``ends`` (one past
    its last byte), and its children as ``kids[heads[number] : heads[number] + counts[number]]``. ``marked``
    are texts and numbers whose names were asked for (or are written with escapes). ``fault`` says why reading
    stopped at byte ``stopped`` ("" when the whole was read).
    """

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.starts: Sequence[int] = array("I")
        self.keys: Sequence[int] = array("I")
        self.tails: Sequence[int] = array("I")
        self.parents: Sequence[int] = array("I")
        self.kinds: Sequence[int] = bytearray()
        self.holders: Sequence[int] = array("I")
        self.heads: Sequence[int] = array("I")
        self.counts: Sequence[int] = array("I")
        self.ends: Sequence[int] = array("I")
        self.kids: Sequence[int] = array("I")
        self.marked: Sequence[int] = array("I")
        self.fault = ""
        self.stopped = 0

    def child_count(self, node: int) -> int:
        """How many members or items a node has."""
        return self.counts[self.tails[node]] if self.kinds[node] <= NodeKind.ARRAY else 0

    def children(self, node: int, start: int, stop: int) -> Sequence[int]:
        """The children from one place up to another one; places that do not exist are left out."""
        if self.kinds[node] > NodeKind.ARRAY:
            return ()
        held = self.tails[node]
        head = self.heads[held]
        return self.kids[head + start : head + min(stop, self.counts[held])]

    def place(self, node: int) -> int:
        """A node's place among its siblings."""
        parent = self.parents[node]
        if parent == NO_PARENT:
            return 0
        held = self.tails[parent]
        head = self.heads[held]
        return bisect_left(self.kids, node, head, head + self.counts[held]) - head

    def end(self, node: int) -> int:
        """One past the value's last byte."""
        tail = self.tails[node]
        return self.ends[tail] if self.kinds[node] <= NodeKind.ARRAY else tail

    def key_end(self, node: int) -> int:
        """One past the name's closing quote."""
        match = STRING.match(self.data, self.keys[node])
        return match.end() if match else self.starts[node]

    def name(self, node: int, limit: int | None = None) -> str:
        """The name of a member; of one that is longer, its first ``limit`` bytes."""
        begin = self.keys[node] + 1
        if limit is None:
            return decode(bytes(self.data[begin : self.key_end(node) - 1]))
        whole = STRING.match(self.data, begin - 1, begin + limit + 1)
        end = whole.end() - 1 if whole else min(begin + limit, self.starts[node])
        return decode(bytes(self.data[begin:end]))

    def member_before(self, node: int, name: str, before: int) -> int:
        """The place of an object's last member of that name that stands before a place; -1 for none."""
        if self.kinds[node] != NodeKind.OBJECT:
            return -1
        kids = self.children(node, 0, before)
        return next((at for at in range(len(kids) - 1, -1, -1) if self.name(kids[at]) == name), -1)

    def column(self, node: int, name: str, start: int, stop: int) -> Sequence[int]:
        """For the children of a container from one place to another: their last member of that name, or -1."""
        found = array("q")
        for item in self.children(node, start, stop):
            place = self.member_before(item, name, LARGEST)
            found.append(-1 if place < 0 else self.children(item, place, place + 1)[0])
        return found

    def names(self, node: int, check: Callable[[], None]) -> list[str]:
        """The names of the members of a container's children as they first appear; "" for those that are no objects.

        At most 100,000.
        """
        found: dict[str, None] = {}
        for item in self.children(node, 0, LARGEST):
            check()
            if self.kinds[item] == NodeKind.OBJECT:
                found.update((self.name(child), None) for child in self.children(item, 0, LARGEST))
            elif self.kinds[item] != EMPTY_OBJECT:
                found[""] = None
        return list(found)[:MOST_NAMES]

    def closed_before(self, node: int) -> int:
        """How many containers with children ended before a node begins."""
        opened, above = bisect_left(self.holders, node), self.parents[node]
        while above != NO_PARENT:
            opened, above = opened - 1, self.parents[above]
        return opened
