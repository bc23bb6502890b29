"""What can be picked, taken from answers of every shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.document import Document
from api.answer.picks.choices import LONGEST_VALUE, MOST, Choice, read_choices
from api.answer.veil import Veil
from api.model import Source
from api.wire.response import Content

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
IMAGES = Source("", "/images", "id", ("name", "status", "size"))


def taken(text, source=IMAGES, **more):
    document = Document(Content(text.encode() if isinstance(text, str) else text))
    return read_choices(document, source, **more)


def values(text, source=IMAGES):
    return [choice.value for choice in taken(text, source)]


def test_a_choice_has_the_members_that_people_know_it_by():
    found = taken('{"images": [{"id": "a1", "name": "Debian 12", "status": "active", "size": 1288490189}]}')
    assert found == [Choice("a1", "Debian 12", "active", 1288490189)]
    assert found[0].told(NOON) == "Debian 12 · active · 1.2 GiB"
    assert found[0].haystack == "debian 12\na1\nactive"


def test_times_are_told_by_their_age_and_what_has_no_name_has_none():
    source = Source("", "/tasks", "id", ("type", "status", "created_at"))
    text = '{"tasks": [{"id": "t", "type": "import", "status": "success", "created_at": "2026-11-23T11:00:00Z"}]}'
    assert taken(text, source)[0].told(NOON) == "import · success · 1 h ago"
    bare = Source("", "/tasks", "id", ("created_at",))
    assert taken(text, bare) == [Choice("t", more=("2026-11-23T11:00:00Z",))]
    assert not taken(text, Source("", "/tasks", "id"))[0].labelled


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ('{"tags": ["a", "b", "a"]}', Source("", "/tags", ""), ["a", "b"]),
        ('{"images": [{"tags": ["a"]}, {"tags": ["b", "a"]}, {}]}', Source("", "/images/*/tags", ""), ["a", "b"]),
        ('{"properties": {"x": 1, "y": {}}}', Source("", "/properties", ""), ["x", "y"]),
        ('{"input": {"container": "exports"}}', Source("", "/input", "container"), ["exports"]),
        ('{"id": "whole"}', Source("", "", "id"), ["whole"]),
        ('{"images": [{"id": 7}, {"id": null}, {"id": ""}, {"id": {}}, 3, "x", []]}', IMAGES, ["7"]),
        ('{"images": {"id": "single"}}', IMAGES, ["single"]),
        ('{"images": []}', IMAGES, []),
        ('{"images": "text"}', IMAGES, []),
        ("[1, 2]", IMAGES, []),
        ("", IMAGES, []),
        ('{"images": [{"id": "a"}, {"id": "b"', IMAGES, ["a", "b"]),
        ('{"images": [{"id": "a", "id": "b"}]}', IMAGES, ["b"]),
    ],
)  # fmt: skip
def test_values_come_from_lists_objects_and_names(text, source, expected):
    assert values(text, source) == expected


def test_what_is_veiled_is_never_taken():
    text = '{"items": [{"id": "a", "password": "geheim", "name": "n"}]}'
    document = Document(Content(text.encode()))
    veil = Veil(document, ["/items/*/name"])
    source = Source("", "/items", "password", ("name",))
    assert read_choices(document, source, veil.hides) == []
    source = Source("", "/items", "id", ("name",))
    assert read_choices(document, source, veil.hides) == [Choice("a")]
    names = read_choices(document, Source("", "/items/*", ""), veil.hides)
    assert [choice.value for choice in names] == ["id"]


def test_huge_answers_give_the_first_values_only_and_endless_texts_none():
    many = ",".join(f'{{"id": "{n}"}}' for n in range(MOST + 500))
    assert len(taken(f'{{"images": [{many}]}}')) == MOST
    long = "x" * (LONGEST_VALUE + 1)
    assert values(f'{{"images": [{{"id": "{long}"}}, {{"id": "ok", "name": "{long}"}}]}}') == ["ok"]


def test_reading_stops_when_it_is_asked_to():
    def stop():
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        taken('{"images": []}', check=stop)


def test_what_is_told_is_one_line_whatever_stands_in_the_answer():
    told = taken('{"images": [{"id": "a", "name": "x\\ny\\u202e"}]}')[0].told(NOON)
    assert told == "x\\ny\\u202e"


NAMES = st.sampled_from(["images", "id", "name", "tags", ""])
SCALARS = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)))
def test_any_document_gives_texts(value):
    data = json.dumps(value).encode()
    for source in (IMAGES, Source("", "/images/*/tags", ""), Source("", "", "id"), Source("", "", "")):
        for choice in taken(data, source):
            assert choice.value
            assert "\n" not in choice.told(NOON)
