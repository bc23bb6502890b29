"""Rows taken elsewhere: with tabs, as JSON, as CSV, and into a file, here and in the child process."""

import csv
import io
import json

import pytest

from api.answer.tables import csv_export
from api.answer.tables.csv_export import Export, export_csv
from api.answer.tables.row_values import BOM, RowValues, as_json, csv_pieces, with_tabs
from api.answer.veil import DOTS, Veil
from api.catalog.catalogue import Catalogue
from api.errors import Cancelled
from api.running import CancelToken
from tests.builders.tables import a_table, some_texts

LAYOUT = Catalogue().call("image.list-images").table


def values(table, veil=None):
    return RowValues(some_texts(table, veil), table.columns)


def as_csv(table, rows=None, veil=None):
    headings = [column.heading for column in table.columns]
    return "".join(csv_pieces(values(table, veil=veil), rows or range(table.row_count), headings))


def test_rows_with_tabs():
    table = a_table([{"name": "a\tb\nc", "id": "1", "tags": ["x", {"y": 1}]}, {"name": None, "id": 2.50}])
    assert with_tabs(values(table), [0, 1]).split("\n") == ['a b c\t1\t[ "x", { "y": 1 } ]', "\t2.5\t"]
    assert with_tabs(values(table), [1], ["Name", "ID", "tags"]) == "Name\tID\ttags\n\t2.5\t"


def test_the_value_of_one_cell_is_whole():
    long = "x" * 300_000
    table = a_table([{"name": long, "tags": ["a", "b"], "size": None, "n": 1}, {"size": 741591040}])
    name, size, tags = (table.column(key) for key in ("name", "size", "tags"))
    one = values(table)
    assert one.value(0, name) == long
    assert json.loads(one.value(0, tags)) == ["a", "b"]
    assert (one.value(0, size), one.value(1, size), one.value(1, name)) == ("null", "741591040", "")


def test_values_are_those_of_the_wire_and_words_stand_where_there_is_none():
    rows = [{"owner": "912345", "visibility": "public"}, {"owner": None, "visibility": "public"}]
    table = a_table(rows, layout=LAYOUT)
    assert with_tabs(values(table), [0, 1]) == "base\t912345\tpublic\nbase\tprovider\tpublic"


@pytest.mark.parametrize("rows", [range(3000), [2999, 0, 5]])
def test_any_rows_in_any_order(rows):
    table = a_table([{"n": n, "x": "y"} for n in range(3000)])
    assert with_tabs(values(table), rows) == "\n".join(f"{n}\ty" for n in rows)


def test_hidden_values_are_dots_everywhere():
    table = a_table([{"name": "x", "password": "s3cret", "more": {"token": "s3cret"}}])
    veil = Veil(table.document, ("/0/password", "/0/more/token"))
    for text in (
        with_tabs(values(table, veil=veil), [0]),
        as_json(some_texts(table, veil), [0]),
        as_csv(table, veil=veil),
    ):
        assert "s3cret" not in text
        assert text.count(DOTS) == 2


def test_items_as_json():
    table = a_table([{"a": 1}, 5, {"b": [2]}])
    assert json.loads(as_json(some_texts(table), [0])) == {"a": 1}
    assert json.loads(as_json(some_texts(table), [2, 1])) == [{"b": [2]}, 5]


def test_csv_is_read_back_as_it_was():
    rows = [
        {"name": 'quoted "x", comma', "id": "line\r\nend", "n": 5},
        {"name": " blank ", "id": "é שלום 👩‍👧", "n": -1.5e10},
    ]
    text = as_csv(a_table(rows))
    assert text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Name", "ID", "n"],
        ['quoted "x", comma', "line\r\nend", "5"],
        [" blank ", "é שלום 👩‍👧", "-15000000000.0"],
    ]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
        ("＝1", "'＝1"),
        ("+1", "'+1"),
        (-5, "-5"),
        ("-5.25", "-5.25"),
        (-1e-7, "-1e-07"),
        ("a=b", "a=b"),
        ('=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'),
    ],
)
def test_no_value_becomes_a_formula(value, field):
    assert as_csv(a_table([{"name": value}])) == f"Name\r\n{field}\r\n"


def test_headings_do_not_either():
    assert as_csv(a_table([{"=x": 1}])) == "'=x\r\n1\r\n"


def large(monkeypatch):
    monkeypatch.setattr(csv_export, "LARGE", 1)


@pytest.mark.parametrize("apart", [False, True], ids=["here", "apart"])
def test_exporting(tmp_path, monkeypatch, apart):
    if apart:
        large(monkeypatch)
    rows = [
        {"name": f"é{n}", "owner": "912345" if n % 2 else "p-7", "id": "s3cret", "visibility": "shared"}
        for n in range(50)
    ]
    table = a_table({"images": rows}, "/images", LAYOUT)
    veil = Veil(table.document, ("/images/*/id",))
    veil.reveal(table.document.find("/images/3/id"))
    target = tmp_path / "table.csv"
    target.write_text("before")
    columns = tuple(table.column(key) for key in ("id", "name", "image_type", "owner"))
    assert export_csv(Export(some_texts(table, veil), columns, [3, 0]), target, CancelToken()) == 2
    assert target.read_bytes().decode() == (
        f"{BOM}ID,Name,Type,Owner\r\ns3cret,é3,upload,912345\r\n{DOTS},é0,upload,p-7\r\n"
    )
    assert [path.name for path in tmp_path.glob("table*")] == ["table.csv"]


@pytest.mark.parametrize("apart", [False, True], ids=["here", "apart"])
def test_a_stopped_export_leaves_what_was_there(tmp_path, monkeypatch, apart):
    if apart:
        large(monkeypatch)
    table = a_table([{"name": "x"}])
    target = tmp_path / "table.csv"
    target.write_text("before")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        export_csv(Export(some_texts(table), table.columns, [0]), target, cancel)
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.glob("table*")] == ["table.csv"]


def test_a_place_that_cannot_be_written(tmp_path):
    table = a_table([{"name": "x"}])
    with pytest.raises(OSError, match="none"):
        export_csv(
            Export(some_texts(table), table.columns, [0]), tmp_path / "none" / "t.csv", CancelToken()
        )


def test_what_the_child_process_does(tmp_path, monkeypatch):
    """The same as apart, where it can be followed."""

    def here(_task, contents, arguments, *_rest):
        assert json.loads(json.dumps(arguments)) == arguments | {
            "layout": json.loads(json.dumps(arguments["layout"]))
        }
        return csv_export.written(list(contents), json.loads(json.dumps(arguments)))

    large(monkeypatch)
    monkeypatch.setattr(csv_export, "run_apart", here)
    rows = [{"owner": "912345", "visibility": "public", "password": "s3cret", "id": n} for n in range(3)]
    table = a_table(rows, layout=LAYOUT)
    target = tmp_path / "t.csv"
    export_csv(Export(some_texts(table), table.columns, [2, 1]), target, CancelToken())
    assert target.read_text("utf-8-sig") == (
        f"Type,Owner,Visibility,ID,password\nbase,912345,public,2,{DOTS}\nbase,912345,public,1,{DOTS}\n"
    )
