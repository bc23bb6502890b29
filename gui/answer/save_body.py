"""Saves the body of an answer as it was received."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from api.answer.sizes import size
from api.errors import Cancelled
from api.running import CancelToken, Progress, ProgressReport
from api.wire.response import Content
from gui.jobs import Jobs

_BLOCK = 1 << 20


def write_body(content: Content, target: Path, cancel: CancelToken, report: ProgressReport) -> int:
    """Write the bytes to a file beside the target, then put it in its place; returns how many there were.

    Raises OSError, and Cancelled; what was there before is then untouched.
    """
    part = target.with_name(target.name + ".part")
    total = len(content)
    try:
        with part.open("wb") as file, content.view as view:
            for at in range(0, total, _BLOCK):
                cancel.check()
                file.write(view[at : at + _BLOCK])
                report(Progress("Saving", at, total))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return total


class BodySaver(QObject):
    """Asks where to, and writes on a worker. Owned by the page that shows the body."""

    said = Signal(str)
    running_changed = Signal(bool)
    """Writing began or ended."""

    def __init__(self, content: Content, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._content, self._jobs, self._page = content, jobs, page
        self._running: CancelToken | None = None

    def ask(self, name: str) -> QFileDialog:
        """Open the question; ``name`` is what the file is called at first."""
        dialog = QFileDialog(self._page, "Save the body", name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the body to that file."""
        content, target = self._content, Path(path)

        def work(cancel: CancelToken, report: ProgressReport) -> int:
            return write_body(content, target, cancel, report)

        def told(count: int) -> None:
            self._end(f"Saved {size(count)} to {target.name}.")

        self.cancel()
        self._running = self._jobs.run(work, told, self._failed, self._tell, owner=self)
        self.running_changed.emit(True)

    @Slot()
    def cancel(self) -> None:
        """Stop writing; what was there before stays."""
        if self._running is not None:
            self._running.cancel()

    def _tell(self, progress: Progress) -> None:
        self.said.emit(f"Saving: {size(progress.done)} of {size(progress.total or 0)}.")

    def _end(self, sentence: str) -> None:
        self._running = None
        self.running_changed.emit(False)
        self.said.emit(sentence)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._end("Saving was cancelled.")
        elif isinstance(error, OSError):
            self._end(f"The body could not be saved: {error.strerror or error}.")
        else:
            raise error
