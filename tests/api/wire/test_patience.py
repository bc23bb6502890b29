"""Answers that come, and never end: each ends within its limit, and what is only slow is waited for."""

import itertools
import threading

import pytest

from api.errors import TimedOut
from api.wire.limits import Limits
from api.wire.proxying import Network, Proxying
from api.wire.streams import Streams
from tests.api.wire.conftest import request

OK = b"HTTP/1.1 200 OK\r\n"


def dripping(pieces, seconds=0.02):
    """The first connection gets one piece after another; later ones are answered."""

    def handle(connection):
        connection.read_head()
        if len(connection.server.connections) > 1:
            connection.answer()
            return
        for piece in pieces():
            connection.send(piece)
            connection.server.closing.wait(seconds)

    return handle


def endless(first, again):
    return lambda: itertools.chain([first], itertools.repeat(again))


HEADS = {
    "one header letter by letter": endless(OK + b"A: ", b"x"),
    "header after header": endless(OK, b"A: b\r\n"),
    "interim answers": endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "an interim answer letter by letter": endless(b"HTTP/1.1 103 Early Hints\r\nLink: ", b"x"),
}


@pytest.mark.parametrize("case", HEADS)
@pytest.mark.parametrize("secure", [False, True])
def test_a_head_that_drips_ends(serve, send, tls, trust, case, secure):
    server = serve(dripping(HEADS[case], 0.05), tls if secure else None)
    limits = Limits(read=30, head=0.3)
    with pytest.raises(
        TimedOut, match=r"did not finish the headers of its answer within 0\.3 s"
    ) as failure:
        send(server.url, limits=limits, trust=trust)
    assert "may have reached" in failure.value.hint
    assert send(server.url, trust=trust).content.bytes() == b"ok"


@pytest.mark.parametrize(
    "head", [b"Content-Length: 90000\r\n\r\n", b"\r\n", b"Transfer-Encoding: chunked\r\n\r\n"]
)
def test_a_body_that_drips_ends(serve, send, head):
    server = serve(dripping(endless(OK + head, b"1\r\nx\r\n" if b"chunked" in head else b"x")))
    with pytest.raises(TimedOut, match=r"came too slowly: [0-9]+ bytes in 1 s"):
        send(server.url, limits=Limits(read=1))
    assert send(server.url).status == 200


def test_a_slow_body_that_brings_enough_is_waited_for(serve, send):
    pieces = [OK + b"Content-Length: 3000\r\n\r\n", *[b"x" * 100] * 30]
    server = serve(dripping(lambda: pieces, 0.05))
    response = send(server.url, limits=Limits(read=0.5, least=100))
    assert len(response.content) == 3000
    assert response.timings.total > 1


def test_the_head_begins_with_its_first_byte(serve, send):
    """Whoever thinks for long before answering has the patience of ``read``."""
    pieces = [b"", OK + b"Content-Length: 2\r\n\r\nok"]
    assert send(serve(dripping(lambda: pieces, 0.4)).url, limits=Limits(read=30, head=0.2)).status == 200


def test_time_in_which_nobody_reads_does_not_count(serve, send):
    """What goes past into something slow is not the server's fault."""
    never = threading.Event()

    class Slow:
        def begin(self, _head):
            return True

        def write(self, _block):
            never.wait(0.15)  # what it writes to takes so long

    pieces = [OK + b"Content-Length: 8\r\n\r\n", *[b"x"] * 8]
    server = serve(dripping(lambda: pieces, 0.001))
    assert send(server.url, limits=Limits(read=0.5), streams=Streams(Slow())).status == 200


@pytest.mark.parametrize(
    ("pieces", "sentence"),
    [
        (endless(b"HTTP/1.1 200 Connected\r\nA: ", b"x"), "The proxy .* did not finish the headers"),
        (endless(b"HTTP/1.1 200 Connected\r\n", b"A: b\r\n"), "The proxy .* did not finish the headers"),
    ],
)
def test_a_proxy_that_drips_ends(serve, through, pieces, sentence):
    with pytest.raises(TimedOut, match=sentence) as failure:
        through(serve(dripping(pieces, 0.05)), Limits(connect=0.4))
    assert "Is it a proxy" in failure.value.hint


def test_a_silent_proxy_is_named(serve, through):
    silent = serve(lambda connection: (connection.read_head(), connection.stay_silent()))
    with pytest.raises(TimedOut, match=r"The proxy 127\.0\.0\.1:[0-9]+ did not answer within 0\.2 s"):
        through(silent, Limits(connect=0.2))


@pytest.fixture
def through():
    """through(proxy, limits): ask a TLS service behind that proxy."""
    from api.running import CancelToken
    from api.wire.transport import Transport

    made = []

    def ask(proxy, limits):
        transport = Transport(network=lambda: Network(Proxying("given", proxy.url.rstrip("/"))))
        made.append(transport)
        return transport.send(request("https://images.example/"), {}, limits=limits, cancel=CancelToken())

    yield ask
    for transport in made:
        transport.close()
