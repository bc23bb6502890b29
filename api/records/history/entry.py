"""What the history tells of a kept exchange, and how one asks for entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.records.redacting import Redacted


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history.

    ``id`` is the exchange's, ``number`` a short one that grows with each entry. ``url`` has dots for secrets.
    ``status`` is None where nothing came back; ``sentence`` then says why. ``profile`` is a profile's id, ``who`` its
    name, account and region for the person. ``started`` is aware (UTC), ``seconds`` the whole time, ``size`` the
    bytes of the answer's body, which are kept where ``has_body``.
    """

    number: int
    id: str
    call_id: str
    product: str
    title: str
    method: str
    url: str
    status: int | None
    sentence: str
    profile: str | None
    who: str
    account: str | None
    region: str | None
    started: datetime
    seconds: float
    size: int
    request_id: str
    starred: bool
    has_body: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept exchange, whole. Whoever got it closes it.

    ``lacks`` says what of it is not kept ("" for nothing). Only an ``exact`` request can be sent as it was: no other
    is all there, or something secret stood in it outside of its slots, where dots are now.
    """

    entry: Entry
    redacted: Redacted
    lacks: str = ""
    exact: bool = True

    def close(self) -> None:
        """Give the memory of the answer back."""
        self.redacted.close()


class Outcome(StrEnum):
    """How a call ended: by the class of its status, or without an answer."""

    GOOD = "2xx"
    REDIRECT = "3xx"
    REFUSED = "4xx"
    FAILED = "5xx"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: all that fit every given part, the newest first.

    Each word of ``text`` has to stand somewhere in an entry, in any case: in its title, address, status, error or
    request id, or in the beginnings of its bodies. ``since`` and ``until`` are aware. ``after`` is the last entry that
    is known, to go on behind it.
    """

    text: str = ""
    product: str = ""
    method: str = ""
    outcome: Outcome | None = None
    status: int | None = None
    profile: str | None = None
    region: str = ""
    since: datetime | None = None
    until: datetime | None = None
    starred: bool = False
    limit: int = 200
    after: Entry | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What entries can be told apart by; ``profiles`` are pairs of a profile's id and its name for the person."""

    products: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    profiles: tuple[tuple[str, str], ...] = ()
    regions: tuple[str, ...] = ()


class News(StrEnum):
    """What listeners hear of."""

    ADDED = "added"
    CHANGED = "changed"
    """Entries went, or were marked."""
    TROUBLE = "trouble"
    """``History.problem`` says what is wrong now."""
