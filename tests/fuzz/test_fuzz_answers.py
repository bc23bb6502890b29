"""Any bytes can be read as a document: what is JSON reads as JSON does, the rest says where it breaks."""

import json
import re

from hypothesis import strategies as st

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.outline import TOP, Outline
from api.wire.response import Content
from tests.fuzz.made_up import any_json, damaged_bytes

spellings = st.sampled_from([{}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (",", ":")}])
written = st.builds(lambda value, how: json.dumps(value, **how).encode(), any_json, spellings)

ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|[\"\\/bfnrt]|(.?))", re.DOTALL)


def pairs(found):
    """Members with their order and repetition, told apart from lists."""
    return ("object", found)


def value(document, node):
    kind = document.kind(node)
    if kind is NodeKind.OBJECT:
        return pairs([(document.key(child), value(document, child)) for child in document.children(node)])
    if kind is NodeKind.ARRAY:
        return [value(document, child) for child in document.children(node)]
    return document.text(node) if kind is NodeKind.STRING else json.loads(document.source(node))


def expected(data):
    """What Python reads in the bytes; None (in a list) where it is not JSON in fair UTF-8."""
    try:
        return [json.loads(data.decode("utf-8"), object_pairs_hook=pairs)]
    except (ValueError, RecursionError):
        return None


def fair(found):
    """Whether every text can be encoded: escapes may spell half a character."""
    try:
        repr(found).encode()
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def read(data):
    document = Document(Content(data))
    wanted = expected(data)
    if wanted is not None and fair(wanted):
        assert document.fault == ""
        assert repr(value(document, ROOT)) == repr(wanted[0])
    elif not document.fault:
        json.loads(forgiven(data), strict=False)  # raises where more than that is wrong
    walk(document, len(data))
    document.close()


def forgiven(data):
    """The text without what is shown all the same: bad UTF-8 and escapes that JSON does not know."""
    return ESCAPE.sub(
        lambda found: found[0] if found[1] is None else "?" + found[1], data.decode("utf-8", "replace")
    )


def walk(document, size):
    """Every node has its place: a span in the bytes, a parent, a pointer that leads to it or to its twin."""
    for node in range(len(document)):
        start, end = document.span(node)
        assert 0 <= start <= end <= size
        parent = document.parent(node)
        assert (parent is None) == (node == ROOT)
        if parent is not None:
            assert document.child(parent, document.position(node)) == node
        found = document.find(document.pointer(node))
        assert found is not None
        assert document.pointer(found) == document.pointer(node)
        assert isinstance(document.path(node), str)
    rows(Outline(document), TOP)


def rows(outline, row):
    for position in range(outline.child_count(row)):
        child = outline.child(row, position)
        assert (outline.parent(child), outline.position(child)) == (row, position)
        rows(outline, child)


def test_json_that_was_written_by_others(fuzzing):
    fuzzing.run(read, written)


def test_json_whose_bytes_are_damaged(fuzzing):
    fuzzing.run(read, damaged_bytes(written))


def test_anything_that_looks_like_json(fuzzing):
    pieces = st.sampled_from(
        [
            b"{",
            b"}",
            b"[",
            b"]",
            b",",
            b":",
            b'"',
            b"\\",
            b"\\u12",
            b"null",
            b"tru",
            b"-",
            b"1e",
            b"0",
            b".5",
            b"NaN",
        ]
    )
    fuzzing.run(read, st.lists(pieces | st.binary(max_size=3), max_size=30).map(b"".join))
