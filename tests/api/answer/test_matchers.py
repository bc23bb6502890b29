"""What is looked for, in a text: whether it is there and where, however long the text is."""

import pytest

import api.answer.matchers as matchers_module
from api.answer.matchers import PatternMatcher, PlainMatcher, Wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("^start", True),
        ("end$", True),
        ("middle", True),
        ("ab$", False),
        ("^middle", False),
        ("(?<=x)middle(?=y)", True),
        (".+", True),
        ("(a|b)*[cf]", False),
    ],
)
def test_a_very_long_text_is_matched_part_by_part_and_keeps_its_ends(monkeypatch, text, found):
    monkeypatch.setattr(matchers_module, "_WINDOW", 1000)
    monkeypatch.setattr(matchers_module, "_LONGEST_MATCH", 100)
    value = "start" + "ab" * 495 + "x" + "middle" + "y" + "ab" * 3000 + "end"
    matcher = PatternMatcher(Wanted(text, pattern=True))
    assert matcher.holds(value, lambda: None) is found


def test_marks_stand_where_the_text_is():
    assert PlainMatcher(Wanted("AB")).spans("xabyAB") == [(1, 3), (4, 6)]
    assert PlainMatcher(Wanted("AB", case=True)).spans("xabyAB") == [(4, 6)]
    assert PatternMatcher(Wanted("b*", pattern=True)).spans("abba") == [(1, 3)]
    assert len(PlainMatcher(Wanted("a")).spans("a" * 500)) == 100


def test_marks_of_a_slow_pattern_are_left_out():
    matcher = PatternMatcher(Wanted("(a+)+$", pattern=True))
    assert matcher.spans("a" * 5000 + "b") == []
    assert matcher.spans("aaa") == []
    assert PatternMatcher(Wanted("(a+)+$", pattern=True)).spans("aaa") == [(0, 3)]
