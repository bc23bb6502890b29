"""Connecting to the first of several addresses that accepts, without ever blocking a cancel."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence

from api.errors import NoAnswer, Refused, TimedOut
from api.running import CancelToken
from api.wire.lookup import Address

TICK = 0.05
"""Seconds between two looks at the cancel token. A shutdown cannot stop a connect on every system."""
HEAD_START = 0.25
"""Seconds that one address has before the next is tried beside it (RFC 8305)."""
CONNECTING = frozenset({0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)})


def dial(addresses: Sequence[Address], peer: str, seconds: float, cancel: CancelToken) -> socket.socket:
    """A connected socket, blocking, without a time limit of its own.

    ``peer`` is what the person knows the place as. Raises Refused, TimedOut or Cancelled.
    """
    attempt = _Dial(addresses)
    try:
        return attempt.run(peer, seconds, cancel)
    finally:
        attempt.close()


class _Dial:
    """Several connection attempts side by side, started one after the other."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._waiting = deque(addresses)
        self._selector = selectors.DefaultSelector()
        self._under_way: set[socket.socket] = set()
        self._failure: OSError | None = None

    def run(self, peer: str, seconds: float, cancel: CancelToken) -> socket.socket:
        end = time.monotonic() + seconds
        next_start = 0.0
        while self._waiting or self._under_way:
            cancel.check()
            now = time.monotonic()
            if now >= end:
                raise _too_slow(peer, seconds)
            if self._waiting and (now >= next_start or not self._under_way):
                self._start(self._waiting.popleft())
                next_start = now + HEAD_START
            if (connected := self._connected(min(TICK, end - now))) is not None:
                return connected
        raise _turned_down(peer, self._failure)

    def _start(self, address: Address) -> None:
        family, kind, protocol, _name, place = address
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as failure:  # a family that this system lacks
            self._failure = failure
            return
        self._under_way.add(sock)
        sock.setblocking(False)
        code = sock.connect_ex(place)
        if code in CONNECTING:
            self._selector.register(sock, selectors.EVENT_WRITE)
        else:
            self._give_up(sock, code)

    def _connected(self, seconds: float) -> socket.socket | None:
        if not self._selector.get_map():
            return None
        for key, _events in self._selector.select(seconds):
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            self._selector.unregister(sock)
            if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                self._give_up(sock, code)
                continue
            self._under_way.discard(sock)
            sock.setblocking(True)
            return sock
        return None

    def _give_up(self, sock: socket.socket, code: int) -> None:
        self._failure = OSError(code, os.strerror(code))
        self._under_way.discard(sock)
        sock.close()

    def close(self) -> None:
        self._selector.close()
        for sock in self._under_way:
            sock.close()


def _too_slow(peer: str, seconds: float) -> TimedOut:
    return TimedOut(
        f"{peer} did not accept the connection within {seconds:g} s.",
        "Check the address, and whether a firewall or a VPN stands between.",
    )


def _turned_down(peer: str, failure: OSError | None) -> NoAnswer:
    details = str(failure or "")
    if failure is not None and failure.errno == errno.ECONNREFUSED:
        return Refused(
            f"Nothing listens on {peer}.", "Check host and port, and whether the service runs.", details
        )
    return Refused(
        f"{peer} cannot be reached from this computer.",
        "Check the network connection, VPN and firewall.",
        details,
    )
