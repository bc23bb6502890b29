"""What an answer leads to: the calls that take what a node names, and where its links go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from api.answer.document import Document
from api.answer.plain import pointer_tokens
from api.answer.uses.mentions import Mentions, Named, Names, answer_of, fits
from api.answer.uses.ways import ways
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.catalog.takers import Taker, kind_of, needed
from api.errors import BadInput, CatalogueError
from api.exchange.convert import from_text
from api.exchange.exchange import Exchange
from api.exchange.link import LONGEST, Link, follow
from api.exchange.next_page import next_values
from api.model import UNSET, Answer, Call, Change, Detour, Key, Kind, Location, Parameter

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RANK = {Change.NONE: 0, Change.CHANGE: 1, Change.DESTROY: 2}
_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Use:
    """A call with the values that are known for it; UNSET empties what a form remembers of another resource.

    ``lacks`` says that it also needs a resource that is not known here.
    """

    call: Call
    values: dict[Key, Any] = field(default_factory=dict)
    lacks: bool = False


class Group(NamedTuple):
    """The calls that take one thing: what it is, and the calls, the most useful first."""

    named: Named
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """What a node leads to: the call its link asks for, or what to do instead and why; and who takes what it names.

    ``own`` says that the first group is of the node itself and not of what it stands in.
    """

    link: Link | None = None
    instead: Use | None = None
    reason: str = ""
    groups: tuple[Group, ...] = ()
    own: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups or self.instead or self.link)


class UseFinder:
    """Finds the uses of one answer's nodes. Making it reads whole products: a worker's work; asking is quick.

    ``products`` are the ids of those that the answer's cloud offers; ``document`` is None for an answer that
    has none, which then leads only to what its request names.
    """

    def __init__(
        self,
        exchange: Exchange,
        document: Document | None,
        veil: Veil | None,
        catalogue: Catalogue,
        products: Iterable[str] = (),
    ) -> None:
        self._exchange, self._request = exchange, exchange.request
        self._call = catalogue.call(self._request.call_id)
        own = self._call.head.product
        self._document, self._veil = document, veil
        self._answer = answer_of(self._call.answers, exchange.status) or Answer("", "")
        self._calls = {call.id: call for call in catalogue.calls(own)}
        self._takers = _merged(catalogue, dict.fromkeys([own, *products]))
        self._shows = [taker for taker in _all(catalogue.takers(own)) if taker.shows]
        found = self._answer.mentions
        self._mentions = (
            Mentions(document, veil, found) if document is not None and veil is not None else None
        )

    def at(self, node: int | None) -> Uses:
        """What a node leads to; None is the answer as a whole. A hidden value leads nowhere before it is revealed."""
        mentions = self._mentions
        if mentions is None or node is None:
            return self._uses(Names(), "")
        if mentions.hides(node):
            return Uses()
        place, text, names = mentions.place(node), mentions.text(node, LONGEST), mentions.at(node)
        detours = (d for d in self._answer.detours if fits(d.place, place) and d.call in self._calls)
        if text and (detour := next(detours, None)) is not None:
            return self._detour(detour, names)
        link = self._link(place, text) if text else None
        uses = self._uses(names, "" if link else text)
        return Uses(link, groups=uses.groups, own=uses.own)

    def named(self, node: int) -> tuple[Named | None, dict[str, str]]:
        """The resource that a node itself is (None for none), and every id that is known there, by kind."""
        mentions = self._mentions
        if mentions is None or mentions.hides(node):
            return None, {}
        names = mentions.at(node)
        return (names.own[0] if names.own else None), self._known(names)

    def leads(self, text: str) -> Link | None:
        """What a text beside the document asks for as a link, such as the value of a header; None for no link."""
        return follow(text, self._request.url.masked(), self._call, self._calls.values())

    def _link(self, place: tuple[str, ...], text: str) -> Link | None:
        """What the text asks for as a link; as the one to the next page it keeps what the request asked for."""
        call, paging = self._call, self._call.paging
        link = self.leads(text)
        goes_on = paging is not None and place == tuple(pointer_tokens(paging.next)) and place
        if link is None or link.call is not call or not goes_on:
            return link
        return Link(call, next_values(call, self._request.values, text))

    def _detour(self, detour: Detour, names: Names) -> Uses:
        call = self._calls[detour.call]
        values = _filled(call, self._known(names), every=True)
        return Uses(instead=Use(call, values), reason=detour.reason, groups=self._groups(names))

    def _uses(self, names: Names, text: str) -> Uses:
        own = any(named.kind in self._takers for named in names.own)
        groups = self._groups(names)
        if _UUID.fullmatch(text) and text not in (named.id for named in names.own):
            guessed = Group(Named("", text), self._guesses(text))
            return Uses(groups=(guessed, *groups) if guessed.uses else groups, own=bool(guessed.uses))
        if not groups and (led := self._ways()):
            groups = (Group(Named("", ""), led),)
        return Uses(groups=groups, own=own)

    def _groups(self, names: Names) -> tuple[Group, ...]:
        """One group for what the node itself names, then one for each thing around it, then those of the request."""
        known = self._known(names)
        groups = [self._group(names.own, known)] if names.own else []
        asked = [Named(kind, found) for kind, found in reversed(self._asked().items())]
        for named in dict.fromkeys([*names.around, *asked]):
            if not any((named.kind, named.id) == (o.kind, o.id) for o in (*names.own, *_heads(groups))):
                groups.append(self._group((named,), known))
        return tuple(group for group in groups if group.uses)[:_MOST_GROUPS]

    def _group(self, named: Sequence[Named], known: Mapping[str, str]) -> Group:
        """The calls that take the first of these, then those that take the others and not the first."""
        uses: dict[str, Use] = {}
        for each in named:
            for taker in sorted(self._takers.get(each.kind, ()), key=_usefulness):
                use = _use(taker, each.id, known)
                if use is not None:
                    uses.setdefault(taker.call.id, use)
        return Group(named[0], tuple(sorted(uses.values(), key=_order)))

    def _guesses(self, text: str) -> tuple[Use, ...]:
        """The calls that look at a thing by nothing but a UUID: one of them may know it."""
        uses = [_use(t, text, {}) for t in self._shows if t.parameter.schema.kind is Kind.UUID]
        return tuple(use for use in uses if use is not None and not use.lacks)

    def _asked(self) -> dict[str, str]:
        """The ids by kind that the request itself named, the outermost first."""
        found = {}
        for parameter in self._call.parameters:
            value = self._request.values.get(parameter.key)
            if parameter.location is Location.PATH and kind_of(parameter) and isinstance(value, str):
                found[kind_of(parameter)] = value
        return found

    def _known(self, names: Names) -> dict[str, str]:
        return self._asked() | names.known

    def _ways(self) -> tuple[Use, ...]:
        """Where the OpenAPI links of the answer lead."""
        found = ways(self._answer.ways, self._exchange, self._document, self._veil)
        calls = ((self._calls.get(way.call), texts) for way, texts in found)
        return tuple(Use(call, _by_name(call, texts)) for call, texts in calls if call is not None)


def _use(taker: Taker, text: str, known: Mapping[str, str]) -> Use | None:
    """The call with that id and whatever else is known; None when the parameter cannot take it."""
    value = _value(taker.parameter, text)
    if value is None:
        return None
    values = _filled(taker.call, known) | {taker.parameter.key: value}
    places = [p for p in taker.call.parameters if p.location is Location.PATH and kind_of(p)]
    unknown = [p for p in places if p.key not in values]
    adds = taker.call.effects.changes is Change.CHANGE  # then what is not known may be new
    return Use(taker.call, values | {p.key: UNSET for p in unknown}, lacks=bool(unknown) and not adds)


def _filled(call: Call, known: Mapping[str, str], *, every: bool = False) -> dict[Key, Any]:
    """The parameters that say where something is; the rest is the person's choice, unless ``every`` one is wanted."""
    values = {}
    for parameter in call.fields():
        if (text := known.get(kind_of(parameter), "")) and needed(parameter):
            value = _value(parameter, text) if every or parameter.location is Location.PATH else None
            if value is not None:
                values[parameter.key] = value
    return values


def _value(parameter: Parameter, text: str) -> Any:
    with suppress(BadInput):
        return [text] if parameter.schema.kind is Kind.LIST else from_text(parameter, text)
    return None


def _by_name(call: Call, texts: Mapping[str, str]) -> dict[Key, Any]:
    """The values of parameters that a link calls ``name``, or ``path.name`` where a name is not enough."""
    values = {}
    for parameter in call.fields():
        for name in (parameter.name, f"{parameter.location}.{parameter.name}"):
            value = _value(parameter, texts[name]) if name in texts and not parameter.secret else None
            if value is not None:
                values[parameter.key] = value
    return values


def _usefulness(taker: Taker) -> tuple[bool, bool]:
    return not taker.shows, not needed(taker.parameter)


def _order(use: Use) -> tuple[bool, int]:
    return use.lacks, _RANK[use.call.effects.changes]


def _heads(groups: Iterable[Group]) -> Iterator[Named]:
    return (group.named for group in groups)


def _all(found: Mapping[str, tuple[Taker, ...]]) -> Iterator[Taker]:
    return (taker for each in found.values() for taker in each)


def _merged(catalogue: Catalogue, products: Iterable[str]) -> dict[str, tuple[Taker, ...]]:
    merged: dict[str, tuple[Taker, ...]] = {}
    for product in products:
        with suppress(CatalogueError):
            for kind, found in catalogue.takers(product).items():
                merged[kind] = merged.get(kind, ()) + found
    return merged
