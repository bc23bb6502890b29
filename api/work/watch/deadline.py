"""Until when a watch may go on: pauses and looks end there, also a look that nobody answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.running import CancelToken
from api.work.watch.pauses import Clock


class Deadline:
    """``timeout`` is in seconds from now on, None for as long as it takes."""

    def __init__(self, clock: Clock, timeout: float | None) -> None:
        self._clock = clock
        self._end = None if timeout is None else clock.now() + timeout

    def left(self, at_most: float) -> float:
        """Seconds that are left, and not more than that."""
        return at_most if self._end is None else max(min(at_most, self._end - self._clock.now()), 0.0)

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and self._clock.now() >= self._end

    @contextmanager
    def of_a_look(self) -> Iterator[CancelToken | None]:
        """A token for one request, which is cancelled when the time is up; None where no time is set."""
        if self._end is None:
            yield None
            return
        token = CancelToken()
        over = threading.Timer(max(self._end - self._clock.now(), 0.0), token.cancel)
        over.daemon = True
        over.start()
        try:
            yield token
        finally:
            over.cancel()
