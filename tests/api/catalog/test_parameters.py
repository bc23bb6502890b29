"""Parameters outside the body: where they come from, their order, styles and examples."""

import pytest

from api.catalog.loader import load_document
from api.errors import CatalogueError
from api.model import Key, Kind, Location, Pick, Source
from tests.builders.documents import call_of, document, parameter_of


def names(call):
    return [str(p.key) for p in call.parameters]


def test_parameters_of_the_path_hold_for_every_operation_and_can_be_replaced():
    shared = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    ]
    own = [{"name": "limit", "in": "query", "required": True, "schema": {"type": "integer", "maximum": 5}}]
    loaded = load_document(
        document({"/a/{id}": {"parameters": shared, "get": {"parameters": own}, "delete": {}}}), "shop"
    )

    got, deleted = (loaded.call(name) for name in loaded.heads)

    assert names(got) == names(deleted) == ["path:id", "query:limit"]
    assert (got.parameters[1].required, got.parameters[1].schema.maximum) == (True, 5)
    assert deleted.parameters[1].required is False


def test_the_order_is_path_query_header_cookie_whatever_the_document_says():
    declared = [
        {"name": n, "in": place, "schema": {}}
        for n, place in [
            ("c", "cookie"),
            ("h", "header"),
            ("q2", "query"),
            ("q1", "query"),
            ("b", "path"),
            ("a", "path"),
        ]
    ]

    call = call_of({"parameters": declared}, path="/x/{a}/y/{b}")

    assert names(call) == ["path:a", "path:b", "query:q2", "query:q1", "header:h", "cookie:c"]
    assert [p.required for p in call.parameters] == [True, True, False, False, False, False]


def test_a_path_gets_exactly_the_parameters_of_its_template():
    declared = [{"name": "stray", "in": "path", "required": True, "schema": {"type": "integer"}}]

    call = call_of({"parameters": declared}, path="/x/{forgotten}/{forgotten}")

    (found,) = call.parameters
    assert (found.key, found.required, found.schema.kind) == (
        Key(Location.PATH, "forgotten"),
        True,
        Kind.TEXT,
    )


def test_headers_that_follow_from_elsewhere_are_no_parameters():
    declared = [
        {"name": name, "in": "header", "schema": {"type": "string"}}
        for name in ("Accept", "content-type", "Authorization", "X-Other")
    ]

    assert names(call_of({"parameters": declared})) == ["header:X-Other"]


def test_a_token_header_given_as_a_parameter_is_the_token():
    call = call_of({"parameters": [{"name": "x-auth-token", "in": "header", "schema": {"type": "string"}}]})

    assert names(call) == []
    assert call.needs_token


def test_referred_parameters_are_found():
    components = {"parameters": {"L": {"name": "limit", "in": "query", "schema": {"$ref": "#/components/schemas/N"}}},
                  "schemas": {"N": {"type": "integer", "minimum": 0}}}  # fmt: skip

    found = parameter_of({"$ref": "#/components/parameters/L"}, components=components)

    assert (found.name, found.schema.kind, found.schema.minimum) == ("limit", Kind.INTEGER, 0)


@pytest.mark.parametrize(
    ("place", "style", "explode"),
    [
        ("path", "simple", False),
        ("header", "simple", False),
        ("query", "form", True),
        ("cookie", "form", True),
    ],
)
def test_styles_left_out_are_those_of_openapi(place, style, explode):
    path = "/x/{a}" if place == "path" else "/x"
    call = call_of({"parameters": [{"name": "a", "in": place, "schema": {}}]}, path=path)

    assert (call.parameters[0].style, call.parameters[0].explode) == (style, explode)


def test_given_styles_are_kept():
    found = parameter_of(
        {"name": "a", "in": "query", "style": "pipeDelimited", "schema": {"type": "array"}}
    )

    assert (found.style, found.explode) == ("pipeDelimited", False)


def test_free_filters_are_merged_into_the_query():
    schema = {"type": "object", "additionalProperties": {"type": "string"}}

    assert parameter_of({"name": "filters", "in": "query", "schema": schema}).merge
    assert not parameter_of({"name": "f", "in": "query", "style": "deepObject", "schema": schema}).merge
    assert not parameter_of({"name": "f", "in": "query", "explode": False, "schema": schema}).merge


def test_a_parameter_may_travel_as_json():
    found = parameter_of(
        {"name": "a", "in": "query", "content": {"application/json": {"schema": {"type": "array"}}}}
    )

    assert (found.style, found.schema.kind) == ("json", Kind.LIST)


def test_a_parameter_without_a_schema_is_text():
    assert parameter_of({"name": "a", "in": "query"}).schema.kind is Kind.TEXT


@pytest.mark.parametrize(
    "said",
    [
        {"example": "x"},
        {"examples": {"first": {"value": "x"}, "second": {"value": "y"}}},
        {"examples": {"far": {"externalValue": "https://example.org"}, "near": {"value": "x"}}},
        {"examples": {"referred": {"$ref": "#/components/examples/E"}}},
    ],
)
def test_the_example_beside_the_schema_is_nearer_than_the_schemas_own(said):
    declared = {"name": "a", "in": "query", "schema": {"type": "string", "example": "far"}} | said

    assert parameter_of(declared, components={"examples": {"E": {"value": "x"}}}).schema.example == "x"


def test_the_description_falls_back_on_the_schemas():
    declared = {"name": "a", "in": "query", "deprecated": True, "schema": {"description": "What."}}

    found = parameter_of(declared)

    assert (found.description, found.deprecated) == ("What.", True)


@pytest.mark.parametrize("beside", ["parameter", "schema"])
def test_picks_name_complete_calls(beside):
    pick = {"call": "list-things", "items": "/things", "value": "id", "label": ["name"], "fill": {"a": "b"}}
    declared = {"name": "a", "in": "query", "schema": {"type": "string"}}
    pick |= {"kind": "thing", "signed-in": "regions"}
    pick |= {"seen-in": [{"call": "other.list", "items": "/b", "value": ""}]}
    (declared if beside == "parameter" else declared["schema"])["x-pick"] = pick

    assert parameter_of(declared).pick == Pick(
        "shop.list-things",
        "/things",
        "id",
        ("name",),
        (("a", "b"),),
        kind="thing",
        signed_in="regions",
        seen_in=(Source("other.list", "/b", ""),),
    )


@pytest.mark.parametrize(
    ("declared", "place", "reason"),
    [
        ({"name": "a", "in": "body", "schema": {}}, "", "“body” is no place"),
        ({"in": "query", "schema": {}}, "", "has no name"),
        ({"name": "a", "in": "query", "required": "yes"}, "/required", "has to be true or false"),
        (
            {"name": "a", "in": "query", "x-pick": {"seen-in": [{"items": ""}]}},
            "/x-pick/seen-in/0",
            "“call” is missing",
        ),
        ({"$ref": "#/components/parameters/none"}, "", "is not in this document"),
        ({"$ref": "common.json#/limit"}, "", "never fetched"),
    ],
)
def test_broken_parameters_name_place_and_reason(declared, place, reason):
    with pytest.raises(CatalogueError) as caught:
        parameter_of(declared)

    assert caught.value.place == f"/paths/~1things/get/parameters/0{place}"
    assert reason in caught.value.reason


def test_a_header_for_all_that_begin_so_takes_names_and_values():
    schema = {"type": "object", "additionalProperties": {"type": "string"}}

    assert parameter_of({"name": "X-Meta-*", "in": "header", "schema": schema}).merge
    assert not parameter_of({"name": "X-Meta", "in": "header", "schema": schema}).merge
