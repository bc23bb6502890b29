"""A cancel ends a call at once at every stage, over http and https, and leaves the next call alone."""

import socket
import threading
import time

import pytest

from api.errors import Cancelled, PitchforkError
from api.running import CancelToken
from api.wire.request import FileBody
from tests.api.wire.conftest import request
from tests.api.wire.raw_server import bare, keep_answering

AT_ONCE = 2.0
"""Seconds; generous, for a busy machine. What is expected is far below 0.1 s, which the benchmark measures."""


class Call:
    """A call on its own thread; ``outcome`` is what it returned or raised."""

    def __init__(self, work):
        self.outcome = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            self.outcome = self._work()
        except PitchforkError as error:
            self.outcome = error

    def cancel(self, token):
        """Cancel and return how long the call took to end, in seconds."""
        begun = time.monotonic()
        token.cancel()
        asked = time.monotonic() - begun
        self._thread.join(10)
        assert not self._thread.is_alive()
        assert asked < 0.5  # a cancel never blocks who asks for it
        return time.monotonic() - begun


@pytest.fixture(params=["http", "https"])
def secure(request, tls, trust):
    """The TLS side of a server and the trust of the client: none for http."""
    return {"http": (None, {}), "https": (tls, {"trust": trust})}[request.param]


def cancelled_when(send, what, reached, **options):
    """Send, wait for the event, cancel; the call must end with Cancelled at once."""
    token = CancelToken()
    call = Call(lambda: send(what, cancel=token, **options))
    assert reached.wait(10), call.outcome
    seconds = call.cancel(token)
    assert isinstance(call.outcome, Cancelled), repr(call.outcome)
    assert seconds < AT_ONCE
    return call.outcome


def when_stage(stage, event, least=0):
    return lambda progress: progress.stage == stage and progress.done >= least and event.set()


@pytest.mark.parametrize("_again", range(3))
def test_while_waiting_for_the_answer(serve, send, secure, _again):
    tls, options = secure
    waiting = threading.Event()
    server = serve(lambda connection: connection.stay_silent(), tls)
    cancelled_when(send, server.url, waiting, report=when_stage("waiting", waiting), **options)


@pytest.mark.parametrize("_again", range(3))
def test_while_the_head_is_half_there(serve, send, secure, _again):
    tls, options = secure
    sent = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-")
        sent.set()
        connection.stay_silent()

    cancelled_when(send, serve(handle, tls).url, sent, **options)


@pytest.mark.parametrize("closing", [b"", b"Connection: close\r\n"])
def test_while_the_body_stands_still(serve, send, secure, closing):
    tls, options = secure
    receiving = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n%b\r\nbeginning" % closing)
        connection.stay_silent()

    server = serve(handle, tls)
    cancelled_when(send, server.url, receiving, report=when_stage("receiving", receiving), **options)


@pytest.mark.parametrize("_again", range(3))
def test_while_the_body_flows(serve, send, secure, _again):
    tls, options = secure
    flowing = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not connection.server.closing.is_set():
            connection.send(b"8000\r\n" + bytes(0x8000) + b"\r\n")

    server = serve(handle, tls)
    cancelled_when(send, server.url, flowing, report=when_stage("receiving", flowing, 1_000_000), **options)


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_while_an_upload_is_stuck(serve, send, secure, tmp_path, kind):
    tls, options = secure
    sending = threading.Event()
    size = 64 * 1024 * 1024

    def handle(connection):
        connection.read_head()
        sending.set()
        connection.stay_silent()

    body = bytes(size)
    if kind == "file":
        path = tmp_path / "image"
        with path.open("wb") as file:
            file.truncate(size)
        body = FileBody(path, size, path.stat().st_mtime_ns)
    asked = request(serve(handle, tls).url, "PUT", body=body, changes=True)
    failure = cancelled_when(send, asked, sending, **options)
    assert "may have carried it out" in failure.hint


@pytest.mark.parametrize("_again", range(3))
def test_while_an_upload_flows(serve, send, secure, tmp_path, _again):
    tls, options = secure
    sending = threading.Event()
    path = tmp_path / "image"
    with path.open("wb") as file:
        file.truncate(8 << 30)

    def handle(connection):
        connection.read_head()
        while connection.sock.recv(65536):
            pass

    asked = request(serve(handle, tls).url, "PUT", body=FileBody(path, 8 << 30, path.stat().st_mtime_ns))
    cancelled_when(send, asked, sending, report=when_stage("sending", sending, 1_000_000), **options)


@pytest.mark.parametrize("_again", range(3))
def test_during_the_tls_handshake(serve, send, tls, trust, _again):
    greeted = threading.Event()

    @bare
    def handle(connection):
        connection.sock.recv(100)
        greeted.set()
        connection.stay_silent()

    cancelled_when(send, serve(handle, tls).url, greeted, trust=trust)


def test_a_silent_handshake_holds_up_no_other_call(serve, send, tls, trust):
    greeted = threading.Event()

    @bare
    def handle(connection):
        if len(connection.server.connections) == 1:
            connection.sock.recv(100)
            greeted.set()
            connection.stay_silent()
        connection.start_tls()
        keep_answering(connection)

    server = serve(handle, tls)
    token = CancelToken()
    call = Call(lambda: send(server.url, cancel=token, trust=trust))
    assert greeted.wait(10)
    assert send(server.url, trust=trust).status == 200
    call.cancel(token)


def test_during_the_name_look_up(send, monkeypatch):
    looking, release = threading.Event(), threading.Event()
    real = socket.getaddrinfo

    def never(host, *args, **options):
        if options.get("flags"):
            return real(host, *args, **options)
        looking.set()
        release.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", never)
    cancelled_when(send, "http://images.example/", looking)
    release.set()


def test_while_connecting(send, monkeypatch):
    with socket.create_server(("127.0.0.1", 0), backlog=1) as full:
        waiting = [
            _connecting(full.getsockname()) for _ in range(4)
        ]  # the queue is full: connects now hang
        connecting = threading.Event()
        token = WatchedToken(connecting, looks=8)
        call = Call(lambda: send(f"http://127.0.0.1:{full.getsockname()[1]}/", cancel=token))
        assert connecting.wait(10), call.outcome
        assert call.cancel(token) < AT_ONCE
        assert isinstance(call.outcome, Cancelled), repr(call.outcome)
        for sock in waiting:
            sock.close()


class WatchedToken(CancelToken):
    """Says when the call has looked at it so often that it must be in the waiting loop."""

    def __init__(self, event, looks):
        super().__init__()
        self._event = event
        self._looks = looks

    def check(self):
        self._looks -= 1
        if self._looks == 0:
            self._event.set()
        super().check()


def _connecting(address):
    sock = socket.socket()
    sock.setblocking(False)
    sock.connect_ex(address)
    return sock


def test_next_call_works_after_a_cancel(serve, send, secure):
    tls, options = secure
    asked = threading.Event()

    def handle(connection):
        connection.read_head()
        if len(connection.server.connections) == 1:
            asked.set()
            connection.stay_silent()
        connection.answer()
        keep_answering(connection)

    server = serve(handle, tls)
    cancelled_when(send, server.url, asked, **options)
    assert send(server.url, **options).status == 200


def test_late_cancel_does_not_disturb_the_next_call_on_the_connection(serve, send, secure):
    tls, options = secure
    answering = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.answer()
        connection.read_head()
        answering.set()
        assert connection.server.release.wait(10)
        connection.answer(b"second")

    server = serve(handle, tls)
    server.release = threading.Event()
    finished = CancelToken()
    send(server.url, cancel=finished, **options)
    second = Call(lambda: send(server.url, **options))
    assert answering.wait(10)
    finished.cancel()
    server.release.set()
    second._thread.join(10)
    assert second.outcome.content.bytes() == b"second"
    assert len(server.connections) == 1


def test_cancel_when_the_last_byte_is_there_spares_the_connection(serve, send, secure):
    """Another call may have it by then."""
    tls, options = secure
    server, cancel = serve(keep_answering, tls), CancelToken()

    def report(progress):
        if progress.done and progress.done == progress.total:
            cancel.cancel()

    send(server.url, cancel=cancel, report=report, **options)
    assert cancel.cancelled
    assert send(server.url, **options).status == 200
    assert len(server.connections) == 1


def test_call_on_a_kept_connection_can_be_cancelled(serve, send, secure):
    tls, options = secure
    waiting = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.answer()
        connection.stay_silent()

    server = serve(handle, tls)
    send(server.url, **options)
    cancelled_when(send, server.url, waiting, report=when_stage("waiting", waiting), **options)
    assert len(server.connections) == 1


def test_cancel_through_a_proxys_tunnel(serve, send, tls, trust, monkeypatch):
    asked = threading.Event()

    @bare
    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 Connected\r\n\r\n")
        connection.start_tls()
        connection.read_head()
        asked.set()
        connection.stay_silent()

    proxy = serve(handle, tls)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
    cancelled_when(send, "https://localhost/", asked, trust=trust)
    assert proxy.connections[0].received.startswith(b"CONNECT localhost:443 ")


def test_cancel_while_a_proxys_tunnel_shakes_hands(serve, send, tls, trust, monkeypatch):
    greeted = threading.Event()

    @bare
    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 Connected\r\n\r\n")
        connection.sock.recv(100)
        greeted.set()
        connection.stay_silent()

    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{serve(handle, tls).port}")
    cancelled_when(send, "https://localhost/", greeted, trust=trust)


def test_token_keeps_nothing_of_a_finished_call(serve, send, secure):
    tls, options = secure
    cancel = CancelToken()
    send(serve(keep_answering, tls).url, cancel=cancel, **options)
    assert cancel._blocked_on == []


def test_no_descriptor_is_left_open(serve, send):
    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    server = serve(handle)
    send(server.url)
    before = _descriptors()
    for _ in range(60):
        send(server.url)
    assert _descriptors() <= before + 30  # the test's server may still hold its own ends


def _descriptors():
    from pathlib import Path

    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("descriptors are counted through /proc")
    return len(list(folder.iterdir()))
