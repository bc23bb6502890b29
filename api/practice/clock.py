"""The practice cloud's time: what the hour is, and how states follow from a start time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Document = dict[str, Any]
"""One stored thing (an image, a task, a token) as plain JSON."""


class Clock:
    """Real time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class SetClock(Clock):
    """A clock that stands still until somebody moves it: for tests and for showing the end of long work."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move it on."""
        self._now += timedelta(seconds=seconds)


def stamp(moment: datetime) -> str:
    """A moment as the Image service prints it, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def later(document: Document, moment: datetime, changes: Mapping[str, Any]) -> None:
    """Note that from ``moment`` on the document reads as if ``changes`` had been made."""
    document.setdefault("phases", []).append([moment.isoformat(), dict(changes)])


def settled(document: Document, now: datetime) -> Document:
    """The document as it reads at ``now``: due phases are applied, later ones stay noted."""
    phases = document.get("phases")
    if not phases:
        return document
    result = {key: value for key, value in document.items() if key != "phases"}
    for moment, changes in phases:
        when = datetime.fromisoformat(moment)
        if when > now:
            result.setdefault("phases", []).append([moment, changes])
        else:
            result |= {"updated_at": stamp(when)} | changes
    return result
