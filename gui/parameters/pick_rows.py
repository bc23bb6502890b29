"""The rows of a list to pick from: sections of choices, filtered by what is typed. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.answer.picks.choices import Choice
from api.answer.sizes import counted
from api.answer.times import age
from gui.parameters.offers import Offer, Stage

MOST_ROWS = 500
"""Rows that are shown; more are found by typing more."""


@dataclass(frozen=True, slots=True)
class PickRow:
    """A heading of a section (no choice), or a choice with what stands at its right."""

    heading: str = ""
    choice: Choice | None = None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    choice: Choice
    section: int
    haystack: str

    @property
    def name(self) -> str:
        """What it is called first, in lower case."""
        return self.haystack.partition("\n")[0]


class Pool:
    """Everything that an offer knows at one moment, ready to be filtered. Each value stands once."""

    def __init__(self, offer: Offer) -> None:
        self._now = datetime.now(UTC)
        live = offer.live
        self._sections = (
            "Of this sign-in",
            "Seen or sent before",
            f"From {offer.cloud_name}" if live is not None else "",
        )
        listed = {choice.value: choice for choice in live.choices} if live is not None else {}
        parts = (offer.of_sign_in(), offer.seen(), listed.values())
        self._entries = list(_entries(parts, listed))

    def __len__(self) -> int:
        return len(self._entries)

    def matches(self, text: str) -> tuple[list[PickRow], int]:
        """The rows for what is typed (all words, anywhere), and how many choices match in all.

        Within a section those come first in whose names a word begins so: ids match by chance.
        """
        words = text.casefold().split()
        found = [e for e in self._entries if all(word in e.haystack for word in words)]
        if words:
            begins = [re.compile(rf"(?:^|[\W_]){re.escape(word)}") for word in words]
            found.sort(key=lambda e: (e.section, not all(b.search(e.name) for b in begins)))
        return list(self._rows(found[:MOST_ROWS])), len(found)

    def _rows(self, entries: Iterable[_Entry]) -> Iterator[PickRow]:
        section = -1
        for entry in entries:
            if entry.section != section:
                section = entry.section
                yield PickRow(heading=self._sections[section])
            seen = entry.choice.seen
            yield PickRow(choice=entry.choice, aside=_seen(seen, self._now) if seen else "")


def _entries(parts: Iterable[Iterable[Choice]], listed: dict[str, Choice]) -> Iterator[_Entry]:
    """What was seen before and is listed live shows what the cloud says now."""
    given: set[str] = set()
    for section, choices in enumerate(parts):
        for choice in choices:
            if choice.value not in given:
                given.add(choice.value)
                now = listed.get(choice.value)
                shown = replace(now, seen=choice.seen) if now is not None else choice
                yield _Entry(shown, section, shown.haystack)


def _seen(when: datetime, now: datetime) -> str:
    told = age(when, now)
    return "seen just now" if told == "now" else f"seen {told}"


def footer(offer: Offer) -> tuple[str, bool]:
    """What the foot of the list says, and whether it can be pressed."""
    word, cloud = offer.word, offer.cloud_name
    if not offer.pick.call:
        return "", False
    if not cloud:
        return f"Sign in to load {plural(word)} from the cloud", False
    if offer.lacks:
        return f"Fill in {' and '.join(offer.lacks)} first to load {plural(word)}", False
    if offer.stage is Stage.LOADING:
        return f"Loading {plural(word)} from {cloud}…   Cancel", True
    if offer.stage is Stage.FAILED:
        return f"Try again to load {plural(word)} from {cloud}", True
    live = offer.live
    if live is None:
        return f"Load {plural(word)} from {cloud}", True
    read = f"{counted(len(live.choices), plural(word))} read at {live.read.astimezone():%H:%M}"
    return (f"{read}, there are more   Load more", True) if live.rest else (f"{read}   Load again", True)


def remark(offer: Offer, typed: str, known: int, matching: int) -> str:
    """What is to be said over the foot: nothing there, nothing found, more than is shown; "" for nothing."""
    live = offer.live
    part = live is not None and live.rest is not None
    if not known:
        return (
            f"No {plural(offer.word)} there." if live is not None else f"No {plural(offer.word)} seen yet."
        )
    if not matching:
        among = "what is loaded so far" if part else "what is known here"
        return f"Nothing among {among} matches “{typed[:60]}”. It can be typed or pasted all the same."
    if matching > MOST_ROWS:
        return f"The first {MOST_ROWS:,} of {matching:,} are shown: type more of a name, an id or a status."
    return "The search covers what is loaded so far." if part and typed else ""


def plural(word: str) -> str:
    """The plural of a kind: images, properties."""
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("s") else f"{word}s"
