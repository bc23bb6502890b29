"""Lets ages ("3 min ago") go on with time while they are seen."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

MINUTE_MS = 60_000


class Ageing(QObject):
    """Child of a view: calls ``refresh`` each minute while the view is seen, and when it is seen again later."""

    def __init__(self, view: QWidget, refresh: Callable[[], object]) -> None:
        super().__init__(view)
        self.clock = time.monotonic
        self._refresh, self._fresh = refresh, self.clock()
        self.timer = QTimer(self)
        self.timer.setInterval(MINUTE_MS)
        self.timer.timeout.connect(self._grow_older)
        view.installEventFilter(self)
        if view.isVisible():
            self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rest while nobody looks."""
        if event.type() is QEvent.Type.Show:
            if self.clock() - self._fresh > MINUTE_MS / 1000:
                self._grow_older()
            self.timer.start()
        elif event.type() is QEvent.Type.Hide:
            self.timer.stop()
        return super().eventFilter(watched, event)

    @Slot()
    def _grow_older(self) -> None:
        self._fresh = self.clock()
        self._refresh()
