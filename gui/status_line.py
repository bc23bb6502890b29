"""The status bar: a hint at the left, the calls on their way at the right, with their time and a way to stop them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QMenu, QStatusBar, QToolButton, QWidget

from gui.icons import icon
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gui.calls import CallDesk
    from gui.running_call import RunningCall

HINT = "Enter: open the call   ·   Ctrl+K: find a call   ·   Ctrl+N: new window"
IDLE = "No call running"


class StatusLine(QStatusBar):
    """Shows what the CallDesk is doing that it follows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls: CallDesk | None = None
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 8, 0)
        self.hint = ElidedLabel(HINT)
        self.running = ElidedLabel(IDLE)
        self.running.setAccessibleName("Running calls")
        self.stop = QToolButton()
        self.stop.setIcon(icon("stop", "bad"))
        self.stop.setAccessibleName("Cancel running calls")
        self.stop.setToolTip("Cancel (Ctrl+.)")
        self.stop.clicked.connect(self._stop)
        self.stop.setEnabled(False)
        self.addWidget(self.hint, 1)
        self.addPermanentWidget(self.running)
        self.addPermanentWidget(self.stop)
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self.refresh)

    def follow(self, calls: CallDesk) -> None:
        """Show what these calls are doing from now on."""
        self._calls = calls
        calls.running_changed.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Look again at what is running."""
        running = self._calls.running if self._calls else ()
        self.stop.setEnabled(bool(running))
        self.running.setText(_words(running))
        if running and not self._clock.isActive():
            self._clock.start()
        elif not running:
            self._clock.stop()

    @Slot(str)
    def show_hint(self, text: str) -> None:
        """Show a hint at the left; "" brings the first one back."""
        self.hint.setText(text or HINT)

    @Slot()
    def _stop(self) -> None:
        running = self._calls.running if self._calls else ()
        if len(running) == 1:
            running[0].cancel.cancel()
        elif running:
            self._menu(running).popup(self.stop.mapToGlobal(self.stop.rect().topLeft()))

    def _menu(self, running: tuple[RunningCall, ...]) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for call in running:
            menu.addAction(f"Cancel {call.title}   {call.who}", call.cancel.cancel)
        menu.addSeparator()
        stop_all = menu.addAction("Cancel all")
        for call in running:
            stop_all.triggered.connect(call.cancel.cancel)
        return menu


def _words(running: tuple[RunningCall, ...]) -> str:
    if not running:
        return IDLE
    if len(running) > 1:
        return f"{len(running)} calls running   {_seconds(running[0])}"
    only = running[0]
    stage = f"   {only.progress.stage}" if only.progress else ""
    return f"{only.title}{stage}   {_seconds(only)}"


def _seconds(call: RunningCall) -> str:
    return f"{time.monotonic() - call.began:.1f} s"
