"""How fast something goes, and how long it will take: from the last few seconds of its progress."""

from __future__ import annotations

from collections import deque

WINDOW = 5.0
"""Seconds that the rate is taken from."""
_STEP = 0.2


class Meter:
    """Measures one count that grows; times are of one monotonic clock, in seconds."""

    def __init__(self) -> None:
        self._points: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """So much is done now; a smaller count than before begins anew."""
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
        if not self._points:
            return None
        begun, first = self._points[0]
        return (self._points[-1][1] - first) / (now - begun) if now - begun >= _STEP else None

    def remaining(self, now: float, total: int | None) -> float | None:
        """Seconds until ``total`` at this rate; None when that cannot be told."""
        rate = self.rate(now)
        if total is None or not rate:
            return None
        return max(total - self._points[-1][1], 0) / rate
