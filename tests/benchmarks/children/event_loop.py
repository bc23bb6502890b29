"""The probe of every benchmark that watches the window: how long its event loop stood still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer


class EventLoop(QObject):
    """Ticks once a millisecond on the GUI thread; the longest time between two ticks is the longest gap."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self.longest = 0.0
        self.most = 0
        self._level: Callable[[], int] = lambda: 0
        self._looked = self._last
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now
        if now - self._looked > 0.02:
            self.most, self._looked = max(self.most, self._level()), now

    def look_at(self, level: Callable[[], int]) -> None:
        """Look at some level every 20 ms from now on; ``most`` is the highest that was seen."""
        self.most, self._level = level(), level

    def until(self, done: Callable[[], object], patience: float = 60.0) -> None:
        """Let the loop run until something is so. Raises TimeoutError (after ``patience`` seconds)."""
        end = time.perf_counter() + patience
        while not done():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )  # the tick wakes it
            if time.perf_counter() > end:
                raise TimeoutError(done)

    def rest(self, seconds: float) -> None:
        """Let the loop run for some time."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() >= end)

    @contextmanager
    def watched(self, gaps: dict[str, float], name: str) -> Iterator[None]:
        """Note the longest gap of a block, and of the moment after it, under a name, in milliseconds."""
        self.rest(0.02)
        self.longest, self._last = 0.0, time.perf_counter()
        yield
        self.rest(0.05)
        gaps[name] = max(gaps.get(name, 0.0), self.longest * 1000)
