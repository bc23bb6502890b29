"""The window comes first: what it does in bursts, and how workers give way to it."""

from __future__ import annotations

import time
from collections.abc import Callable


class Foreground:
    """What one thread does while others wait for it: a context, which may be entered again inside itself.

    Python's threads take turns of equal length: beside two busy workers the window would have a third of its time.
    What the window does comes in bursts, so they wait a moment longer than it lasts.
    """

    LONGEST = 0.02
    """Seconds that a worker waits at most: the window may be busy for long, but the work must come on."""
    AFTER = 0.003
    STEP = 0.001

    def __init__(self) -> None:
        self._depth = 0
        self._until = 0.0

    def __enter__(self) -> None:
        self._depth += 1
        self._until = time.perf_counter() + self.LONGEST

    def __exit__(self, *_error: object) -> None:
        self._depth -= 1
        self._until = time.perf_counter() + (self.LONGEST if self._depth else self.AFTER)

    def give_way(self, wait: Callable[[float], bool]) -> None:
        """Wait until the foreground rests. Never call it inside of it.

        ``wait`` waits some seconds and returns whether there is no reason to wait any longer.
        """
        begun = now = time.perf_counter()
        while now < self._until and now - begun < self.LONGEST and not wait(self.STEP):
            now = time.perf_counter()


foreground = Foreground()
"""The window's: workers give way to it wherever they look whether to go on."""
