"""Formatted text that is never written: the same lines as written text, from any row, and the way back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.document import Document
from api.answer.pretty import DEEPEST_INDENT, pretty
from api.answer.texts.pretty_lines import PrettyLines
from api.answer.texts.rows import LONGEST, Ink, TooMuchText
from api.answer.veil import DOTS, Veil
from api.wire.response import Content

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.builds('é"x'.__mul__, st.integers(400, 1500)),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(texts, inner, max_size=6),
    max_leaves=20,
)


def opened(value, pointers=()):
    content = Content(value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode())
    document = Document(content)
    veil = Veil(document, pointers)
    return document, veil, PrettyLines(document, content, veil)


def shown(rows):
    """The lines that the rows make."""
    lines = []
    for row in rows.rows(0, len(rows)):
        if row.number:
            assert row.number == len(lines) + 1
            lines.append(row.text)
        else:
            lines[-1] += row.text
    return lines


@given(json_values)
@settings(max_examples=150, deadline=None)
def test_the_lines_are_those_of_the_written_text(value):
    document, veil, rows = opened(value)
    assert (
        "\n".join(shown(rows))
        == pretty(document, 0, veil)
        == json.dumps(value, indent=2, ensure_ascii=False)
    )
    assert rows.line_count == len(shown(rows))
    assert rows.copy((0, 0), (len(rows) - 1, 10**6), 10**7) == pretty(document, 0, veil)


@given(json_values, st.data())
@settings(max_examples=150, deadline=None)
def test_hidden_parts_take_one_line_each(value, data):
    document, _veil, _rows = opened(value)
    nodes = data.draw(st.lists(st.integers(0, len(document) - 1), max_size=4))
    document, veil, rows = opened(value, [document.pointer(node) for node in nodes])
    assert shown(rows) == pretty(document, 0, veil).split("\n")


@given(json_values, st.data())
@settings(max_examples=150, deadline=None)
def test_any_row_is_the_same_alone(value, data):
    document, _veil, rows = opened(value)
    every = rows.rows(0, len(rows))
    first = data.draw(st.integers(0, len(rows) - 1))
    assert rows.rows(first, 3) == every[first : first + 3]
    node = data.draw(st.integers(0, len(document) - 1))
    row = rows.row_of(node)
    assert (
        every[row]
        .text.strip()
        .startswith((document.key_source(node) or pretty(document, node))[:200].split("\n")[0])
    )
    assert rows.row_at((document.key_span(node) or document.span(node))[0]) == row
    assert rows.row_of_line(every[row].number) == row
    assert rows.row_at(rows.offset(first)) == first or every[first].text.strip()[0] in "]}"


def test_over_long_lines_are_divided_without_cutting_characters():
    text = "é😀\\n" * 5000
    _document, _veil, rows = opened(f'{{"a": 1, "{text}" :   "{text}", "b": 2}}'.encode())
    every = rows.rows(0, len(rows))
    assert [row.text for row in every[:2]] == ["{", '  "a": 1,']
    assert "".join(row.text for row in every[2:-2]) == f'  "{text}": "{text}",'
    assert all(len(row.text.encode()) <= LONGEST + 8 for row in every)
    assert [row.number for row in every[:4]] == [1, 2, 3, 0]
    assert every[-2].number == 4
    assert rows.rows(40, 1) == every[40:41]
    assert rows.row_of_line(4) == len(rows) - 2


def test_a_place_inside_of_a_long_text_has_its_row():
    text = "x" * (10 * LONGEST)
    _document, _veil, rows = opened({"a": text, "b": 1})
    assert rows.row_at(5 * LONGEST + 100) == 6
    assert 5 * LONGEST <= rows.offset(6) <= 5 * LONGEST + 10


def test_long_numbers_are_divided_too():
    _document, _veil, rows = opened(b"[" + b"1" * 5000 + b", 2, " + b"3, " * 9000 + b"4]")
    assert len(rows) == 9005 + 4
    assert {ink for row in rows.rows(1, 4) for text, ink in row.parts if text.strip(" ,")} == {Ink.NUMBER}


def test_long_texts_are_found_behind_many_short_ones():
    value = [*range(3000), "a" * 3000, "b" * 600, *range(3000), "c" * 3000]
    _document, _veil, rows = opened(value)
    assert [len(row.text) for row in rows.rows(3001, 4)] == [
        2 + LONGEST,
        LONGEST,
        3003 - 2 * LONGEST,
        2 + 603,
    ]
    assert len(rows) == rows.line_count + 4


def test_texts_that_end_in_a_backslash_hide_no_long_one():
    value = [("x," * 300) + "\\", "y" * 3000, 1, ("z," * 400) + "\\", *range(2000), "9" * 2000]
    _document, _veil, rows = opened(value)
    assert len(rows) == rows.line_count + 2 + 1


def test_a_hidden_text_of_any_length_is_dots():
    _document, _veil, rows = opened(
        {"a": "s" * 5000, "s" * 5000: {"b": [1, 2]}, "c": 1}, ("/a", f"/{'s' * 5000}")
    )
    texts = [row.text for row in rows.rows(0, 9)]
    assert texts[1] == f'  "a": "{DOTS}",'
    assert texts[2].endswith(f'…: "{DOTS}",')
    assert texts[3:] == ['  "c": 1', "}"]


def test_ten_thousand_levels():
    _document, _veil, rows = opened(b"[" * 10_000 + b"]" * 10_000)
    assert len(rows) == 19_999
    assert rows.rows(9_999, 1)[0].text == "  " * DEEPEST_INDENT + "[]"
    deep, shallow = rows.rows(19_957, 2)
    assert (deep.deep, shallow.deep) == (True, False)
    assert shallow.text == "  " * DEEPEST_INDENT + "]"
    assert rows.rows(19_998, 5)[0].text == "]"


def test_names_numbers_and_escapes_stay_as_received():
    _document, _veil, rows = opened(b'{"a\\u0041":1.50,"a":NaN,"x":"\\u00e9\\n"}')
    assert shown(rows) == ["{", '  "a\\u0041": 1.50,', '  "a": NaN,', '  "x": "\\u00e9\\n"', "}"]
    assert [ink for _text, ink in rows.rows(1, 1)[0].parts] == [
        Ink.PLAIN, Ink.KEY, Ink.PLAIN, Ink.NUMBER, Ink.PLAIN,
    ]  # fmt: skip


def test_copying_has_a_limit():
    _document, _veil, rows = opened(list(range(1000)))
    assert rows.copy((1, 2), (2, 3), 100) == "0,\n  1"
    whole = pretty(rows._document, 0)
    assert rows.copy((0, 0), (1001, 1), len(whole)) == rows.copy((0, 0), (5000, 0), len(whole)) == whole
    for end in ((900, 0), (1001, 1)):
        with pytest.raises(TooMuchText):
            rows.copy((0, 0), end, 100)
    with pytest.raises(TooMuchText):
        rows.copy((0, 0), (1001, 1), len(whole) - 1)


def test_reading_can_be_stopped():
    def stop():
        raise InterruptedError

    content = Content(json.dumps(list(range(1000))).encode())
    document = Document(content)
    with pytest.raises(InterruptedError):
        PrettyLines(document, content, None, stop)


def test_closing_gives_the_bytes_back():
    content = Content(b"[1]")
    document = Document(content)
    rows = PrettyLines(document, content)
    assert rows.rows(5, 1) == []
    rows.close()
    with pytest.raises(ValueError, match="released"):
        rows._data.tobytes()
