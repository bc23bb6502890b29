"""How long a service asks to wait before it is asked again: the Retry-After header of a refusal."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from api.exchange.exchange import Exchange

LONGEST = 3600.0
"""Seconds; who asks for more does not want to be waited for."""
_STATUSES = frozenset({413, 429, 503})


def retry_after(exchange: Exchange, now: datetime | None = None) -> float | None:
    """Seconds to wait before the same request is sent once more; None where the answer does not ask for that.

    The header holds seconds or a date. A refusal without it is final: 413 also means that a quota is used up.
    """
    response = exchange.response
    text = (response.header("Retry-After") or "").strip() if response is not None else ""
    if response is None or response.status not in _STATUSES or not text:
        return None
    seconds = float(text) if text.isascii() and text.isdigit() else _until(text, now or datetime.now(UTC))
    return max(seconds, 0.0) if seconds is not None and seconds <= LONGEST else None


def _until(text: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
