"""Name look-ups that a cancel or a time limit abandons: the system's own cannot be interrupted."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field

from api.errors import NameNotFound, TimedOut
from api.running import CancelToken

Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[object, ...]]
"""One row of getaddrinfo."""

MOST_ABANDONED = 4


@dataclass(slots=True, eq=False)
class LookUp:
    """One look-up: what came of it, and the event that its worker or a cancel sets."""

    woken: threading.Event = field(default_factory=threading.Event)
    finished: bool = False
    abandoned: bool = False
    found: list[Address] = field(default_factory=list)
    failure: OSError | UnicodeError | None = None

    def stop(self) -> None:
        """Wake whoever waits; the look-up itself cannot be stopped."""
        self.woken.set()


class Resolver:
    """Looks names up on daemon threads, of which at most four may outlive their calls. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._abandoned = 0

    def addresses(self, host: str, port: int, seconds: float, cancel: CancelToken) -> list[Address]:
        """The addresses of a host in the system's order.

        Raises NameNotFound, TimedOut after so many seconds, or Cancelled.
        """
        if literal := _literal(host, port):
            return literal
        self._refuse_pile_up(host)
        look_up = LookUp()
        threading.Thread(target=self._run, args=(look_up, host, port), name="look-up", daemon=True).start()
        cancel.add(look_up)
        try:
            look_up.woken.wait(seconds)
        finally:
            cancel.remove(look_up)
            self._leave(look_up)
        cancel.check()
        return _outcome(look_up, host, seconds)

    def _refuse_pile_up(self, host: str) -> None:
        with self._lock:
            if self._abandoned < MOST_ABANDONED:
                return
        raise NameNotFound(
            f"The name {host} was not looked up: {MOST_ABANDONED} earlier look-ups still wait for the name service.",
            "Check the network connection, then try again in a minute.",
        )

    def _run(self, look_up: LookUp, host: str, port: int) -> None:
        try:
            look_up.found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # type: ignore[assignment]
        except (OSError, UnicodeError) as failure:
            look_up.failure = failure
        with self._lock:
            look_up.finished = True
            self._abandoned -= look_up.abandoned
        look_up.woken.set()

    def _leave(self, look_up: LookUp) -> None:
        with self._lock:
            look_up.abandoned = not look_up.finished
            self._abandoned += look_up.abandoned


def _literal(host: str, port: int) -> list[Address]:
    """The address that the host already is; empty for a name. Needs no name service, hence no thread."""
    try:
        return socket.getaddrinfo(  # type: ignore[return-value]
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )
    except (OSError, UnicodeError):
        return []


def _outcome(look_up: LookUp, host: str, seconds: float) -> list[Address]:
    if not look_up.finished:
        raise TimedOut(
            f"The name {host} was not found within {seconds:g} s: the name service does not answer.",
            "Check the network connection and the name servers of this computer.",
        )
    if look_up.failure is not None or not look_up.found:
        raise NameNotFound(
            f"No host is called {host}.",
            "Check the spelling of the address, and whether the network or VPN that knows the name is connected.",
            details=str(look_up.failure or "no addresses"),
        )
    return look_up.found
