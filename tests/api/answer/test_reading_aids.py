"""Sizes, times, pretty text, plain text, requests as text: the small things that make values readable."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.document import Document
from api.answer.plain import decode, middle, one_line, pointer_token, pointer_tokens
from api.answer.pretty import pretty
from api.answer.sizes import counted, size
from api.answer.times import age, duration, local, moment
from api.wire.response import Content

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1024, "1 KiB"), (52689, "51.5 KiB"), (741591040, "707 MiB"),
     (1023 * 1024, "1 MiB"), (3328599654, "3.1 GiB"), (-5, "-5 bytes"), (1 << 70, "1,024 EiB")],
)  # fmt: skip
def test_sizes(count, text):
    assert size(count) == text


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [(60, "images", "60 images"), (1, "images", "1 image"), (1, "policies", "1 policy"), (0, "items", "0 items"),
     (1, "access", "1 access"), (1, "boxes", "1 box"), (12345, "rows", "12,345 rows")],
)  # fmt: skip
def test_counts(count, noun, text):
    assert counted(count, noun) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 ms"), (0.052, "52 ms"), (0.9999, "1.0 s"), (1.25, "1.2 s"), (59.97, "1 min 0 s"), (125, "2 min 5 s"),
     (3720, "1 h 2 min")],
)  # fmt: skip
def test_durations(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("ago", "text"),
    [(0.2, "now"), (59, "59 s ago"), (120, "2 min ago"), (86400 * 3, "3 d ago"), (86400 * 50, "1 mo ago"),
     (86400 * 366 * 5, "5 y ago"), (-3600 * 23, "in 23 h")],
)  # fmt: skip
def test_ages(ago, text):
    assert age(NOW - timedelta(seconds=ago), NOW) == text


def test_only_full_times_are_moments():
    assert moment("2026-11-23T14:00:00Z") == NOW
    assert moment("2026-11-23T15:00:00.000000+01:00") == NOW
    assert moment("2026-11-23 14:00:00") == NOW
    for text in (
        "2026-11-23",
        "20261123",
        "2026-99-23T14:00:00Z",
        "2026-11-23T14:00:00Z now",
        "x" * 20,
        "",
    ):
        assert moment(text) is None


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans())
@settings(max_examples=150, deadline=None)
def test_decoding_undoes_json(text, ascii_only):
    assert decode(json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode()) == text


@given(st.text())
def test_one_line_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1


@given(st.text())
def test_pointer_tokens_come_back(key):
    assert pointer_tokens("/" + pointer_token(key)) == [key]


def test_middle_keeps_both_ends():
    assert middle("req-4f1c2b7a-90d1", 12) == "req-4f1…90d1"
    assert middle("short", 12) == "short"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=20,
)


@given(json_values)
@settings(max_examples=100, deadline=None)
def test_pretty_text_means_the_same(value):
    document = Document(Content(json.dumps(value, separators=(",", ":")).encode()))
    assert pretty(document, 0) == json.dumps(value, indent=2)


def test_pretty_keeps_numbers_and_duplicates():
    document = Document(Content(b'{"a":1.50,"a":NaN,"b":123456789012345678901234567890}'))
    assert pretty(document, 0) == '{\n  "a": 1.50,\n  "a": NaN,\n  "b": 123456789012345678901234567890\n}'
    assert pretty(document, 1) == "1.50"


def test_pretty_of_ten_thousand_levels_stays_small():
    document = Document(Content(b"[" * 10_000 + b"]" * 10_000))
    assert len(pretty(document, 0)) < 3_000_000


def test_moments_are_told_on_this_computers_clock():
    here = NOW.astimezone()
    assert local(NOW) == f"{here.day} Nov 2026 {here:%H:%M}"
    first, last = moment("0001-01-01T00:00:00+14:00"), moment("9999-12-31T23:59:59-14:00")
    assert local(first).startswith("1 Jan 1 ")
    assert local(last).startswith("31 Dec 9999 ")
