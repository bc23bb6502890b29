"""Which resources an answer names at a node, and around it: found by the places that the catalogue tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.veil import Veil
from api.catalog.answers import ANY
from api.model import Answer, Mention

LONGEST = 1024
"""Bytes of an id; what is longer is none."""
_TITLE = 200
_DEEPEST = 64
"""Levels; the places that documents tell of are far above."""


class Named(NamedTuple):
    """A resource that is named: its kind, its id, and what people call it ("" if nothing)."""

    kind: str
    id: str
    title: str = ""


class Names(NamedTuple):
    """What a node names: ``own`` by itself, ``around`` what holds it (the nearest first), ``known`` ids by kind."""

    own: tuple[Named, ...] = ()
    around: tuple[Named, ...] = ()
    known: dict[str, str] = {}  # noqa: RUF012 - never changed


def answer_of(answers: Sequence[Answer], status: int | None) -> Answer | None:
    """What the document says of an answer with that status: its own entry, that of its hundred, or the default."""
    by_status = {answer.status.upper(): answer for answer in answers}
    tried = (str(status), f"{(status or 0) // 100}XX", "DEFAULT")
    return next((by_status[each] for each in tried if each in by_status), None)


def fits(place: Sequence[str], steps: Sequence[str], besides: Sequence[str] = ()) -> bool:
    """Whether the place stands for exactly these steps."""
    same = len(place) == len(steps) and all(p in (ANY, s) for p, s in zip(place, steps, strict=True))
    return same and not (besides and steps[-1] in besides)


class Mentions:
    """Finds what is named in one answer. Hidden values name nothing."""

    def __init__(self, document: Document, veil: Veil, mentions: Sequence[Mention]) -> None:
        self._document, self._veil, self._mentions = document, veil, mentions

    def hides(self, node: int) -> bool:
        """Whether the node is hidden."""
        return self._veil.hides(node)

    def place(self, node: int) -> tuple[str, ...]:
        """The steps to a node; none to the root, and none to what is too deep for anything to be known of it."""
        return tuple(self._document.step_text(each) for each in self._line(node)[1:])

    def text(self, node: int | None, limit: int = LONGEST) -> str:
        """A text or a number as it stands; "" for anything else, for what is hidden and what is too long."""
        if node is None or self._veil.hides(node):
            return ""
        start, end = self._document.span(node)
        usable = self._document.kind(node) in (NodeKind.STRING, NodeKind.NUMBER) and end - start <= limit
        return self._document.text(node) if usable else ""

    def at(self, node: int) -> Names:
        """What the node names, by itself and by what it stands in."""
        line, steps = self._line(node), self.place(node)
        own: list[Named] = []
        around: list[Named] = []
        known: dict[str, str] = {}
        for depth, each in enumerate(line):
            for mention in self._whole(steps[:depth]):
                self._note_references(mention, each, known)
                if (named := self._resource(mention, each)) is not None:
                    known[named.kind] = named.id
                    mine = node in (each, *self._spoken(mention, each))
                    (own if mine else around).append(named)
        own += [found for mention in self._values(steps) if (found := self._value(mention, node))]
        return Names(tuple(own), tuple(reversed(around)), known)

    def _line(self, node: int) -> list[int]:
        """The nodes on the way to a node, from the root on."""
        line = self._document.lineage(node)
        return [ROOT, *line] if len(line) <= _DEEPEST else []

    def _whole(self, steps: Sequence[str]) -> Iterator[Mention]:
        return (m for m in self._mentions if m.whole and fits(m.place, steps, m.besides))

    def _values(self, steps: Sequence[str]) -> Iterator[Mention]:
        return (m for m in self._mentions if not m.whole and fits(m.place, steps, m.besides))

    def _resource(self, mention: Mention, node: int) -> Named | None:
        resource = mention.resource
        if not resource.id:
            found = "" if self._veil.hides(node) else self._document.step_text(node)
        else:
            found = self.text(self._member(node, resource.id))
        title = self.text(self._member(node, resource.title)) if resource.title else ""
        return Named(resource.kind, found, title[:_TITLE]) if found else None

    def _value(self, mention: Mention, node: int) -> Named | None:
        found = self.text(node)
        return Named(mention.resource.kind, found) if found else None

    def _note_references(self, mention: Mention, node: int, known: dict[str, str]) -> None:
        """The ids of others that a resource bears, such as the image of a member."""
        for other in self._mentions:
            beside = not other.whole and other.place[:-1] == mention.place and other.place[-1] != ANY
            if beside and (found := self.text(self._member(node, other.place[-1]))):
                known[other.resource.kind] = found

    def _spoken(self, mention: Mention, node: int) -> list[int]:
        """The members of an object that stand for it: its id and its title."""
        names = [name for name in (mention.resource.id, mention.resource.title) if name]
        return [found for name in names if (found := self._member(node, name)) is not None]

    def _member(self, node: int, name: str) -> int | None:
        is_object = self._document.kind(node) is NodeKind.OBJECT
        return self._document.member(node, name) if is_object else None
