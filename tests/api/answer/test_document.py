"""The document: nothing is lost, nothing raises, whatever the bytes are."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.errors import Cancelled
from api.running import CancelToken
from api.wire.response import Content


@pytest.fixture(params=["native", "plain"], autouse=True)
def reader(request, monkeypatch):
    """Both readers make the same document."""
    if request.param == "plain":
        monkeypatch.setattr("api.answer.document.library", lambda: None)


def document(data):
    return Document(Content(data if isinstance(data, bytes) else json.dumps(data).encode()))


def value(doc, node=ROOT):
    kind = doc.kind(node)
    if kind is NodeKind.OBJECT:
        return {doc.key(child): value(doc, child) for child in doc.children(node)}
    if kind is NodeKind.ARRAY:
        return [value(doc, child) for child in doc.children(node)]
    return doc.text(node) if kind is NodeKind.STRING else json.loads(doc.source(node))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=30,
)  # fmt: skip


@given(json_values, st.booleans(), st.sampled_from([None, 2]))
@settings(max_examples=150, deadline=None)
def test_it_reads_what_json_writes(original, ascii_only, indent):
    data = json.dumps(original, ensure_ascii=ascii_only, indent=indent).encode()
    doc = document(data)
    assert doc.fault == ""
    assert value(doc) == original


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_explained(data):
    doc = document(data)
    try:
        json.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except ValueError:
        pass
    else:
        assert doc.fault == ""
    for node in range(len(doc)):
        doc.text(node)
        assert doc.find(doc.pointer(node)) is not None
    line, column = doc.line_and_column(doc.stopped)
    assert line >= 1
    assert column >= 1


def test_children_are_counted_and_cut_out():
    doc = document({"images": list(range(10)), "next": None})
    images, following = doc.children(ROOT)
    assert doc.child_count(images) == 10
    assert [doc.text(node) for node in doc.children(images, 3, 2)] == ["3", "4"]
    assert [doc.text(node) for node in doc.children(images, 9, 5)] == ["9"]
    assert doc.text(doc.child(images, 7)) == "7"
    assert doc.position(following) == 1
    assert doc.parent(following) == ROOT
    assert doc.parent(ROOT) is None


def test_spans_are_the_received_bytes():
    data = b' {"a" : [ 1.50 , "x\\n" ] } '
    doc = document(data)
    spans = [data[slice(*doc.span(node))] for node in range(len(doc))]
    assert spans == [data.strip(), b'[ 1.50 , "x\\n" ]', b"1.50", b'"x\\n"']
    assert data[slice(*doc.key_span(1))] == b'"a"'
    assert doc.key_span(2) is None


def test_duplicate_members_are_all_there():
    doc = document(b'{"a": 1, "b": 2, "a": 3}')
    assert [(doc.key(n), doc.text(n)) for n in doc.children(ROOT)] == [("a", "1"), ("b", "2"), ("a", "3")]
    assert doc.text(doc.find("/a")) == "3"
    assert [doc.text(n) for n in doc.members(ROOT, "a")] == ["1", "3"]


@pytest.mark.parametrize(
    "number",
    [
        "18446744073709551616",
        "1e999",
        "-0.10",
        "1" * 5000,
        "1.000000000000000000000000001",
        "NaN",
        "-Infinity",
    ],
)
def test_numbers_keep_their_text(number):
    doc = document(f"[{number}]".encode())
    assert doc.fault == ""
    assert doc.kind(1) is NodeKind.NUMBER
    assert doc.text(1) == number


def test_ten_thousand_levels():
    doc = document(b"[" * 10_000 + b"]" * 10_000)
    assert (len(doc), doc.fault) == (10_000, "")
    assert doc.pointer(9_999) == "/0" * 9_999
    assert doc.find("/0" * 9_999) == 9_999


def test_bytes_that_are_no_text():
    doc = document(b'{"\xff": "a\xc3", "half": "\\ud83d", "whole": "\\ud83d\\ude00"}')
    assert [doc.key(n) for n in doc.children(ROOT)] == ["\ufffd", "half", "whole"]
    assert [doc.text(n) for n in doc.children(ROOT)] == ["a\ufffd", "\\ud83d", "\U0001f600"]


def test_a_million_characters():
    doc = document(b'["' + b"x" * 1_000_000 + b'"]')
    assert len(doc.text(1)) == 1_000_000
    assert doc.text(1, 100) == "x" * 100


@pytest.mark.parametrize(
    ("data", "fault", "place", "nodes"),
    [
        (b"", "The document is empty.", (1, 1), 0),
        (b'{"a": 1,\n "b": nul}', "A value is expected here, not 'n'.", (2, 7), 2),
        (b"[1, 2", "The document ends too early.", (1, 6), 3),
        (b"[1 2]", "A comma or ] is expected here, not '2'.", (1, 4), 2),
        (b"[1,]", "A value is expected here, not ']'.", (1, 4), 2),
        (b'{"a": [1}', "A comma or ] is expected here, not '}'.", (1, 9), 3),
        (b"{1}", "A member name (\"name\":) is expected here, not '1'.", (1, 2), 1),
        (b'{"a": "x', "A value is expected here, not text without its closing quote.", (1, 7), 1),
        (b'["a": 1]', "A member name stands outside an object.", (1, 2), 1),
        (b"[1] [2]", "There is more after the end of the document.", (1, 5), 2),
        (b"[01]", "A comma or ] is expected here, not '1'.", (1, 3), 2),
        (b"[}", "A value is expected here, not '}'.", (1, 2), 1),
    ],
)
def test_broken_documents_say_where_and_keep_what_was_read(data, fault, place, nodes):
    doc = document(data)
    assert (doc.fault, doc.line_and_column(doc.stopped), len(doc)) == (fault, place, nodes)


def test_a_byte_order_mark_is_no_fault():
    assert document(b"\xef\xbb\xbf[1]").fault == ""


def test_paths_and_pointers():
    doc = document({"images": [{"id": "x", "a/b~c": 1, 'odd "name"': [2]}]})
    paths = {doc.path(node): doc.pointer(node) for node in range(1, len(doc))}
    assert paths == {
        "images": "/images",
        "images[0]": "/images/0",
        "images[0].id": "/images/0/id",
        'images[0]["a/b~c"]': "/images/0/a~1b~0c",
        'images[0]["odd \\"name\\""]': '/images/0/odd "name"',
        'images[0]["odd \\"name\\""][0]': '/images/0/odd "name"/0',
    }
    assert doc.find("/images/1") is None
    assert doc.find("/images/x") is None
    assert doc.find("/nothing/at/all") is None


def test_reading_can_be_cancelled():
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        Document(Content(b"[" + b"1," * 20_000 + b"1]"), token.check)


def test_closing_lets_go_of_the_content():
    content = Content(b"[1]")
    doc = Document(content)
    doc.close()
    content.close()
    with pytest.raises(ValueError, match="closed"):
        doc.text(1)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(0, 60), st.booleans())
@settings(deadline=None)
def test_the_beginning_of_a_name_is_read_alone(name, limit, ascii_only):
    doc = document(json.dumps([{name: 1}], ensure_ascii=ascii_only).encode())
    spelled = json.dumps(name, ensure_ascii=ascii_only)[1:-1].encode()
    beginning = doc.key(2, limit)
    assert doc.key(2) == name
    assert beginning == name if len(spelled) <= limit else len(beginning) <= limit
    assert doc.key(1, limit) is None


def test_a_path_cuts_what_is_too_long_for_it():
    doc = document([{"k" * 1_000_000: {"id": 1}}])
    path = doc.path(3)
    assert path.startswith("[0].kkk")
    assert path.endswith("k.id")
    assert len(path) < 5000
