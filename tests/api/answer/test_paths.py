"""Paths to copy lead back to the same value, whatever the names are."""

import json

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.document import Document
from api.answer.paths import is_overruled, jmespath_of, python_path
from api.wire.response import Content

ODD = ["id", "a.b", 'q"q', "back\\slash", "0", "-", "", "@", "null", "é", "\u202e", "\x7f", "😀", "\ud83d"]
NAMES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(ODD),
    st.text(st.characters(codec="utf-16", exclude_categories=()), max_size=3),
)
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def document_of(data):
    return Document(Content(data))


@given(VALUES, st.booleans())
def test_every_path_leads_to_its_value(value, ascii_only):
    data = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    if "\ufffd" in data.decode("utf-8", "replace"):  # half a pair cannot stand in UTF-8
        data = json.dumps(value).encode()
    document, loaded = document_of(data), json.loads(data)
    for node in range(len(document)):
        own = json.loads(document.source(node))
        python, query = python_path(document, node), jmespath_of(document, node)
        assert eval(python, {"__builtins__": {}}, {"data": loaded}) == own
        assert jmespath.search(query, loaded) == own
        for text in (python, query):
            text.encode()
            assert "\n" not in text


def test_paths_look_as_people_write_them():
    document = document_of(b'{"images": [{"id": 1, "com.rackspace__1__x": 2, "a-b": {"c": 3}}]}')
    node = document.find("/images/0/a-b/c")
    assert jmespath_of(document, node) == 'images[0]."a-b".c'
    assert python_path(document, node) == 'data["images"][0]["a-b"]["c"]'
    assert jmespath_of(document, 0) == "@"
    assert python_path(document, 0) == "data"
    assert jmespath_of(document_of(b"[[1]]"), 2) == "[0][0]"


@pytest.mark.parametrize(
    ("pointer_order", "overruled"), [(1, True), (2, True), (3, False), (4, False), (0, False)]
)
def test_a_node_behind_a_later_one_of_its_name(pointer_order, overruled):
    document = document_of(b'{"a": {"x": 1}, "a": {"x": 2}}')
    assert is_overruled(document, pointer_order) is overruled


def test_a_name_that_is_not_utf_8_does_not_raise():
    document = document_of(b'{"\xff\x01": 1}')
    assert python_path(document, 1) == 'data["\ufffd\\u0001"]'
