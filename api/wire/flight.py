"""One call on its way: how far it is, and the socket that its cancel token stops."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from socket import socket

from api.errors import Cancelled
from api.running import CancelToken, Progress, ProgressReport, SocketStop, ignore_progress
from api.wire.limits import Limits

PROGRESS_INTERVAL = 1 / 30
"""Seconds between two reports of the same stage: nobody sees more."""


class Stage(Enum):
    """What a call is doing, finer than what the person is told; the value is that."""

    PREPARING = ("preparing",)
    LOOKING_UP = ("connecting", "name")
    DIALLING = ("connecting", "tcp")
    SHAKING_HANDS = ("connecting", "tls")
    SENDING = ("sending",)
    WAITING = ("waiting",)
    RECEIVING = ("receiving",)


class Hold:
    """Lets a token stop a call's socket for as long as the call owns it, and never later.

    A cancel that arrives when the connection is back in the pool must not hit the next call on it.
    """

    def __init__(self, cancel: CancelToken, sock: socket) -> None:
        self._cancel = cancel
        self._stop = SocketStop(sock)
        cancel.add(self._stop)

    def release(self) -> None:
        """Forget the socket and give the duplicate back."""
        self._cancel.remove(self._stop)
        self._stop.close()


class Flight:
    """The state of one call while it is on its way; belongs to one thread.

    ``peer`` is "host:port" for sentences, ``reused`` whether an old connection carries it, ``first_byte`` the
    monotonic time of the answer's first byte, ``presented`` the fingerprint of a certificate that was
    turned down, ``target`` and ``absolute`` the request target and the URL to write exactly as they are (empty: as
    the library has them).
    """

    def __init__(
        self, cancel: CancelToken, limits: Limits, report: ProgressReport = ignore_progress
    ) -> None:
        self.cancel = cancel
        self.limits = limits
        self.stage = Stage.PREPARING
        self.peer = ""
        self.reused = False
        self.first_byte: float | None = None
        self.presented = ""
        self.target = ""
        self.absolute = ""
        self._report = report
        self._reported = 0.0
        self._hold: Hold | None = None

    def begin(self, target: str = "", absolute: str = "") -> None:
        """One attempt begins, to this request target (a proxy gets the absolute form)."""
        self.let_go()
        self.target, self.absolute = target, absolute
        self.reused = False
        self.first_byte = None
        self.presented = ""

    def enter(self, stage: Stage) -> None:
        """The next stage begins; raises Cancelled when somebody asked to stop."""
        self.cancel.check()
        told = stage.value[0] != self.stage.value[0]
        self.stage = stage
        if told:
            self._report(Progress(stage.value[0]))

    def advance(self, done: int, total: int | None) -> None:
        """So many bytes of this stage are done; raises Cancelled when somebody asked to stop.

        It gives way to nobody: bytes move beside the window, hardly ever holding what it needs.
        """
        if self.cancel.cancelled:
            raise Cancelled
        if done == total or time.monotonic() - self._reported >= PROGRESS_INTERVAL:
            self._reported = time.monotonic()
            self._report(Progress(self.stage.value[0], done, total))

    def answered(self) -> None:
        """The first byte of the answer is here."""
        if self.first_byte is None:
            self.first_byte = time.monotonic()

    def hold(self, sock: socket) -> None:
        """From here on the call is blocked on this socket, and a cancel stops it."""
        self.let_go()
        self._hold = Hold(self.cancel, sock)

    @property
    def holds(self) -> bool:
        """Whether a cancel would stop a socket."""
        return self._hold is not None

    def let_go(self) -> None:
        """The socket is no longer this call's."""
        if self._hold is not None:
            self._hold.release()
            self._hold = None


class Flights(threading.local):
    """Which flight the connections of one session serve in this thread."""

    _current: Flight | None = None

    @property
    def current(self) -> Flight:
        """The flight of this thread; there is none outside ``carry``."""
        if self._current is None:
            message = "a connection was used outside a flight"
            raise RuntimeError(message)
        return self._current

    @contextmanager
    def carry(self, flight: Flight) -> Iterator[Flight]:
        """Connections used within serve this flight; its socket is let go at the end."""
        before, self._current = self._current, flight
        try:
            yield flight
        finally:
            self._current = before
            flight.let_go()
