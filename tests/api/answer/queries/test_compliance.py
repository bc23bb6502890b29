"""The published compliance cases of JMESPath, through the program's own check and evaluation."""

import json
from pathlib import Path

import pytest

from api.answer.queries.check import BadQuery, check_query
from api.answer.queries.task import evaluate
from api.errors import PitchforkError

CASES = [
    pytest.param(suite["given"], case, id=f"{path.stem}-{number}-{at}")
    for path in sorted((Path(__file__).parent / "jmespath_compliance").glob("*.json"))
    for number, suite in enumerate(json.loads(path.read_text("utf-8")))
    for at, case in enumerate(suite["cases"])
]
BEFORE = {"syntax", "unknown-function", "invalid-arity", "invalid-value"}
"""Errors that are found without looking at the answer."""


def test_every_file_is_there():
    assert len(CASES) == 849


@pytest.mark.filterwarnings("ignore:deprecated string literal:PendingDeprecationWarning")
@pytest.mark.parametrize(("given", "case"), CASES)
def test_case(given, case):
    expression, error = case["expression"], case.get("error")
    if error in BEFORE:
        with pytest.raises(BadQuery) as caught:
            check_query(expression)
        assert 0 <= caught.value.at <= len(expression)
        return
    check_query(expression)
    content = [memoryview(json.dumps(given).encode())]
    if error:
        with pytest.raises(PitchforkError):
            evaluate(content, expression, [], "")
    else:
        found = json.loads(evaluate(content, expression, [], ""))
        assert json.dumps(found, sort_keys=True) == json.dumps(case["result"], sort_keys=True)
