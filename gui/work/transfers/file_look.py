"""Looks into a file on a worker, a moment after its path was last changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from api.errors import PitchforkError
from api.running import CancelToken, ProgressReport
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.work.transfers.sniffing import Sniffed

PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at a path: size in bytes and format, or the ``fault`` that kept it from being read."""

    path: str
    size: int = 0
    sniffed: Sniffed | None = None
    fault: str = ""


class FileLook(QObject):
    """The newest path wins; a look at an older one is dropped."""

    looked = Signal(object)
    """A Look."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def ask(self, path: str) -> bool:
        """Look at this path; nothing is done for the one that is looked at already. Returns whether it is new."""
        if path == self._path:
            return False
        self._path = path
        self._pause.start()
        return True

    @Slot()
    def _start(self) -> None:
        path = self._path

        def done(look: Look) -> None:
            if path == self._path:
                self.looked.emit(look)

        self._jobs.run(lambda cancel, report: look_at(path, cancel, report), done, owner=self)


def look_at(path: str, _cancel: CancelToken, _report: ProgressReport) -> Look:
    """Look at a path (blocking, a moment); "" is no file yet."""
    from api.work.transfers.sniffing import sniff

    if not path:
        return Look(path)
    file = Path(path).expanduser()
    try:
        sniffed = sniff(file)
        return Look(
            path, file.stat().st_size, sniffed, "The file is empty." if sniffed.format == "empty" else ""
        )
    except PitchforkError as error:
        return Look(path, fault=error.sentence)
    except (OSError, ValueError) as error:  # gone in between, or a path that cannot be one
        return Look(path, fault=f"This file cannot be read: {error}.")
