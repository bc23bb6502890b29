"""Which calls take the id of a resource: the calls of a product by the kinds that their parameters pick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from api.catalog.answers import ANY
from api.model import Call, Change, Mention, Parameter


class Taker(NamedTuple):
    """A call and the parameter of it that takes the id; ``shows`` says that its answer is that one resource."""

    call: Call
    parameter: Parameter
    shows: bool


def takers(calls: Iterable[Call]) -> dict[str, tuple[Taker, ...]]:
    """The takers of every kind, those first that the document names as such, the others in the order of the calls.

    A parameter that may be left out counts only where the call reads: it filters then. Markers of pages do not
    count, they say where a page begins.
    """
    found: dict[str, list[Taker]] = {}
    first: dict[str, tuple[str, ...]] = {}
    for call in calls:
        first.update((m.resource.kind, m.resource.first) for m in _mentions(call) if m.resource.first)
        for kind, parameter in _taken(call).items():
            found.setdefault(kind, []).append(Taker(call, parameter, _shows(call, kind)))
    return {kind: tuple(sorted(each, key=_place(first.get(kind, ())))) for kind, each in found.items()}


def kind_of(parameter: Parameter) -> str:
    """The kind of resource whose id the parameter takes, "" for none."""
    return parameter.pick.kind if parameter.pick is not None and not parameter.secret else ""


def needed(parameter: Parameter) -> bool:
    """Whether the call cannot do without it, whatever else is given."""
    return parameter.required and parameter.within is None


def _taken(call: Call) -> dict[str, Parameter]:
    taken: dict[str, Parameter] = {}
    for parameter in sorted(_candidates(call), key=lambda each: not needed(each)):
        taken.setdefault(kind_of(parameter), parameter)
    return taken


def _candidates(call: Call) -> Iterator[Parameter]:
    marker = call.paging.marker if call.paging else ""
    reads = call.effects.changes is Change.NONE
    for parameter in call.fields():
        if kind_of(parameter) and parameter.name != marker and (reads or needed(parameter)):
            yield parameter


def _shows(call: Call, kind: str) -> bool:
    return call.effects.changes is Change.NONE and any(
        mention.whole and mention.resource.kind == kind and ANY not in mention.place
        for mention in _mentions(call)
    )


def _mentions(call: Call) -> Iterator[Mention]:
    return (mention for answer in call.answers for mention in answer.mentions)


def _place(first: tuple[str, ...]) -> Callable[[Taker], int]:
    places = {name: number for number, name in enumerate(first)}
    return lambda taker: places.get(taker.call.id.partition(".")[2], len(places))
