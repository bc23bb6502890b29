"""Text turned into values, and names into parameters."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import BadInput
from api.exchange.convert import find_parameter, from_text, from_texts, read_json
from api.model import FileValue, Kind, Location, Schema
from tests.builders.calls import body_parameter, call, parameter


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, "007", "007"),
        (Kind.TEXT, "null", "null"),
        (Kind.INTEGER, "-5", -5),
        (Kind.NUMBER, "1.5", 1.5),
        (Kind.NUMBER, "2", 2),
        (Kind.BOOLEAN, "true", True),
        (Kind.ANY, '{"a": 1}', {"a": 1}),
        (Kind.ANY, "plain text", "plain text"),
        (Kind.LIST, "[1]", [1]),
        (Kind.MAP, '{"a": "b"}', {"a": "b"}),
        (Kind.FILE, "disk.raw", FileValue("disk.raw")),
        (Kind.SECRET, "s3", "s3"),
    ],
)
def test_text_by_kind(kind, text, value):
    assert from_text(parameter("x", kind=kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.INTEGER, "1.5"),
        (Kind.INTEGER, "1_000"),
        (Kind.INTEGER, "１２"),
        (Kind.NUMBER, "1_0.5"),
        (Kind.NUMBER, "x"),
        (Kind.BOOLEAN, "yes"),
        (Kind.LIST, "[1"),
    ],
)
def test_text_that_does_not_fit(kind, text):
    with pytest.raises(BadInput) as caught:
        from_text(parameter("x", kind=kind), text)
    assert caught.value.faults[0].key.name == "x"


def test_null_where_it_is_allowed():
    assert from_text(parameter("x", kind=Kind.INTEGER, nullable=True), "null") is None


def test_choices_keep_their_type():
    assert from_text(parameter("x", kind=Kind.CHOICE, choices=(1, True, "a")), "true") is True


def test_lists_by_repetition():
    tags = parameter("tag", kind=Kind.LIST, item=Schema(Kind.INTEGER))
    assert from_texts(tags, ["1", "2"]) == [1, 2]
    assert from_texts(tags, ["[3]"]) == [3]
    with pytest.raises(BadInput):
        from_texts(parameter("x"), ["a", "b"])


def test_names():
    thing = call(
        parameter("id", Location.PATH),
        parameter("name"),
        body_parameter("input.import_from"),
        body_parameter("a.name"),
        body_parameter("b.only"),
        body_parameter("auth.RAX-KSKEY:apiKeyCredentials.apiKey"),
        method="POST",
    )
    assert find_parameter(thing, "import_from").name == "input.import_from"
    assert find_parameter(thing, "input.import_from").name == "input.import_from"
    assert find_parameter(thing, "name").location is Location.QUERY
    assert find_parameter(thing, "body:name").name == "a.name"
    assert find_parameter(thing, "apiKey").name.endswith("apiKey")
    assert find_parameter(thing, "auth.RAX-KSKEY:apiKeyCredentials.apiKey").location is Location.BODY
    with pytest.raises(BadInput, match=r"Did you mean “name”"):
        find_parameter(thing, "nmae")


def test_a_clash_is_named_with_its_choices():
    thing = call(parameter("id", Location.PATH), parameter("id"), body_parameter("x.id"), method="POST")
    with pytest.raises(BadInput, match=r"path:id, query:id"):
        find_parameter(thing, "id")
    assert find_parameter(thing, "query:id").location is Location.QUERY


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": 1, "a": 2}', "[" * 100_000, "{", ""])
def test_json_that_is_not(text):
    with pytest.raises(ValueError, match=r"."):
        read_json(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_json_comes_back(value):
    assert read_json(json.dumps(value)) == value
