"""Asks the cloud itself for what can be picked: the pick's own call, page after page up to a bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.answer.answer import Answer, read_answer
from api.answer.picks.choices import Choice, read_choices
from api.answer.summary import status_line
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.next_page import next_values
from api.model import Call, Key, Kind, Location, Pick, Values

MOST_AT_ONCE = 1_000
"""Items that are read before the person is asked whether to go on."""
MOST_PAGES = 50

Ask = Callable[[str, Mapping[str, Any]], Exchange]
"""Sends a reading call, by its id, with values by parameter name; raises what sending raises (Desk.asker)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a cloud listed. ``read`` is when (aware, UTC), ``rest`` the values that ask for what follows (None: all
    of it was read)."""

    choices: tuple[Choice, ...]
    read: datetime
    rest: Values | None = None

    def find(self, value: str) -> Choice | None:
        """The choice of a value; None if it was not listed."""
        return next((choice for choice in self.choices if choice.value == value), None)


def load(
    call: Call,
    pick: Pick,
    values: Mapping[str, Any],
    ask: Ask,
    check: Callable[[], None] = lambda: None,
    before: Loaded | None = None,
) -> Loaded:
    """Ask the pick's call for its list, at most 1,000 items at a time (blocking).

    ``values`` are those of the asking call by name, ``before`` what was read up to now and is gone on from.
    Raises PitchforkError with what the service said, and whatever ``ask`` raises.
    """
    found = {choice.value: choice for choice in before.choices} if before is not None else {}
    wanted = before.rest if before is not None else _first_values(call, pick, values)
    items = pages = 0
    while wanted is not None and items < MOST_AT_ONCE and pages < MOST_PAGES:
        check()
        exchange = ask(call.id, {key.name: value for key, value in wanted.items()})
        page = _read_page(call, pick, exchange, wanted, check)
        found |= {choice.value: choice for choice in page.choices}
        items, pages, wanted = items + page.items, pages + 1, page.rest
    return Loaded(tuple(found.values()), datetime.now(UTC), wanted)


def _first_values(call: Call, pick: Pick, values: Mapping[str, Any]) -> dict[Key, Any]:
    """The values that the pick fills in, and pages as large as the service gives."""
    keys = {parameter.name: parameter.key for parameter in call.parameters}
    filled = {keys[theirs]: values[ours] for theirs, ours in pick.fill if theirs in keys and ours in values}
    limit = next((p for p in call.parameters if p.key == Key(Location.QUERY, "limit")), None)
    if limit is not None and limit.schema.kind is Kind.INTEGER and call.paging and call.paging.next:
        filled[limit.key] = int(min(limit.schema.maximum or MOST_AT_ONCE, MOST_AT_ONCE))
    return filled


@dataclass(frozen=True, slots=True)
class _Page:
    choices: list[Choice]
    items: int
    rest: Values | None


def _read_page(
    call: Call, pick: Pick, exchange: Exchange, wanted: Values, check: Callable[[], None]
) -> _Page:
    answer = _answer(call, exchange, check)
    try:
        found = _take(pick, answer, check)
        rest = next_values(call, wanted, answer.next_link) if answer.next_link and answer.shown else None
        return _Page(found, max(answer.shown, len(found)), rest if rest != wanted else None)
    finally:
        answer.close()


def _take(pick: Pick, answer: Answer, check: Callable[[], None]) -> list[Choice]:
    if answer.document is None or answer.veil is None or answer.document.fault:
        raise PitchforkError(
            "The answer could not be read.", answer.note or "Send the list's own call to see it."
        )
    return read_choices(answer.document, pick.sources[0], answer.veil.hides, check=check)


def _answer(call: Call, exchange: Exchange, check: Callable[[], None]) -> Answer:
    if exchange.response is None:
        raise exchange.error or PitchforkError("There was no answer.", "Try again.")
    answer = read_answer(exchange, call.paging, check)
    status = exchange.response.status
    if 200 <= status < 300:
        return answer
    answer.close()
    said = answer.sentence or next((a.description for a in call.answers if a.status == str(status)), "")
    raise PitchforkError(f"{call.title}: {status_line(status, exchange.response.reason)}.", said)
