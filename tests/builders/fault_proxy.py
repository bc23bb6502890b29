"""A loopback proxy in front of a real or a practice server that breaks what it is told to break.

``route(url)`` gives the address to use in place of a server's; ``stand_before(monkeypatch)`` puts it in front of
every service of every cloud that is signed in to. Then::

    proxy.add(Fault("GET", r"/file$", cut_down=1000))            # the connection breaks in the answer's body
    proxy.add(Fault("GET", r"/file$", stall_down=1000))          # nothing comes any more (until close())
    proxy.add(Fault("GET", r"/file$", truncate=1000))            # the answer ends in order, but early
    proxy.add(Fault("GET", r"/file$", flip=1000))                # one byte is another one
    proxy.add(Fault("PUT", r"/file$", cut_up=1000))              # the connection breaks in the request's body
    proxy.add(Fault("PUT", r"/file$", stall_up=1000))            # no more of the request's body is taken
    proxy.add(Fault("PUT", r"/file$", lose=True))                # done, but the answer never arrives
    proxy.add(Fault("PUT", r"/file$", status=401, swallow=True)) # refused, but only after the whole body was sent
    proxy.add(Fault("GET", "", status=503, headers=(("Retry-After", "1"),), times=2))
    proxy.add(Fault("GET", r"/file$", drop=("Content-Range",)))  # headers of the answer that do not arrive
    proxy.add(Fault("GET", r"/file$", ignore=("Range",)))        # headers of the request that do not arrive

A fault happens to the first ``times`` requests that fit, after it let ``spare`` of them pass; ``seen`` are all
requests, in order.
"""

from __future__ import annotations

import http.client
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

BLOCK = 64 * 1024
_HOP = frozenset({"host", "connection", "transfer-encoding", "expect", "keep-alive"})


class Seen(NamedTuple):
    """One request that came by: method, target and headers, and how many bytes of its body."""

    method: str
    target: str
    headers: dict[str, str]
    body: int

    def header(self, name: str) -> str | None:
        """The header of that name, whatever its case."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)


@dataclass
class Fault:
    """What goes wrong with requests of a method ("" is any) to a target that the pattern is found in.

    Numbers are bytes of a body as it is without transfer coding. A ``hard`` cut is a reset, which may overtake bytes.
    """

    method: str = ""
    pattern: str = ""
    times: int = 1
    spare: int = 0
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    swallow: bool = False
    hard: bool = False
    cut_up: int | None = None
    stall_up: int | None = None
    lose: bool = False
    cut_down: int | None = None
    stall_down: int | None = None
    truncate: int | None = None
    flip: int | None = None
    drop: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    happened: int = field(default=0, init=False)

    def fits(self, method: str, target: str) -> bool:
        """Whether it happens to this request; counts those that it lets pass."""
        if self.method not in {"", method} or not re.search(self.pattern, target):
            return False
        if self.spare:
            self.spare -= 1
            return False
        if self.happened == self.times:
            return False
        self.happened += 1
        return True


_NONE = Fault()


class _Cut(Exception):
    """The connection to the client ends here and now."""


class FaultProxy:
    """Listens once for each server that it stands before. Thread-safe; close() ends it all."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.closed = threading.Event()
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._servers: dict[str, _Server] = {}

    def add(self, fault: Fault) -> Fault:
        """From now on this happens as well; of several that fit, the first added does."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more, and nothing was seen."""
        with self._lock:
            self._faults.clear()
            self.seen.clear()

    def seen_of(self, method: str, pattern: str) -> list[Seen]:
        """The requests of a method whose target the pattern is found in."""
        return [each for each in self.seen if each.method == method and re.search(pattern, each.target)]

    def route(self, url: str) -> str:
        """The same address through this proxy."""
        parts = urlsplit(url)
        with self._lock:
            if parts.netloc not in self._servers:
                self._servers[parts.netloc] = _Server(self, parts.netloc)
            server = self._servers[parts.netloc]
        return urlunsplit(parts._replace(netloc=f"127.0.0.1:{server.server_address[1]}"))

    def stand_before(self, monkeypatch: Any) -> None:
        """Put it before every service of every signed-in cloud (not before the identity service's sign-in)."""
        from api.identity.cloud import SignedInCloud

        real = SignedInCloud.endpoint
        monkeypatch.setattr(SignedInCloud, "endpoint", lambda *args: self.route(real(*args)))

    def fault_for(self, seen: Seen) -> Fault:
        """What happens to this request."""
        with self._lock:
            self.seen.append(seen)
            return next((fault for fault in self._faults if fault.fits(seen.method, seen.target)), _NONE)

    def close(self) -> None:
        """End every connection."""
        self.closed.set()
        with self._lock:
            servers = tuple(self._servers.values())
        for server in servers:
            server.end()


@contextmanager
def fault_proxy() -> Iterator[FaultProxy]:
    """A proxy for the time of a test."""
    proxy = FaultProxy()
    try:
        yield proxy
    finally:
        proxy.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, proxy: FaultProxy, origin: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy, self.origin = proxy, origin
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)

    def handle_error(self, *_args: Any) -> None:
        """A client that hangs up is what this is for."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 0

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        fault = self.server.proxy.fault_for(
            Seen(self.command, self.path, dict(self.headers.items()), length)
        )
        try:
            self._serve(fault, length)
        except _Cut:
            self._cut(hard=fault.hard)
        except (OSError, http.client.HTTPException):
            self.close_connection = True

    do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = do_OPTIONS = do_GET

    def _serve(self, fault: Fault, length: int) -> None:
        if fault.status is not None:
            self._refuse(fault, length)
            return
        host, _, port = self.server.origin.partition(":")
        upstream = http.client.HTTPConnection(host, int(port or 80), timeout=120)
        try:
            self._ask(upstream, fault, length)
            response = upstream.getresponse()
            if fault.lose:
                raise _Cut
            self._answer(response, fault)
        finally:
            upstream.close()

    def _refuse(self, fault: Fault, length: int) -> None:
        if fault.swallow:
            for _block in self._body(length):
                pass
        elif length:
            self.close_connection = True  # what is not read would be taken for the next request
        assert fault.status is not None
        self.send_response(fault.status)
        for name, value in (*fault.headers, ("Content-Length", str(len(fault.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(fault.body)

    def _ask(self, upstream: http.client.HTTPConnection, fault: Fault, length: int) -> None:
        ignored = _HOP | {name.lower() for name in fault.ignore}
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        upstream.putheader("Host", self.server.origin)
        for name, value in self.headers.items():
            if name.lower() not in ignored:
                upstream.putheader(name, value)
        upstream.endheaders()
        assert upstream.sock is not None
        sent = 0
        ends = [end for end in (fault.cut_up, fault.stall_up) if end is not None]
        for block in self._body(min([length, *ends])):
            with suppress(ConnectionError):  # it has answered already
                upstream.send(block)
            sent += len(block)
        if fault.stall_up is not None and length:
            self.server.proxy.closed.wait()
        if ends and length:
            upstream.sock.shutdown(socket.SHUT_RDWR)
            raise _Cut

    def _body(self, length: int) -> Iterator[bytes]:
        while length > 0:
            block = self.rfile.read1(min(BLOCK, length))  # type: ignore[attr-defined]
            if not block:
                raise _Cut
            length -= len(block)
            yield block

    def _answer(self, response: http.client.HTTPResponse, fault: Fault) -> None:
        bare = self.command == "HEAD" or response.status in {204, 304}
        whole = response.getheader("Content-Length")
        if whole is not None and fault.truncate is not None and not bare:
            whole = str(min(int(whole), fault.truncate))
        dropped = _HOP | {"content-length"} | {name.lower() for name in fault.drop}
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in dropped:
                self.send_header(name, value)
        for name, value in fault.headers:
            self.send_header(name, value)
        if whole is not None:
            self.send_header("Content-Length", whole)
        elif not bare:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if not bare:
            self._pass(response, fault, chunked=whole is None)

    def _pass(self, response: http.client.HTTPResponse, fault: Fault, *, chunked: bool) -> None:
        at = 0
        for block in self._blocks(response, fault):
            data = _flipped(block, fault.flip, at)
            at += len(data)
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)
        if fault.cut_down is not None:
            raise _Cut
        if fault.stall_down is not None:
            self.server.proxy.closed.wait()
            raise _Cut
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _blocks(self, response: http.client.HTTPResponse, fault: Fault) -> Iterator[bytes]:
        ends = [end for end in (fault.cut_down, fault.stall_down, fault.truncate) if end is not None]
        left = min(ends, default=None)
        while left is None or left > 0:
            block = response.read1(BLOCK if left is None else min(BLOCK, left))
            if not block:
                return
            left = None if left is None else left - len(block)
            yield block

    def _cut(self, *, hard: bool) -> None:
        self.close_connection = True
        with suppress(OSError):
            if hard:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.rfile.close()
                self.connection.close()
            else:
                self.connection.shutdown(socket.SHUT_RDWR)


def _flipped(block: bytes, flip: int | None, at: int) -> bytes:
    if flip is None or not at <= flip < at + len(block):
        return block
    changed = bytearray(block)
    changed[flip - at] ^= 0xFF
    return bytes(changed)
