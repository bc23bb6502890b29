"""Waiting as a service asks for it."""

from datetime import UTC, datetime

import pytest

from api.running import CancelToken
from api.work.patience import LONGEST_WAIT, MOST_WAITS, asked_to_wait, send_patiently
from api.work.plan import Outcome
from api.work.works import Works
from tests.builders.exchanges import an_exchange
from tests.builders.scripted_desk import HOME, ScriptedDesk, said

NOW = datetime(1994, 11, 6, 8, 49, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "text", "seconds"),
    [
        (429, "30", 30),
        (503, " 7 ", 7),
        (413, "0", 0),
        (503, "Sun, 06 Nov 1994 08:49:37 GMT", 30),
        (503, "Sun, 06 Nov 1994 08:49:37 -0000", 30),
        (503, "Sun, 06 Nov 1994 08:00:00 GMT", 0),
        (500, "30", None),
        (429, "soon", None),
        (429, "-5", None),
        (429, "99999999999999", None),
        (429, "", None),
    ],
)
def test_how_long_a_service_asks_to_wait(status, text, seconds):
    response = said({}, status, headers={"Retry-After": text} if text else {})
    assert asked_to_wait(an_exchange(response), NOW) == seconds


def send(script):
    desk, got = ScriptedDesk(script), []

    class Plan:
        kind, title, place, unit = "test", "Ask", HOME, ""

        def carry_out(self, work):
            got.append(send_patiently(work, *work.draft("image.list-images", {})))
            return Outcome("done")

    Works(desk).run(Plan(), CancelToken())
    return got[0], desk


def test_a_service_that_asks_again_and_again_is_believed_only_so_often():
    exchange, desk = send(lambda _asked: said({}, 429, headers={"Retry-After": "0"}))
    assert exchange.status == 429
    assert len(desk.asked) == MOST_WAITS + 1


def test_a_service_that_asks_for_too_long_is_not_waited_for():
    exchange, desk = send(lambda _asked: said({}, 503, headers={"Retry-After": f"{LONGEST_WAIT + 1:.0f}"}))
    assert exchange.status == 503
    assert len(desk.asked) == 1
