"""What differs between two JSON documents: added, removed and changed values, whatever order and writing they have."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from api.answer.compare.exact import scalar
from api.answer.compare.pairing import NOTHING, Pair, Side, pair_items
from api.answer.document import ROOT
from api.answer.index import NodeKind

ADDED, REMOVED, CHANGED = "+", "-", "~"
SIGNS = (ADDED, REMOVED, CHANGED)
MOST_CHANGES = 20_000
_CHECK_EVERY = 256


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its sign, and the node on each side (-1 where there is none).

    An item of a list that changed has ``parts``: what in it was added, removed or changed.
    """

    sign: str
    left: int
    right: int
    parts: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in reading order: whole items of lists, changed items with their parts, and single values.

    ``added``, ``removed`` and ``changed`` count these exactly, also when ``cut`` says that only the first 20,000
    differences are in ``changes``. ``same`` counts the items that are equal (single values, where there are no
    lists of objects: ``unit`` is "items" or "values"). ``matched`` names the members that items were matched
    by, "" for their places. ``moved``: equal or not, they stand in another order. ``repeated``: so many names
    occur again in an object; the last of each counts.
    """

    changes: tuple[Change, ...] = ()
    added: int = 0
    removed: int = 0
    changed: int = 0
    same: int = 0
    unit: str = "values"
    matched: tuple[str, ...] = ()
    moved: bool = False
    repeated: int = 0
    cut: bool = False

    def to_json(self) -> bytes:
        """The difference as JSON; the changes are one flat list of numbers, which is read soonest."""
        flat: list[int] = []
        for change in self.changes:
            for each in (change, *change.parts):
                flat += (SIGNS.index(each.sign), each.left, each.right, len(each.parts))
        rest = {name: getattr(self, name) for name in self.__slots__ if name != "changes"}
        return json.dumps({"changes": flat, **rest}).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Difference:
        """What ``to_json`` wrote."""
        found: dict[str, Any] = json.loads(content)
        numbers = iter(found.pop("changes"))
        fours = zip(numbers, numbers, numbers, numbers, strict=True)
        changes = tuple(
            Change(
                SIGNS[sign],
                left,
                right,
                tuple(Change(SIGNS[s], a, b) for s, a, b, _n in islice(fours, parts)),
            )
            for sign, left, right, parts in fours
        )
        return cls(changes, **{**found, "matched": tuple(found["matched"])})


def compare(
    left: Side, right: Side, check: Callable[[], None] = lambda: None, limit: int = MOST_CHANGES
) -> Difference:
    """What differs between two documents. For a worker or a child process; ``check`` may raise to stop it.

    Lists of objects are matched by a member that names their items, their order does not count; other lists
    are compared by the longest common subsequence. Objects are compared by name, numbers by their exact value,
    texts by their characters. Hidden nodes are compared as wholes.
    """
    return _Walk(left, right, check, limit).run()


@dataclass(slots=True)
class _Group:
    """An item on both sides that may turn out to be changed, and what differs in it."""

    left: int
    right: int
    parts: list[Change] = field(default_factory=list)
    changed: bool = False


class _Walk:
    """Goes through both documents at once with a stack of its own: no depth is too much."""

    def __init__(self, left: Side, right: Side, check: Callable[[], None], limit: int) -> None:
        self._left, self._right, self._check, self._room = left, right, check, limit
        self._found: list[Change | _Group] = []
        self._counts = dict.fromkeys(SIGNS, 0)
        self._same_items = self._same_values = self._repeated = 0
        self._matched: dict[str, None] = {}
        self._moved = self._cut = self._lists = False
        self._stack: list[tuple[Pair, _Group | None]] = []

    def run(self) -> Difference:
        """Compare the roots."""
        ends = [ROOT if len(side.document) else NOTHING for side in (self._left, self._right)]
        if ends != [NOTHING, NOTHING]:
            self._go(((ends[0], ends[1]), None))
        return self._result()

    def differs(self, pair: Pair) -> bool:
        """Whether two nodes mean different things."""
        group = _Group(*pair)
        self._go((pair, group))
        return group.changed

    def _go(self, begin: tuple[Pair, _Group | None]) -> None:
        self._stack.append(begin)
        steps = 0
        while self._stack:
            steps += 1
            if steps % _CHECK_EVERY == 0:
                self._check()
            pair, group = self._stack.pop()
            if group is not None and pair == (group.left, group.right):
                self._found.append(group)
            self._step(pair, group)

    def _result(self) -> Difference:
        changes = []
        for each in self._found:
            if isinstance(each, Change):
                changes.append(each)
            elif not each.changed:
                self._same_items += 1
            else:
                self._counts[CHANGED] += 1
                if each.parts:
                    changes.append(Change(CHANGED, each.left, each.right, tuple(each.parts)))
        return Difference(
            tuple(changes),
            added=self._counts[ADDED],
            removed=self._counts[REMOVED],
            changed=self._counts[CHANGED],
            same=self._same_items + (0 if self._lists else self._same_values),
            unit="items" if self._lists else "values",
            matched=tuple(self._matched),
            moved=self._moved,
            repeated=self._repeated,
            cut=self._cut,
        )

    def _step(self, pair: Pair, group: _Group | None) -> None:
        left, right = pair
        if left == NOTHING or right == NOTHING:
            self._add(ADDED if left == NOTHING else REMOVED, pair, group)
            return
        if not self._opens(pair):
            self._plain(pair, group)
        elif self._left.document.kind(left) is NodeKind.ARRAY:
            self._arrays(pair, group)
        elif group is None or not self._same_source(pair):
            self._push(self._members(pair), group)

    def _plain(self, pair: Pair, group: _Group | None) -> None:
        if not self._equal(pair):
            self._add(CHANGED, pair, group)
        elif group is None:
            self._same_values += 1

    def _add(self, sign: str, pair: Pair, group: _Group | None) -> None:
        if group is not None:
            group.changed = True
        else:
            self._counts[sign] += 1
        if self._room <= 0:
            self._cut = True
            return
        self._room -= 1
        (self._found if group is None else group.parts).append(Change(sign, *pair))

    def _push(self, pairs: list[Pair], group: _Group | None) -> None:
        self._stack.extend((pair, group) for pair in reversed(pairs))

    def _members(self, pair: Pair) -> list[Pair]:
        ours, theirs = self._named(self._left, pair[0]), self._named(self._right, pair[1])
        pairs = [(node, theirs.get(name, NOTHING)) for name, node in ours.items()]
        return pairs + [(NOTHING, node) for name, node in theirs.items() if name not in ours]

    def _named(self, side: Side, node: int) -> dict[str | None, int]:
        """The last member of each name."""
        found = {side.document.key(member): member for member in side.items(node)}
        self._repeated += side.document.child_count(node) - len(found)
        return found

    def _arrays(self, pair: Pair, group: _Group | None) -> None:
        objects = group is None and self._holds_objects(pair)
        self._lists = self._lists or objects
        if self._same_source(pair):
            if group is None:
                self._count_same(self._left.document.child_count(pair[0]), objects=objects)
            return
        pairing = pair_items(self._left, self._right, pair, self._check)
        self._moved = self._moved or pairing.moved
        if group is not None:
            self._push(pairing.pairs, group)
            return
        if objects:
            self._matched[pairing.by] = None
        self._count_same(pairing.same, objects=objects)
        self._items(pairing.pairs, objects=objects)

    def _items(self, pairs: list[Pair], *, objects: bool) -> None:
        """The items of a list that stands in no other: each one that may have changed is a group."""
        waiting: list[tuple[Pair, _Group | None]] = []
        for number, pair in enumerate(pairs):
            if number % _CHECK_EVERY == 0:
                self._check()
            both = NOTHING not in pair
            group = _Group(*pair) if both and self._opens(pair) else None
            if both and (self._same_source(pair) or (group is None and self._equal(pair))):
                self._count_same(1, objects=objects)
            else:
                waiting.append((pair, group))
        self._stack.extend(reversed(waiting))

    def _opens(self, pair: Pair) -> bool:
        """Whether two nodes are looked into: objects or arrays that are not hidden."""
        left, right = self._left, self._right
        if pair[0] in left.hidden or pair[1] in right.hidden or not left.document.is_container(pair[0]):
            return False
        return left.document.kind(pair[0]) is right.document.kind(pair[1])

    def _count_same(self, count: int, *, objects: bool) -> None:
        if objects:
            self._same_items += count
        else:
            self._same_values += count

    def _holds_objects(self, pair: Pair) -> bool:
        sides = zip((self._left.document, self._right.document), pair, strict=True)
        return any(
            document.kind(item) is NodeKind.OBJECT
            for document, node in sides
            for item in document.children(node, 0, 100)
        )

    def _same_source(self, pair: Pair) -> bool:
        """Whether both are written alike, byte for byte."""
        (start, end), (begin, stop) = self._left.document.span(pair[0]), self._right.document.span(pair[1])
        if end - start != stop - begin:
            return False
        return self._left.document.source(pair[0]) == self._right.document.source(pair[1])

    def _equal(self, pair: Pair) -> bool:
        """Whether two nodes that are not looked into mean the same: scalars, kinds that differ, hidden ones."""
        left, right = self._left.document, self._right.document
        if left.kind(pair[0]) is not right.kind(pair[1]):
            return False
        if left.source(pair[0]) == right.source(pair[1]):
            return True
        if not left.is_container(pair[0]):
            return scalar(left, pair[0]) == scalar(right, pair[1])
        return not _Walk(Side(left), Side(right), self._check, 1).differs(pair)
