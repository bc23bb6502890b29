"""x-table: the columns of a call's table, read into the model."""

import pytest

from api.catalog.catalogue import Catalogue
from api.catalog.nodes import Source
from api.catalog.tables import read_table
from api.errors import CatalogueError
from api.model import TableColumn
from api.table_layout import Wording


def table_of(columns):
    return read_table(Source("shop", {"x-table": columns}).node())


def test_columns_and_their_words_are_read():
    (column,) = table_of(
        [
            {
                "members": ["owner", "tenant"],
                "heading": "Owner",
                "kind": "id",
                "description": "Who has it.",
                "words": [
                    {
                        "when": {"owner": "{account}", "status": ["a", "b"], "x": True, "y": False},
                        "show": "mine",
                    },
                    {"show": "{name}"},
                ],
            }
        ]
    )
    tests = (("owner", ("{account}",)), ("status", ("a", "b")), ("x", True), ("y", False))
    words = (Wording("mine", tests), Wording("{name}"))
    assert column == TableColumn(("owner", "tenant"), "Owner", "id", "Who has it.", words)
    assert (column.key, column.looked_at) == ("owner", ("owner", "tenant", "status", "x", "y"))


@pytest.mark.parametrize(
    "columns",
    [
        5,
        [{}],
        [{"members": []}],
        [{"members": ["a"], "kind": "colour"}],
        [{"members": ["a"], "words": [{"when": {}}]}],
        [{"members": ["a"], "words": [{"when": {"b": 5}, "show": "x"}]}],
        [{"members": ["a"], "words": [{"when": {"b": ["x", 5]}, "show": "x"}]}],
        [{"members": ["a"], "words": [{"show": 5}]}],
    ],
)
def test_mistakes_are_told(columns):
    with pytest.raises(CatalogueError):
        table_of(columns)


def test_a_call_without_one_has_none():
    assert read_table(Source("shop", {}).node()) == ()


@pytest.mark.parametrize("call_id", ["cloud-images.list-images", "image.list-images"])
def test_images_start_with_what_people_look_for(call_id):
    table = Catalogue().call(call_id).table
    assert [column.heading for column in table] == [
        "Name", "Status", "Type", "Owner", "Size", "Min disk (GB)", "Age", "Visibility", "Protected",
        "Source server", "ID",
    ]  # fmt: skip
