"""Nodes: places, references within the document, and what is said about anything else."""

import pytest

from api.catalog.nodes import Source, escape, tokens_of
from api.errors import CatalogueError


def node(root):
    return Source("shop.json", root).node()


def test_a_node_knows_its_place_with_escapes():
    found = node({"paths": {"/a~b": {"get": 1}}}).need("paths").need("/a~b").need("get")

    assert found.place == "/paths/~1a~0b/get"
    assert tokens_of(found.place) == ("paths", "/a~b", "get")


@pytest.mark.parametrize("token", ["a", "a/b", "a~b", "~1", "/", ""])
def test_escaped_tokens_come_back(token):
    assert tokens_of(f"/{escape(token)}") == (token,)


def test_a_reference_is_followed_through_others():
    root = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/c~1d/0"}, "c/d": [{"found": True}]}

    found = node(root).need("a").resolved()

    assert found.value == {"found": True}
    assert found.place == "/c~1d/0"


def test_percent_escapes_of_a_reference_are_read():
    root = {"a": {"$ref": "#/paths/~1things~1%7Bid%7D"}, "paths": {"/things/{id}": {"ok": 1}}}

    assert node(root).need("a").resolved().value == {"ok": 1}


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("#/missing", "is not in this document"),
        ("#/list/7", "is not in this document"),
        ("#/list/x", "is not in this document"),
        ("#anchor", "is no JSON pointer"),
        ("other.json#/a", "never fetched"),
        ("https://example.org/a.json", "never fetched"),
        ("file:///etc/passwd", "never fetched"),
    ],
)
def test_a_reference_to_nothing_or_elsewhere_names_document_place_and_reason(ref, reason):
    with pytest.raises(CatalogueError) as caught:
        node({"a": {"$ref": ref}, "list": [1]}).need("a").resolved()

    assert (caught.value.document, caught.value.place) == ("shop.json", "/a")
    assert reason in caught.value.reason
    assert ref in caught.value.reason


def test_references_in_a_circle_are_an_error_where_a_value_is_needed():
    with pytest.raises(CatalogueError, match="refers to itself"):
        node({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}).need("a").resolved()


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (lambda n: n.need("text").mapping(), "has to be an object, not text"),
        (lambda n: n.need("null").entries(), "has to be an array, not null"),
        (lambda n: n.text("number"), "has to be text, not a number"),
        (lambda n: n.flag("text"), "has to be true or false, not text"),
        (lambda n: n.texts("numbers"), "has to be text, not a number"),
        (lambda n: n.text("flag"), "has to be text, not true or false"),
        (lambda n: n.need("absent"), "“absent” is missing"),
    ],
)
def test_wrong_types_are_said_in_words(read, reason):
    root = {"text": "x", "null": None, "number": 1, "numbers": ["a", 2], "flag": True}

    with pytest.raises(CatalogueError, match=reason):
        read(node(root))


def test_absent_members_take_their_defaults():
    empty = node({})

    assert empty.text("a", "b") == "b"
    assert empty.flag("a") is False
    assert empty.texts("a") == ()
    assert empty.pairs("a") == ()
    assert list(empty.each("a")) == []
