"""What is refused before anything is sent, and in which words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exchange.check import check, check_schema, check_value, is_needed
from api.model import FileValue, Kind, Location, Member, Schema
from tests.builders.calls import body, body_parameter, call, header, parameter, path, query

UUID = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"


@pytest.mark.parametrize(
    ("schema", "good", "bad", "words"),
    [
        (Schema(Kind.TEXT, max_length=3), "abc", "abcd", "At most 3"),
        (Schema(Kind.TEXT, min_length=1), "a", "", "needed"),
        (Schema(Kind.TEXT, min_length=3), "abc", "ab", "At least 3"),
        (Schema(Kind.TEXT, pattern="^[^/]+$", example="web"), "a b", "a/b", "It cannot hold “/”."),
        (Schema(Kind.TEXT, pattern="^[^/?.]+$"), "ab", "a.b", "It cannot hold “/” or “?” or “.”."),
        (Schema(Kind.TEXT, pattern="^a+$"), "aa", "ab", "form"),
        (Schema(Kind.TEXT), "é", "\ud800", "half a character"),
        (Schema(Kind.TEXT), "7", 7, "Text"),
        (Schema(Kind.INTEGER, minimum=0, maximum=100), 100, 101, "At most 100"),
        (Schema(Kind.INTEGER, minimum=0), 0, -1, "At least 0"),
        (Schema(Kind.INTEGER, exclusive_minimum=0), 1, 0, "More than 0"),
        (Schema(Kind.INTEGER, exclusive_maximum=5), 4, 5, "Less than 5"),
        (Schema(Kind.INTEGER, multiple_of=5), 10, 11, "multiple of 5"),
        (Schema(Kind.NUMBER, multiple_of=0.1), 0.3, 0.35, "multiple of 0.1"),
        (Schema(Kind.NUMBER, multiple_of=0.5), 10**400, 0.3, "multiple of 0.5"),
        (Schema(Kind.INTEGER), 2**70, 1.5, "whole number"),
        (Schema(Kind.INTEGER), 1, True, "whole number"),
        (Schema(Kind.NUMBER), 1.5, math.nan, "no such number"),
        (Schema(Kind.NUMBER), 1, "1", "number"),
        (Schema(Kind.BOOLEAN), False, "false", "true or false"),
        (Schema(Kind.CHOICE, choices=("asc", "desc")), "asc", "up", "asc, desc"),
        (Schema(Kind.UUID), UUID, "7f3c", "UUID"),
        (Schema(Kind.UUID), UUID.replace("-", ""), f"urn:uuid:{UUID}", "UUID"),
        (Schema(Kind.UUID), UUID.upper(), f"{{{UUID}}}", "UUID"),
        (Schema(Kind.DATE_TIME), "2026-11-23T14:05:00Z", "yesterday", "date"),
        (Schema(Kind.LIST, item=Schema(Kind.INTEGER)), [1, 2], [1, "x"], "Entry 2"),
        (Schema(Kind.LIST, min_items=1), ["a"], [], "At least 1"),
        (Schema(Kind.LIST, max_items=1), ["a"], ["a", "b"], "At most 1"),
        (Schema(Kind.LIST, unique_items=True), ["a", "b"], ["a", "a"], "twice"),
        (Schema(Kind.LIST), [], {}, "list"),
        (Schema(Kind.LIST), ["a"], [math.inf], "Entry 1"),
        (Schema(Kind.MAP, rest=Schema(Kind.TEXT)), {"a": "b"}, {"a": 1}, "“a”: Text"),
        (Schema(Kind.MAP, rest=Schema(Kind.TEXT)), {}, {"\ud800": "x"}, "half a character"),
        (
            Schema(Kind.OBJECT, members=(Member("a", Schema(Kind.TEXT), True),)),
            {"a": ""},
            {},
            "“a” is needed",
        ),
        (
            Schema(Kind.OBJECT, members=(Member("a", Schema(Kind.TEXT)),)),
            {},
            {"b": 1},
            "“b” is not a known",
        ),
        (Schema(Kind.OBJECT), {"a": 1}, [], "object"),
        (Schema(Kind.ANY), {"a": [1, None]}, [[math.nan]], "no such number"),
        (Schema(Kind.TEXT, nullable=True), None, 1, "Text"),
        (Schema(Kind.ANY), None, "\udfff", "surrogate"),
        (
            Schema(variants=(Schema(Kind.INTEGER), Schema(Kind.BOOLEAN))),
            True,
            "x",
            "whole number",
        ),
    ],
)
def test_value_against_schema(schema, good, bad, words):
    assert check_schema(schema, good) == ""
    assert words in check_schema(schema, bad)


def test_null_only_where_the_schema_allows_it():
    assert "null" in check_schema(Schema(Kind.TEXT), None)


@pytest.mark.parametrize("value", ["..", ".", "a\nb", "a\x00b"])
def test_path_values_that_would_change_the_address(value):
    assert check_value(parameter("tag", Location.PATH), value)


@pytest.mark.parametrize("value", ["a/b", "100%", "é", "?x=1"])
def test_path_values_that_are_merely_encoded(value):
    assert check_value(parameter("tag", Location.PATH), value) == ""


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "é", "a\x7f"])
def test_header_values_that_cannot_be_sent(value):
    assert check_value(parameter("Range", Location.HEADER), value)


def test_pointer_tokens_the_service_cannot_address():
    property_name = body_parameter("property", encode="json-pointer-token")
    assert check_value(property_name, " padded ")
    assert check_value(property_name, "")
    assert check_value(property_name, "com.example/team~x") == ""


def test_missing_and_empty_values_are_named_with_their_key():
    thing = call(
        parameter("id", Location.PATH, required=True), parameter("limit", required=True), path="/{id}"
    )
    assert [fault.key for fault in check(thing, {})] == [path("id"), query("limit")]
    assert [fault.key for fault in check(thing, {path("id"): "", query("limit"): ""})] == [path("id")]


def test_unknown_values_are_faults():
    (fault,) = check(call(), {query("colour"): "red"})
    assert fault.key == query("colour")


def test_members_of_an_optional_object_are_needed_once_it_is_sent():
    name = body_parameter("owner.name", required=True, within=("owner",))
    mail = body_parameter("owner.mail")
    thing = call(name, mail, method="POST")
    assert check(thing, {}) == ()
    (fault,) = check(thing, {body("owner.mail"): "a@b"})
    assert fault.key == body("owner.name")
    assert is_needed(name, {body("owner.mail"): "a@b"}, thing.fields())


def test_files_are_looked_at(tmp_path):
    data = body_parameter("file", Kind.FILE)
    there = tmp_path / "disk.raw"
    there.write_bytes(b"x")
    assert check_value(data, FileValue(str(there))) == ""
    assert "no such file" in check_value(data, FileValue(str(tmp_path / "none")))
    assert "no such file" in check_value(data, FileValue(str(tmp_path)))
    assert "needed" in check_value(data, FileValue(""))


def test_a_secret_must_not_be_empty_where_it_is_needed():
    thing = call(body_parameter("apiKey", Kind.SECRET, required=True), method="POST")
    assert check(thing, {body("apiKey"): ""})


def test_header_parameters_take_no_line_breaks():
    thing = call(parameter("X-Note", Location.HEADER))
    assert check(thing, {header("X-Note"): "a\r\nb"})


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner)))
def test_any_json_like_value_gets_a_verdict_and_never_an_exception(value):
    assert isinstance(check_schema(Schema(Kind.ANY), value), str)
    assert isinstance(check_schema(Schema(Kind.TEXT), value), str)


def test_very_deep_values_are_checked_without_recursion():
    deep: list = []
    for _ in range(50_000):
        deep = [deep]
    assert check_schema(Schema(Kind.ANY), deep) == ""


def test_forms_are_explained_by_an_example_where_there_is_one():
    schema = Schema(Kind.TEXT, pattern="^[^/]+/.+$", example="exports/disk.vhd")
    assert "exports/disk.vhd" in check_schema(schema, "disk.vhd")


@pytest.mark.parametrize("value", ["a; admin=1", 'a"', "a b", "a,b", "a\\b"])
def test_a_cookie_cannot_smuggle_in_another(value):
    cookie = parameter("seen", Location.COOKIE)
    assert "cookie" in check_value(cookie, value)
    assert check_value(cookie, "a=b") == ""
    several = parameter("seen", Location.COOKIE, Kind.LIST)
    assert "cookie" in check_value(several, ["a", value])
    assert check_value(several, ["a", "b"]) == ""


@pytest.mark.parametrize("value", [" a", "a ", ["a", "b "]])
def test_blanks_at_the_ends_of_a_header_are_refused_at_the_field(value):
    kind = Kind.LIST if isinstance(value, list) else Kind.TEXT
    assert "blank" in check_value(parameter("X-Note", Location.HEADER, kind), value)
    assert check_value(parameter("X-Note", Location.HEADER), "a b") == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"Colour": "red"}, ""),
        ({"Bad Name": "red"}, "“Bad Name” cannot be part of a header's name"),
        ({"": "red"}, "cannot be part of a header's name"),
        ({"a": "line\nbreak"}, "“a”: Line breaks"),
        ({"a": "ü"}, "“a”: Only ASCII"),
        ({"a": "red "}, "“a”: A header's value cannot"),
    ],
)
def test_free_headers_are_checked_one_by_one(value, words):
    free = parameter("X-Meta-*", Location.HEADER, Kind.MAP, merge=True, rest=Schema(Kind.TEXT))
    found = check_value(free, value)
    assert found.startswith(words) if words.startswith("“") else words in found
    assert bool(found) == bool(words)
