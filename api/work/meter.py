"""How fast something goes, and how long it will take: from the last few seconds of its progress."""

from __future__ import annotations

import threading
from collections import deque

WINDOW = 5.0
"""Seconds that the rate is taken from."""
_STEP = 0.2
_LEAST = 0.02
"""Seconds between two counts that are looked at."""


class Meter:
    """Measures one count that grows; times are of one monotonic clock, in seconds. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = float("-inf")
        self._points: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """So much is done now; a smaller count than before begins anew.

        May be called a thousand times a second: most of them are not looked at.
        """
        if now >= self._next:
            self._next = now + _LEAST
            with self._lock:
                self._note(now, done)

    def _note(self, now: float, done: int) -> None:
        points = self._points
        if points and done < points[-1][1]:
            points.clear()
        if len(points) > 1 and now - points[-2][0] < _STEP:
            points.pop()
        points.append((now, done))
        while len(points) > 2 and now - points[1][0] >= WINDOW:
            points.popleft()

    def rate(self, now: float) -> float | None:
        """Units a second over the last seconds; None while there is too little to tell. Falls while nothing comes."""
        return self._rate_and_done(now)[0]

    def remaining(self, now: float, total: int | None) -> float | None:
        """Seconds until ``total`` at this rate; None when that cannot be told."""
        rate, done = self._rate_and_done(now)
        if total is None or not rate:
            return None
        return max(total - done, 0) / rate

    def _rate_and_done(self, now: float) -> tuple[float | None, int]:
        with self._lock:
            if not self._points:
                return None, 0
            (begun, first), (_, done) = self._points[0], self._points[-1]
        return (done - first) / (now - begun) if now - begun >= _STEP else None, done
