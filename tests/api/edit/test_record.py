"""Reading the resource: exact numbers, broken answers, too much of it."""

import pytest

from api.edit.record import LARGEST, Inexact, is_exact, read_record
from api.errors import NoAnswer, PitchforkError
from tests.builders.exchanges import a_response, an_exchange


def read(body, status=200, reason="OK"):
    return read_record(an_exchange(a_response(body, status, reason)))


def test_numbers_that_cannot_be_written_back_keep_their_text():
    digits = "1" * 5000
    record = read(
        '{"a": 20, "b": 1.5, "c": 1.50, "d": 1e400, "e": 0.12345678901234567890, "f": ' + digits + "}"
    )
    assert record["a"] == 20
    assert record["b"] == 1.5
    assert record["c"] == Inexact("1.50")
    assert record["d"] == Inexact("1e400")
    assert record["e"] == Inexact("0.12345678901234567890")
    assert record["f"] == Inexact(digits)


def test_exactness_is_looked_for_inside_too():
    assert is_exact({"a": [1, {"b": None}]})
    assert not is_exact({"a": [1, {"b": Inexact("1.0")}]})
    deep = "x"
    for _ in range(200):
        deep = [deep]
    assert not is_exact(deep)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("[]", 200, "no object"), ("{", 200, "not JSON"), ('{"a": NaN}', 200, "not JSON"),
        ("[" * 100_000, 200, "not JSON"), (b"\xff\xfe\x00", 200, "not JSON"), ("", 200, "not JSON"),
        ('{"message": "no"}', 404, "404"), ('{"a": 1}', 300, "300"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_told(body, status, words):
    with pytest.raises(PitchforkError, match=words):
        read(body, status, "No")


def test_a_record_that_is_too_large_is_refused():
    with pytest.raises(PitchforkError, match="too large"):
        read(b'{"a": "' + b"x" * LARGEST + b'"}')


def test_no_answer_is_the_exchanges_own_error():
    with pytest.raises(NoAnswer, match="gone"):
        read_record(an_exchange(error=NoAnswer("gone")))
