"""Looks the history up off the GUI thread, and keeps what is shown up to date while calls are sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from api.errors import Cancelled
from api.records.history.entry import Choices, Entry, News, Wanted
from api.running import CancelToken, ProgressReport
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.desk import Desk

PAGE = 200
TYPING_MS, NEWS_MS = 60, 120
"""Keystrokes and entries that come in quick succession make one look."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found: entries, whether there are more, how many fit and how many there are, what can be chosen."""

    entries: list[Entry]
    more: bool
    fitting: int
    all: int
    choices: Choices


class Feed(QObject):
    """``found`` tells of a look for what is wanted, ``more_found`` of its next entries (and whether there are more)."""

    found = Signal(object)
    more_found = Signal(object, bool)
    failed = Signal(object)
    _news = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._jobs, self._page = desk, jobs, page
        self.wanted = Wanted()
        self._shown = PAGE
        self._looking: CancelToken | None = None
        self._going_on: CancelToken | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._news.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        leave = desk.history.listen(self._tell)
        self.destroyed.connect(lambda _gone: leave())

    def want(self, wanted: Wanted) -> None:
        """Look for something else from now on, a moment later."""
        self.wanted, self._shown = wanted, PAGE
        self._soon.start(TYPING_MS)

    @Slot()
    def look(self) -> None:
        """Look now; a look that runs is given up."""
        self._stop()
        wanted, shown = self.wanted, self._shown

        def work(cancel: CancelToken, _report: ProgressReport) -> Found:
            history = self._desk.history
            entries = history.find(replace(wanted, limit=shown + 1), cancel)
            everything = history.count(Wanted(), cancel)
            fitting = everything if wanted == Wanted() else history.count(wanted, cancel)
            return Found(
                entries[:shown], len(entries) > shown, fitting, everything, history.choices(cancel)
            )

        self._looking = self._jobs.run(work, self.found.emit, self._fail, owner=self)

    def go_on(self, after: Entry) -> None:
        """Look for the entries behind that one."""
        if self._going_on is not None:
            self._going_on.cancel()
        wanted = replace(self.wanted, after=after, limit=PAGE + 1)

        def done(entries: list[Entry]) -> None:
            self._shown += len(entries[:PAGE])
            self.more_found.emit(entries[:PAGE], len(entries) > PAGE)

        self._going_on = self._jobs.run(
            lambda cancel, _report: self._desk.history.find(wanted, cancel), done, self._fail, owner=self
        )

    def _tell(self, news: News) -> None:
        """Called on the history's thread."""
        with suppress(RuntimeError):  # the page went meanwhile
            self._news.emit(news)

    def _stop(self) -> None:
        self._soon.stop()
        for token in (self._looking, self._going_on):
            if token is not None:
                token.cancel()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    @Slot(object)
    def _hear(self, news: News) -> None:
        seen = self._page.isVisible()  # who is not seen looks when shown
        if seen and news is not News.TROUBLE and not self._soon.isActive():
            self._soon.start(NEWS_MS)
