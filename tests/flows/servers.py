"""Servers for stories: calls that need no token are sent to them by a named address."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication

from gui.parameters.dialog import ParameterDialog
from tests.api.wire.raw_server import RawServer

TITLE = "Health check"


@contextmanager
def serving(handle: Callable[[Any], None]) -> Iterator[RawServer]:
    """A server on this machine for the time of a story."""
    server = RawServer(handle)
    try:
        yield server
    finally:
        server.close()


def saying(answer: bytes) -> Callable[[Any], None]:
    """Says the same bytes to everybody once the request is there, and hangs up."""

    def handle(connection: Any) -> None:
        connection.read_head()
        connection.send(answer)

    return handle


def silent(connection: Any) -> None:
    """Takes the request and never answers."""
    connection.read_head()
    connection.stay_silent()


def answer(body: bytes, kind: str = "application/json", status: str = "200 OK", more: str = "") -> bytes:
    """A whole answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode("latin-1") + body


def zipped(body: bytes) -> bytes:
    """A whole answer that is compressed."""
    return answer(gzip.compress(body), more="Content-Encoding: gzip\r\n")


def ask(hand: Any, address: str) -> None:
    """Send the health check to an address, by keyboard."""
    hand.go_to_call("health check", TITLE)
    hand.press("Ctrl+Return")
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    hand.fill(**{"Address of the service": address.rstrip("/")})
    hand.send()
