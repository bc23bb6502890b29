"""What happens to the long work of a desk, told on the GUI's thread at most 30 times a second."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakSet

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from api.foreground import foreground

if TYPE_CHECKING:
    from api.running import Progress
    from api.work.work import Work
    from api.work.works import Works

INTERVAL_MS = 34


class WorkNews(QObject):
    """One for the whole program. A thousand changes between two beats are told as one."""

    changed = Signal(object)
    """A tuple of the Works of which something changed, or their progress; one that began or was forgotten, too."""
    ended = Signal(object)
    """A Work that has ended; told once, after ``changed``."""
    _heard = Signal()

    def __init__(self, works: Works, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.works = works
        self._lock = threading.Lock()
        self._fresh: dict[Work, None] = {}
        self._seen: WeakKeyDictionary[Work, Progress] = WeakKeyDictionary()
        self._told: WeakSet[Work] = WeakSet()
        self._heard.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self._beat = QTimer(self)
        self._beat.setInterval(INTERVAL_MS)
        self._beat.timeout.connect(self._tell)
        self._leave = works.listen(self._hear)
        if works.running:
            self._beat.start()

    def stop(self) -> None:
        """Hear nothing more."""
        self._leave()
        self._beat.stop()

    def _hear(self, work: Work) -> None:
        """On whatever thread: remember it, and wake the GUI's thread for the first of many."""
        if work in self._fresh:  # it is looked at after this change: who changes much waits for no lock
            return
        with self._lock:
            first = not self._fresh
            self._fresh[work] = None
        if first:
            with suppress(RuntimeError):  # the program ended before this work did
                self._heard.emit()

    @Slot()
    def _wake(self) -> None:
        if not self._beat.isActive():
            self._beat.start()
            self._tell()

    @Slot()
    def _tell(self) -> None:
        with self._lock:
            fresh, self._fresh = self._fresh, {}
        running = self.works.running
        for work in running:
            if self._seen.get(work) is not work.progress:
                self._seen[work] = work.progress
                fresh[work] = None
        if fresh:
            with foreground:
                self._deliver(tuple(fresh))
        elif not running:
            self._beat.stop()

    def _deliver(self, works: tuple[Work, ...]) -> None:
        ended = [work for work in works if work.state.ended and work not in self._told]
        self._told.update(ended)
        self.changed.emit(works)
        for work in ended:
            self.ended.emit(work)
