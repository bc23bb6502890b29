"""What one call costs over bare requests on loopback, and how soon a cancel ends one."""

from __future__ import annotations

import json
import socket
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import requests

from api.errors import Cancelled
from api.running import CancelToken
from api.wire.request import TOKEN_SLOT, Request, Template
from api.wire.transport import Transport

CALLS = 400
CANCELS = 40
TARGET_RATIO = 1.15
TARGET_CANCEL = 100.0
BODY = json.dumps({"images": [{"id": str(n), "name": "x" * 20} for n in range(20)]}).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(BODY),
    BODY,
)


class Server:
    """Answers each request on a kept connection at once, or says nothing at all for /silent."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v2/images"
        self.silent_asked = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while block := connection.recv(65536):
                if b"/silent" in block:
                    self.silent_asked.set()
                elif block.endswith(b"\r\n\r\n"):
                    connection.sendall(ANSWER)

    def close(self) -> None:
        self._listener.close()


def run() -> list[dict]:
    """One call through the transport against requests.Session.get (GET of a 1 KB list on a kept connection, the body
    read, medians of interleaved calls), and the 95th percentile of the time from cancel() to the end of a waiting call.
    """
    server, transport, session = Server(), Transport(), requests.Session()
    try:
        ours, bare = _interleaved(lambda: _call(transport, server.url), lambda: _bare(session, server.url))
        cancels = [_cancel(transport, server) for _ in range(CANCELS)]
    finally:
        transport.close()
        session.close()
        server.close()
    return [_overhead_row(ours, bare), _cancel_row(cancels)]


def _interleaved(first: Callable[[], None], second: Callable[[], None]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(CALLS):
        for which, work in ((0, first), (1, second)) if number % 2 else ((1, second), (0, first)):
            begun = time.perf_counter()
            work()
            times[which].append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def _request(url: str) -> Request:
    headers = (
        ("Accept", Template.of("application/json")),
        ("Accept-Encoding", Template.of("gzip")),
        ("User-Agent", Template.of("benchmark")),
        ("X-Auth-Token", Template.of(TOKEN_SLOT)),
    )
    return Request("benchmark", "GET", Template.of(url), headers)


def _call(transport: Transport, url: str) -> None:
    response = transport.send(_request(url), {"token": "t" * 32}, cancel=CancelToken())
    assert len(response.content) == len(BODY)


def _bare(session: requests.Session, url: str) -> None:
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": "b",
        "X-Auth-Token": "t" * 32,
    }
    assert len(session.get(url, headers=headers).content) == len(BODY)


def _cancel(transport: Transport, server: Server) -> float:
    cancel, ended = CancelToken(), []
    server.silent_asked.clear()

    def call() -> None:
        with suppress(Cancelled):
            transport.send(_request(server.url + "/silent"), {"token": "t"}, cancel=cancel)
        ended.append(time.perf_counter())

    thread = threading.Thread(target=call)
    thread.start()
    assert server.silent_asked.wait(10)
    begun = time.perf_counter()
    cancel.cancel()
    thread.join()
    return ended[0] - begun


def _overhead_row(ours: float, bare: float) -> dict:
    return {
        "name": "one call, against requests.Session.get",
        "value": ours * 1e6,
        "unit": "us",
        "floor": bare * 1e6,
        "ratio": ours / bare,
        "target": TARGET_RATIO,
        "met": ours / bare <= TARGET_RATIO,
    }


def _cancel_row(seconds: list[float]) -> dict:
    slow = statistics.quantiles(seconds, n=20)[-1] * 1e3
    return {
        "name": "cancel of a waiting call, 95th percentile",
        "value": slow,
        "unit": "ms",
        "floor": None,
        "ratio": None,
        "target": TARGET_CANCEL,
        "met": slow <= TARGET_CANCEL,
    }
