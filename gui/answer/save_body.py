"""Saves the body of an answer as it was received, or one value of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from api.answer.document import Document
from api.answer.sizes import size
from api.answer.texts.pieces import inside, text_pieces
from api.errors import Cancelled
from api.running import CancelToken, Progress, ProgressReport
from api.wire.response import Content
from gui.jobs import Jobs

_BLOCK = 1 << 20

Writer = Callable[[Path, CancelToken, ProgressReport], int]


def write_blocks(
    blocks: Iterable[bytes], total: int, target: Path, cancel: CancelToken, report: ProgressReport
) -> int:
    """Write the blocks to a file beside the target, then put it in its place; returns how many bytes there were.

    ``total`` is about how many there will be. Raises OSError, and Cancelled; what was there before is then
    untouched.
    """
    part = target.with_name(target.name + ".part")
    done = 0
    try:
        with part.open("wb") as file:
            for block in blocks:
                cancel.check()
                done += file.write(block)
                report(Progress("Saving", done, total))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return done


def write_body(content: Content, target: Path, cancel: CancelToken, report: ProgressReport) -> int:
    """Write an answer's bytes to a file, see ``write_blocks``; returns how many there were."""
    return write_blocks(_blocks_of(content), len(content), target, cancel, report)


def _blocks_of(content: Content) -> Iterator[bytes]:
    with content.view as view:
        for at in range(0, len(view), _BLOCK):
            yield bytes(view[at : at + _BLOCK])


class BodySaver(QObject):
    """Asks where to, and writes on a worker. Owned by the page that shows the body."""

    said = Signal(str)
    running_changed = Signal(bool)
    """Writing began or ended."""

    def __init__(self, content: Content, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._content, self._jobs, self._page = content, jobs, page
        self._what = "body"
        self._running: CancelToken | None = None

    def ask(self, name: str) -> QFileDialog:
        """Open the question; ``name`` is what the file is called at first."""
        dialog = QFileDialog(self._page, f"Save the {self._what}", name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def save(self, path: str) -> None:
        """Write it to that file."""
        writer, target = self._writer(), Path(path)

        def work(cancel: CancelToken, report: ProgressReport) -> int:
            return writer(target, cancel, report)

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

    def _writer(self) -> Writer:
        """What writes it, on a worker: without this object, which may be gone by then."""
        return partial(write_body, self._content)

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
            self._end(f"The {self._what} could not be saved: {error.strerror or error}.")
        else:
            raise error


class ValueSaver(BodySaver):
    """The same for the text of one value."""

    def __init__(self, document: Document, node: int, jobs: Jobs, page: QWidget) -> None:
        super().__init__(Content(), jobs, page)
        self._document, self._node, self._what = document, node, "value"

    def _writer(self) -> Writer:
        return partial(_write_value, self._document, self._node)


def _write_value(
    document: Document, node: int, target: Path, cancel: CancelToken, report: ProgressReport
) -> int:
    first, stop = inside(document, node)
    blocks = (part.encode("utf-8") for part in text_pieces(document, node))
    return write_blocks(blocks, stop - first, target, cancel, report)
