"""Hashes that are computed while bytes go past."""

from __future__ import annotations

import hashlib
import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from api.work.transfers.hashes import AHEAD, Hasher, known

BLOCKS = [bytes([number]) * 5000 for number in range(3 * AHEAD)]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.binary(max_size=200), max_size=30))
def test_the_hashes_of_all_blocks(blocks):
    whole = b"".join(blocks)
    with Hasher(["SHA512", "md5", "md5"]) as hasher:
        for block in blocks:
            hasher.feed(block)
        assert hasher.digests() == {
            "sha512": hashlib.sha512(whole).hexdigest(),
            "md5": hashlib.md5(whole).hexdigest(),
        }
        assert hasher.count == len(whole)


def test_it_goes_on_after_it_was_asked():
    with Hasher(["sha256"]) as hasher:
        hasher.feed(b"one")
        assert hasher.digests()["sha256"] == hashlib.sha256(b"one").hexdigest()
        hasher.feed(b"two")
        assert hasher.digests()["sha256"] == hashlib.sha256(b"onetwo").hexdigest()


def test_it_begins_anew():
    with Hasher(["sha256"]) as hasher:
        for block in BLOCKS:
            hasher.feed(block)
        hasher.begin()
        hasher.feed(b"x")
        assert hasher.digests()["sha256"] == hashlib.sha256(b"x").hexdigest()
        assert hasher.count == 1


def test_its_thread_ends_even_with_blocks_that_wait():
    before = threading.active_count()
    with Hasher(["sha512"]) as hasher:
        for block in BLOCKS:
            hasher.feed(block)
    assert threading.active_count() == before


def test_names_that_can_be_hashed():
    assert known("SHA512")
    assert known("md5")
    assert not known("whirlpool-2000")
    assert not known("shake_128")
