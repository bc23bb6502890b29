"""Waiting as long as a service asks for: Retry-After, in seconds or as a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from api.answer.times import duration
from api.errors import Cancelled
from api.running import CancelToken
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.wire.request import Request

BUSY = frozenset({413, 429, 503})
"""Statuses that may mean "later"; only with Retry-After do they."""
MOST_WAITS = 10
LONGEST_WAIT = 3600.0
"""Seconds; a service that asks for more is not waited for."""


def asked_to_wait(exchange: Exchange, now: datetime | None = None) -> float | None:
    """The seconds that a busy service asks to wait before the next try; None where it does not ask."""
    response = exchange.response
    if response is None or response.status not in BUSY:
        return None
    text = (response.header("Retry-After") or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - (now or datetime.now(UTC))).total_seconds(), 0.0)


def send_patiently(
    work: Work,
    request: Request,
    secrets: Mapping[str, str],
    *,
    cancel: CancelToken | None = None,
    keep: bool = True,
) -> Exchange:
    """Send a reading request; where the service asks to wait, wait and send it again, at most ten times.

    Each wait is a note of the work. ``cancel`` ends a wait as well; whoever gives one passes the work's own on to it.
    Raises what work.send raises.
    """
    token = cancel or work.cancel
    for _ in range(MOST_WAITS):
        exchange = work.send(request, secrets, cancel=token, keep=keep)
        wait = asked_to_wait(exchange)
        if wait is None or wait > LONGEST_WAIT:
            return exchange
        work.note(
            f"{exchange.who}: {exchange.status}, the service asks to wait {duration(wait)}.", Tone.WARNING
        )
        if token.wait(wait):
            raise Cancelled
    return work.send(request, secrets, cancel=token, keep=keep)
