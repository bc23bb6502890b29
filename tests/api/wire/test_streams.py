"""Sinks and taps: bodies that go past instead of being kept."""

from __future__ import annotations

import pytest

from api.errors import ConnectionLost, PitchforkError
from api.foreground import foreground
from api.wire import reading
from api.wire.limits import Limits
from api.wire.request import FileBody
from api.wire.streams import Streams
from tests.api.wire.conftest import request
from tests.builders.raw_server import raw_server


class Collecting:
    """Takes answers of some statuses, and notes what it saw."""

    def __init__(self, statuses=(200,)):
        self.statuses, self.heads, self.blocks = statuses, [], []

    def begin(self, head):
        self.heads.append(head)
        return head.status in self.statuses

    def write(self, block):
        self.blocks.append(block)


class Full(Collecting):
    def write(self, block):
        raise PitchforkError("The disk is full.")


class Watching:
    """Notes what was sent."""

    def __init__(self):
        self.blocks = []

    def begin(self):
        self.blocks.clear()

    def sent(self, block):
        self.blocks.append(block)


BODY = b"x" * 300_000
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\nX-One: 1\r\n\r\n" + BODY


def test_a_sink_gets_the_body_and_the_answer_keeps_none(send):
    sink = Collecting()
    with raw_server(ANSWER) as url:
        response = send(url, streams=Streams(sink), limits=Limits(size=1000))
    assert b"".join(sink.blocks) == BODY
    assert len(response.content) == 0
    assert (sink.heads[0].size, sink.heads[0].header("x-one")) == (300_000, "1")


def test_an_answer_that_the_sink_declines_is_kept(send):
    sink = Collecting(())
    with raw_server(ANSWER) as url:
        response = send(url, streams=Streams(sink))
    assert response.content.bytes() == BODY
    assert not sink.blocks


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"%x\r\n%b\r\n" % (len(BODY), BODY)


@pytest.mark.parametrize(
    "answer", [ANSWER[:-1], CHUNKED, CHUNKED[:-100]], ids=["length", "chunk", "in a chunk"]
)
def test_a_body_that_ends_early_is_an_error_and_nothing_of_it_is_lost(send, answer):
    sink = Collecting()
    with raw_server(answer) as url, pytest.raises(ConnectionLost):
        send(url, streams=Streams(sink))
    assert len(b"".join(sink.blocks)) >= len(BODY) - 100


def test_a_chunked_body_is_handed_on(send):
    sink = Collecting()
    with raw_server(CHUNKED + b"0\r\n\r\n") as url:
        response = send(url, streams=Streams(sink))
    assert b"".join(sink.blocks) == BODY
    assert (response.status, sink.heads[0].size) == (200, None)


def test_bytes_give_way_to_nobody(send, monkeypatch):
    """They hardly hold what the window needs, and would be slowed down by every picture it makes."""
    sink, waits = Collecting(), []
    monkeypatch.setattr(foreground, "give_way", waits.append)
    monkeypatch.setattr(reading, "POURED", 1000)
    with raw_server(ANSWER) as url:
        send(url, streams=Streams(sink))
    assert len(sink.blocks) >= 300
    assert len(waits) < 20
    assert b"".join(sink.blocks) == BODY


def test_what_a_sink_says_is_said(send):
    with raw_server(ANSWER) as url, pytest.raises(PitchforkError, match="disk is full"):
        send(url, streams=Streams(Full()))


def take_it_all(connection):
    connection.read_head()
    connection.read_exactly(len(BODY))
    connection.answer()


def test_a_tap_sees_what_is_sent(send, serve, tmp_path):
    tap = Watching()
    (tmp_path / "image").write_bytes(BODY)
    headers = [("Content-Length", str(len(BODY)))]
    asked = request(serve(take_it_all).url, "PUT", headers, FileBody.of(tmp_path / "image"))
    send(asked, streams=Streams(tap=tap))
    assert b"".join(tap.blocks) == BODY
