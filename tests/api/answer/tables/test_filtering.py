"""The filter: words anywhere or in one column, in what is shown or in the whole value, and never in what is hidden."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.tables import row_search
from api.answer.tables.cells import cell
from api.answer.tables.filtering import holds, matching_rows, read_filter
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.errors import Cancelled
from tests.builders.exchanges import an_image_list
from tests.builders.tables import VIEWER, a_table, some_texts

LAYOUT = Catalogue().call("image.list-images").table


def left(table, text, columns=None, veil=None):
    mask = matching_rows(some_texts(table, veil), read_filter(text, columns or table.columns))
    return [row for row, keep in enumerate(mask) if keep]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6]),
        ('"DEBIAN 10"', [0]),
        ("web", [0, 2, 3, 6]),
        ("active", [0, 1, 2]),
        ("activ", [0, 1, 2, 6]),
        ("status:active", [0, 1, 2]),
        ("status:active public", [0, 1]),
        ("Status:", [0, 1, 2, 3, 4, 5, 6]),
        ("failed", [5]),
        ("707 mib", [0]),
        ('"707 mib"', [0]),
        ("741591040", [0]),
        ("size:741591", [0]),
        ("mindisk:10 min_disk:10", [0, 1, 2, 3, 4, 5, 6]),
        ("tags:golden", [0, 3, 6]),
        ("id:99c70", [0]),
        ("2026-11-18", [2]),
        ('updated:"5 d ago"', [2]),
        ("nowhere:x", []),
        ("12:30", []),
        ('name:"web-01 golden"', [2]),
        ('"name":web', [2]),
        ("visibility", []),
        ("—", []),
    ],
)
def test_what_a_filter_leaves(text, expected):
    assert left(a_table(an_image_list(7), "/images"), text) == expected


def test_an_empty_cell_holds_no_word_however_its_row_is_written():
    plain = {"a": None, "b": "x", "c": 1, "d": "null"}
    table = a_table(
        [plain, {**plain, "d": ""}, {**plain, "b": "\u00e9", "d": ""}, {"a": 0, "b": 1, "c": 2}]
    )
    assert left(table, "null") == [0]
    assert left(table, "a:null") == []


def test_only_shown_columns_are_searched():
    table = a_table([{"name": "alpha", "other": "beta"}, {"name": "beta", "other": "alpha"}])
    assert left(table, "beta", [table.column("name")]) == [1]
    assert left(table, "beta other:alpha") == [1]
    assert left(table, "beta", [table.column("name")] * 3) == [1]


def test_words_of_columns_are_found_and_their_values_too():
    rows = [
        {"owner": "912345", "visibility": "private"},
        {"owner": "10754", "visibility": "public"},
        {"owner": "p-7", "visibility": "private", "instance_uuid": "abc"},
    ]
    table = a_table(rows, layout=LAYOUT)
    assert left(table, "mine") == [0]
    assert left(table, "provider") == [1]
    assert left(table, "backup") == [2]
    assert left(table, "owner:backup type:snapshot") == [2]
    assert left(table, "10754") == [1]
    assert left(table, "upload") == [0]


def test_texts_that_are_written_in_another_way_are_found():
    names = ("M\\u00fcller", "a\\/b", "Straße", "u00fc", "tab\\there", "ÅNGSTRÖM")
    raw = ",".join(f'{{"n":"{name}","a":1,"b":2}}' for name in names)
    table = a_table(f"[{raw}]".encode())
    assert left(table, "müller") == [0]
    assert left(table, "a/b") == [1]
    assert left(table, "STRASSE") == [2]
    assert left(table, "u00fc") == [3]
    assert left(table, "\\there") == [4]
    assert left(table, "ångström") == [5]


def test_only_the_last_member_of_a_name_is_shown_and_found():
    table = a_table(b'[{"a":"x","b":1,"c":2,"a":"y"},{"a":"x","b":1,"c":2}]')
    assert left(table, "x") == [1]


def test_plain_items_are_found():
    table = a_table([{"a": 1, "b": 2, "c": 3}, "word", 7, [1, 2], None])
    assert left(table, "word") == [1]
    assert left(table, "7") == [2]
    assert left(table, "value:2") == [3]


def test_what_is_hidden_is_not_found():
    table = a_table([{"a": "s3cret", "b": ["s3cret"], "c": {"d": "s3cret"}, "e": "x"}, {"a": "s3cret"}])
    veil = Veil(table.document, ("/0/a", "/0/b/0", "/0/c/d"))
    assert left(table, "s3cret", veil=veil) == [1]
    assert left(table, "a:s3cret", veil=veil) == [1]
    assert left(table, "••", veil=veil) == [0]
    veil.reveal(table.document.find("/0/a"))
    assert left(table, "s3cret", veil=veil) == [0, 1]


@pytest.mark.parametrize("filler", ["x", "é", "\\"], ids=["plain", "accents", "escapes"])
def test_long_values_are_searched_to_their_end(filler):
    long = filler * 150_000 + "needle" + filler * 10
    table = a_table([{"a": "short", "b": 1, "c": 2}, {"a": long}, {"a": filler * 200_000}])
    assert left(table, "needle") == [1]
    assert left(table, "a:NEEDLE") == [1]
    node = table.document.find("/1/a")
    assert holds(table.document, node, "needle")
    assert not holds(table.document, node, "haystack")


def test_a_hit_over_the_border_of_two_slices(monkeypatch):
    monkeypatch.setattr(row_search, "_SLICE", 64)
    rows = [{"name": f"row {n:03} " + "x" * (n % 70), "b": 1, "c": "end"} for n in range(200)]
    table = a_table(rows)
    for n in (0, 7, 63, 64, 65, 199):
        assert left(table, f'"row {n:03}"') == [n]
    assert len(left(table, "end")) == 200


def test_few_rows_that_are_written_in_another_way_among_many():
    """Their members are looked up row by row: many, few, none, twice, and of several columns."""
    wide = {f"k{n}": n for n in range(600)}
    rows = [{"name": f"plain {n}", "b": 1, "c": 2, "instance_uuid": ""} for n in range(400)]
    rows[7] = {"name": "Müller", "base_image_ref": "ref-é"} | wide
    rows[200] = "é needle"
    rows[300] = {"name": "é", "instance_uuid": "needle"}
    table = a_table(json.dumps(rows).encode(), layout=LAYOUT)
    assert left(table, "needle") == [200, 300]
    assert left(table, "müller") == [7]
    assert left(table, "ref-É") == [7]
    assert left(table, '"image ref-é"') == [7]
    assert left(table, "599 müller") == ([7] if table.column("k599") else [])


def test_stopping():
    table = a_table([{"a": n, "b": 1, "c": 1} for n in range(10)])

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        matching_rows(some_texts(table), read_filter("5", table.columns), stop)


_value = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-50, 50),
    st.text('abcAé\\"/ :1', max_size=5),
    st.lists(st.just("ab"), max_size=2),
)
_row = st.one_of(st.dictionaries(st.sampled_from(["a", "b", "ab", "c", "size", "état"]), _value), _value)


@given(st.lists(_row, min_size=1, max_size=8), st.text("abé1/", min_size=1, max_size=2), st.booleans())
def test_it_leaves_what_a_plain_search_of_every_cell_leaves(rows, word, escaped):
    table = a_table(json.dumps(rows, ensure_ascii=escaped).encode())
    document, veil, wanted = table.document, Veil(table.document), word.casefold()

    def has(row, column):
        node = table.cell(row, column)
        if node is not None and document.is_container(node):
            return wanted in document.source(node).decode().casefold()
        texts = [cell(table, veil, row, column, VIEWER).spoken] if node is not None else []
        if node is not None and document.text(node) != "null":
            texts.append(document.text(node))
        return any(wanted in text.casefold() for text in texts if text not in ("—", "null"))

    expected = [row for row in range(table.row_count) if any(has(row, column) for column in table.columns)]
    assert left(table, f'"{word}"') == expected
