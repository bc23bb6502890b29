"""x-edit and x-edited-by: how a call edits, and which call edits what another answers."""

import pytest

from api.catalog.loader import load_document
from api.errors import CatalogueError
from api.model import Definitions, Kind, Remark
from tests.builders.documents import document

EDIT = {
    "kind": "thing",
    "read": "show-thing",
    "fill": {"thing_id": "id"},
    "schema": "show-schema",
    "record": {"$ref": "#/components/schemas/Thing"},
    "definitions": {
        "list": "list-spaces",
        "list-values": {"types": "Thing", "limit": 5},
        "show": "show-space",
        "fill": {"space": "name"},
    },
    "basic": ["name"],
    "unordered": ["tags"],
    "locked": [{"names": ["id"], "sentence": "It is lasting."}],
    "warnings": [{"names": ["hw_*", "boot"], "sentence": "It may not start."}],
}


def load(edit, reading=None):
    path = {
        "get": {"operationId": "show-thing", "responses": {}, **(reading or {})},
        "patch": {
            "operationId": "change",
            "responses": {},
            "x-edited-by": "change-thing",
            "x-calls": [
                {"operationId": "add", "summary": "Add", "description": "Adds."},
                {
                    "operationId": "change-thing",
                    "summary": "Change",
                    "description": "Changes.",
                    "x-edit": edit,
                },
            ],
        },
    }
    thing = {"type": "object", "properties": {"name": {"type": "string"}}}
    made = document({"/things/{thing_id}": path}, components={"schemas": {"Thing": thing}})
    return load_document(made, "shop")


def test_an_edit_names_its_calls_completely():
    edit = load(EDIT).call("change-thing").edit
    assert (edit.kind, edit.read, edit.schema) == ("thing", "shop.show-thing", "shop.show-schema")
    assert edit.fill == (("thing_id", "id"),)
    assert edit.definitions == Definitions(
        "shop.list-spaces", "shop.show-space", (("space", "name"),), (("types", "Thing"), ("limit", 5))
    )
    assert [(m.name, m.schema.kind) for m in edit.record.members] == [("name", Kind.TEXT)]
    assert (edit.basic, edit.unordered) == (("name",), ("tags",))
    assert edit.locked == (Remark(("id",), "It is lasting."),)


def test_a_remark_fits_by_name_or_by_beginning():
    (warning,) = load(EDIT).call("change-thing").edit.warnings
    assert [name for name in ("hw_bus", "hw_", "boot", "boots", "hw", "x") if warning.fits(name)] == [
        "hw_bus",
        "hw_",
        "boot",
    ]


def test_a_call_says_who_edits_its_answer_by_itself_or_with_its_operation():
    found = load(EDIT, {"x-edited-by": "change-thing"})
    assert found.call("show-thing").edited_by == "shop.change-thing"
    assert found.call("add").edited_by == "shop.change-thing"
    plain = load({"kind": "thing", "read": "show-thing", "fill": {"thing_id": "id"}, "basic": []})
    assert plain.call("show-thing").edited_by == ""
    assert plain.call("change-thing").edit.definitions is None
    assert plain.call("add").edit is None


@pytest.mark.parametrize("broken", [{"fill": 5}, {"locked": [5]}, {"record": {"type": "odd"}}, {"read": 5}])
def test_broken_rules_name_the_place(broken):
    with pytest.raises(CatalogueError, match="x-edit"):
        load({**EDIT, **broken}).call("change-thing")
