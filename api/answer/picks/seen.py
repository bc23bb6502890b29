"""What was seen in answers and typed before: in memory only, by place and kind, for the lists to pick from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.answer.picks.sources import Sources
from api.model import Call, Change, Parameter, Pick, Place

if TYPE_CHECKING:
    from api.answer.answer import Answer
    from api.answer.picks.choices import Choice, Scope
    from api.catalog.catalogue import Catalogue
    from api.exchange.exchange import Exchange

MOST = 5_000
"""Values of one kind that are kept at one place; the newest stay."""
MOST_PLACES = 24
_PART = 250
_Key = tuple[str, "Scope"]
_Shelf = OrderedDict[_Key, "Choice"]


class Seen:
    """Values by place (profile, account, region) and kind, the newest last. Thread-safe; never on a disk.

    Reading an answer is work for a worker; the rest is immediate.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._sources = Sources(catalogue)
        self._catalogue = catalogue
        self._places: OrderedDict[Place, dict[str, _Shelf]] = OrderedDict()
        self._gone: OrderedDict[tuple[Place, str, _Key], datetime] = OrderedDict()
        self._signed_out: dict[str, datetime] = {}
        """What was asked before then is not remembered, however late it comes."""
        self._lock = threading.Lock()

    def learn(self, exchange: Exchange, answer: Answer, check: Callable[[], None] = lambda: None) -> None:
        """Remember the resources in an answer that tells of success; nothing that is veiled."""
        from api.answer.picks.choices import read_choices

        request, document, veil = exchange.request, answer.document, answer.veil
        if not _succeeded(exchange) or document is None or veil is None or request.place.profile is None:
            return
        given = {key.name: value for key, value in request.values.items()}
        hides = veil.hides if veil.covered or veil.rest else None
        for taking in self._sources.of(request.call_id):
            scope = _scope(((name, name) for name in taking.within), given)
            for source in taking.sources(document):
                found = read_choices(document, source, hides, scope, exchange.started, check)
                self._keep(request.place, taking.kind, found)

    def note(self, exchange: Exchange) -> None:
        """Remember what was sent with success: values typed into fields with a pick, and what is gone now."""
        request = exchange.request
        if not _succeeded(exchange) or request.place.profile is None:
            return
        call = self._catalogue.call(request.call_id)
        given = {key.name: value for key, value in request.values.items()}
        for parameter in _pickable(call):
            if parameter.key in request.values:
                self._note(exchange, call, parameter, given)

    def choices(self, place: Place, pick: Pick, scope: Scope = ()) -> list[Choice]:
        """What is known of the pick's kind at a place, the newest first; of another scope nothing.

        Values of one answer keep its order.
        """
        with self._lock:
            shelf = list(self._places.get(place, {}).get(pick.memory, {}).values())
        found: dict[str, Choice] = {}
        for choice in sorted(shelf, key=_when, reverse=True):
            if _fits(choice.scope, scope):
                found.setdefault(choice.value, choice)
        return list(found.values())

    def known(self, place: Place, pick: Pick, value: str, scope: Scope = ()) -> Choice | None:
        """What is known of one value."""
        with self._lock:
            shelf: Mapping[_Key, Choice] = self._places.get(place, {}).get(pick.memory, {})
            return shelf.get((value, scope)) or shelf.get((value, ()))

    def forget(self, profile: str) -> None:
        """Forget everything of a profile: it signed out."""
        with self._lock:
            self._signed_out[profile] = datetime.now(UTC)
            for place in [place for place in self._places if place.profile == profile]:
                del self._places[place]
            for key in [key for key in self._gone if key[0].profile == profile]:
                del self._gone[key]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._places.clear()
            self._gone.clear()

    def _note(self, exchange: Exchange, call: Call, parameter: Parameter, given: dict[str, Any]) -> None:
        from api.answer.picks.choices import LONGEST_VALUE, Choice

        pick, value, place = parameter.pick, exchange.request.values[parameter.key], exchange.place
        assert pick is not None
        scope = _scope(pick.fill, given)
        if call.effects.changes is Change.DESTROY:
            if self._sources.is_item(call, parameter):
                self._drop(place, pick.memory, (str(value), scope), exchange.started)
            return
        texts = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
        typed = [
            Choice(t, scope=scope, seen=exchange.started) for t in texts if 0 < len(t) <= LONGEST_VALUE
        ]
        self._keep(place, pick.memory, typed)

    def _keep(self, place: Place, kind: str, found: Sequence[Choice]) -> None:
        """In small parts, because whoever types waits for the lock."""
        for start in range(0, len(found), _PART):
            with self._lock:
                self._put(place, kind, found[start : start + _PART])

    def _put(self, place: Place, kind: str, found: Sequence[Choice]) -> None:
        since = self._signed_out.get(place.profile or "")
        found = [choice for choice in found if since is None or _when(choice) > since]
        shelves = self._places.setdefault(place, {})
        self._places.move_to_end(place)
        if len(self._places) > MOST_PLACES:
            self._places.popitem(last=False)
        shelf = shelves.setdefault(kind, OrderedDict())
        for choice in found:
            key = (choice.value, choice.scope)
            gone = self._gone.get((place, kind, key))
            if gone is None or _when(choice) > gone:
                shelf[key] = _merged(shelf.get(key), choice)
                shelf.move_to_end(key)
        while len(shelf) > MOST:
            shelf.popitem(last=False)

    def _drop(self, place: Place, kind: str, key: _Key, when: datetime) -> None:
        """Take out what was destroyed; an answer that was asked for before does not bring it back."""
        with self._lock:
            self._gone[place, kind, key] = when
            if len(self._gone) > MOST:
                self._gone.popitem(last=False)
            self._places.get(place, {}).get(kind, OrderedDict()).pop(key, None)


def scope_of(pick: Pick, values: Mapping[str, str]) -> Scope:
    """What values for a pick have to belong to, as far as it is filled in: by names of this call's parameters."""
    return _scope(pick.fill, values)


def _scope(fill: Iterable[tuple[str, str]], given: Mapping[str, Any]) -> Scope:
    pairs = ((theirs, given.get(ours)) for theirs, ours in fill)
    return tuple((theirs, str(value)) for theirs, value in pairs if value not in (None, ""))


def _fits(scope: Scope, wanted: Scope) -> bool:
    own = dict(scope)
    return all(own.get(name, value) == value for name, value in wanted)


def _pickable(call: Call) -> list[Parameter]:
    """The parameters whose values people give: no secrets, and not what only leads to the next page."""
    bodies = (parameter for body in call.bodies for parameter in body.parameters)
    marker = call.paging.marker if call.paging is not None else ""
    fields = (*call.parameters, *bodies)
    return [p for p in fields if p.pick is not None and not p.secret and p.name != marker]


def _succeeded(exchange: Exchange) -> bool:
    return exchange.status is not None and 200 <= exchange.status < 300


def _merged(before: Choice | None, now: Choice) -> Choice:
    """The newer one; a value without a label keeps the one it had."""
    if before is None or now.labelled or not before.labelled:
        return now
    return replace(before, seen=now.seen)


def _when(choice: Choice) -> datetime:
    assert choice.seen is not None
    return choice.seen
