"""Fills one answer tab with what a piece of work has so far, again and again until it has ended."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from api.errors import PitchforkError
from api.work.answers import CallRefused
from gui.answer.growth import Wanted, hands_on

if TYPE_CHECKING:
    from api.model import Paging
    from api.work.work import Work
    from gui.answers import Answers
    from gui.work.bench import WorkBench

BEAT_MS = 100
SOONEST, LATEST = 0.4, 8.0
"""Seconds between two longer answers: twice as much is worth showing soon, a little more only later."""


class Filling(QObject):
    """Of one work and one tab; gone when both are done, or when the tab is closed, which stops the work."""

    def __init__(
        self, work: Work, bench: WorkBench, answers: Answers, tab_id: int, paging: Paging | None
    ) -> None:
        super().__init__(bench)
        self._work, self._bench, self._answers, self._tab_id = work, bench, answers, tab_id
        self._paging = paging
        self._growing = self._over = False
        self._shown = 0
        self._last = 0.0
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._look)
        self._beat.start()
        bench.ended.connect(self._hear_end)

    @Slot(object)
    def _hear_end(self, work: Work) -> None:
        if work is self._work:
            self._look()

    @Slot()
    def _look(self) -> None:
        """Say how far it is, and show more of it if that is due and the person's hands are free."""
        tab = self._answers.tab(self._tab_id)
        if tab is None or self._over:
            self._end()
            return
        if self._growing:
            return
        so_far, ended = self._work.so_far, self._work.state.ended
        if ended and (so_far is None or not so_far.parts):
            self._fail()
            return
        if so_far is None:
            return
        tab.coming.tell(so_far.told)
        if (ended or self._is_due(so_far)) and not hands_on(tab):
            self._grow(so_far, last=ended)

    def _is_due(self, so_far: Any) -> bool:
        parts, since = so_far.parts, time.monotonic() - self._last
        if parts <= self._shown or since < SOONEST:
            return False
        return so_far.eager or parts >= 2 * self._shown or since >= LATEST

    def _grow(self, so_far: Any, *, last: bool) -> None:
        tab = self._answers.tab(self._tab_id)
        assert tab is not None
        self._growing, parts = True, so_far.parts

        def done(error: Exception | None) -> None:
            self._growing, self._last, self._shown = False, time.monotonic(), parts
            if last:
                self._finish(error)

        tab.coming.grow(Wanted(so_far.exchange, self._paging, done))

    def _finish(self, error: Exception | None) -> None:
        tab = self._answers.tab(self._tab_id)
        if tab is not None and error is not None:
            tab.fail(error)
        elif tab is not None:
            tab.coming.settle()
            tab.said.emit(self._work.sentence)
        self._end()

    def _fail(self) -> None:
        """Nothing came at all: show the answer that refused it, or the reason."""
        error = self._work.error
        tab = self._answers.tab(self._tab_id)
        if isinstance(error, CallRefused) and tab is not None and tab.view is None:
            if error.exchange.response is not None:
                error.exchange.response.content.keep()
            self._answers.finish(self._tab_id, error.exchange, self._paging)
        else:
            self._answers.fail(self._tab_id, error or PitchforkError("Nothing came."))
        self._end()

    def _end(self) -> None:
        self._over = True
        self._beat.stop()
        self.deleteLater()
