"""How long to wait between two looks, and how long to bear that nobody answers."""

from __future__ import annotations

import time

from api.work.work import Work

FIRST = 1.0
GROWTH = 1.5
LONGEST = 30.0
"""Seconds between two looks at most, unless the service asks for more: then twice that."""
PATIENCE = 15 * 60.0
"""Seconds without an answer after which a watch gives up."""


class Clock:
    """Real time; tests have another one."""

    def now(self) -> float:
        """Seconds of a clock that never goes back."""
        return time.monotonic()

    def rest(self, work: Work, seconds: float) -> None:
        """Wait. Raises Cancelled at once when somebody asks to stop meanwhile."""
        work.rest(seconds)


CLOCK = Clock()


class Pauses:
    """Pauses that grow as long as nothing happens; never shorter than the service allows (``least``, seconds)."""

    def __init__(self, least: float) -> None:
        self._least = max(least, FIRST)
        self._longest = max(LONGEST, 2 * least)
        self._next = self._least

    def next(self, asked: float = 0.0) -> float:
        """The next pause; ``asked`` is what the service just asked for."""
        pause = max(self._next, asked)
        self._next = min(self._next * GROWTH, self._longest)
        return pause

    def begin_anew(self) -> None:
        """Something happened: more may follow soon."""
        self._next = self._least


class Outage:
    """Since when nobody answers. What the service itself asks to wait is not held against it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None
        self._allowed = 0.0

    @property
    def lasts(self) -> bool:
        """Whether nobody answered last time."""
        return self._since is not None

    def go_on(self, asked: float = 0.0) -> bool:
        """One more look was in vain; returns whether to look again."""
        if self._since is None:
            self._since, self._allowed = self._clock.now(), PATIENCE
        self._allowed += asked
        return self._clock.now() - self._since < self._allowed

    def end(self) -> float:
        """Somebody answers; returns how many seconds nobody did."""
        lasted = self._clock.now() - self._since if self._since is not None else 0.0
        self._since = None
        return lasted
