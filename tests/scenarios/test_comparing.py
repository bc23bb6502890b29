"""The comparison itself: it sees what differs, forgives only what is listed, and forgets no listed reason."""

from __future__ import annotations

import json

import pytest
import requests

from tests.scenarios.comparing import Difference, Known, compare, unknown, unused
from tests.scenarios.observation import Observation, observe
from tests.scenarios.shape import kind, shape, values_at

ID = "6a0b7c1e-3d9f-4c52-9f5e-0d7d3a1c2b4e"
KNOWN = Known("story", "step*", "header *", "a reason")


def answer(status: int = 200, body: bytes = b"", **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made._content = body
    made.url = "http://cloud/v2/images"
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    made.request = requests.Request("GET", made.url).prepare()
    return made


def seen(status: int = 200, body: bytes = b"", exact: tuple[str, ...] = (), **headers: str) -> Observation:
    return observe(answer(status, body, **headers), exact, {"http://cloud": "image", ID: "picture"})


def json_of(value: object) -> dict[str, bytes | str]:
    return {"body": json.dumps(value).encode(), "Content_Type": "application/json"}


def facts_that_differ(real: Observation, practice: Observation) -> list[str]:
    return [difference.fact for difference in compare("story", {"step": real}, {"step": practice})]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "number"),
        (1.5, "number"),
        ("text", "string"),
        (ID, "uuid"),
        ("2026-11-23T10:00:00Z", "date-time"),
        ("2026-11-23T10:00:00.123456", "string"),
        ("d41d8cd98f00b204e9800998ecf8427e", "md5"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_kinds(value: object, expected: str) -> None:
    assert kind(value) == expected


def test_shape_merges_the_items_of_an_array() -> None:
    found = shape({"images": [{"size": 1}, {"size": None, "a/b": "x"}]})
    assert found["/images/*/size"] == {"number", "null"}
    assert found["/images/*/a~1b"] == {"string"}


def test_values_keep_their_order() -> None:
    assert values_at({"images": [{"name": "b"}, {"name": "a"}]}, "/images/*/name") == ["b", "a"]


def test_equal_answers_do_not_differ() -> None:
    assert not facts_that_differ(seen(**json_of({"a": 1})), seen(**json_of({"a": 2})))


def test_another_status_is_the_only_difference_told() -> None:
    assert facts_that_differ(seen(200, **json_of({"a": 1})), seen(404, **json_of({}))) == ["status"]


def test_a_missing_and_a_new_member_differ() -> None:
    found = facts_that_differ(seen(**json_of({"a": 1})), seen(**json_of({"b": 1})))
    assert found == ["body /a", "body /b"]


def test_another_type_differs() -> None:
    assert facts_that_differ(seen(**json_of({"a": 1})), seen(**json_of({"a": "1"}))) == ["body /a"]


def test_exact_values_differ() -> None:
    real, practice = (seen(exact=("/a",), **json_of({"a": value})) for value in (1, 2))
    assert facts_that_differ(real, practice) == ["value /a"]


def test_headers_differ_by_presence_and_value() -> None:
    real = seen(Allow="GET, PUT", Content_Range="bytes 0-3/16")
    assert facts_that_differ(real, seen(Allow="PUT,GET", Content_Range="bytes 0-3/16")) == []
    assert facts_that_differ(real, seen(Allow="GET")) == ["header Allow", "header Content-Range"]


def test_addresses_and_ids_are_neutral() -> None:
    other = "11111111-2222-3333-4444-555555555555"
    real = seen(Location=f"http://cloud/v2/images/{ID}", x_openstack_request_id=f"req-{ID}")
    assert real.facts["header Location"] == "{image}/v2/images/{picture}"
    assert (
        seen(x_openstack_request_id=f"req-{other}").facts["header x-openstack-request-id"] == "req-{uuid}"
    )


def test_data_is_compared_byte_by_byte() -> None:
    real, practice = (seen(body=body, Content_Type="application/octet-stream") for body in (b"a", b"b"))
    assert facts_that_differ(real, practice) == ["body"]


def test_only_listed_differences_are_forgiven() -> None:
    listed = Difference("story", "step one", "header Allow", "GET", "absent")
    others = [
        Difference("other story", "step one", "header Allow", "GET", "absent"),
        Difference("story", "another step", "header Allow", "GET", "absent"),
        Difference("story", "step one", "status", 200, 404),
    ]
    assert unknown([listed, *others], [KNOWN]) == others


def test_a_reason_without_a_difference_is_told() -> None:
    assert unused([Difference("story", "step one", "status", 200, 404)], [KNOWN]) == [KNOWN]
    assert unused([Difference("story", "step one", "header Allow", "GET", "absent")], [KNOWN]) == []
