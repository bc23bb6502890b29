"""Moments and durations as people read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = ((60, "s"), (60, "min"), (24, "h"), (7, "d"), (4.345, "w"), (12, "mo"))


def moment(text: str) -> datetime | None:
    """An ISO 8601 time with a date and a clock; UTC where no zone is named; None if it is none."""
    if not 16 <= len(text) <= 40 or not _STAMP.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def local(then: datetime) -> str:
    """The moment on the clock of this computer: ``1 May 2024 12:00``; in UTC where its calendar ends."""
    try:
        here, zone = then.astimezone(), ""
    except (OverflowError, OSError, ValueError):
        here, zone = then, " UTC"
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year} {here:%H:%M}{zone}"


def age(then: datetime, now: datetime) -> str:
    """How long ago that was, in one unit: ``2 min ago``, ``5 y ago``; ``in 23 h`` for what is to come."""
    seconds = (now - then).total_seconds()
    amount = abs(seconds)
    if amount < 1:
        return "now"
    text = _one_unit(amount)
    return f"{text} ago" if seconds > 0 else f"in {text}"


def _one_unit(amount: float) -> str:
    for step, unit in _STEPS:
        if amount < step:
            return f"{int(amount)} {unit}"
        amount /= step
    return f"{int(amount)} y"


def duration(seconds: float) -> str:
    """A time span in seconds: ``52 ms``, ``1.2 s``, ``2 min 5 s``."""
    if seconds < 0.9995:
        return f"{max(seconds, 0) * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
