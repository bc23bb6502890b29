"""Calls of own products are added, edited and removed; the document stays valid, and what was not edited stays."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from api.catalog.own.document import preview
from api.catalog.own.edited import METHODS, TYPES, EditedCall, EditedParameter
from api.catalog.own.editing import (
    blank,
    put,
    take,
    taken_by,
    tried,
    without,
)
from api.catalog.own.reading import read_values
from tests.api.catalog.own.test_store import PETS

CALL = EditedCall(
    title="Feed a pet",
    method="POST",
    path="/pets/{pet_id}/food",
    category="Feeding",
    description="Gives it something.",
    docs="https://pets.example/docs",
    parameters=(
        EditedParameter("pet_id", "path"),
        EditedParameter("amount", "query", "integer", True, "5", "5, 10", "How much."),
    ),
    body='{\n  "food": "hay"\n}',
    success="200, 202",
    changes="change",
)


def with_call(edited, root=None):
    root = root or blank("My Pets")
    return put(preview(root, "x").document, root, edited)


def test_a_new_product_with_a_call_is_a_valid_document():
    root, operation_id = with_call(CALL)
    validate(root)
    found = preview(root, "x")
    assert found.product.id == "my-pets"
    assert operation_id == "feed-a-pet"
    call = found.document.call(operation_id)
    assert (call.title, call.method, call.head.path) == (CALL.title, CALL.method, CALL.path)
    assert call.head.category == "Feeding"
    assert call.success == (200, 202)
    assert call.effects.changes == "change"
    assert call.docs == CALL.docs
    assert [p.name for p in call.fields()] == ["pet_id", "amount", "food"]
    assert call.parameters[1].schema.choices == (5, 10)
    assert call.bodies[0].example == {"food": "hay"}


def test_what_was_written_is_what_the_editor_shows_again():
    root, operation_id = with_call(CALL)
    assert take(preview(root, "x").document, root, operation_id) == replace(
        CALL, parameters=(EditedParameter("pet_id", "path", required=True), CALL.parameters[1])
    )


def test_a_call_keeps_its_id_when_it_is_edited():
    root, operation_id = with_call(CALL)
    changed, again = put(
        preview(root, "x").document, root, replace(CALL, title="Other", path="/p"), operation_id
    )
    assert again == operation_id
    assert list(changed["paths"]) == ["/p"]


def test_what_the_editor_does_not_show_stays():
    root = read_values(PETS.encode(), "pets")
    get = root["paths"]["/pets/{id}"]["get"]
    get["parameters"].append(
        {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    )
    get["x-anything"] = 1
    document = preview(root, "x").document
    changed, _ = put(document, root, replace(take(document, root, "show-pet"), title="New"), "show-pet")
    after = changed["paths"]["/pets/{id}"]["get"]
    assert after["parameters"] == get["parameters"]
    assert after["x-anything"] == 1
    assert after["summary"] == "New"
    assert get["summary"] == "Show a pet"


def test_a_call_can_be_removed_and_copied():
    root, operation_id = with_call(CALL)
    copied, other = with_call(replace(CALL, path="/else"), root)
    assert other == "feed-a-pet-2"
    assert list(without(preview(copied, "x").document, copied, operation_id)["paths"]) == ["/else"]
    assert taken_by(preview(copied, "x").document, CALL) == "Feed a pet"
    assert taken_by(preview(copied, "x").document, CALL, operation_id) == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"path": "pets", "parameters": ()}, "path"),
        ({"path": "/a b", "parameters": ()}, "path"),
        ({"path": "/{a}/{a}", "parameters": ()}, "path"),
        ({"docs": "javascript:x"}, "docs"),
        ({"docs": "https://[x"}, "docs"),
        ({"body": "{"}, "body"),
        ({"success": ""}, "success"),
        ({"success": "20"}, "success"),
        ({"parameters": (EditedParameter(""),)}, "parameters.0"),
        ({"parameters": (EditedParameter("a", "path"),)}, "parameters.0"),
        ({"parameters": (EditedParameter("a b", "header"),)}, "parameters.0"),
        ({"parameters": (EditedParameter("a", type="integer", default="x"),)}, "parameters.0"),
        ({"parameters": (EditedParameter("a", default="x", allowed="y"),)}, "parameters.0"),
        ({"parameters": (EditedParameter("a"), EditedParameter("a"))}, "parameters.1"),
    ],
)
def test_what_cannot_be_is_explained_at_the_field(change, field):
    assert list(replace(CALL, **change).faults()) == [field]
    assert CALL.faults() == {}


def test_it_can_be_tried_before_it_is_kept():
    document = tried(blank("x"), CALL)
    assert [p.name for p in document.call("feed-a-pet").fields()] == ["pet_id", "amount", "food"]


PARAMETERS = st.builds(
    EditedParameter,
    name=st.text(max_size=6),
    place=st.sampled_from(["path", "query", "header", "cookie"]),
    type=st.sampled_from(TYPES),
    required=st.booleans(),
    default=st.sampled_from(["", "1", "x", "true", "1.5"]),
    allowed=st.sampled_from(["", "1, 2", "x,y"]),
    description=st.text(max_size=5),
)


@settings(max_examples=120, deadline=None)
@given(
    st.builds(
        EditedCall,
        title=st.text(max_size=8),
        method=st.sampled_from(METHODS),
        path=st.sampled_from(["/", "/a", "/{a}", "/{a}/{b}", "a", "/a b"]),
        category=st.text(max_size=5),
        parameters=st.lists(PARAMETERS, max_size=3).map(tuple),
        body=st.sampled_from(["", "{", "[1]", "null", '{"a": {"b": [true, 1.5, null]}}']),
        success=st.sampled_from(["200", "", "201,204"]),
        changes=st.sampled_from(["none", "change", "destroy"]),
    )
)
def test_what_has_no_fault_is_a_valid_document_that_opens(edited):
    if edited.faults():
        return
    root, operation_id = with_call(edited)
    validate(root)
    assert preview(root, "x").document.call(operation_id).method == edited.method
