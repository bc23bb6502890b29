"""Where an answer ends: said clearly, or it is none."""

import pytest

from api.errors import BrokenAnswer
from tests.api.wire.test_bad_servers import OK, scripted

CHUNKS = b"3\r\nabc\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "coding", [b"gzip, chunked", b"chunked, gzip", b"identity", b"chunked, chunked", b"", b"xchunked"]
)
def test_other_transfer_codings_are_no_answer(serve, send, coding):
    server = serve(scripted(OK + b"Transfer-Encoding: " + coding + b"\r\n\r\n" + CHUNKS))
    with pytest.raises(BrokenAnswer, match="does not say clearly where its answer ends") as failure:
        send(server.url)
    assert "Transfer-Encoding" in failure.value.details
    assert send(server.url).content.bytes() == b"ok"


def test_chunked_twice_is_no_answer(serve, send):
    with pytest.raises(BrokenAnswer, match="clearly"):
        send(serve(scripted(OK + b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n" + CHUNKS)).url)


@pytest.mark.parametrize("coding", [b"chunked", b"CHUNKED", b"chunked \t", b"  Chunked"])
def test_chunked_however_it_is_spelt(serve, send, coding):
    server = serve(scripted(OK + b"Transfer-Encoding: " + coding + b"\r\n\r\n" + CHUNKS))
    assert send(server.url).content.bytes() == b"abc"


@pytest.mark.parametrize(
    "length", [b"three", b"-3", b"0x3", b"+3", b"3, 3", b"3 3", b"3.0", b"9" * 20, b"\xb3", b""]
)
def test_lengths_that_are_none(serve, send, length):
    server = serve(scripted(OK + b"Content-Length: " + length + b"\r\n\r\nabc"))
    with pytest.raises(BrokenAnswer, match="clearly"):
        send(server.url)
    assert send(server.url).content.bytes() == b"ok"


@pytest.mark.parametrize(
    "lengths", [b"Content-Length: 3 \r\n", b"Content-Length: 3\r\n" * 2, b"Content-Length: 003\r\n"]
)
def test_lengths_that_are_clear(serve, send, lengths):
    assert send(serve(scripted(OK + lengths + b"\r\nabc")).url).content.bytes() == b"abc"


def test_chunks_count_more_than_a_length_and_the_connection_is_used_no_more(serve, send):
    def handle(connection):
        connection.read_head()
        connection.send(OK + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + CHUNKS)
        connection.stay_silent()

    server = serve(handle)
    assert send(server.url).content.bytes() == b"abc"
    assert send(server.url).content.bytes() == b"abc"
    assert len(server.connections) == 2


def test_an_answer_without_a_body_needs_no_framing(serve, send):
    server = serve(scripted(b"HTTP/1.1 204 No Content\r\nContent-Length: none\r\n\r\n"))
    assert send(server.url).status == 204


@pytest.mark.parametrize("line", [b"A: b\0c", b"A: b\rX-Made-Up: c", b"\rA: b"])
def test_bytes_that_no_header_has(serve, send, line):
    """A single carriage return would make two headers of one."""
    with pytest.raises(BrokenAnswer, match="headers that are not HTTP"):
        send(serve(scripted(OK + line + b"\r\nContent-Length: 3\r\n\r\nabc")).url)


def test_a_header_may_be_folded(serve, send):
    assert send(serve(scripted(OK + b"A: b\r\n c\r\nContent-Length: 3\r\n\r\nabc")).url).status == 200
