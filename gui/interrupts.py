"""Ctrl+C and a polite kill close the windows at once, as a person would."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Slot

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts(QObject):
    """Calls ``close`` when a signal arrives.

    Python runs signal handlers only between its own instructions, and Qt's loop may not come to any for
    long: so the signal writes to a socket that Qt listens at.
    """

    def __init__(self, close: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._before: list[tuple[signal.Signals, object]] = []
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)

    def install(self) -> None:
        """From now on signals close the windows; ignored ones stay ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            before = signal.getsignal(number)
            if before is not signal.SIG_IGN:
                self._before.append((number, before))
                signal.signal(number, self._handle)

    def remove(self) -> None:
        """As it was before."""
        for number, before in self._before:
            signal.signal(number, before)  # type: ignore[arg-type]
        if self._before:
            signal.set_wakeup_fd(-1)
        self._before.clear()
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self._close()

    @Slot()
    def _drain(self) -> None:
        """Empty the socket; the handler has run by the time this ends."""
        with suppress(OSError):
            self._reader.recv(64)
