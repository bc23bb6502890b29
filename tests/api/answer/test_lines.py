"""Lines of any text: numbered, divided where they are over-long, never cut inside a character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.lines import LONGEST, Lines
from api.wire.response import Content


def lines(text):
    return Lines(Content(text.encode() if isinstance(text, str) else text))


def test_rows_are_lines():
    rows = lines("one\r\ntwo\n\nfour")
    assert [rows.row(n) for n in range(len(rows))] == ["one", "two", "", "four"]
    assert list(rows.numbers) == [1, 2, 3, 4]
    assert rows.line_count == 4


def test_over_long_lines_are_divided():
    rows = lines("a\n" + "b" * (2 * LONGEST + 5) + "\nc")
    assert list(rows.numbers) == [1, 2, 0, 0, 3]
    assert [len(rows.row(n)) for n in range(len(rows))] == [1, LONGEST, LONGEST, 5, 1]


def test_characters_are_not_cut():
    text = "x" + "é😀" * 3000
    rows = lines(text)
    assert "".join(rows.row(n) for n in range(len(rows))) == text
    assert len(rows) > 1


@given(st.binary(max_size=300), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_every_byte_stands_in_its_row(data, offset):
    rows = lines(data)
    assert rows.whole() == data.decode("utf-8", "replace")
    if offset < len(data):
        row = rows.row_at(offset)
        assert data[:offset].count(b"\n") + 1 == rows.numbers[row]


@pytest.mark.parametrize("text", ["", "\n", "\n\n"])
def test_next_to_nothing(text):
    assert len(lines(text)) == text.count("\n")


def test_line_ends_at_block_ends():
    text = ("x" * 65535 + "\n") * 3
    assert lines(text).line_count == 3
