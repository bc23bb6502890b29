"""Tables: columns found from the data, cells as people read them, sorting by what values mean."""

import json
from datetime import UTC, datetime

import pytest

from api.answer.cells import cell
from api.answer.document import Document
from api.answer.sorting import sorted_rows
from api.answer.table import MOST_COLUMNS, ColumnKind, Table, lists
from api.answer.veil import DOTS, Veil
from api.wire.response import Content
from tests.builders.exchanges import an_image_list

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def document(value):
    return Document(Content(value if isinstance(value, bytes) else json.dumps(value).encode()))


def table(value, pointer=""):
    doc = document(value)
    return doc, Table(doc, doc.find(pointer))


def shown(doc, tab, veil=None):
    veil = veil or Veil(doc)
    return [
        [cell(doc, veil, tab.cell(row, at), column, NOW).shown for at, column in enumerate(tab.columns)]
        for row in range(tab.row_count)
    ]


def test_no_two_columns_bear_one_heading():
    _doc, tab = table(
        {"images": [{"os_distro": "debian", "org.openstack__1__os_distro": "org.debian"}]}, "/images"
    )
    assert [column.heading for column in tab.columns] == ["OS", "org.openstack__1__os_distro"]


def test_images_start_with_the_useful_columns():
    _doc, tab = table(an_image_list(7), "/images")
    assert [c.heading for c in tab.columns[:6]] == ["Name", "Status", "Size", "Visibility", "OS", "Updated"]
    kinds = {c.key: c.kind for c in tab.columns}
    assert kinds["size"] is ColumnKind.SIZE
    assert kinds["updated_at"] is ColumnKind.TIME
    assert kinds["id"] is ColumnKind.ID
    assert kinds["status"] is ColumnKind.STATE
    assert kinds["protected"] is ColumnKind.BOOLEAN
    assert kinds["min_disk"] is ColumnKind.NUMBER
    assert [c.key for c in tab.columns if c.right] == ["size", "min_disk", "min_ram"]


def test_cells_of_an_image():
    doc, tab = table(an_image_list(7), "/images")
    at = {column.key: number for number, column in enumerate(tab.columns)}
    cells = {key: cell(doc, Veil(doc), tab.cell(0, n), tab.columns[n], NOW) for key, n in at.items()}
    assert (cells["size"].shown, cells["size"].whole) == ("707 MiB", "741,591,040 bytes")
    assert (cells["updated_at"].shown, cells["updated_at"].aside) == ("2026-11-20", "3 d ago")
    assert cells["id"].shown == "cc45237e-27…99c70"
    assert cells["id"].whole.startswith("cc45237e-27d1-4592")
    assert (cells["status"].shown, cells["status"].tone) == ("active", "good")
    assert cells["owner"].shown == "—"
    assert cells["tags"].shown == "[ ] 2"
    killed = cell(doc, Veil(doc), tab.cell(5, at["status"]), tab.columns[at["status"]], NOW)
    assert (killed.shown, killed.aside, killed.tone) == ("killed", "failed", "bad")


def test_items_of_different_shapes():
    doc, tab = table([{"id": "a", "size": 5}, 7, {"size": "big"}, [1, 2], None, {}])
    assert [c.key for c in tab.columns] == ["size", "id", ""]
    assert shown(doc, tab) == [
        ["5", "a", "—"],
        ["—", "—", "7"],
        ["big", "—", "—"],
        ["—", "—", "[ ] 2"],
        ["—", "—", "—"],
        ["—", "—", "—"],
    ]


def test_numbers_of_any_length():
    doc, tab = table(
        b'[{"size": 1e400}, {"size": ' + b"9" * 6000 + b'}, {"size": NaN}, {"size": -5}, {"size": 2048}]'
    )
    assert [row[0][:12] for row in shown(doc, tab)] == ["1e400", "9" * 12, "NaN", "-5", "2 KiB"]
    assert sorted_rows(doc, Veil(doc), tab, 0, descending=False) == [3, 4, 0, 1, 2]


def test_thousands_of_columns():
    _doc, tab = table([{f"k{n}": n for n in range(5000)}])
    assert (len(tab.columns), tab.hidden_columns) == (MOST_COLUMNS, 5000 - MOST_COLUMNS)


@pytest.mark.parametrize(
    ("key", "values", "order"),
    [
        ("size", [10, 9, None, 100], [1, 0, 3, 2]),
        ("name", ["b", "A", "c", "B"], [1, 0, 3, 2]),
        ("created_at", ["2026-01-01T00:00:00Z", "2025-12-31T23:00:00-08:00", None], [0, 1, 2]),
        ("min_disk", [2, 10, 2, 1], [3, 0, 2, 1]),
    ],
)
def test_sorting(key, values, order):
    doc, tab = table([{key: value, "n": n} for n, value in enumerate(values)])
    column = [c.key for c in tab.columns].index(key)
    assert sorted_rows(doc, Veil(doc), tab, column, descending=False) == order
    backwards = sorted_rows(doc, Veil(doc), tab, column, descending=True)
    empty = [row for row in order if values[row] is None]
    assert backwards[len(backwards) - len(empty) :] == empty
    assert sorted(backwards) == sorted(order)


def test_hidden_cells_are_dots():
    doc, tab = table([{"id": "s3cret", "name": "x"}])
    veil = Veil(doc, ("/*/id",))
    assert shown(doc, tab, veil) == [["x", DOTS]]


def test_one_line_in_a_cell():
    doc, tab = table([{"name": "a\nb\u202e<b>c</b>"}])
    assert shown(doc, tab) == [["a\\nb\\u202e<b>c</b>"]]


def test_lists_are_found_from_the_outside():
    doc = document(
        {"access": {"user": {"roles": [{"a": 1}]}, "catalog": [{"endpoints": [{}]}], "tags": ["a"]}}
    )
    assert [doc.pointer(node) for node in lists(doc)] == ["/access/catalog", "/access/user/roles"]
    assert [doc.pointer(node) for node in lists(document([{"a": 1}]))] == [""]
    assert lists(document({"a": []})) == []
    assert lists(document(b"")) == []
