"""Who an account or a project is, as far as the cloud tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from api.answer.plain import one_line
from api.errors import Cancelled, PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.reading import read_json
from api.model import Place
from api.work.sharing.calls import SharingCalls

Ask = Callable[[str, Mapping[str, Any]], Exchange]


class Certainty(StrEnum):
    """What is known of an account: it is there, it cannot be checked, or it must not be used."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What could be found out; ``sentence`` says it to the person, ``name`` is "" where the cloud tells none."""

    account: str
    certainty: Certainty
    sentence: str
    name: str = ""


def who_is(account: str, place: Place, calls: SharingCalls, ask: Ask) -> Acquaintance:
    """Find out who ``account`` is, from ``place`` (blocking). ``ask`` sends a reading call by its id.

    A failed look-up is not an error: it is told. Raises Cancelled.
    """
    word = calls.who
    if fault := fault_of(account, place, calls):
        return Acquaintance(account, Certainty.WRONG, fault)
    if not calls.lookup:
        return Acquaintance(
            account,
            Certainty.UNKNOWN,
            f"Cannot be checked: this cloud does not tell whose {word} a number is. A wrong one gets the image.",
        )
    try:
        exchange = ask(calls.lookup, {"project_id": account})
    except Cancelled:
        raise
    except PitchforkError as error:
        return Acquaintance(account, Certainty.UNKNOWN, f"Could not be checked: {error}")
    return _judged(account, exchange, word)


def fault_of(account: str, place: Place, calls: SharingCalls) -> str:
    """What is wrong with an account before anybody is asked; "" for nothing."""
    if not account:
        return f"An image is shared with the id of {'an' if calls.who[0] in 'aeiou' else 'a'} {calls.who}."
    if account != "".join(account.split()) or "/" in account:
        return "An id has no blanks and no slashes."
    if account == place.account:
        return f"That is your own {calls.who}: the image is in its list already."
    return ""


def _judged(account: str, exchange: Exchange, word: str) -> Acquaintance:
    if exchange.status == HTTPStatus.NOT_FOUND:
        return Acquaintance(account, Certainty.WRONG, f"There is no {word} with this id in this cloud.")
    if exchange.status in (HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED):
        return Acquaintance(
            account,
            Certainty.UNKNOWN,
            f"Cannot be checked: this cloud does not let you see other {word}s. A wrong id gets the image.",
        )
    try:
        found = read_json(exchange)
        project = found["project"]
        name, enabled = one_line(str(project["name"])), project.get("enabled") is not False
    except (PitchforkError, KeyError, TypeError, AttributeError):
        return Acquaintance(account, Certainty.UNKNOWN, "Could not be checked: the answer does not say.")
    if not enabled:
        return Acquaintance(account, Certainty.KNOWN, f"{name}, which is disabled at present.", name)
    return Acquaintance(account, Certainty.KNOWN, name, name)
