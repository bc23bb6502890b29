"""Sorting by what values mean: exact numbers, times, texts by the numbers in them; nothing comes last."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.tables.sorting import natural, sorted_rows
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.errors import Cancelled
from tests.builders.tables import a_table, some_texts


def order(table, key, *, descending=False, veil=None):
    return list(sorted_rows(some_texts(table, veil), table.column(key), descending=descending))


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("size", [10, 9, None, 100], [1, 0, 3, 2]),
        ("name", ["b", "A", "c", "B"], [1, 0, 3, 2]),
        ("name", ["img10", "img2", "Img1", "img02"], [2, 1, 3, 0]),
        ("name", ["", "b", None, "a", "—"], [0, 3, 1, 4, 2]),
        ("created_at", ["2026-01-01T00:00:00Z", "2025-12-31T23:00:00-08:00", None], [0, 1, 2]),
        ("min_disk", [2, 10, 2, 1], [3, 0, 2, 1]),
        ("protected", [True, False, True], [1, 0, 2]),
        ("tags", [["a", "b"], [], ["c"]], [1, 2, 0]),
        ("mixed", ["x", 5, "12", [1], None, -1], [5, 1, 2, 0, 3, 4]),
    ],
)
def test_sorting(key, values, expected):
    table = a_table([{key: value, "n": n} for n, value in enumerate(values)])
    assert order(table, key) == expected
    backwards = order(table, key, descending=True)
    empty = [row for row in expected if values[row] is None]
    assert backwards[len(backwards) - len(empty) :] == empty
    assert sorted(backwards) == sorted(expected)


def test_equal_rows_keep_their_order_in_both_directions():
    table = a_table([{"name": name, "n": n} for n, name in enumerate("baab")])
    assert order(table, "name") == [1, 2, 0, 3]
    assert order(table, "name", descending=True) == [0, 3, 1, 2]


def test_numbers_are_exact_however_large():
    table = a_table(
        b'[{"size": 1e400}, {"size": ' + b"9" * 6000 + b'}, {"size": NaN}, {"size": -5}, {"size": 2048},'
        b' {"size": 9007199254740993}, {"size": 9007199254740992}, {"size": Infinity}, {"size": 0.5},'
        b' {"size": 1e99999999999999999999}]'
    )
    assert order(table, "size") == [3, 8, 4, 6, 5, 0, 1, 7, 2, 9]


def test_the_youngest_is_the_least_old():
    layout = Catalogue().call("cloud-images.list-images").table
    table = a_table([{"created_at": f"202{n}-01-01T00:00:00Z"} for n in (3, 6, 1)], layout=layout)
    assert order(table, "created_at") == [1, 0, 2]
    assert order(table, "created_at", descending=True) == [2, 0, 1]


def test_words_are_sorted_as_they_are_shown():
    layout = Catalogue().call("cloud-images.list-images").table
    owners = [{"owner": owner, "visibility": "public"} for owner in ("z", "912345", "p-7")]
    assert order(a_table(owners, layout=layout), "owner") == [2, 1, 0]  # backup, mine, provider


def test_hidden_values_do_not_tell_their_order():
    table = a_table([{"name": "b"}, {"name": "a"}, {"name": "c"}])
    veil = Veil(table.document, ("/*/name",))
    assert order(table, "name", veil=veil) == [0, 1, 2]
    veil.reveal(table.document.find("/2/name"))
    assert order(table, "name", veil=veil) == [2, 0, 1]


def test_many_rows_are_sorted_piece_by_piece_and_can_be_stopped():
    numbers = list(range(30_000))
    random.Random(5).shuffle(numbers)
    table = a_table([{"n": n} for n in numbers])
    assert [numbers[row] for row in order(table, "n")] == sorted(numbers)
    assert [numbers[row] for row in order(table, "n", descending=True)] == sorted(numbers, reverse=True)

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        sorted_rows(some_texts(table), table.column("n"), descending=False, check=stop)


@given(st.lists(st.text(max_size=8)), st.booleans())
def test_any_texts_can_be_sorted(names, descending):
    table = a_table([{"name": name, "n": 1} for name in names] or [{"name": "x"}])
    rows = order(table, "name", descending=descending)
    keys = [natural(names[row]) for row in rows] if names else []
    assert keys == sorted(keys, reverse=descending)
    assert sorted(rows) == list(range(table.row_count))
