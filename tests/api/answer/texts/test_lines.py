"""Lines of any text: numbered, divided where they are over-long, never cut inside a character."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.document import Document
from api.answer.texts.hex_rows import HexRows
from api.answer.texts.lines import Lines
from api.answer.texts.rows import LONGEST, Ink, TooMuchText
from api.answer.veil import DOTS
from api.wire.response import Content

END = 10**9


def lines(text, spans=()):
    return Lines(Content(text.encode() if isinstance(text, str) else text), spans)


def numbers(rows):
    return [row.number for row in rows.rows(0, len(rows))]


def texts(rows):
    return [row.text for row in rows.rows(0, len(rows))]


def test_rows_are_lines():
    rows = lines("one\r\ntwo\n\nfour")
    assert texts(rows) == ["one", "two", "", "four"]
    assert numbers(rows) == [1, 2, 3, 4]
    assert rows.line_count == 4


def test_over_long_lines_are_divided():
    rows = lines("a\n" + "b" * (2 * LONGEST + 5) + "\nc")
    assert numbers(rows) == [1, 2, 0, 0, 3]
    assert [len(text) for text in texts(rows)] == [1, LONGEST, LONGEST, 5, 1]
    assert rows.row_of_line(2) == 1
    assert rows.row_of_line(3) == 4


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_line_as_long_as_a_row_is_one_row(end):
    assert texts(lines("x" * LONGEST + end + "y")) == (
        ["x" * LONGEST, "y"] if end else ["x" * LONGEST + "y"]
    )


def test_characters_are_not_cut():
    text = "x" + "é😀" * 3000
    rows = lines(text)
    assert "".join(texts(rows)) == text
    assert len(rows) > 1


line_pieces = st.lists(
    st.binary(max_size=30)
    | st.sampled_from([b"\n", b"\r\n", b"\xc3\xa9" * 700, b"\x80" * 1500, b"x" * 1024]),
    max_size=12,
).map(b"".join)


@given(line_pieces, st.data())
@settings(max_examples=200, deadline=None)
def test_every_byte_and_every_line_has_its_row(data, draw):
    rows = lines(data)
    every = rows.rows(0, len(rows))
    wanted = data.split(b"\n")[: rows.line_count]
    joined = []
    for row in every:
        joined[-1:] = [joined[-1] + row.text] if not row.number else [*joined[-1:], row.text]
    assert rows.whole() == data.decode("utf-8", "surrogateescape").translate(STRAYS)
    assert len(wanted) == rows.line_count == max((row.number for row in every), default=0)
    for row in every:
        if row.number:
            assert wanted[row.number - 1].startswith(row.text.split("\ufffd")[0].encode())
    if data:
        offset = draw.draw(st.integers(0, len(data) - 1))
        row = rows.row_at(offset)
        number = next(each.number for each in every[row::-1] if each.number)
        assert data[:offset].count(b"\n") + 1 == number
        assert rows.offset(row) <= offset
        assert every[rows.row_of_line(number)].number == number
        assert rows.rows(row, 2) == every[row : row + 2]


STRAYS = dict.fromkeys(range(0xDC80, 0xDD00), "\ufffd")


@given(line_pieces, st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_copied_is_what_stands_between(data, draw):
    rows = lines(data)
    if not len(rows):
        return
    places = []
    for _ in range(2):
        row = draw.draw(st.integers(0, len(rows) - 1))
        places.append((row, draw.draw(st.integers(0, len(rows.row(row))))))
    start, end = sorted(places)
    copied = rows.copy(start, end, END)
    assert rows.copy((0, 0), start, END) + copied + rows.copy(end, (len(rows), 0), END) == rows.whole()
    assert copied.startswith(rows.row(start[0])[start[1] : end[1] if start[0] == end[0] else None])


@pytest.mark.parametrize("text", ["", "\n", "\n\n"])
def test_next_to_nothing(text):
    rows = lines(text)
    assert len(rows) == text.count("\n")
    assert rows.row_of_line(1) == rows.row_at(0) == rows.offset(0) == 0


def test_line_ends_at_block_ends():
    for shift in range(3):
        text = "x" * shift + ("y" * 65535 + "\n") * 3
        rows = lines(text)
        assert rows.line_count == 3
        assert rows.whole() == text


def test_few_marks_are_kept_of_many_lines():
    rows = lines("1,\n" * 1_000_000)
    assert len(rows) == rows.line_count == 1_000_000
    assert rows.row(999_999) == "1,"
    assert rows.row_of_line(765_432) == 765_431
    assert len(rows._starts) < 3_000


def test_hidden_bytes_are_dots_where_they_begin():
    rows = lines("a" * 10 + "s" * 3000 + "z", [(10, 3010), (20, 30), (3005, 3010)])
    assert "".join(texts(rows)) == "a" * 10 + DOTS + "z"
    assert rows.whole() == "a" * 10 + DOTS + "z"
    assert [ink for _text, ink in rows.rows(0, 1)[0].parts] == [Ink.PLAIN, Ink.HIDDEN]
    assert rows.copy((0, 12), (2, 0), END) == ""
    assert "s" not in rows.copy((0, 9), (3, 0), END)


def test_copying_has_a_limit():
    rows = lines("é" * 1_000_000)
    assert rows.whole(1_000_000) == "é" * 1_000_000
    with pytest.raises(TooMuchText):
        rows.whole(999_999)


def test_json_has_its_colours_from_any_row():
    data = ('{"k": "' + "v" * 3000 + '", "n": [1.5, null]}').encode()
    content = Content(data)
    rows = Lines(content, (), document=Document(content))
    inks = [[ink for _text, ink in row.parts] for row in rows.rows(0, 9)]
    assert inks[0] == [Ink.PLAIN, Ink.KEY, Ink.PLAIN, Ink.STRING]
    assert inks[1] == [Ink.STRING]
    assert inks[2] == [
        Ink.STRING, Ink.PLAIN, Ink.KEY, Ink.PLAIN, Ink.NUMBER, Ink.PLAIN, Ink.KEYWORD, Ink.PLAIN,
    ]  # fmt: skip
    assert "".join(texts(rows)).encode() == data


@given(
    st.recursive(st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])), st.lists)
)
@settings(max_examples=60, deadline=None)
def test_colours_change_no_text(value):
    data = json.dumps(value, ensure_ascii=False, indent=1).encode()
    content = Content(data)
    assert texts(Lines(content, (), document=Document(content))) == texts(lines(data))


def test_rows_of_binary_data_have_their_places():
    rows = HexRows(Content(bytes(range(100))))
    assert (len(rows), rows.line_count, rows.row_of_line(99), rows.row_at(33), rows.offset(2)) == (
        7,
        7,
        6,
        2,
        32,
    )
    assert rows.copy((0, 76), (1, 8), END).endswith("\n00000010")
    rows.close()
    assert HexRows(Content()).rows(0, 5) == []
