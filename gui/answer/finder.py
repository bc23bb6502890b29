"""Looks through one answer while the person types, and hands the matches to the bar and to the views."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from api.answer.matchers import BadPattern, Wanted
from api.answer.search import Matches
from api.errors import Cancelled
from api.foreground import foreground
from api.running import CancelToken, Progress, ProgressReport
from gui.answer.find_bar import FindBar
from gui.jobs import Jobs

Search = Callable[[Matches, Callable[[], None], Callable[[], None]], None]
"""Fills matches. Calls the first function often, which may raise to stop, and the other one when there may be more."""


class Finder(QObject):
    """Searches on a worker; the first matches are shown while it goes on.

    ``search`` looks for nodes of a document, or places in a text; ``kind`` makes the matches it fills.
    """

    chosen = Signal(object)
    """The node, or place, of a match to go to."""
    changed = Signal(object, object)
    """The Matches to mark and the node of the one in turn; None and None when nothing is looked for."""

    def __init__(
        self, bar: FindBar, search: Search, jobs: Jobs, kind: Callable[[Wanted], Matches] = Matches
    ) -> None:
        super().__init__(bar)
        self._bar, self._search, self._jobs, self._kind = bar, search, jobs, kind
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
        search, matches = self._search, self._kind(wanted)
        self._matches = matches

        def work(cancel: CancelToken, report: ProgressReport) -> None:
            search(matches, cancel.check, lambda: report(Progress("Searching", len(matches))))

        def show(*, searching: bool) -> None:
            if matches is self._matches:  # else something else was wished for before this came
                self._bar.show_matches(matches, searching=searching)

        def failed(error: Exception) -> None:
            if isinstance(error, BadPattern) and matches is self._matches:
                self._matches = None
                self._bar.show_fault(error.sentence)
            elif not isinstance(error, (BadPattern, Cancelled)):
                raise error

        show(searching=True)
        self._running = self._jobs.run(
            work,
            lambda _none: show(searching=False),
            failed,
            lambda _progress: show(searching=True),
            owner=self,
        )

    @Slot(object, bool)
    def _choose(self, node: int, going: bool) -> None:
        with foreground:
            self.changed.emit(self._matches, node)
            if going:
                self.chosen.emit(node)
