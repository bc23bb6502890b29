"""What of a call is saved, how it is written, and what a damaged file says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.model import FileValue, Kind, Location, Schema
from api.records.saved.call import SavedCall, as_text, from_text, renewed, templates
from api.records.saved.filling import fill
from api.schema import Member
from tests.builders.calls import body, body_parameter, call, parameter, path, query

THING = call(
    parameter("limit", kind=Kind.INTEGER),
    parameter("name"),
    parameter("X-Meta-*", Location.HEADER, Kind.MAP, merge=True),
    parameter("id", Location.PATH),
    body_parameter("apiKey", Kind.SECRET),
    body_parameter("file", Kind.FILE),
    body_parameter("any", Kind.ANY),
    body_parameter("uri"),
    body_parameter(
        "auth", Kind.OBJECT, members=(Member("user", Schema(Kind.TEXT)), Member("key", Schema(Kind.SECRET)))
    ),
    body_parameter("list", Kind.LIST, item=Schema(Kind.TEXT)),
    path="/{id}",
    method="POST",
)
HEADERS = next(p.key for p in THING.parameters if p.name == "X-Meta-*")
CANARY = "canary-7f3a"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (body("apiKey"), CANARY),
        (body("file"), FileValue(f"/home/{CANARY}")),
        (body("uri"), f"https://user:{CANARY}@example.test/image"),
        (body("uri"), f"https://example.test/image?temp_url_sig={CANARY}"),
        (body("auth"), {"user": "me", "key": CANARY}),
        (body("any"), {"server": {"adminPass": CANARY, "name": "web"}}),
        (body("any"), {"user_data": CANARY}),
        (body("any"), [{"password": CANARY}]),
        (body("any"), f'{{"password": "{CANARY}"}}'),
        (body("list"), ["fine", f"https://u:{CANARY}@example.test"]),
        (HEADERS, {"X-Auth-Token": CANARY, "Colour": "red"}),
        (query("unknown"), CANARY),
    ],
)
def test_no_secret_is_saved(key, value):
    kept = templates(THING, {key: value, query("limit"): 3})
    text = as_text(SavedCall(THING.id, "x", kept))
    assert CANARY not in text
    assert kept["query:limit"] == 3
    assert "key" not in kept.get("body:auth", {})


def test_dots_of_the_history_are_not_saved_as_a_value():
    assert templates(THING, {query("name"): "echo ••••••••", query("limit"): 3}) == {"query:limit": 3}


def test_a_file_is_readable_and_in_one_order():
    saved = SavedCall(
        THING.id,
        "Größe",
        {"query:name": "b", "body:any": [1]},
        "Why",
        ("t",),
        "application/json",
        {"colour": "red"},
    )
    assert as_text(saved) == (
        '{\n  "version": 1,\n  "call": "shop.call",\n  "name": "Größe",\n  "note": "Why",\n'
        '  "content_type": "application/json",\n  "tags": [\n    "t"\n  ],\n  "values": {\n    "body:any": [\n      1\n'
        '    ],\n    "query:name": "b"\n  },\n  "colour": "red"\n}\n'
    )
    assert from_text(as_text(saved)) == saved


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not valid JSON"),
        ("[]", "JSON object"),
        ('{"name": "x"}', "“call” is missing"),
        ('{"call": "a.b", "name": 5}', "“name” is no text"),
        ('{"call": "a.b", "name": "x", "values": []}', "“values”"),
        ('{"call": "a.b", "name": "x", "tags": "t"}', "“tags”"),
        ('{"call": "a.b", "name": "x", "version": 2}', "newer version"),
        ('{"call": "a.b", "call": "c.d", "name": "x"}', "stands twice"),
    ],
)
def test_a_damaged_file_says_why(text, reason):
    with pytest.raises(ValueError, match=reason):
        from_text(text)


@given(st.text(st.sampled_from("\\{} ab_x"), max_size=12), st.text(st.sampled_from("\\{}a"), max_size=4))
def test_whatever_was_typed_comes_back_exactly(text, name):
    values = {query("name"): text, body("any"): {"a": [text]}, path("id"): f"{{{{{name}}}}}"}
    back = fill(
        SavedCall(THING.id, "x", templates(THING, values)), THING, {"a": "wrong", "x": "wrong", "ab": "w"}
    )
    if text.lstrip()[:1] != "{":  # JSON within text may hold a secret
        assert back.values[query("name")] == text
    assert back.values[path("id")] == values[path("id")]
    assert not back.missing
    assert not back.remarks


def test_placeholders_are_filled_in_by_type():
    saved = SavedCall(
        THING.id,
        "x",
        {
            "query:limit": "{{limit}}",
            "query:name": "img-{{ a }}",
            "path:id": "{{id}}",
            "body:list": ["{{a}}", r"\{{a}}"],
        },
    )
    filled = fill(saved, THING, {"limit": "5", "a": "A"})
    assert filled.values == {query("limit"): 5, query("name"): "img-A", body("list"): ["A", "{{a}}"]}
    assert filled.missing == {path("id"): ("id",)}


@pytest.mark.parametrize(
    ("values", "remark"),
    [
        ({"query:gone": "1"}, "takes no value “gone”"),
        ({"body:apiKey": CANARY}, "apiKey is a secret"),
        ({"query:limit": "{{word}}"}, "It comes from {{word}}"),
        ({"body:list": {"not": "a list"}}, "list was left out"),
        ({"query:name": None}, "name was left out"),
        ({"query:limit": [1]}, "limit was left out"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_said(values, remark):
    filled = fill(SavedCall(THING.id, "x", values), THING, {"word": "many"})
    assert not filled.values
    assert remark in filled.remarks[0]


def test_a_body_type_that_is_gone_is_said():
    filled = fill(SavedCall(THING.id, "x", {}, content_type="text/csv"), THING, {})
    assert filled.content_type == ""
    assert "text/csv" in filled.remarks[0]


def test_changed_values_keep_the_placeholders_that_still_say_the_same():
    before = {"path:id": "{{id}}", "query:name": "{{a}}"}
    now = templates(THING, {path("id"): "5", query("name"): "other"})
    assert renewed(before, now, {"id": "5", "a": "A"}) == {"path:id": "{{id}}", "query:name": "other"}


def test_json_is_what_it_says():
    assert (
        json.loads(as_text(SavedCall("a.b", "x", {"query:name": "\ud800"})))["values"]["query:name"]
        == "\ud800"
    )
