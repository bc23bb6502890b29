"""Which items of two arrays are the same thing: by a member that names them, else by where they stand."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

from api.answer.compare.alignment import gaps
from api.answer.compare.exact import scalar
from api.answer.document import Document
from api.answer.index import NodeKind

NOTHING = -1
_NAMES = (
    "id", "member_id", "name", "image_id", "key", "region", "region_id", "regionId", "interface", "namespace",
    "publicURL", "url", "href", "self", "rel", "type",
)  # fmt: skip
"""Members that name a thing, the surest first."""
_LOOKED_AT = 40
_UNIQUE = 0.9
"""The share of different values that makes a member a name; pages that overlap repeat some."""

Pair = tuple[int, int]
"""A node of the left document and one of the right; NOTHING on the side that has none."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two documents, and its hidden nodes: they are told apart from others, but never by what they hold."""

    document: Document
    hidden: Collection[int] = frozenset()

    def items(self, node: int) -> Sequence[int]:
        """What an array or object holds."""
        return self.document.children(node)


@dataclass(frozen=True, slots=True)
class Pairing:
    """The items of both sides, in the left side's order, then what only the right one has.

    ``same`` more are known to be equal. ``by`` is the member they were matched by, "" for their places.
    ``moved``: matched items stand in another order.
    """

    pairs: list[Pair]
    same: int = 0
    by: str = ""
    moved: bool = False


def pair_items(left: Side, right: Side, pair: Pair, check: Callable[[], None]) -> Pairing:
    """Pair the items of two arrays."""
    found = _naming_member(left, right, pair, check)
    if found is None:
        return Pairing(*_by_place(left, right, (left.items(pair[0]), right.items(pair[1])), check))
    name, ours, theirs = found
    known = {key: node for node, key in theirs.items()}
    pairs = [(node, known.get(key, NOTHING)) for node, key in ours.items()]
    met = [node for _left, node in pairs if node != NOTHING]
    added = theirs.keys() - set(met)
    pairs += [(NOTHING, node) for node in theirs if node in added]
    rest = (
        [n for n in left.items(pair[0]) if n not in ours],
        [n for n in right.items(pair[1]) if n not in theirs],
    )
    others, same = _by_place(left, right, rest, check)
    return Pairing(pairs + others, same, name, moved=met != sorted(met))


def _naming_member(
    left: Side, right: Side, pair: Pair, check: Callable[[], None]
) -> tuple[str, dict[int, Hashable], dict[int, Hashable]] | None:
    """The member that names the items on both sides, with what each item is named; None if there is none.

    One whose values meet is better than one before it whose values do not: two regions give one image two ids.
    """
    if not _any_object(left, pair[0]) or not _any_object(right, pair[1]):
        return None
    unmet = None
    for name in _candidates(left, pair[0]):
        check()
        ours, theirs = _named(left, pair[0], name), _named(right, pair[1], name)
        if ours is None or theirs is None:
            continue
        common = len(set(ours.values()) & set(theirs.values()))
        if common and (name in _NAMES or 2 * common >= min(len(ours), len(theirs))):
            return name, ours, theirs
        if unmet is None and name in _NAMES:
            unmet = name, ours, theirs
    return unmet


def _any_object(side: Side, node: int) -> bool:
    return any(side.document.kind(item) is NodeKind.OBJECT for item in side.items(node))


def _candidates(side: Side, node: int) -> list[str]:
    first = side.document.children(node, 0, 1)
    members = side.document.children(first[0], 0, _LOOKED_AT) if first else ()
    others = [side.document.key(each) or "" for each in members if _names_something(side, each)]
    return [*_NAMES, *(name for name in others if name not in _NAMES)]


def _names_something(side: Side, node: int) -> bool:
    return side.document.kind(node) is NodeKind.STRING and node not in side.hidden


def _named(side: Side, node: int, member: str) -> dict[int, Hashable] | None:
    """Each object's name by that member, told apart where it occurs again; None where it names too few of them."""
    document, items = side.document, side.items(node)
    objects = sum(document.kind(item) is NodeKind.OBJECT for item in items)
    seen: Counter[Hashable] = Counter()
    found: dict[int, Hashable] = {}
    for item, value in zip(items, document.column(node, member), strict=True):
        if (
            value < 0
            or item in side.hidden
            or document.kind(value) not in (NodeKind.STRING, NodeKind.NUMBER)
        ):
            continue
        if value in side.hidden:
            return None
        name = scalar(document, value)
        found[item] = name, seen[name]
        seen[name] += 1
    if not found or 2 * len(found) < objects or len(seen) < _UNIQUE * len(found):
        return None
    return found


def _by_place(
    left: Side, right: Side, items: tuple[Sequence[int], Sequence[int]], check: Callable[[], None]
) -> tuple[list[Pair], int]:
    """Pair what differs between the common parts of two sequences, place by place; and how many are common."""
    ours, theirs = items
    pairs: list[Pair] = []
    same = len(ours)
    for left_from, left_to, right_from, right_to in gaps(
        _tokens(left, ours), _tokens(right, theirs), check
    ):
        pairs += _in_gap(left, right, ours[left_from:left_to], theirs[right_from:right_to])
        same -= left_to - left_from
    return pairs, same


def _in_gap(left: Side, right: Side, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[Pair]:
    """Items of one kind are one thing that changed; the others went and came."""
    waiting: defaultdict[NodeKind, list[int]] = defaultdict(list)
    for node in reversed(theirs):
        waiting[right.document.kind(node)].append(node)
    met = set()
    for node in ours:
        same_kind = waiting[left.document.kind(node)]
        other = same_kind.pop() if same_kind else NOTHING
        met.add(other)
        yield node, other
    yield from ((NOTHING, node) for node in theirs if node not in met)


def _tokens(side: Side, items: Sequence[int]) -> list[Hashable]:
    return [_token(side, node) for node in items]


def _token(side: Side, node: int) -> Hashable:
    if side.document.is_container(node):
        return hashlib.sha256(side.document.source(node)).digest()
    return scalar(side.document, node)
