"""The outline: ranges of 1,000, and every row finds its way back."""

import pytest

import api.answer.outline as outline_module
from api.answer.document import Document
from api.answer.outline import TOP, Outline, Range
from api.wire.response import Content


def outline(data):
    return Outline(Document(Content(data)))


def numbers(count):
    return b"[" + b",".join([b"1"] * count) + b"]"


def walk(rows, row=TOP):
    assert rows.rows(row) == [rows.child(row, position) for position in range(rows.child_count(row))]
    for position in range(rows.child_count(row)):
        child = rows.child(row, position)
        assert rows.parent(child) == row
        assert rows.position(child) == position
        yield child
        yield from walk(rows, child)


@pytest.mark.parametrize(
    ("count", "top", "ranges"),
    [(0, 0, 0), (1, 1, 0), (10, 10, 0), (11, 2, 2), (20, 2, 2), (21, 3, 3), (100, 10, 10), (1011, 2, 114)],
)
def test_no_row_has_too_many_rows(count, top, ranges, monkeypatch):
    monkeypatch.setattr(outline_module, "RANGE", 10)
    monkeypatch.setattr(outline_module, "RANGES", 10)
    rows = outline(numbers(count))
    assert rows.child_count(TOP) == top
    found = list(walk(rows))
    assert sum(rows.node(row) is not None for row in found) == count
    assert sum(rows.range(row) is not None for row in found) == ranges
    assert all(rows.child_count(row) <= 10 for row in found)


def test_ranges_name_what_they_hold():
    rows = outline(numbers(100_000))
    assert rows.child_count(TOP) == 100
    assert rows.range(rows.child(TOP, 99)) == Range(0, 99_000, 100_000)


def test_more_than_100_ranges_stand_in_ranges():
    rows = outline(numbers(100_001))
    assert rows.child_count(TOP) == 2
    first, last = rows.rows(TOP)
    assert (rows.range(first), rows.range(last)) == (Range(0, 0, 100_000), Range(0, 100_000, 100_001))
    assert (rows.child_count(first), rows.child_count(last)) == (100, 1)
    assert rows.range(rows.child(first, 99)) == Range(0, 99_000, 100_000)


def test_a_list_inside_a_list():
    rows = outline(b'{"a": {"b": ' + numbers(1500) + b"}}")
    last = rows.row_of(len(rows.document) - 1)
    up = [last]
    while up[-1] != TOP:
        up.append(rows.parent(up[-1]))
    assert [rows.range(row) or rows.node(row) for row in up] == [1502, Range(2, 1000, 1500), 2, 1, None]


def test_a_scalar_is_one_row():
    rows = outline(b'"x"')
    assert [rows.node(row) for row in walk(rows)] == [0]


def test_nothing_is_no_row():
    assert outline(b"").child_count(TOP) == 0


@pytest.mark.parametrize("count", [0, 1, 10, 11, 111])
def test_rows_know_how_much_stands_under_them(count, monkeypatch):
    monkeypatch.setattr(outline_module, "RANGE", 10)
    monkeypatch.setattr(outline_module, "RANGES", 10)
    rows = outline(b'{"a": ' + numbers(count) + b', "b": [[1], {}, {"c": 2}]}')

    def counted(row):
        return sum((rows.node(child) is not None) + counted(child) for child in map_children(row))

    def map_children(row):
        return [rows.child(row, position) for position in range(rows.child_count(row))]

    for row in (TOP, *walk(rows)):
        assert rows.nodes_under(row) == counted(row)
    assert outline(b"5").nodes_under(TOP) == 0


def test_rows_and_places_lead_to_each_other(monkeypatch):
    monkeypatch.setattr(outline_module, "RANGE", 10)
    monkeypatch.setattr(outline_module, "RANGES", 10)
    rows = outline(numbers(25))
    assert [rows.row_at(rows.place(row)) for row in walk(rows)] == list(walk(rows))
    assert rows.place(TOP) is None
