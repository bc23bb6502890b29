"""What Retry-After says, in both of its forms."""

from datetime import UTC, datetime

import pytest

from api.errors import ConnectionLost
from api.work.retry_after import retry_after
from tests.builders.exchanges import a_response, an_exchange

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "text", "seconds"),
    [
        (503, "7", 7.0),
        (429, " 0 ", 0.0),
        (413, "Mon, 23 Nov 2026 14:00:30 GMT", 30.0),
        (503, "Mon, 23 Nov 2026 13:00:00 GMT", 0.0),
        (503, "99999999", None),
        (503, "soon", None),
        (503, "-3", None),
        (503, "٣", None),
        (503, "", None),
        (409, "7", None),
    ],
)
def test_seconds_or_a_date(status, text, seconds):
    response = a_response(status=status, headers=(("Retry-After", text),) if text else ())
    assert retry_after(an_exchange(response), NOW) == seconds


def test_no_answer_asks_for_nothing():
    assert retry_after(an_exchange(error=ConnectionLost("It broke."))) is None
