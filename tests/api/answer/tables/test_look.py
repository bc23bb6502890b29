"""The look of a list: what is counted, what is left out, and which rows a choice of parts leaves."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.document import Document
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.look import MOST_BARS, MOST_PARTS, choose, look_at, promising
from api.answer.tables.table import Table
from api.answer.tables.wordings import Viewer
from api.answer.veil import Veil
from api.errors import Cancelled
from api.running import CancelToken
from api.table_layout import TableColumn, Wording
from api.wire.response import Content
from tests.builders.exchanges import an_image_list

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
GIB = 1 << 30


def texts_of(items, *, pointers=(), reveal=False, layout=(), account=""):
    document = Document(Content(items if isinstance(items, bytes) else json.dumps(items).encode()))
    veil = Veil(document, pointers)
    if reveal:
        veil.reveal_all()
    return ColumnTexts(Table(document, 0, layout), veil, Viewer(account, {"77": "Eve"}, NOW))


def seen(items, **more):
    return look_at(texts_of(items, **more))


def bars(look):
    return {bar.key: {part.label: part.count for part in bar.parts} for bar in look.bars}


def bar(look, key):
    return next(each for each in look.bars if each.key == key)


def test_images_at_a_glance():
    look = seen(an_image_list(70)["images"])
    found = bars(look)
    assert list(found)[:3] == ["status", "visibility", "size"]
    assert found["status"] == {"active": 30, "saving": 10, "queued": 10, "killed": 10, "deactivated": 10}
    assert found["visibility"] == {"public": 30, "private": 30, "shared": 10}
    assert found["size"] == {"to 1 GiB": 20, "to 10 GiB": 10, "over 10 GiB": 10, "none": 30}
    assert found["org.openstack__1__os_distro"]["none"] == 10
    assert bar(look, "size").aside == "160 GiB in all"
    assert [part.tone for part in bar(look, "status").parts] == [
        "good",
        "warning",
        "warning",
        "bad",
        "warning",
    ]
    assert {part.tone for part in bar(look, "visibility").parts} == {""}


def test_names_ids_and_numbers_are_no_kinds():
    assert not {"name", "id", "min_disk", "checksum"} & set(bars(seen(an_image_list(70)["images"])))


def test_ages_and_the_span_between_them():
    times = ("2026-11-23T13:00:00Z", "2026-11-20T13:00:00Z", "2021-02-20T01:39:41Z",
             "2021-02-20T01:39:41Z", "2027-01-01T00:00:00Z", None)  # fmt: skip
    bar_of_ages = bar(seen([{"created_at": each} for each in times]), "created_at")
    assert [(part.label, part.count) for part in bar_of_ages.parts] == [
        ("to come", 1),
        ("last day", 1),
        ("last week", 1),
        ("older", 2),
        ("none", 1),
    ]
    assert bar_of_ages.aside == "in 1 mo to 5 y ago"


@pytest.mark.parametrize(
    "items",
    [
        [],
        [{"status": "active"}],
        [{"type": "compute"}, {"type": "image"}, {"type": "identity"}],
        [{"created_at": "2021-02-20T01:39:41Z"}] * 5,
        [{"size": None}, {"size": None}, {"size": None}],
        [{"type": None}, {"type": None}],
        [1, 2, {}],
        [{"tags": ["a"]}] * 6,
        [{"colour": "red", "n": n} for n in range(6)],
        [{"os_distro": "x" * 100}] * 6,
    ],
    ids=range(10),
)
def test_where_nothing_is_to_be_said_there_is_nothing(items):
    assert seen(items).bars == ()


def test_a_status_that_is_the_same_everywhere_is_told():
    assert bars(seen([{"status": "active"}] * 3)) == {"status": {"active": 3}}


def test_other_members_count_when_their_values_are_few():
    items = [{"colour": ("red", "green")[n % 2], "label": "same"} for n in range(9)]
    assert bars(seen(items)) == {"colour": {"red": 5, "green": 4}}


def test_many_values_become_others_and_too_many_nothing():
    few = seen([{"region": f"r{n // 2}"} for n in range(40)])
    parts = few.bars[0].parts
    assert len(parts) == MOST_PARTS
    assert (parts[-1].label, parts[-1].count) == ("13 others", 26)
    assert seen([{"region": f"r{n // 2}"} for n in range(200)]).bars == ()


def test_the_same_text_written_differently_is_one_value():
    assert bars(seen(rb'[{"status":"a\u0063tive"},{"status":"active"}]')) == {"status": {"active": 2}}


def test_columns_count_as_they_are_shown():
    mine = Wording("mine", (("owner", ("{account}",)),))
    layout = [TableColumn(("owner",), "Owner", "id", "", (mine, Wording("{name}")))]
    owners = ["912345", "912345", "77", "77", "77", None]
    look = seen([{"owner": owner} for owner in owners], layout=layout, account="912345")
    assert bars(look) == {"owner": {"Eve": 3, "mine": 2, "none": 1}}


def test_a_hidden_column_is_not_counted_until_it_is_shown():
    items = [{"status": "active", "region": ("a", "b")[n % 2]} for n in range(6)]
    assert set(bars(seen(items, pointers=("/*/region",)))) == {"status"}
    assert set(bars(seen(items, pointers=("/*/region",), reveal=True))) == {"status", "region"}


def test_hidden_sizes_and_times_are_not_told():
    items = [{"size": n * GIB, "created_at": f"202{n}-02-20T01:39:41Z"} for n in range(6)]
    assert bars(seen(items, pointers=("/*/size", "/*/created_at"))) == {}


def test_items_of_many_shapes():
    look = seen(
        [
            {"status": "active"},
            5,
            None,
            {"status": {"x": 1}},
            {"size": 1.5},
            {"size": "big"},
            {"size": 2**90},
        ]
    )
    assert bars(look).get("status") is None


def test_at_most_so_many_bars():
    items = [
        {f"k{key}": n % 2 for key in range(20)} | {f"t{key}": str(n % 2) for key in range(20)}
        for n in range(8)
    ]
    assert len(seen(items).bars) == MOST_BARS


def test_reading_stops_when_asked():
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        look_at(texts_of([{"status": "a"}] * 5), token.check)


def test_room_is_promised_where_a_look_is_likely():
    columns = Table(Document(Content(b'[{"status":"a"}]')), 0).columns
    assert promising(columns, 2)
    assert not promising(columns, 1)
    assert not promising(Table(Document(Content(b'[{"x":"a"}]')), 0).columns, 2)


def test_parts_of_one_bar_add_up_and_bars_narrow():
    look = seen(
        [{"status": s, "visibility": v} for s in ("active", "queued") for v in ("public", "private") * 2]
    )
    numbers = {each.key: n for n, each in enumerate(look.bars)}
    part = {p.label: n for each in look.bars for n, p in enumerate(each.parts)}
    both = choose(look, {numbers["status"]: {part["active"]}, numbers["visibility"]: {part["public"]}})
    assert list(both.mask) == [1, 0, 1, 0, 0, 0, 0, 0]
    assert both.words == "Status: active; Visibility: public"
    either = choose(look, {numbers["status"]: {part["active"], part["queued"]}})
    assert list(either.mask) == [1] * 8
    assert choose(look, {}) is None
    assert choose(look, {0: set()}) is None


@given(st.lists(st.sampled_from(["active", "queued", "killed", None, 7, True]), min_size=2, max_size=60))
def test_every_row_is_in_exactly_one_part(values):
    look = seen([{"status": value} for value in values])
    for each in look.bars:
        assert sum(part.count for part in each.parts) == len(values) == len(each.codes)
        for number, part in enumerate(each.parts):
            assert each.codes.count(number) == part.count
            chosen = choose(look, {0: {number}})
            told = [str(v).lower() if v is not None and not isinstance(v, str) else v for v in values]
            wanted = None if part.label == "none" else part.label
            assert list(chosen.mask) == [int(value == wanted) for value in told]


def test_of_thousands_of_columns_only_the_first_are_tried():
    items = [{f"k{key}": n % 2 if key < 70 else ("a", "b")[n % 2] for key in range(5000)} for n in range(8)]
    assert seen(items).bars == ()
    assert len(seen([{"k": "ab"[n % 2], **item} for n, item in enumerate(items)]).bars) == 1
