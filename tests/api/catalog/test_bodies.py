"""Request bodies: one form a media type, and members flattened to parameters with dotted names."""

import pytest

from api.model import UNSET, Kind, Pick
from tests.builders.documents import body_of, call_of

TEXT = {"type": "string"}


def rows(body):
    return [(p.name, p.schema.kind, p.required) for p in body.parameters]


def by_name(body):
    return {p.name: p for p in body.parameters}


def test_members_become_parameters_and_nested_objects_their_leaves():
    body = body_of(
        {
            "type": "object",
            "required": ["input"],
            "properties": {
                "type": {"enum": ["import"]},
                "input": {
                    "type": "object",
                    "required": ["import_from"],
                    "properties": {"import_from": TEXT, "properties": {"properties": {"name": TEXT}}},
                },
            },
        }
    )

    assert rows(body) == [
        ("type", Kind.CHOICE, False),
        ("input.import_from", Kind.TEXT, True),
        ("input.properties.name", Kind.TEXT, False),
    ]
    assert by_name(body)["input.properties.name"].target == ("input", "properties", "name")


def test_members_of_optional_objects_are_needed_only_with_their_object():
    outer = {
        "properties": {"inner": {"properties": {"a": TEXT, "o": TEXT}, "required": ["a"]}, "b": TEXT},
        "required": ["b", "inner"],
    }
    body = body_of({"properties": {"outer": outer, "c": TEXT}, "required": ["c"]})

    found = by_name(body)
    assert found["c"].within is None
    assert found["outer.b"].within == ("outer",)
    assert found["outer.inner.a"].within == ("outer",)
    assert (found["outer.inner.o"].required, found["outer.inner.o"].within) == (False, None)


def test_members_of_an_optional_body_are_needed_only_with_the_body():
    body = body_of({"properties": {"a": TEXT}, "required": ["a"]}, required=False)

    assert (body.required, body.parameters[0].within) == (False, ())


def test_further_members_are_one_map_beside_the_known_ones():
    inner = {"properties": {"a": TEXT}, "additionalProperties": {"type": "integer"}}
    body = body_of({"properties": {"name": TEXT, "inner": inner}, "additionalProperties": TEXT})

    found = by_name(body)
    assert list(found) == ["name", "inner.a", "inner.*", "*"]
    assert (found["*"].target, found["*"].merge, found["*"].schema.kind) == ((), True, Kind.MAP)
    assert (found["inner.*"].target, found["inner.*"].merge) == (("inner",), True)
    assert found["inner.*"].schema.rest.kind is Kind.INTEGER


def test_objects_of_unknown_members_are_maps():
    body = body_of({"properties": {"labels": {"type": "object", "additionalProperties": TEXT}}})

    assert rows(body) == [("labels", Kind.MAP, False)]
    assert body.parameters[0].merge is False


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "array", "items": {"type": "object", "properties": {"op": TEXT}}}, Kind.LIST),
        ({"type": "object", "additionalProperties": TEXT}, Kind.MAP),
        ({}, Kind.ANY),
        (TEXT, Kind.TEXT),
        ({"oneOf": [TEXT, {"type": "array"}]}, Kind.ANY),
        ({"type": ["object", "null"], "properties": {"a": TEXT}}, Kind.OBJECT),
    ],
)
def test_bodies_that_are_no_plain_object_are_one_parameter(schema, kind):
    body = body_of(schema)

    assert rows(body) == [("body", kind, True)]
    assert body.parameters[0].target == ()


def test_a_nullable_object_stays_one_value_so_that_null_can_be_sent():
    body = body_of({"properties": {"a": {"type": ["object", "null"], "properties": {"b": TEXT}}}})

    assert rows(body) == [("a", Kind.OBJECT, False)]
    assert body.parameters[0].schema.nullable


def test_an_empty_object_has_nothing_to_fill_in():
    assert body_of({"type": "object", "additionalProperties": False}).parameters == ()


def test_members_that_only_the_service_writes_are_left_out():
    body = body_of({"properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT}})

    assert rows(body) == [("name", Kind.TEXT, False)]


def test_names_that_would_clash_are_told_apart():
    body = body_of({"properties": {"a.b": TEXT, "a": {"properties": {"b": TEXT}}}})

    assert [(p.name, p.target) for p in body.parameters] == [("a.b", ("a.b",)), ("/a/b", ("a", "b"))]


def test_a_body_of_too_many_members_is_one_value():
    body = body_of({"properties": {f"m{n}": TEXT for n in range(500)}})

    assert rows(body) == [("body", Kind.OBJECT, True)]


def test_picks_and_deprecation_of_members_are_kept():
    pick = {"call": "list-things", "items": "/things", "value": "id"}
    body = body_of({"properties": {"a": {**TEXT, "x-pick": pick, "deprecated": True}}})

    assert body.parameters[0].pick == Pick("shop.list-things", "/things", "id")
    assert body.parameters[0].deprecated


def test_a_recursive_body_is_given_as_json_where_it_repeats():
    node = {"type": "object", "properties": {"name": TEXT, "next": {"$ref": "#/components/schemas/Node"}}}

    body = body_of({"$ref": "#/components/schemas/Node"}, components={"schemas": {"Node": node}})

    assert rows(body) == [("name", Kind.TEXT, False), ("next", Kind.ANY, False)]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "binary"},
        {"type": "string", "contentMediaType": "application/octet-stream"},
        {},
    ],
)
def test_bytes_come_from_a_file(schema):
    body = body_of(schema, media_type="application/octet-stream")

    assert body.binary
    assert rows(body) == [("file", Kind.FILE, True)]


def test_media_ranges_become_a_type_that_can_be_sent():
    assert body_of({"properties": {"a": TEXT}}, media_type="*/*").content_type == "application/json"
    assert (
        body_of({"type": "string", "format": "binary"}, media_type="*/*").content_type
        == "application/octet-stream"
    )
    assert body_of({}, media_type="image/*").content_type == "application/octet-stream"
    assert body_of(TEXT, media_type="text/*").content_type == "text/plain"


def test_text_bodies_are_typed():
    body = body_of(TEXT, media_type="text/plain")

    assert (rows(body), body.binary) == ([("body", Kind.MULTILINE, True)], False)


def test_forms_are_taken_apart_like_json():
    assert rows(body_of({"properties": {"a": TEXT}}, media_type="application/x-www-form-urlencoded")) == [
        ("a", Kind.TEXT, False)
    ]


def test_each_media_type_is_a_form_in_the_order_of_the_document():
    content = {
        "application/openstack-images-v2.1-json-patch": {"schema": {"type": "array"}},
        "application/json": {"schema": {"properties": {"a": TEXT}}},
        "application/octet-stream": {},
    }

    call = call_of({"requestBody": {"$ref": "#/components/requestBodies/R"}}, method="post",
                   components={"requestBodies": {"R": {"content": content}}})  # fmt: skip

    assert [b.content_type for b in call.bodies] == list(content)
    assert [b.parameters[0].name for b in call.bodies] == ["body", "a", "file"]
    assert call.body("application/json").parameters[0].name == "a"


def test_an_example_of_the_whole_is_handed_down():
    schema = {
        "properties": {
            "a": {**TEXT, "example": "own"},
            "b": {"properties": {"c": {"type": "integer"}}},
            "d": TEXT,
        }
    }
    content = {"application/json": {"schema": schema, "example": {"a": "whole", "b": {"c": 3}}}}

    body = call_of({"requestBody": {"content": content}}, method="post").body()

    assert body.example == {"a": "whole", "b": {"c": 3}}
    assert [p.schema.example for p in body.parameters] == ["own", 3, UNSET]


def test_examples_of_the_members_make_one_of_the_whole():
    body = body_of(
        {
            "properties": {
                "a": {**TEXT, "example": "x"},
                "b": {"properties": {"c": {"type": "integer", "example": 3}}},
            }
        }
    )

    assert body.example == {"a": "x", "b": {"c": 3}}


def test_no_example_is_made_up_where_a_required_member_has_none():
    assert (
        body_of({"properties": {"a": {**TEXT, "example": "x"}, "b": TEXT}, "required": ["b"]}).example
        is UNSET
    )
