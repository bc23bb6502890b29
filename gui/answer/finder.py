"""Looks through one answer while the person types, and hands the matches to the bar and to the views."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from api.answer.document import Document
from api.answer.search import BadPattern, Matches, Wanted, find
from api.answer.veil import Veil
from api.errors import Cancelled
from api.running import CancelToken, Progress, ProgressReport
from gui.answer.find_bar import FindBar
from gui.jobs import Jobs


class Finder(QObject):
    """Searches on a worker; the first matches are shown while it goes on."""

    chosen = Signal(object)
    """The node of a match to go to."""
    changed = Signal(object, object)
    """The Matches to mark and the node of the one in turn; None and None when nothing is looked for."""

    def __init__(self, bar: FindBar, document: Document, veil: Veil, jobs: Jobs) -> None:
        super().__init__(bar)
        self._bar, self._document, self._veil, self._jobs = bar, document, veil, jobs
        self._running: CancelToken | None = None
        self._matches: Matches | None = None
        bar.wanted.connect(self._look_for)
        bar.match_chosen.connect(self._choose)

    @property
    def matches(self) -> Matches | None:
        """What was found so far; None when nothing is looked for."""
        return self._matches

    def stop(self) -> None:
        """Stop looking."""
        if self._running is not None:
            self._running.cancel()

    @Slot(object)
    def _look_for(self, wanted: Wanted) -> None:
        self.stop()
        self._matches = None
        self.changed.emit(None, None)
        if not wanted.text:
            self._bar.show_nothing()
            return
        document, veil, matches = self._document, self._veil, Matches(wanted)
        self._matches = matches

        def work(cancel: CancelToken, report: ProgressReport) -> None:
            find(document, veil, matches, cancel.check, lambda: report(Progress("Searching", len(matches))))

        self._bar.show_matches(matches, searching=True)
        self._running = self._jobs.run(
            work,
            lambda _none: self._bar.show_matches(matches, searching=False),
            self._failed,
            lambda _progress: self._bar.show_matches(matches, searching=True),
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, BadPattern):
            self._matches = None
            self._bar.show_fault(error.sentence)
        elif not isinstance(error, Cancelled):
            raise error

    @Slot(object, bool)
    def _choose(self, node: int, going: bool) -> None:
        self.changed.emit(self._matches, node)
        if going:
            self.chosen.emit(node)
