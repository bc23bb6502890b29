"""From rows that were chosen in an answer to the calls that can be run on all of them, and to those calls' rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.uses.uses import UseFinder
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.catalog.takers import kind_of
from api.errors import BadInput
from api.exchange.convert import from_text
from api.model import Call, Kind, Location, Parameter
from api.work.bulk.row import Row
from api.work.bulk.rules import REPLACE, can_be_bulk, setting_of

LARGEST = 256 << 10
"""Bytes of a resource; of a larger one only its id and name are known."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One of them: its kind, id and name, the ids known around it by kind, and itself as far as it is shown."""

    kind: str
    id: str
    name: str
    ids: dict[str, str]
    known: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: things of one kind, how many rows were none of that kind, and the calls that take them."""

    things: tuple[Thing, ...]
    others: int
    calls: tuple[Call, ...]

    @property
    def kind(self) -> str:
        """The word for one of them."""
        return self.things[0].kind if self.things else "resource"

    def filled(self, call: Call) -> frozenset[str]:
        """The names of the parameters that the rows themselves fill in."""
        return frozenset(name for thing in self.things[:1] for name, _value in _fill(call, thing))

    def rows(self, call: Call) -> list[Row]:
        """The rows of one of the calls; for thousands a worker's work."""
        return [Row(each.id, each.name, tuple(_fill(call, each)), each.known) for each in self.things]


def read_chosen(
    finder: UseFinder,
    document: Document,
    veil: Veil,
    nodes: Iterable[int],
    catalogue: Catalogue,
    check: Callable[[], None] = lambda: None,
) -> Chosen:
    """Read what some rows are (a worker's work); the answer is not needed any more then."""
    found: list[Thing] = []
    others, first = 0, None
    veiled = {step for covered in veil.covered for step in document.lineage(covered)}
    for node in nodes:
        check()
        named, ids = finder.named(node)
        if named is None or (found and named.kind != found[0].kind):
            others += 1
            continue
        first = node if first is None else first
        known = _known(document, node, veiled)
        found.append(Thing(named.kind, named.id, named.title, ids, known))
    calls = _calls(finder, first, catalogue) if first is not None else ()
    return Chosen(tuple(found), others, calls)


def _calls(finder: UseFinder, node: int, catalogue: Catalogue) -> tuple[Call, ...]:
    """The calls that change what the node is; of adding and replacing a property one, for a run does whichever fits."""
    uses = finder.at(node)
    if not uses.own or not uses.groups:
        return ()
    calls = [use.call for use in uses.groups[0].uses if can_be_bulk(use.call)]
    return tuple(call for call in calls if not _is_replace(call, catalogue))


def _is_replace(call: Call, catalogue: Catalogue) -> bool:
    setting = setting_of(call, catalogue)
    return setting is not None and setting.operation == REPLACE and len(setting.calls) > 1


def _fill(call: Call, thing: Thing) -> Iterator[tuple[str, Any]]:
    """What tells the thing in the call: its own id, and the ids of what it belongs to."""
    for parameter in call.fields():
        kind = kind_of(parameter)
        own = kind == thing.kind and parameter.required and parameter.within is None
        if own or (parameter.location is Location.PATH and kind in thing.ids):
            with suppress(BadInput):
                yield parameter.name, _value(parameter, thing.id if own else thing.ids[kind])


def _value(parameter: Parameter, text: str) -> Any:
    return [text] if parameter.schema.kind is Kind.LIST else from_text(parameter, text)


def _known(document: Document, node: int, veiled: Collection[int]) -> dict[str, Any]:
    """The thing as the answer shows it, without the members that are hidden or hold something hidden."""
    start, end = document.span(node)
    if document.kind(node) is not NodeKind.OBJECT or end - start > LARGEST:
        return {}
    hidden = (
        {document.key(child) for child in document.children(node) if child in veiled} if veiled else set()
    )
    try:
        found = json.loads(document.source(node))
    except (ValueError, RecursionError):
        return {}
    return {name: value for name, value in found.items() if name not in hidden}
