"""Any answer can be asked: what is passed through stays as it was, and what does not work is told in words."""

import pytest
from hypothesis import strategies as st

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.queries.check import BadQuery, check_query
from api.answer.queries.names import complete
from api.answer.queries.notes import note_on
from api.answer.queries.task import evaluate
from api.errors import PitchforkError
from api.wire.response import Content
from tests.fuzz.made_up import any_json, as_bytes, damaged_bytes

PIECES = [
    "a",
    "b",
    '"a',
    'b"',
    "[0]",
    "[-1]",
    "[]",
    "[*]",
    "[1:]",
    "[::-1]",
    "[?",
    "]",
    "[",
    "{a:",
    "}",
    "(",
    ")",
    ".",
    ",",
    "|",
    "*",
    "@",
    "&",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    ">=",
    "`1`",
    "`[1.10]`",
    "'x'",
    "length(",
    "sort_by(",
    "&a)",
    "keys(",
    "to_string(",
    "join('',",
    "map(&",
    "max(",
    "sum(",
    "merge(",
    "not_null(",
    "reverse(",
    "to_number(",
    "type(",
    "1",
    ":",
    "`",
    "'",
]
expressions = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)
odd_json = st.builds(as_bytes, any_json) | st.sampled_from(
    [
        b'{"a": [1.10, -0, 1e400, NaN, -Infinity], "a": {"b": 12345678901234567890}}',
        rb'["\ud800", "\q"]',
        b'"\xff"',
    ]
)


def shown(document, node):
    """A value as the tree shows it, of members with one name the last."""
    kind = document.kind(node)
    if kind is NodeKind.OBJECT:
        return {document.key(child): shown(document, child) for child in document.children(node)}
    if kind is NodeKind.ARRAY:
        return [shown(document, child) for child in document.children(node)]
    return kind, document.text(node)


def passed_through(data):
    document = Document(Content(data))
    if document.fault or not len(document):
        with pytest.raises(PitchforkError):
            evaluate([memoryview(data)], "@", [], "")
        return
    result = Document(Content(evaluate([memoryview(data)], "@", [], "")))
    assert result.fault == ""
    assert shown(result, ROOT) == shown(document, ROOT)


def asked(both):
    data, expression = both
    document = Document(Content(data))
    assert complete(document, expression).start <= len(expression)
    told, at, result = "fine", 0, b"null"
    try:
        tree = check_query(expression)
        note_on(document, tree, expression)
        result = evaluate([memoryview(data)], expression, [], "")
    except BadQuery as error:
        told, at = error.sentence, error.at
    except PitchforkError as error:
        told = error.sentence
    assert told
    assert 0 <= at <= len(expression)
    assert Document(Content(result)).fault == ""


def test_what_is_passed_through_stays_as_it_was(fuzzing):
    fuzzing.run(passed_through, odd_json | damaged_bytes(odd_json))


@pytest.mark.filterwarnings("ignore:deprecated string literal:PendingDeprecationWarning")
def test_any_query_of_any_answer(fuzzing):
    fuzzing.run(asked, st.tuples(odd_json, expressions))
