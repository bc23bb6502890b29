"""x-calls: several calls of one operation, with constant bodies, placed fields and values that differ by media type."""

import pytest

from api.catalog.loader import load_document
from api.errors import CatalogueError
from api.model import Change, Kind, Location
from tests.builders.documents import document

NEW, OLD = "application/new-json-patch", "application/old-json-patch"
ADD = {
    "operationId": "add-property",
    "summary": "Add Property",
    "description": "Adds one.",
    "x-effects": {"changes": "change", "warning": "It changes."},
    "fixed": {"x-media": {NEW: [{"op": "add"}], OLD: [{}]}},
    "fields": [
        {
            "name": "property",
            "in": "body",
            "required": True,
            "description": "Its name.",
            "schema": {"type": "string", "x-pick": {"call": "list", "items": "/l", "value": "v"}},
            "x-target": {"x-media": {NEW: "/0/path", OLD: "/0/add"}},
            "x-encode": "json-pointer-token",
        },
        {"name": "value", "in": "body", "required": True, "schema": {}, "x-target": "/0/value"},
        {"name": "note", "in": "body", "schema": {"type": "string", "example": "n"}, "x-target": "/0/note"},
    ],
    "example": {"property": "a/b~c", "value": [1]},
}
REMOVE = {
    "operationId": "remove-property",
    "summary": "Remove Property",
    "x-effects": {"changes": "destroy"},
    "parameters": [
        {"name": "X-Session", "in": "header", "schema": {"type": "string", "format": "password"}}
    ],
    "externalDocs": {"url": "https://docs.example.org/remove"},
    "x-former-ids": ["drop-property"],
    "fixed": {"op": "remove"},
}
SEVERAL = {"operationId": "several", "summary": "Several"}
OPERATION = {
    "operationId": "patch",
    "tags": ["Properties"],
    "description": "Of the operation.",
    "externalDocs": {"url": "https://docs.example.org/patch"},
    "requestBody": {
        "required": True,
        "content": {
            NEW: {"schema": {"type": "array"}, "example": [{"op": "add"}]},
            OLD: {"schema": {"type": "array", "description": "Old."}},
        },
    },
    "responses": {"200": {"description": "Changed."}},
}


def load(*calls):
    return load_document(document({"/things": {"patch": {**OPERATION, "x-calls": list(calls)}}}), "shop")


def test_each_is_a_call_and_the_operation_is_none():
    loaded = load(ADD, REMOVE, SEVERAL)

    (category,) = loaded.product.categories
    assert category.title == "Properties"
    assert [(h.id, h.title, h.method, h.changes) for h in category.calls] == [
        ("shop.add-property", "Add Property", "PATCH", Change.CHANGE),
        ("shop.remove-property", "Remove Property", "PATCH", Change.DESTROY),
        ("shop.several", "Several", "PATCH", Change.CHANGE),
    ]
    assert [h.description for h in category.calls] == [
        "Adds one.",
        "Of the operation.",
        "Of the operation.",
    ]


def test_fixed_bodies_and_targets_differ_by_media_type():
    new, old = load(ADD).call("add-property").bodies

    assert (new.content_type, new.fixed) == (NEW, [{"op": "add"}])
    assert (old.content_type, old.fixed) == (OLD, [{}])
    assert [p.target for p in new.parameters] == [("0", "path"), ("0", "value"), ("0", "note")]
    assert [p.target for p in old.parameters] == [("0", "add"), ("0", "value"), ("0", "note")]


def test_fields_are_body_parameters():
    name, value, note = load(ADD).call("add-property").fields()

    assert (name.location, name.name, name.required, name.encode) == (
        Location.BODY,
        "property",
        True,
        "json-pointer-token",
    )
    assert (name.description, name.pick.call) == ("Its name.", "shop.list")
    assert (value.schema.kind, note.required) == (Kind.ANY, False)


def test_examples_fill_the_fields_and_make_bodies():
    new, old = load(ADD).call("add-property").bodies

    assert [p.schema.example for p in new.parameters] == ["a/b~c", [1], "n"]
    assert new.example == [{"op": "add", "path": "/a~1b~0c", "value": [1]}]
    assert old.example == [{"add": "/a~1b~0c", "value": [1]}]


def test_what_is_a_calls_own_stands_before_the_operations():
    loaded = load(ADD, REMOVE)
    remove = loaded.call("remove-property")

    assert (remove.docs, loaded.call("add-property").docs) == (
        "https://docs.example.org/remove",
        "https://docs.example.org/patch",
    )
    assert [(p.name, p.secret) for p in remove.parameters] == [("X-Session", True)]
    assert remove.body(NEW).fixed == {"op": "remove"}
    assert remove.body(NEW).parameters == ()
    assert loaded.call("add-property").effects.warning == "It changes."


def test_without_fixed_and_fields_it_takes_the_operations_own_body():
    new, old = load(SEVERAL).call("several").bodies

    assert ([p.name for p in new.parameters], new.example) == (["body"], [{"op": "add"}])
    assert old.parameters[0].description == "Old."


def test_media_chooses_among_the_operations_bodies():
    none = load({**SEVERAL, "media": []}).call("several")
    one = load({**SEVERAL, "media": [OLD]}).call("several")

    assert none.bodies == ()
    assert [body.content_type for body in one.bodies] == [OLD]


def test_one_may_stand_in_a_category_of_its_own():
    loaded = load(SEVERAL, {**REMOVE, "tags": ["Danger"]})

    assert [(c.title, [h.title for h in c.calls]) for c in loaded.product.categories] == [
        ("Properties", ["Several"]),
        ("Danger", ["Remove Property"]),
    ]


def test_former_ids_of_x_calls_are_found():
    assert load(ADD, REMOVE).former("drop-property") == "remove-property"
    assert load(ADD, REMOVE).former("never-was") is None


def test_the_constant_part_is_never_changed_by_examples():
    loaded = load(ADD)
    first = loaded.call("add-property")

    assert first.body(NEW).fixed == [{"op": "add"}]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fields": [{"schema": {}, "x-target": "/a"}]}, "the field has no name"),
        ({"fields": [{"name": "a", "schema": {}}]}, "“x-target” is missing"),
        ({"fields": [{"name": "a", "x-target": "/a"}]}, "“schema” is missing"),
        (
            {"fields": [{"name": "a", "schema": {}, "x-target": {"x-media": {NEW: "/a"}}}]},
            "says nothing for",
        ),
        ({"fields": {}}, "has to be an array"),
        (
            {"fixed": [], "fields": [{"name": "a", "schema": {}, "x-target": "/x"}]},
            "leads to no place in fixed",
        ),
        (
            {"fixed": [], "fields": [{"name": "a", "schema": {}, "x-target": "/1"}]},
            "leads to no place in fixed",
        ),
        (
            {"fixed": 5, "fields": [{"name": "a", "schema": {}, "x-target": "/x"}]},
            "leads to no place in fixed",
        ),
    ],
)
def test_broken_fields_are_named(change, reason):
    with pytest.raises(CatalogueError, match="/paths/~1things/patch/x-calls/0") as caught:
        load({**SEVERAL, **change}).call("several")

    assert reason in caught.value.reason


@pytest.mark.parametrize("calls", [{}, "x", [1]])
def test_x_calls_that_are_no_list_of_objects_are_a_broken_document(calls):
    with pytest.raises(CatalogueError, match="x-calls: has to be an array of objects"):
        load_document(document({"/things": {"patch": {**OPERATION, "x-calls": calls}}}), "shop")
