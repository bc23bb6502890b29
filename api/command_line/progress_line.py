"""The progress of a piece of work on standard error: one line that changes on a terminal, nothing elsewhere."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from api.answer.plain import one_line
from api.work.pace import pace

if TYPE_CHECKING:
    from api.work.work import Note, Work

INTERVAL = 0.2
"""Seconds between two looks at the work."""
_CLEAR = "\r\x1b[K"


class ProgressLine:
    """Shows one piece of work while it runs; its notes stay as lines of their own, on a terminal or not.

    ``hear`` is a listener for Works.run(); it may be called on any thread.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._live = stream, stream.isatty()
        self._lock = threading.Lock()
        self._work: Work | None = None
        self._told: Note | None = None
        self._shown = False

    def hear(self, work: Work) -> None:
        """Something of the work changed: bring out what is new in its story."""
        with self._lock:
            self._work = work
            for note in self._news(work):
                self._clear()
                print(one_line(note.sentence), file=self._stream, flush=True)
                self._told = note

    def draw(self) -> None:
        """Show how far it is now; nothing where the stream is no terminal."""
        with self._lock:
            if not self._live or self._work is None or self._work.state.ended:
                return
            work = self._work
            text = " · ".join(part for part in (work.progress.stage.capitalize(), pace(work)) if part)
            room = shutil.get_terminal_size().columns - 1
            self._stream.write(_CLEAR + text[:room])
            self._stream.flush()
            self._shown = True

    def end(self) -> None:
        """Take the line away; the notes stay."""
        with self._lock:
            self._clear()
            self._stream.flush()

    def _news(self, work: Work) -> tuple[Note, ...]:
        notes = work.notes
        told = next((at for at, note in enumerate(notes) if note is self._told), -1)
        return notes[told + 1 :]

    def _clear(self) -> None:
        if self._shown:
            self._stream.write(_CLEAR)
            self._shown = False


@contextmanager
def progress_line() -> Iterator[ProgressLine]:
    """``with progress_line() as line: desk.works.run(plan, cancel, line.hear)``."""
    line, done = ProgressLine(sys.stderr), threading.Event()

    def draw() -> None:
        while not done.wait(INTERVAL):
            line.draw()

    thread = threading.Thread(target=draw, name="progress-line", daemon=True)
    thread.start()
    try:
        yield line
    finally:
        done.set()
        thread.join()
        line.end()
