"""What was freed goes back to the system."""

import sys
from pathlib import Path

import pytest

from api import memory


def own():
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc keeps it")
def test_small_pieces_go_back():
    pieces = [bytearray(60_000) for _ in range(1000)]  # below what the C library maps on its own
    for piece in pieces:
        piece[::4096] = b"x" * len(piece[::4096])
    full = own()
    keep = pieces[-1]
    del pieces, piece
    memory.give_back()
    assert own() < full - 40_000
    assert len(keep) == 60_000


def test_where_there_is_no_way_nothing_happens(monkeypatch):
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert memory._trim.__wrapped__() is None
    monkeypatch.setattr(memory, "_trim", lambda: None)
    memory.give_back()


def test_a_little_is_not_worth_it(monkeypatch):
    asked = []
    monkeypatch.setattr(memory, "_trim", lambda: asked.append)
    memory.give_back(memory.MUCH - 1)
    assert asked == []
    memory.give_back(memory.MUCH)
    assert asked == [0]
