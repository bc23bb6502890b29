"""Copies raw text: a little at once, much on a worker, and never more than a clipboard bears."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from api.answer.texts.rows import Place, Rows, TooMuchText
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import copy_text
from gui.jobs import Jobs

LARGEST_COPY = 8 << 20
"""Characters, or bytes of the body. Handing twice as many to the clipboard is felt as a jerk."""
_AT_ONCE = 200
"""Rows, of about 1,000 bytes at most."""


class RawCopier(QObject):
    """Copies from one place of the rows to another. Owned by the page that shows them."""

    said = Signal(str)
    too_much = Signal()
    """It was more than may be copied; nothing was."""

    def __init__(self, jobs: Jobs, bare: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._bare = bare
        """Whether a secret of the body was revealed: what is copied then may hold it."""
        self._running: CancelToken | None = None

    def copy(self, rows: Rows, start: Place, end: Place) -> None:
        """Copy from one place to a later one; the latest wish counts."""
        self.cancel()
        if end[0] - start[0] <= _AT_ONCE:
            copy_text(rows.copy(start, end, LARGEST_COPY, lambda: None), secret=self._bare())
            return
        if rows.offset(min(end[0], len(rows) - 1)) - rows.offset(start[0]) > LARGEST_COPY:
            self.too_much.emit()
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> str:
            return rows.copy(start, end, LARGEST_COPY, cancel.check)

        self.said.emit("Copying.")
        self._running = self._jobs.run(work, self._copied, self._failed, owner=self)

    def cancel(self) -> None:
        """Copy nothing any more."""
        if self._running is not None:
            self._running.cancel()
            self._running = None

    def _copied(self, text: str) -> None:
        self._running = None
        copy_text(text, secret=self._bare())
        self.said.emit("Copied.")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, TooMuchText):
            self._running = None
            self.too_much.emit()
        else:
            unless_cancelled(error)
