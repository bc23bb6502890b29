"""What happens with exceptions nobody expected: they are told to the person, and the window stays alive."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from api.errors import PitchforkError
from api.wire.redaction import mask_url
from gui.notify import Level, Message

if TYPE_CHECKING:
    from gui.program import Program

MOST = 20
"""Reports of one run; a fault that repeats must not bury the window."""


class Reporter(QObject):
    """Listens at Python's hooks of main and worker threads. A child of the program."""

    _caught = Signal(str, str)

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._told = 0
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on exceptions come here."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._main
        threading.excepthook = self._thread
        self._program.jobs.failed.connect(self._failed)

    def remove(self) -> None:
        """Put the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._program.close_all()
            return
        if self._before[0] is not sys.__excepthook__:  # somebody else listens
            self._before[0](kind, error, trace)
        elif sys.stderr is not None:
            sys.stderr.write(f"{_told(error)}\n{_frames(trace)}\n")  # the usual traceback quotes values
        self._caught.emit(_told(error), _frames(trace))

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            told = _told(args.exc_value) if args.exc_value is not None else args.exc_type.__name__
            self._caught.emit(told, _frames(args.exc_traceback))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._caught.emit(_told(error), _frames(error.__traceback__))

    @Slot(str, str)
    def _tell(self, what: str, where: str) -> None:
        self._told += 1
        if self._told > MOST or not self._program.windows:
            return
        self._program.windows[-1].notices.post(
            Message(
                Level.ERROR,
                "Something unexpected went wrong; the program goes on.",
                "What you filled in is kept. The details help whoever looks into it.",
                f"{what}\n\n{where}",
            )
        )


def _told(error: BaseException) -> str:
    """The kind of a mistake; its words only where they are this program's or the system's own: others quote values."""
    name = type(error).__name__
    if isinstance(error, PitchforkError):
        return f"{name}: {mask_url(str(error))}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {mask_url(error.strerror)}"
    return name


def _frames(trace: TracebackType | None) -> str:
    """Places in the code only: the source lines and values of a traceback could show a secret."""
    frames = traceback.extract_tb(trace)[-12:]
    return "\n".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
