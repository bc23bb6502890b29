"""Waiting for an answer's bytes: what drips forever ends, as what is silent does."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any, cast

from api.errors import TimedOut

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from api.wire.flight import Flight

MAY_HAVE_ARRIVED = "The request may have reached the server all the same."


class PatientFile(socket.SocketIO):
    """A socket as a file to read one answer from. Silence has the socket's own time limit; beyond that

    the head has ``limits.head`` seconds from its first byte on (a proxy's, while connecting, ``limits.connect``), and
    ``limits.read`` seconds of waiting for the body have to bring ``limits.least`` bytes. Time in which nobody reads,
    because what came before is still being written somewhere, does not count.
    """

    def __init__(self, sock: Any, flight: Flight) -> None:
        super().__init__(sock, "r")
        sock._io_refs += 1  # as makefile() does: the socket stays open until this is closed
        self._flight = flight
        self._silence: float | None = sock.gettimeout()
        self._in_head = True
        self._head_ends: float | None = None
        self._waited = 0.0
        self._brought = 0

    def end_of_head(self) -> None:
        """From here on it is the body."""
        self._in_head = False
        self._socket.settimeout(self._silence)

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        """The next bytes. Raises TimedOut for what drips, TimeoutError for silence."""
        if self._socket.gettimeout() == 0:  # somebody looks at what is there already
            return super().readinto(buffer)
        return self._read_head(buffer) if self._in_head else self._read_body(buffer)

    @property
    def _socket(self) -> socket.socket:
        return cast("socket.socket", cast("Any", self)._sock)

    def _read_head(self, buffer: WriteableBuffer) -> int | None:
        if self._head_ends is None:
            count = self._first(buffer)
            self._head_ends = time.monotonic() + self._patience
            return count
        left = self._head_ends - time.monotonic()
        if left <= 0:
            raise self._slow_head()
        self._socket.settimeout(left if self._silence is None else min(left, self._silence))
        try:
            return super().readinto(buffer)
        except TimeoutError:
            if time.monotonic() < self._head_ends:
                raise
            raise self._slow_head() from None

    def _first(self, buffer: WriteableBuffer) -> int | None:
        try:
            return super().readinto(buffer)
        except TimeoutError:
            if not self._connecting:
                raise
            sentence = f"The proxy {self._flight.peer} did not answer within {self._patience:g} s."
            raise TimedOut(sentence, "Is it a proxy, and one for http?") from None

    def _read_body(self, buffer: WriteableBuffer) -> int | None:
        begun = time.monotonic()
        count = super().readinto(buffer)
        self._waited += time.monotonic() - begun
        self._brought += count or 0
        limits = self._flight.limits
        if self._waited >= limits.read and count:
            if self._brought < limits.least:
                raise TimedOut(
                    f"The answer of {self._flight.peer} came too slowly: {self._brought:,} bytes in"
                    f" {limits.read:g} s.",
                    MAY_HAVE_ARRIVED,
                )
            self._waited, self._brought = 0.0, 0
        return count

    @property
    def _connecting(self) -> bool:
        return str(self._flight.stage.value[0]) == "connecting"

    @property
    def _patience(self) -> float:
        limits = self._flight.limits
        return limits.connect if self._connecting else limits.head

    def _slow_head(self) -> TimedOut:
        peer = f"The proxy {self._flight.peer}" if self._connecting else self._flight.peer
        hint = "Is it a proxy, and one for http?" if self._connecting else MAY_HAVE_ARRIVED
        return TimedOut(
            f"{peer} did not finish the headers of its answer within {self._patience:g} s.", hint
        )
