"""Collects Python's cyclic garbage on the GUI thread only: a worker must never destroy a Qt object."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 5_000


class GarbageCollector(QObject):
    """Turns the automatic collection off and collects at quiet moments. A child of the program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """From now on only this object collects."""
        self._was_on = gc.isenabled()
        gc.disable()
        gc.freeze()  # what the imports made stays; looking at it again and again costs time
        self._timer.start()

    def stop(self) -> None:
        """As it was before."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_on:
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the generations that are due, the oldest last: it costs the most."""
        young, middle, old = gc.get_count()
        first, second, third = gc.get_threshold()
        if old > third:
            gc.collect(2)
        elif middle > second:
            gc.collect(1)
        elif young > first:
            gc.collect(0)
