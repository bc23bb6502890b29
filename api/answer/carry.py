"""Carries what a person had open in an answer over to a newer answer of the same call, by JSON pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.outline import Place, Range, range_width

_CHECK_EVERY = 256


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open in the tree of a document, which row is current, and which is the first in sight."""

    opened: tuple[Place, ...] = ()
    current: Place | None = None
    top: Place | None = None


def carried(
    standing: Standing, old: Document, new: Document, check: Callable[[], None] = lambda: None
) -> Standing:
    """The same standing in a newer document: what is gone stays closed, the nearest holder takes its place.

    Outer rows come before those inside them. ``check`` is called now and then and may raise to stop.
    """
    if not len(old) or not len(new):
        return Standing()
    way = _Way(old, new)
    return Standing(
        tuple(_opened(way, standing.opened, check)),
        way.nearest(standing.current),
        way.nearest(standing.top),
    )


def _opened(way: _Way, places: Iterable[Place], check: Callable[[], None]) -> Iterable[Place]:
    for number, place in enumerate(sorted(places, key=_outer_first)):
        if number % _CHECK_EVERY == 0:
            check()
        if (found := way.exactly(place)) is not None:
            yield found


def _outer_first(place: Place) -> tuple[int, int, int]:
    if isinstance(place, Range):
        return place.node, 1, -(place.stop - place.start)
    return place, 0, 0


class _Way:
    """From the nodes of one document to those of another. Remembers what it found."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self._known: dict[int, tuple[int, bool]] = {ROOT: (ROOT, True)}
        """The node, or its nearest holder that is still there, and whether it is the node."""

    def exactly(self, place: Place) -> Place | None:
        """The same place; None if there is none."""
        node, same = self._node(place.node if isinstance(place, Range) else place)
        if not same:
            return None
        return self._range(node, place) if isinstance(place, Range) else node

    def nearest(self, place: Place | None) -> Place | None:
        """The same place, or the nearest that holds it."""
        if place is None:
            return None
        if isinstance(place, Range):
            return self.exactly(place) or self._node(place.node)[0]
        return self._node(place)[0]

    def _range(self, node: int, place: Range) -> Range | None:
        width, total = range_width(place.stop - place.start), self._new.child_count(node)
        if place.start >= total or width >= total:
            return None
        return Range(node, place.start, min(place.start + width, total))

    def _node(self, node: int) -> tuple[int, bool]:
        line = []
        while node not in self._known:
            line.append(node)
            node = self._old.parent(node) or ROOT
        for each in reversed(line):
            held, same = self._known[self._old.parent(each) or ROOT]
            found = self._step(each, held) if same else None
            self._known[each] = (held, False) if found is None else (found, True)
            node = each
        return self._known[node]

    def _step(self, node: int, holder: int) -> int | None:
        """The child of a new node that stands where the old one stood under its parent."""
        name = self._old.key(node)
        if name is not None:
            return self._new.member(holder, name)
        position = self._old.position(node)
        is_item = self._new.kind(holder) is NodeKind.ARRAY and position < self._new.child_count(holder)
        return self._new.child(holder, position) if is_item else None
