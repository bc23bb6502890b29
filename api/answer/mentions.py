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
        self._deepest = max((len(mention.place) for mention in mentions), default=0) + 1

    def steps(self, node: int) -> tuple[list[int], list[str]]:
        """The nodes on the way to a node, from the root on, and the steps between them; a deep way only begins."""
        line = [ROOT, *self._document.lineage(node)]
        short = line[: self._deepest + 2]
        return short, [self._document.step_text(each) for each in short[1:]]

    def at(self, node: int) -> Names:
        """What the node names, by itself and by what it stands in."""
        line, steps = self.steps(node)
        if line[-1] != node:
            return Names()
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

    def _whole(self, steps: Sequence[str]) -> Iterator[Mention]:
        return (m for m in self._mentions if m.whole and fits(m.place, steps, m.besides))

    def _values(self, steps: Sequence[str]) -> Iterator[Mention]:
        return (m for m in self._mentions if not m.whole and fits(m.place, steps, m.besides))

    def _resource(self, mention: Mention, node: int) -> Named | None:
        resource = mention.resource
        if not resource.id:
            found = "" if self._veil.hides(node) else self._document.step_text(node)
        else:
            found = self._text(self._member(node, resource.id))
        title = self._text(self._member(node, resource.title)) if resource.title else ""
        return Named(resource.kind, found, title[:_TITLE]) if found else None

    def _value(self, mention: Mention, node: int) -> Named | None:
        found = self._text(node)
        return Named(mention.resource.kind, found) if found else None

    def _note_references(self, mention: Mention, node: int, known: dict[str, str]) -> None:
        """The ids of others that a resource bears, such as the image of a member."""
        for other in self._mentions:
            beside = not other.whole and other.place[:-1] == mention.place and other.place[-1] != ANY
            if beside and (found := self._text(self._member(node, other.place[-1]))):
                known[other.resource.kind] = found

    def _spoken(self, mention: Mention, node: int) -> list[int]:
        """The members of an object that stand for it: its id and its title."""
        names = [name for name in (mention.resource.id, mention.resource.title) if name]
        return [found for name in names if (found := self._member(node, name)) is not None]

    def _member(self, node: int, name: str) -> int | None:
        is_object = self._document.kind(node) is NodeKind.OBJECT
        return self._document.member(node, name) if is_object else None

    def _text(self, node: int | None) -> str:
        """A text or a number as it stands; "" for anything else, for what is hidden and what is too long."""
        if node is None or self._veil.hides(node):
            return ""
        start, end = self._document.span(node)
        usable = self._document.kind(node) in (NodeKind.STRING, NodeKind.NUMBER) and end - start <= LONGEST
        return self._document.text(node) if usable else ""
