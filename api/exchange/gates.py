"""The gates before anything that changes a cloud: production is read-only until unlocked, and asks for names."""

from __future__ import annotations

import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from api.errors import NotConfirmed, ProfileError, ReadOnly
from api.model import Change, Place

if TYPE_CHECKING:
    from api.exchange.subject import Facts
    from api.identity.profiles import Profile
    from api.wire.request import Request

MINUTES = (5, 10, 30, 60)
"""How long a person can unlock a production profile for."""
USUAL_MINUTES = 10
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Several:
    """A person's word for many things at once: how many they were shown, and what they typed.

    A name each would be no question any more; the number and the account say that somebody looked.
    """

    count: int
    number: str = ""
    account: str = ""


Confirmed = bool | str | Several
"""A person's word before something is destroyed: yes, with the name that they typed, or for several at once."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """Until when a profile is unlocked, by two clocks: a sleeping computer stops one, a person may set the other."""

    steady: float
    wall: datetime


class Gates:
    """The gates of one desk, through which its one send goes. Thread-safe; all but check() is immediate.

    ``find`` returns the profile of an id as it is kept now (None for an unknown one), ``accounts`` the words that
    an account goes by, its id first.
    """

    def __init__(
        self,
        find: Callable[[str], Profile | None],
        accounts: Callable[[Place], tuple[str, ...]],
        *,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._find, self._accounts = find, accounts
        self._steady, self._wall = steady, wall
        self._lock = threading.Lock()
        self._open: dict[str, _Opening] = {}

    def unlock(self, profile_id: str, minutes: float) -> None:
        """Let this profile change things for so many minutes from now; at most MOST_MINUTES, else ValueError."""
        if not 0 < minutes <= MOST_MINUTES:
            raise ValueError(f"minutes must be above 0 and at most {MOST_MINUTES}: {minutes}")
        opening = _Opening(self._steady() + 60 * minutes, self._wall() + timedelta(minutes=minutes))
        with self._lock:
            self._open[profile_id] = opening

    def lock(self, profile_id: str) -> None:
        """Make it read-only again, at once."""
        with self._lock:
            self._open.pop(profile_id, None)

    def unlocked_until(self, profile_id: str) -> datetime | None:
        """When an unlocked profile becomes read-only again (aware); None when it is locked."""
        now, wall = self._steady(), self._wall()
        with self._lock:
            opening = self._open.get(profile_id)
            if opening is None:
                return None
            if opening.steady <= now or opening.wall <= wall:
                del self._open[profile_id]
                return None
        return min(wall + timedelta(seconds=opening.steady - now), opening.wall)

    def production(self, profile_id: str | None) -> Profile | None:
        """The profile, if it is a production one; None otherwise. Reads a file."""
        profile = self._find(profile_id) if profile_id is not None else None
        return profile if profile is not None and profile.production else None

    def read_only(self, profile_id: str | None) -> Profile | None:
        """The profile, if it is a production one that is locked; None when it may change things. Reads a file."""
        profile = self.production(profile_id)
        return profile if profile is not None and self.unlocked_until(profile.id) is None else None

    def account_word(self, place: Place) -> str:
        """What has to be typed for the account of a place: its name where it has one, else its id; "" without one."""
        return next(reversed(self._accounts(place)), "")

    def check(
        self, request: Request, change: Change, confirmed: Confirmed, look: Callable[[], Facts]
    ) -> None:
        """Let a request pass, or raise NotConfirmed or ReadOnly (blocking: it may look at what is destroyed).

        ``change`` is what the catalogue says of the call, for a kept request might say less. ``look`` reads
        the resource from the cloud.
        """
        destroys = request.destroys or change is Change.DESTROY
        if destroys and not confirmed:
            raise NotConfirmed(
                f"{request.title} destroys something and was not confirmed.", "Nothing was sent."
            )
        if not (destroys or request.changes or change is not Change.NONE):
            return
        if (profile := self.read_only(request.place.profile)) is not None:
            raise read_only(profile)
        if destroys and self.production(request.place.profile) is not None:
            self._check_word(request.place, confirmed, look)

    def _check_word(self, place: Place, confirmed: Confirmed, look: Callable[[], Facts]) -> None:
        if isinstance(confirmed, Several):
            fault = self.several_fault(place, confirmed)
        else:
            fault = name_fault(look(), place, confirmed if isinstance(confirmed, str) else "")
        if fault:
            raise NotConfirmed(fault, "Nothing was sent.")

    def several_fault(self, place: Place, word: Several) -> str:
        """What is wrong with a word for several things, "" for nothing."""
        if word.number.strip().replace(",", "") != str(word.count):
            return f"This is production: type the number of what is destroyed, {word.count}."
        if not any(_same(word.account, each) for each in self._accounts(place)):
            return f"This is production: type the account, {self.account_word(place)}."
        return ""


def check_origin(request: Request, endpoint: str) -> None:
    """A token leaves only for an endpoint of the cloud that issued it. Raises ProfileError."""
    if not request.url.masked().startswith(f"{endpoint}/"):
        raise ProfileError(
            "This request does not go to the endpoint of its cloud, so the token stays here.",
            "Build it again from the call.",
            f"The endpoint is {endpoint}.",
        )


def read_only(profile: Profile) -> ReadOnly:
    """The error that says so."""
    return ReadOnly(
        f"“{profile.name}” is a production profile, and read-only until it is unlocked. Nothing was sent.",
        "Unlock it for some minutes, then send.",
        profile_id=profile.id,
    )


def word_for(facts: Facts, place: Place) -> tuple[str, str]:
    """What has to be typed before this is destroyed in production: what it is, and the word.

    It is the name; the id where it has none, or one that nobody can type; the account for what belongs to the whole
    account.
    """
    words = (("name", facts.name), ("id", facts.id), ("account", place.account or ""))
    can_be_typed = ((what, w) for what, w in words if w and w.isprintable() and w == w.strip())
    return next(can_be_typed, ("word", "yes"))


def name_fault(facts: Facts, place: Place, typed: str) -> str:
    """What is wrong with the typed name, "" for nothing."""
    what, word = word_for(facts, place)
    return "" if _same(typed, word) else f"This is production: type the {what}, {word}."


def _same(typed: str, word: str) -> bool:
    """Keyboards and services may compose letters differently; nothing else is forgiven."""
    return bool(word) and unicodedata.normalize("NFC", typed.strip()) == unicodedata.normalize("NFC", word)
