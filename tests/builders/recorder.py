"""A server that notes every request byte by byte and answers each in the same way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
)


@dataclass(frozen=True)
class Heard:
    """One request as it came."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def by_name(self) -> list[tuple[str, str]]:
        """The headers by name in small letters; those of one name in their order."""
        return sorted(((name.lower(), value) for name, value in self.headers), key=lambda pair: pair[0])


@dataclass
class Recorder:
    """``heard`` grows with every request; ``url`` is the address."""

    url: str
    heard: list[Heard] = field(default_factory=list, repr=False)


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Listens on a free port of 127.0.0.1."""
    listener = socket.create_server(("127.0.0.1", 0))
    found = Recorder(f"http://127.0.0.1:{listener.getsockname()[1]}")

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _address = listener.accept()
                with connection, suppress(OSError, ValueError):
                    connection.settimeout(30)
                    _one(connection, found)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _one(connection: socket.socket, found: Recorder) -> None:
    with connection.makefile("rb") as lines:
        method, target, _version = lines.readline().decode("latin-1").split(" ", 2)
        headers = []
        while (line := lines.readline()) not in (b"\r\n", b""):
            name, _colon, value = line.decode("latin-1").partition(":")
            headers.append((name, value.strip()))
        known = {name.lower(): value for name, value in headers}
        if known.get("expect"):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = lines.read(int(known.get("content-length", 0)))
        if known.get("transfer-encoding"):
            body = b"(chunked)"
        found.heard.append(Heard(method, target, tuple(headers), body))
        connection.sendall(ANSWER if method != "HEAD" else ANSWER[:-2])
