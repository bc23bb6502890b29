"""Find in texts that are no documents: every match, at its byte, in any encoding of any size."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.matchers import BadPattern, Wanted
from api.answer.texts import search as text_search
from api.answer.texts.search import TextMatches, find_in_text
from api.wire.response import Content


def found(text, wanted, hidden=(), **options):
    matches = TextMatches(Wanted(wanted, **options))
    find_in_text(Content(text if isinstance(text, bytes) else text.encode()), hidden, matches)
    return [(matches[n], matches.length(matches[n])) for n in range(len(matches))], matches


def test_case_counts_only_where_it_is_wanted():
    assert found("Error, error, ERROR", "error")[0] == [(0, 5), (7, 5), (14, 5)]
    assert found("Error, error, ERROR", "error", case=True)[0] == [(7, 5)]


def test_places_are_bytes():
    assert found("é😀 É x", "é")[0] == [(0, 2), (7, 2)]
    assert found(b"\xff\x80 needle", "needle")[0] == [(3, 6)]


def test_patterns_stay_in_their_lines():
    assert found("a1\nb22\n", r"[a-z]\d+$", pattern=True)[0] == [(0, 2), (3, 3)]
    assert found("a\nb", r"a\sb", pattern=True)[0] == []
    assert found("ab", r"x*", pattern=True)[0] == []
    assert found("a.b axb", "a.b")[0] == [(0, 3)]
    with pytest.raises(BadPattern):
        found("x", "(", pattern=True)


def test_nothing_is_looked_for():
    assert found("x", "")[0] == []
    assert found("", "x")[0] == []
    assert found("x", "x")[1].length(5) == 0


@given(st.lists(st.sampled_from(["x", "é", "needle", "\n", "nee", "dle"]), max_size=60), st.integers(8, 20))
@settings(max_examples=150, deadline=None)
def test_matches_at_the_cuts_are_found_once(pieces, size):
    text = "".join(pieces)
    before = text_search._SLICE, text_search._OVERLAP
    text_search._SLICE, text_search._OVERLAP = size, 6
    try:
        offsets = [offset for offset, _length in found(text, "needle")[0]]
    finally:
        text_search._SLICE, text_search._OVERLAP = before
    assert offsets == [match.start() for match in re.finditer(b"needle", text.encode())]


def test_what_is_hidden_is_not_found():
    assert found("secret secret secret", "secret", hidden=[(0, 9), (2, 3), (14, 15)])[0] == []
    assert found("secret secret secret", "secret", hidden=[(7, 13)])[0] == [(0, 6), (14, 6)]


@pytest.mark.parametrize("pattern", ["key: (?=sec)", "(?<=ret) end", "key: (?!xyz)", "key: (?=.)"])
def test_what_is_hidden_does_not_decide_about_what_stands_beside_it(pattern):
    hidden = [found("key: secret end", pattern, pattern=True, hidden=[(5, 11)])[0]]
    other = [found("key: xyzabc end", pattern, pattern=True, hidden=[(5, 11)])[0]]
    assert hidden == other


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(text_search, "MOST", 10)
    offsets, matches = found("x" * 100, "x")
    assert (len(offsets), matches.more) == (10, True)


def test_slow_patterns_end(monkeypatch):
    monkeypatch.setattr(text_search, "SECONDS", 0.05)
    _found, matches = found("a" * 200, r"(a|aa|aaa)+$(?<!a)", pattern=True)
    assert matches.stopped.startswith("Stopped after")


def test_it_can_be_stopped():
    def stop():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_in_text(Content(b"x"), (), TextMatches(Wanted("x")), stop)
