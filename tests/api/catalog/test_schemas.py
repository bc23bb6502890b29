"""Schemas: every spelling of OpenAPI 3.0 and 3.1 read into kinds and limits."""

import pytest

from api.catalog.schemas import read_schema
from api.errors import CatalogueError
from api.model import UNSET, Kind
from tests.builders.documents import node_of


def read(value, **schemas):
    return read_schema(node_of(value, **schemas))


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, Kind.TEXT),
        ({"type": "string", "format": "multiline"}, Kind.MULTILINE),
        ({"type": "string", "format": "password"}, Kind.SECRET),
        ({"format": "password"}, Kind.SECRET),
        ({"type": "string", "format": "date-time"}, Kind.DATE_TIME),
        ({"type": "string", "format": "uuid"}, Kind.UUID),
        ({"type": "string", "format": "binary"}, Kind.FILE),
        ({"type": "string", "contentMediaType": "application/octet-stream"}, Kind.FILE),
        ({"type": "string", "format": "unheard-of"}, Kind.TEXT),
        ({"type": "integer"}, Kind.INTEGER),
        ({"type": "number"}, Kind.NUMBER),
        ({"minimum": 3}, Kind.NUMBER),
        ({"pattern": "^a"}, Kind.TEXT),
        ({"type": "boolean"}, Kind.BOOLEAN),
        ({"type": "boolean", "enum": [True, False]}, Kind.BOOLEAN),
        ({"type": "boolean", "enum": [True]}, Kind.CHOICE),
        ({"enum": ["a", 1, True]}, Kind.CHOICE),
        ({"const": "a"}, Kind.CHOICE),
        ({"type": "array"}, Kind.LIST),
        ({"items": {}}, Kind.LIST),
        ({"properties": {"a": {}}}, Kind.OBJECT),
        ({"type": "object"}, Kind.MAP),
        ({"type": "object", "additionalProperties": {"type": "string"}}, Kind.MAP),
        ({"additionalProperties": False, "type": "object"}, Kind.OBJECT),
        ({}, Kind.ANY),
        (True, Kind.ANY),
        ({"type": ["string", "integer"]}, Kind.ANY),
        ({"type": "null"}, Kind.ANY),
    ],
)
def test_kinds(schema, kind):
    assert read(schema).kind is kind


def test_limits_and_words_are_kept():
    found = read(
        {
            "type": "string",
            "title": "Name",
            "description": "What it is called.",
            "minLength": 1,
            "maxLength": 255,
            "pattern": "^x",
            "default": "x1",
            "examples": ["x2", "x3"],
        }
    )

    assert (found.title, found.description) == ("Name", "What it is called.")
    assert (found.min_length, found.max_length, found.pattern) == (1, 255, "^x")
    assert (found.default, found.example) == ("x1", "x2")


def test_a_default_of_null_is_not_the_absence_of_one():
    assert read({"type": ["string", "null"], "default": None}).default is None
    assert read({"type": "string"}).default is UNSET


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"type": "string", "nullable": True},
        {"oneOf": [{"type": "string"}, {"type": "null"}]},
        {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Text"}]},
        {"allOf": [{"$ref": "#/components/schemas/Text"}], "nullable": True},
    ],
)
def test_every_way_to_allow_null(schema):
    found = read(schema, Text={"type": "string"})

    assert (found.kind, found.nullable) == (Kind.TEXT, True)


def test_null_among_the_choices_means_nullable():
    found = read({"enum": ["a", None]})

    assert (found.choices, found.nullable) == (("a",), True)
    assert read({"type": "string", "enum": ["a", None]}).nullable is False


@pytest.mark.parametrize(
    ("schema", "minimum", "exclusive"),
    [
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, None, 1),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": False}, 1, None),
        ({"type": "integer", "exclusiveMinimum": 1}, None, 1),
    ],
)
def test_both_spellings_of_exclusive_bounds(schema, minimum, exclusive):
    found = read(schema)

    assert (found.minimum, found.exclusive_minimum) == (minimum, exclusive)


def test_all_of_joins_members_limits_and_requirements():
    found = read(
        {
            "description": "The whole.",
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {
                    "properties": {"size": {"minimum": 5, "maximum": 8}, "more": {"type": "boolean"}},
                    "required": ["more"],
                },
                {"properties": {"size": {"minimum": 2, "maximum": 10}}},
            ],
        },
        Base={
            "type": "object",
            "description": "The base.",
            "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 9}},
            "required": ["size"],
        },
    )

    assert found.description == "The whole."
    assert [(m.name, m.required) for m in found.members] == [("size", True), ("more", True)]
    size = found.members[0].schema
    assert (size.kind, size.minimum, size.maximum) == (Kind.INTEGER, 5, 8)


def test_keywords_beside_a_reference_have_the_last_word():
    found = read(
        {"$ref": "#/components/schemas/Text", "description": "Here."},
        Text={"type": "string", "description": "There.", "maxLength": 3},
    )

    assert (found.description, found.max_length) == ("Here.", 3)


def test_one_of_choices_becomes_one_choice():
    found = read({"oneOf": [{"enum": ["a", "b"]}, {"const": "c"}, {"enum": ["b"]}]})

    assert (found.kind, found.choices) == (Kind.CHOICE, ("a", "b", "c"))


def test_true_and_1_are_two_choices():
    assert read({"oneOf": [{"enum": ["a", 1]}, {"enum": [True, 1]}]}).choices == ("a", 1, True)
    assert [type(c) for c in read({"oneOf": [{"enum": ["a", 1]}, {"enum": [True]}]}).choices] == [
        str,
        int,
        bool,
    ]


def test_choices_beside_free_text_do_not_forbid_the_text():
    found = read({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}]})

    assert [(v.kind, v.choices) for v in found.variants] == [(Kind.CHOICE, ("a",)), (Kind.TEXT, ())]


def test_one_of_objects_becomes_one_object_that_needs_what_all_need():
    found = read(
        {
            "oneOf": [
                {
                    "properties": {"id": {"type": "string"}, "a": {"type": "string"}},
                    "required": ["id", "a"],
                },
                {
                    "properties": {"id": {"type": "string"}, "b": {"type": "integer"}},
                    "required": ["id", "b"],
                },
            ]
        }
    )

    assert [(m.name, m.required) for m in found.members] == [("id", True), ("a", False), ("b", False)]


def test_alternatives_that_only_require_do_not_hide_the_members():
    found = read(
        {
            "type": "object",
            "properties": {"a": {}, "b": {}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
        }
    )

    assert [m.name for m in found.members] == ["a", "b"]


def test_limits_that_differ_between_alternatives_are_dropped():
    found = read({"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 9}]})

    assert (found.kind, found.max_length) == (Kind.TEXT, None)


def test_whole_and_other_numbers_are_numbers():
    assert read({"anyOf": [{"type": "integer"}, {"type": "number"}]}).kind is Kind.NUMBER


def test_alternatives_that_differ_stay_apart():
    found = read({"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "enum": ["all"]}]})

    assert found.kind is Kind.ANY
    assert [(v.kind, v.minimum, v.choices) for v in found.variants] == [
        (Kind.INTEGER, 1, ()),
        (Kind.CHOICE, None, ("all",)),
    ]


def test_what_stands_beside_alternatives_holds_for_each():
    found = read(
        {
            "properties": {"name": {"type": "string"}},
            "required": ["name"],
            "type": "object",
            "oneOf": [{"properties": {"x": {}}}, {"type": "string"}],
        }
    )

    assert [m.name for m in found.variants[0].members] == ["name", "x"]


def test_a_list_of_types_gives_each_the_keywords_that_apply_to_it():
    found = read({"type": ["integer", "string", "null"], "pattern": "^[0-9]+$", "minimum": 1})

    assert found.nullable
    assert [(v.kind, v.pattern, v.minimum) for v in found.variants] == [
        (Kind.INTEGER, "", 1),
        (Kind.TEXT, "^[0-9]+$", None),
    ]


def test_an_alternative_that_allows_anything_allows_anything():
    found = read({"anyOf": [{"type": "string"}, {}]})

    assert (found.kind, found.variants) == (Kind.ANY, ())


def test_nested_objects_arrays_and_maps():
    found = read(
        {
            "type": "object",
            "properties": {"list": {"type": "array", "items": {"type": "object", "properties": {"a": {}}}}},
            "additionalProperties": {"type": "integer"},
        }
    )

    assert found.members[0].schema.item.members[0].name == "a"
    assert found.rest.kind is Kind.INTEGER


def test_pattern_properties_are_further_members():
    found = read(
        {"type": "object", "patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False}
    )

    assert (found.kind, found.rest.kind) == (Kind.OBJECT, Kind.TEXT)


def test_a_tuple_of_items_is_a_list_of_anything():
    assert read({"type": "array", "items": [{"type": "string"}]}).item.kind is Kind.ANY


def test_a_schema_within_itself_is_cut():
    found = read(
        {"$ref": "#/components/schemas/Tree"},
        Tree={
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            },
        },
    )

    child = found.members[1].schema.item
    assert (child.kind, child.members) == (Kind.ANY, ())
    assert "given as JSON" in child.description


def test_a_reference_to_itself_alone_is_anything():
    assert read({"$ref": "#/components/schemas/A"}, A={"$ref": "#/components/schemas/A"}).kind is Kind.ANY


def test_the_same_schema_twice_in_a_row_is_no_circle():
    found = read(
        {"properties": {"a": {"$ref": "#/components/schemas/T"}, "b": {"$ref": "#/components/schemas/T"}}},
        T={"type": "string"},
    )

    assert [m.schema.kind for m in found.members] == [Kind.TEXT, Kind.TEXT]


def test_references_that_multiply_without_end_are_bounded():
    levels = {
        f"L{n}": {"properties": {f"m{i}": {"$ref": f"#/components/schemas/L{n + 1}"} for i in range(10)}}
        for n in range(20)
    }

    found = read({"$ref": "#/components/schemas/L0"}, **levels, L20={"type": "string"})

    assert len(found.members) == 10


def test_deep_nesting_is_bounded():
    schema = {"type": "string"}
    for _ in range(200):
        schema = {"properties": {"a": schema}}

    depth, found = 0, read(schema)
    while found.members:
        depth, found = depth + 1, found.members[0].schema
    assert depth < 30
    assert found.kind is Kind.ANY


def test_a_schema_outside_the_document_is_any_json_and_says_so():
    found = read({"properties": {"a": {"$ref": "https://example.org/a.json"}}})

    member = found.members[0].schema
    assert member.kind is Kind.ANY
    assert "https://example.org/a.json" in member.description


@pytest.mark.parametrize(
    ("schema", "place", "reason"),
    [
        ({"type": "strnig"}, "/here/type", "“strnig” is not a type"),
        ({"type": 3}, "/here/type", "has to be an array"),
        ({"minimum": "1"}, "/here/minimum", "has to be a number, not text"),
        ({"properties": {"a": {"enum": "x"}}}, "/here/properties/a/enum", "has to be an array"),
        ({"allOf": {}}, "/here/allOf", "has to be an array"),
        ({"allOf": [{"$ref": "#/nowhere"}]}, "/here/allOf/0", "is not in this document"),
        ("string", "/here", "has to be an object, not text"),
    ],
)
def test_broken_schemas_name_place_and_reason(schema, place, reason):
    with pytest.raises(CatalogueError) as caught:
        read(schema)

    assert caught.value.place == place
    assert reason in caught.value.reason
