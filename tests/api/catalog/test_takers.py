"""Which calls take what, and what stands where in answers, as documents say it."""

import json

import pytest

from api.catalog.catalogue import Catalogue
from api.catalog.takers import takers
from api.errors import CatalogueError
from api.model import Detour, Mention, Resource, Way
from tests.builders.documents import call_of, document

THING = {
    "name": "thing",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "x-pick": {"kind": "thing"},
}


def answered(schema, **response):
    """The answer of a call that answers with this."""
    told = {"description": "Done.", "content": {"application/json": {"schema": schema}}} | response
    (found,) = call_of({"operationId": "list", "responses": {"200": told}}).answers
    return found


def titles(found, kind="thing"):
    return [(each.call.head.id.partition(".")[2], each.parameter.name) for each in found.get(kind, ())]


def test_objects_and_values_are_named_where_they_stand():
    thing = {
        "type": "object",
        "x-resource": {"kind": "thing", "id": "id", "title": "name", "first": ["show"]},
        "properties": {
            "id": {"type": "string"},
            "owner": {"type": ["string", "null"], "x-names": "project"},
            "a/b": {"type": "array", "items": {"type": "string", "x-names": "tag"}},
        },
        "additionalProperties": {"type": "string", "x-resource": {"kind": "property"}},
    }
    found = answered({"type": "object", "properties": {"things": {"type": "array", "items": thing}}})
    assert found.mentions == (
        Mention(("things", "*"), Resource("thing", "id", "name", ("show",)), whole=True),
        Mention(("things", "*", "owner"), Resource("project")),
        Mention(("things", "*", "a/b", "*"), Resource("tag")),
        Mention(("things", "*", "*"), Resource("property"), whole=True, besides=("id", "owner", "a/b")),
    )


def test_variants_and_several_media_types_are_read_once():
    either = {
        "oneOf": [
            {
                "type": "object",
                "x-resource": {"kind": "thing", "id": "id"},
                "properties": {"id": {"type": "string"}},
            },
            {"type": "array", "items": {"type": "string", "x-names": "thing"}},
        ]
    }
    media = {"schema": either}
    found = answered(
        either, content={"application/json": media, "application/x+json": media, "text/plain": media}
    )
    assert set(found.mentions) == {
        Mention((), Resource("thing", "id"), whole=True),
        Mention(("*",), Resource("thing")),
    }


def test_detours_and_openapi_links_name_calls_of_their_document():
    schema = {
        "type": "object",
        "properties": {
            "file": {"type": "string", "x-instead": {"call": "export", "reason": "There is no file."}}
        },
    }
    links = {
        "next": {"operationId": "show", "parameters": {"thing": "$response.body#/id", "odd": 5}},
        "elsewhere": {"operationRef": "#/paths/~1things/get"},
    }
    found = answered(schema, links=links)
    assert found.detours == (Detour(("file",), "shop.export", "There is no file."),)
    assert found.ways == (Way("shop.show", (("thing", "$response.body#/id"),)),)


@pytest.mark.parametrize(
    "wrong",
    [{"x-names": 5}, {"x-resource": "thing"}, {"x-resource": {"id": "id"}}, {"x-instead": {"reason": "A."}},
     {"x-resource": {"kind": "a", "first": "b"}}],
)  # fmt: skip
def test_mistakes_name_their_place(wrong):
    with pytest.raises(CatalogueError, match="shop"):
        answered({"type": "object", "properties": {"a": {"type": "string"} | wrong}})


def test_what_is_needed_is_taken_before_what_may_be_left_out():
    more = {"name": "beside", "in": "query", "schema": {"type": "string"}, "x-pick": {"kind": "thing"}}
    call = call_of({"operationId": "show", "parameters": [more, THING], "responses": {}}, "/things/{thing}")
    assert titles(takers([call])) == [("show", "thing")]


def test_what_may_be_left_out_is_taken_by_calls_that_read_only():
    filtering = {"name": "of", "in": "query", "schema": {"type": "string"}, "x-pick": {"kind": "thing"}}
    operation = {"operationId": "list", "parameters": [filtering], "responses": {}}
    assert titles(takers([call_of(operation)])) == [("list", "of")]
    assert titles(takers([call_of(operation, method="post")])) == []


def test_markers_and_secrets_take_nothing():
    marker = {"name": "marker", "in": "query", "schema": {"type": "string"}, "x-pick": {"kind": "thing"}}
    paging = {"x-paging": {"items": "/things", "marker": "marker"}}
    call = call_of({"operationId": "list", "parameters": [marker], "responses": {}} | paging)
    assert takers([call]) == {}
    secret = THING | {"schema": {"type": "string", "format": "password"}}
    call = call_of({"operationId": "show", "parameters": [secret], "responses": {}}, "/things/{thing}")
    assert takers([call]) == {}


def test_the_call_that_shows_one_is_known_and_the_document_says_which_come_first():
    one = {"type": "object", "x-resource": {"kind": "thing", "id": "id", "first": ["tag", "show"]}}
    told = {"200": {"description": "It.", "content": {"application/json": {"schema": one}}}}
    made = [
        call_of(
            {"operationId": name, "parameters": [THING], "responses": responses}, "/things/{thing}", method
        )
        for name, method, responses in (("kill", "delete", {}), ("show", "get", told), ("tag", "put", {}))
    ]
    found = takers(made)["thing"]
    assert [each.call.id.partition(".")[2] for each in found] == ["tag", "show", "kill"]
    assert [each.shows for each in found] == [False, True, False]


def test_calls_that_are_broken_are_left_out_and_the_rest_is_read_once(tmp_path):
    good = {"operationId": "good", "parameters": [THING], "responses": {}}
    bad = {"operationId": "bad", "parameters": [{"name": "x", "in": "nowhere"}], "responses": {}}
    made = json.loads(document({"/things/{thing}": {"get": good, "post": bad}})) | {"x-id": "shop"}
    (tmp_path / "shop.json").write_text(json.dumps(made))
    catalogue = Catalogue(tmp_path)
    assert [call.id for call in catalogue.calls("shop")] == ["shop.good"]
    assert catalogue.takers("shop") is catalogue.takers("shop")
    with pytest.raises(KeyError):
        catalogue.takers("none")
