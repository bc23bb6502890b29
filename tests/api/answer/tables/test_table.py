"""Tables: columns found from the data or as the catalogue lays them out, and cells as people read them."""

import json

import pytest

from api.answer.answer import read_answer
from api.answer.tables.cells import cell, isolated
from api.answer.tables.columns import MOST_COLUMNS, ColumnKind, arranged
from api.answer.tables.table import lists
from api.answer.tables.wordings import Viewer
from api.answer.veil import DOTS, Veil
from api.catalog.catalogue import Catalogue
from api.model import Paging, TableColumn
from tests.builders.exchanges import a_response, an_exchange, an_image_list
from tests.builders.tables import NOW, VIEWER, a_document, a_table, cells, shown

RACKSPACE = Catalogue().call("cloud-images.list-images").table
OPENSTACK = Catalogue().call("image.list-images").table


def by_heading(layout, image, viewer=VIEWER):
    """The cells of one image by the headings of their columns."""
    table = a_table([image], layout=layout)
    return {
        column.heading: each
        for column, each in zip(table.columns, cells(table, None, viewer)[0], strict=True)
    }


def test_no_two_columns_bear_one_heading():
    table = a_table(
        {"images": [{"os_distro": "debian", "org.openstack__1__os_distro": "org.debian"}]}, "/images"
    )
    assert [column.heading for column in table.columns] == ["OS", "org.openstack__1__os_distro"]


def test_without_a_layout_the_useful_columns_come_first():
    table = a_table(an_image_list(7), "/images")
    assert [c.heading for c in table.columns[:6]] == [
        "Name",
        "Status",
        "Size",
        "Visibility",
        "OS",
        "Updated",
    ]
    kinds = {c.key: c.kind for c in table.columns}
    assert kinds["size"] is ColumnKind.SIZE
    assert kinds["updated_at"] is ColumnKind.TIME
    assert kinds["id"] is ColumnKind.ID
    assert kinds["status"] is ColumnKind.STATE
    assert kinds["protected"] is ColumnKind.BOOLEAN
    assert kinds["min_disk"] is ColumnKind.NUMBER
    assert [c.key for c in table.columns if c.right] == ["size", "min_disk", "min_ram"]


def test_cells_of_an_image():
    table = a_table(an_image_list(7), "/images")
    first = dict(zip([c.key for c in table.columns], cells(table)[0], strict=True))
    assert (first["size"].shown, first["size"].whole) == ("707 MiB", "741,591,040 bytes")
    assert (first["updated_at"].shown, first["updated_at"].aside) == ("2026-11-20", "3 d ago")
    assert first["updated_at"].spoken == "2026-11-20 – 3 d ago"
    assert first["id"].shown == "cc45237e-27…99c70"
    assert first["id"].whole.startswith("cc45237e-27d1-4592")
    assert first["id"].wire
    assert (first["status"].shown, first["status"].tone) == ("active", "good")
    assert first["owner"].shown == "—"
    assert first["tags"].shown == "[ ] 2"
    killed = cell(table, Veil(table.document), 5, table.column("status"), VIEWER)
    assert (killed.shown, killed.aside, killed.tone) == ("killed", "failed", "bad")


@pytest.mark.parametrize("layout", [RACKSPACE, OPENSTACK], ids=["rackspace", "openstack"])
def test_a_layout_comes_first_and_its_members_are_not_repeated(layout):
    image = {
        "os_distro": "debian",
        "id": "1",
        "name": "x",
        "owner": "a",
        "created_at": "2026-11-01T00:00:00Z",
    }
    table = a_table([image], layout=layout)
    headings = [column.heading for column in table.columns]
    assert [h for h in headings if h in ("Name", "Owner", "Age", "ID", "OS")] == [
        "Name",
        "Owner",
        "Age",
        "ID",
        "OS",
    ]
    assert "Source server" not in headings
    assert "Created" not in headings


@pytest.mark.parametrize(
    ("layout", "image", "expected"),
    [
        (RACKSPACE, {"image_type": "base", "visibility": "public"}, "base"),
        (RACKSPACE, {"image_type": "import", "visibility": "private"}, "import"),
        (RACKSPACE, {"image_type": None, "instance_uuid": "u"}, "snapshot"),
        (RACKSPACE, {"visibility": "public"}, "base"),
        (RACKSPACE, {"visibility": "private"}, "—"),
        (OPENSTACK, {"image_type": "snapshot", "visibility": "private"}, "snapshot"),
        (OPENSTACK, {"image_type": "", "base_image_ref": "", "block_device_mapping": "[]"}, "snapshot"),
        (OPENSTACK, {"base_image_ref": "r", "visibility": "public"}, "snapshot"),
        (OPENSTACK, {"visibility": "public"}, "base"),
        (OPENSTACK, {"visibility": "shared"}, "upload"),
    ],
)  # fmt: skip
def test_the_type_of_an_image(layout, image, expected):
    assert by_heading(layout, image)["Type"].shown == expected


@pytest.mark.parametrize(
    ("image", "shown", "whole"),
    [
        ({"owner": "912345", "visibility": "public"}, "mine", "912345"),
        ({"owner": "p-7", "visibility": "public"}, "backup", "p-7"),
        ({"owner": "10754", "visibility": "public"}, "provider", "10754"),
        ({"owner": "10754", "image_type": "base"}, "provider", "10754"),
        ({"owner": None, "visibility": "public"}, "provider", ""),
        (
            {"owner": "8f14e45fceea167a5a36dedd4bea2543"},
            "8f14e45fcee…a2543",
            "8f14e45fceea167a5a36dedd4bea2543",
        ),
        ({"owner": None, "visibility": "private"}, "—", "null"),
    ],
)
def test_the_owner_of_an_image(image, shown, whole):
    found = by_heading(RACKSPACE, image)["Owner"]
    assert (found.shown, found.whole) == (shown, whole)
    assert found.wire is ("…" in shown)


def test_nobody_is_mine_before_sign_in():
    assert by_heading(RACKSPACE, {"owner": "", "name": "x"}, Viewer("", {}, NOW))["Owner"].shown != "mine"


def test_the_source_of_a_snapshot():
    server, image = "9b0bc496-5e1d-4b8a-93d1-000000000001", "cc45237e-27d1-4592-aa0a-817904b99c70"
    both = by_heading(OPENSTACK, {"instance_uuid": server, "base_image_ref": image})["Source server"]
    assert (both.shown, both.whole, both.wire) == ("9b0bc496-5e…00001", server, True)
    only = by_heading(OPENSTACK, {"instance_uuid": "", "base_image_ref": image})["Source server"]
    assert (only.shown, only.whole) == ("image cc45237e-27…99c70", image)
    assert by_heading(OPENSTACK, {"instance_uuid": None, "name": "x"})["Source server"].shown == "—"


def test_age_and_min_disk():
    found = by_heading(RACKSPACE, {"created_at": "2021-02-20T01:39:41Z", "min_disk": 40, "size": 1 << 30})
    assert (found["Age"].shown, found["Age"].whole) == ("5 y ago", "2021-02-20T01:39:41Z")
    assert (found["Min disk (GB)"].shown, found["Size"].shown) == ("40", "1 GiB")


def test_words_never_speak_of_hidden_values():
    table = a_table([{"owner": "912345", "visibility": "public"}], layout=RACKSPACE)
    veil = Veil(table.document, ("/*/owner",))
    assert [c.shown for c in cells(table, veil)[0]] == ["base", DOTS, "public"]
    veil = Veil(table.document, ("/*/visibility",))
    assert [c.shown for c in cells(table, veil)[0]] == ["—", "mine", DOTS]


def test_items_of_different_shapes():
    table = a_table([{"id": "a", "size": 5}, 7, {"size": "big"}, [1, 2], None, {}])
    assert [c.key for c in table.columns] == ["size", "id", ""]
    assert shown(table) == [
        ["5", "a", "—"],
        ["—", "—", "7"],
        ["big", "—", "—"],
        ["—", "—", "[ ] 2"],
        ["—", "—", "—"],
        ["—", "—", "—"],
    ]


def test_a_member_without_a_name_is_no_item_without_members():
    assert shown(a_table(b'[{"": 1}, 2]')) == [["1"], ["2"]]


def test_the_last_of_several_members_of_one_name_counts():
    assert shown(a_table(b'[{"name": "a", "name": "b"}]')) == [["b"]]


def test_no_more_of_a_value_is_read_than_is_shown():
    table = a_table([{"name": "x" * 1_000_000}])
    found = cells(table)[0][0]
    assert len(found.shown) < 400
    assert len(found.whole) < 3000


def test_thousands_of_columns():
    table = a_table([{f"k{n}": n for n in range(5000)}, {"late": "2026-01-01T00:00:00Z"}])
    assert len(table.columns) == 5001
    assert len(arranged(table.columns)) == MOST_COLUMNS
    assert table.column("k4999").kind is ColumnKind.NUMBER
    assert table.column("none") is None


def test_the_kind_of_a_rare_member_is_found_from_the_rows_that_have_it():
    rows = [{"name": "x"}] * 3000 + [{"name": "x", "deleted_at": "2026-01-01T00:00:00Z"}] * 2
    assert a_table(rows).column("deleted_at").kind is ColumnKind.TIME


def test_columns_as_they_were_arranged():
    columns = a_table([{"a": 1, "b": 2, "c": 3, "d": 4}]).columns
    assert [c.key for c in arranged(columns, ("c", "gone", "c"), ("b",))] == ["c", "a", "d"]
    assert arranged(columns) == columns
    late = a_table([{f"k{n}": n for n in range(300)}]).columns
    assert [c.key for c in arranged(late, ("k299",))][:2] == ["k299", "k0"]


def test_hidden_cells_are_dots():
    table = a_table([{"id": "s3cret", "name": "x"}])
    assert shown(table, Veil(table.document, ("/*/id",))) == [["x", DOTS]]


def test_one_line_in_a_cell():
    assert shown(a_table([{"name": "a\nb\u202e<b>c</b>"}])) == [["a\\nb\\u202e<b>c</b>"]]


def test_right_to_left_stays_in_its_cell():
    assert isolated("abc é") == "abc é"
    assert isolated("שלום") == "\u2068שלום\u2069"


def test_an_unknown_member_of_a_layout_is_left_out():
    table = a_table([{"a": 1}], layout=[TableColumn(("x",), "X"), TableColumn(("y", "a"), "Y")])
    assert [(c.heading, c.key) for c in table.columns] == [("Y", "y"), ("a", "a")]
    assert shown(table) == [["1", "1"]]


def test_lists_are_found_from_the_outside():
    doc = a_document(
        {"access": {"user": {"roles": [{"a": 1}]}, "catalog": [{"endpoints": [{}]}], "tags": ["a"]}}
    )
    assert [doc.pointer(node) for node in lists(doc)] == ["/access/catalog", "/access/user/roles"]
    assert [doc.pointer(node) for node in lists(a_document([{"a": 1}]))] == [""]
    assert lists(a_document({"a": []})) == []
    assert lists(a_document(b"")) == []


def test_the_list_that_a_call_promises_is_one_even_when_it_is_empty():
    exchange = an_exchange(a_response({"images": [], "first": "/v2/images"}))
    answer = read_answer(exchange, Paging("/images"))
    assert [answer.document.pointer(node) for node in answer.lists] == ["/images"]
    assert json.loads(answer.document.source(answer.lists[0])) == []
    answer.close()
