"""Collects Python's cyclic garbage on the GUI thread only: a worker must never destroy a Qt object."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 1_000
MANY = 60
"""New modules at a time whose classes and functions, a hundred thousand objects, are not looked through."""


class GarbageCollector(QObject):
    """Turns the automatic collection off and collects at quiet moments. A child of the program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._modules = 0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """From now on only this object collects."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._freeze()
        self._timer.start()

    def stop(self) -> None:
        """As it was before."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_on:
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the generations that are due, the oldest last: it costs the most.

        Not right after much was imported (the start, the first sign-in): looking through that takes longer than
        a frame.
        """
        if len(sys.modules) - self._modules >= MANY:
            self._freeze()
            return
        young, middle, old = gc.get_count()
        first, second, third = gc.get_threshold()
        if old > third:
            gc.collect(2)
        elif middle > second:
            gc.collect(1)
        elif young > first:
            gc.collect(0)

    def _freeze(self) -> None:
        """What imports made stays; looking at it again and again costs time."""
        gc.freeze()
        self._modules = len(sys.modules)
