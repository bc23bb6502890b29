"""The status bar: a hint at the left; at the right notices nobody read, long work, calls, and a way to stop them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QStatusBar, QToolButton, QWidget

from api.answer.plain import one_line
from api.answer.sizes import counted
from gui.icons import icon
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from api.work.work import Work
    from api.work.works import Works
    from gui.calls import CallDesk
    from gui.running_call import RunningCall
    from gui.widgets.toast import Toast
    from gui.work.news import WorkNews

HINT = "Enter: open the call   ·   Ctrl+K: find a call   ·   Ctrl+N: new window"
IDLE = "Nothing is running"
_LONGEST = 120
_WORK = "Long work"


class StatusLine(QStatusBar):
    """Shows what the CallDesk is doing that it follows, and what the long work does."""

    work_wanted = Signal()
    """The person wants to see the long work."""
    record_wanted = Signal()
    """The person wants calls to be recorded again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls: CallDesk | None = None
        self._works: Works | None = None
        self._told = ""
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
        self.work = _way("My work (Alt+3)")
        self.work.setAccessibleName(_WORK)
        self.work.clicked.connect(self.work_wanted)
        self.unread = _way("Show the notices that nobody closed, the newest first")
        self.unread.setAccessibleName("Notices")
        self.unread.setIcon(icon("warning", "warning"))
        self.unread.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unrecorded = _way("Calls are not recorded in the history. Click to record them again.")
        self.unrecorded.setText("Not recording")
        self.unrecorded.setAccessibleName("Not recording")
        self.unrecorded.setIcon(icon("pause", "warning"))
        self.unrecorded.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unrecorded.clicked.connect(self.record_wanted)
        self.addWidget(self.hint, 1)
        self.addPermanentWidget(self.unrecorded)
        self.addPermanentWidget(self.unread)
        self.addPermanentWidget(self.work)
        self.addPermanentWidget(self.running)
        self.addPermanentWidget(self.stop)
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self.refresh)

    def show_recording(self, recording: bool) -> None:
        """Show that calls are not recorded, while they are not."""
        self.unrecorded.setVisible(not recording)

    def follow(self, calls: CallDesk) -> None:
        """Show what these calls are doing from now on."""
        self._calls = calls
        calls.running_changed.connect(self.refresh)

    def follow_notices(self, toast: Toast) -> None:
        """Offer to bring back the notices that left before somebody closed them."""

        def count() -> None:
            unread = len(toast.unread)
            self.unread.setText(counted(unread, "notices"))
            self.unread.setAccessibleName(self.unread.text())
            self.unread.setVisible(bool(unread))

        toast.unread_changed.connect(count)
        self.unread.clicked.connect(toast.show_unread)

    def follow_work(self, news: WorkNews) -> None:
        """Show what runs long from now on."""
        self._works = news.works
        news.changed.connect(self._refresh_work)
        self._refresh_work()

    @Slot()
    def _refresh_work(self) -> None:
        from gui.work.words import summary

        running = self._works.running if self._works else ()
        words = summary(running)
        if words != self._told:
            self._told = words
            self.work.setText(words.replace("&", "&&"))
            self.work.setAccessibleName(f"{_WORK}: {words}" if words else _WORK)
            self.work.setVisible(bool(words))
            self.refresh()
        self._enable_stop()

    @Slot()
    def refresh(self) -> None:
        """Look again at what is running."""
        running = self._calls.running if self._calls else ()
        self._enable_stop()
        self.running.setText(_words(running) if running or not self._told else "")
        if running and not self._clock.isActive():
            self._clock.start()
        elif not running:
            self._clock.stop()

    @Slot(str)
    def show_hint(self, text: str) -> None:
        """Show a hint at the left; "" brings the first one back."""
        self.hint.setText(text or HINT)

    def _enable_stop(self) -> None:
        self.stop.setEnabled(
            bool((self._calls and self._calls.running) or (self._works and self._works.running))
        )

    @Slot()
    def _stop(self) -> None:
        """A single call stops at once; of anything else, and of anything long, the person chooses."""
        calls = self._calls.running if self._calls else ()
        works = self._works.running if self._works else ()
        if len(calls) == 1 and not works:
            calls[0].cancel.cancel()
        elif calls or works:
            self._menu(calls, works).popup(self.stop.mapToGlobal(self.stop.rect().topLeft()))

    def _menu(self, calls: tuple[RunningCall, ...], works: tuple[Work, ...] = ()) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        everything: tuple[RunningCall | Work, ...] = (*calls, *works)
        for running in everything:
            words = one_line(f"Cancel {running.title}   {running.who}", _LONGEST)
            menu.addAction(words.replace("&", "&&"), running.cancel.cancel)
        if len(calls) > 1:
            menu.addSeparator()
            stop_all = menu.addAction("Cancel all calls" if works else "Cancel all")
            for call in calls:
                stop_all.triggered.connect(call.cancel.cancel)
        return menu


def _way(tip: str) -> QToolButton:
    """A button that is there as long as it leads somewhere."""
    made = QToolButton()
    made.setProperty("role", "status")
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.hide()
    return made


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
