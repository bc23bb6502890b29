"""Servers that answer badly: each time an error with a sentence, and the next call works."""

import gzip
import threading
import zlib

import pytest

from api.errors import BrokenAnswer, ConnectionLost, NoAnswer, PitchforkError, TimedOut, TooLarge
from api.running import CancelToken
from api.wire.limits import Limits
from tests.api.wire.conftest import request

OK = b"HTTP/1.1 200 OK\r\n"
PATIENCE = Limits(connect=5, read=5, size=100_000, memory=50_000)


def scripted(answer, *, silent=False):
    """Sends the bytes as the first connection's answer; later connections answer well."""

    def handle(connection):
        connection.read_head()
        if len(connection.server.connections) == 1:
            connection.send(answer)
            if silent:
                connection.stay_silent()
            return
        connection.answer()

    return handle


GZIPPED = gzip.compress(b"x" * 1000, mtime=0)
GZIP_BOMB = gzip.compress(bytes(10_000_000), mtime=0)
CASES = {
    "nothing": (b"", ConnectionLost),
    "half a status line": (b"HTTP/1.1 20", ConnectionLost),
    "status line only": (OK, ConnectionLost),
    "half a header": (OK + b"Content-Le", ConnectionLost),
    "headers without their end": (OK + b"Content-Length: 2\r\n", ConnectionLost),
    "half a body": (OK + b"Content-Length: 10\r\n\r\nhalf", ConnectionLost),
    "no body of it": (OK + b"Content-Length: 10\r\n\r\n", ConnectionLost),
    "longer than it says": (OK + b"Content-Length: 3\r\n\r\nlonger", BrokenAnswer),
    "longer than nothing": (OK + b"Content-Length: 0\r\n\r\nlonger", BrokenAnswer),
    "lengths that differ": (OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", BrokenAnswer),
    "not http": (b"SSH-2.0-OpenSSH_9.2\r\n", BrokenAnswer),
    "binary": (bytes(range(128, 256)) * 40 + b"\n", BrokenAnswer),
    "zeros without an end": (bytes(70_000), BrokenAnswer),
    "http/2": (b"HTTP/2.0 200 OK\r\n\r\n", BrokenAnswer),
    "status that is none": (b"HTTP/1.1 abc OK\r\n\r\n", BrokenAnswer),
    "status of five digits": (b"HTTP/1.1 20000 OK\r\n\r\n", BrokenAnswer),
    "header without a colon": (OK + b"this is not a header\r\nContent-Length: 2\r\n\r\nok", BrokenAnswer),
    "header too long": (OK + b"A: " + b"x" * 70_000 + b"\r\n\r\n", BrokenAnswer),
    "too many headers": (OK + b"A: b\r\n" * 200 + b"\r\n", BrokenAnswer),
    "endless interim answers": (b"HTTP/1.1 100 Continue\r\n\r\n" * 100, BrokenAnswer),
    "chunk size that is none": (OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n", BrokenAnswer),
    "negative chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n", BrokenAnswer),
    "huge chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\nabc", BrokenAnswer),
    "half a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n10\r\nabc", ConnectionLost),
    "chunks without the last": (OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", ConnectionLost),
    "endless trailers": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"A: b\r\n" * 300, BrokenAnswer),
    "gzip garbage": (OK + b"Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\ngarbage", BrokenAnswer),
    "half of gzip": (
        OK + b"Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\n" + GZIPPED[:12],
        BrokenAnswer,
    ),
    "gzip with a wrong sum": (
        OK + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + GZIPPED[:-8] + bytes(8),
        BrokenAnswer,
    ),
    "deflate garbage": (OK + b"Content-Encoding: deflate\r\nContent-Length: 7\r\n\r\n\xffarbage", BrokenAnswer),
    "too large by its length": (OK + b"Content-Length: 100001\r\n\r\n", TooLarge),
    "too large without a length": (OK + b"\r\n" + bytes(150_000), TooLarge),
    "too large in chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"8000\r\n" * 1 + bytes(0x8000) + b"\r\n"
                            + b"18000\r\n" + bytes(0x18000) + b"\r\n0\r\n\r\n", TooLarge),
    "too large when unpacked": (OK + b"Content-Encoding: gzip\r\n\r\n" + GZIP_BOMB, TooLarge),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_answer_is_an_error_and_the_next_call_works(serve, send, case):
    answer, kind = CASES[case]
    server = serve(scripted(answer))
    with pytest.raises(kind) as failure:
        send(request(server.url, "POST"), limits=PATIENCE)  # a POST is never repeated on its own
    assert failure.value.sentence.endswith(".")
    assert failure.value.__context__ is None
    assert send(server.url, limits=PATIENCE).content.bytes() == b"ok"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"", r"begin to answer within 0\.2 s"),
        (OK + b"A: ", "begin to answer"),
        (OK + b"Content-Length: 9\r\n\r\nab", r"stood still for 0\.2 s"),
    ],
)
def test_silence_has_a_limit(serve, send, answer, sentence):
    server = serve(scripted(answer, silent=True))
    limits = Limits(read=0.2)
    with pytest.raises(TimedOut, match=sentence):
        send(server.url, limits=limits)
    assert send(server.url).status == 200


def test_stuck_upload_has_a_limit(serve, send):
    server = serve(scripted(b"", silent=True))
    with pytest.raises(TimedOut, match="took no more of the request"):
        send(request(server.url, "PUT", body=bytes(32 << 20)), limits=Limits(connect=20, read=0.2))


def test_silent_handshake_has_a_limit(serve, send, trust):
    server = serve(lambda connection: connection.stay_silent())
    with pytest.raises(TimedOut, match=r"TLS handshake within 0\.2 s"):
        send(server.url.replace("http:", "https:"), limits=Limits(connect=0.2), trust=trust)


@pytest.mark.parametrize(
    "interim", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"]
)
def test_interim_answers_are_skipped(serve, send, interim):
    server = serve(scripted(interim * 2 + OK + b"Content-Length: 4\r\n\r\nreal"))
    response = send(server.url)
    assert (response.status, response.content.bytes()) == (200, b"real")


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (b"Content-Encoding: gzip\r\n", GZIPPED, b"x" * 1000),
        (
            b"Content-Encoding: GZIP\r\n",
            gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0),
            b"onetwo",
        ),
        (b"Content-Encoding: gzip\r\n", GZIPPED + b"padding", b"x" * 1000),
        (b"Content-Encoding: deflate\r\n", zlib.compress(b"wrapped"), b"wrapped"),
        (b"Content-Encoding: deflate\r\n", zlib.compress(b"bare" * 9)[2:-4], b"bare" * 9),
        (b"Content-Encoding: gzip\r\n", b"", b""),
        (b"Content-Encoding: br\r\n", b"left as it is", b"left as it is"),
        (b"Content-Encoding: identity\r\n", b"plain", b"plain"),
        (b"", b"until the end", b"until the end"),
    ],
)
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_bodies_are_unpacked_however_they_are_framed(serve, send, headers, body, expected, framing):
    if framing == "length":
        answer = OK + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body
    elif framing == "close":
        answer = OK + headers + b"\r\n" + body
    else:
        chunks = b"".join(b"%x;note=1\r\n%c\r\n" % (1, byte) for byte in body)
        answer = OK + headers + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nTrailer: 1\r\n\r\n"
    assert send(serve(scripted(answer)).url).content.bytes() == expected


def test_large_answer_is_mapped_from_a_nameless_file(serve, transport, tmp_path):
    from api.wire.transport import Transport

    data = bytes(range(256)) * 300
    folder = tmp_path / "temporary"
    folder.mkdir()
    transport = Transport(temp_dir=folder)
    server = serve(scripted(OK + b"Content-Length: %d\r\n\r\n" % len(data) + data))
    response = transport.send(request(server.url), {}, limits=PATIENCE, cancel=CancelToken())
    assert response.content.bytes() == data
    assert len(response.content) == len(data)
    assert list(folder.iterdir()) == []
    response.content.close()
    transport.close()


def test_missing_temporary_folder_is_an_error_with_a_sentence(serve, tmp_path):
    from api.wire.transport import Transport

    transport = Transport(temp_dir=tmp_path / "missing")
    server = serve(scripted(OK + b"\r\n" + bytes(60_000)))
    with pytest.raises(PitchforkError, match="temporary file"):
        transport.send(request(server.url), {}, limits=PATIENCE, cancel=CancelToken())
    transport.close()


@pytest.mark.parametrize(
    ("method", "head"),
    [
        ("HEAD", OK + b"Content-Length: 5\r\n"),
        ("HEAD", OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n"),
        ("GET", b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n"),
        ("GET", b"HTTP/1.1 304 Not Modified\r\n"),
    ],
)
@pytest.mark.parametrize("body", [b"", b"stray"])
def test_answers_without_a_body(serve, send, method, head, body):
    server = serve(scripted(head + b"\r\n" + body))
    assert send(request(server.url, method)).content.bytes() == b""
    assert send(server.url).content.bytes() == b"ok"


def test_stray_bytes_never_become_the_next_answer(serve, send):
    forged = OK + b"Content-Length: 6\r\n\r\nforged"

    def handle(connection):
        connection.read_head()
        if len(connection.server.connections) == 1:
            connection.send(b"HTTP/1.1 204 No Content\r\n\r\n" + forged)
            connection.read_head()
            connection.answer(b"on the spoilt connection")
        connection.answer()

    server = serve(handle)
    assert send(server.url).status == 204
    assert send(server.url).content.bytes() == b"ok"
    assert len(server.connections) == 2


def test_early_refusal_of_an_upload_is_read(serve, send):
    def handle(connection):
        connection.read_head()
        connection.answer(b"too big", "413 Payload Too Large", b"Connection: close\r\n")
        while connection.sock.recv(65536):
            pass

    response = send(request(serve(handle).url, "PUT", body=bytes(8 << 20)))
    assert (response.status, response.content.bytes()) == (413, b"too big")


def test_progress_is_told_at_most_thirty_times_a_second(serve, send):
    def handle(connection):
        connection.read_head()
        connection.send(OK + b"Content-Length: 50000000\r\n\r\n")
        for _ in range(500):
            connection.send(bytes(100_000))

    told = []
    response = send(serve(handle).url, report=told.append)
    receiving = [each for each in told if each.stage == "receiving"]
    assert (receiving[-1].done, receiving[-1].total) == (50_000_000, 50_000_000)
    assert len(receiving) <= 3 + 30 * response.timings.total
    response.content.close()


def test_failures_hold_no_open_connection(serve, send):
    ended = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.send(b"nonsense\r\n")
        assert connection.sock.recv(1) == b""
        ended.set()

    with pytest.raises(NoAnswer):
        send(serve(handle).url)
    assert ended.wait(5)
