"""How far a piece of work is and how fast, in words: "1.2 of 3.4 GiB · 212 MiB/s · 11 s left"."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from api.answer.sizes import counted, size
from api.answer.times import duration
from api.running import Progress

if TYPE_CHECKING:
    from api.work.work import Work

BYTES = "bytes"
"""The unit of plans that move bytes; others name things in the plural."""


def pace(work: Work) -> str:
    """Amount, rate and remaining time, as far as they are known; "" for work without a count."""
    now, progress, unit = time.monotonic(), work.progress, work.plan.unit
    rate = work.meter.rate(now)
    left = work.meter.remaining(now, progress.total)
    parts = (
        amount(progress, unit),
        rate_text(rate, unit) if rate and unit else "",
        f"{remaining_text(left)} left" if left else "",
    )
    return " · ".join(part for part in parts if part)


def amount(progress: Progress, unit: str) -> str:
    """How much is done of how much: "1.2 of 3.4 GiB", "300 KiB of 3.4 GiB", "40 of 300 images", "40 images"."""
    done, total = progress.done, progress.total
    if not unit or (done == 0 and total is None):
        return ""
    if unit != BYTES:
        return f"{done:,} of {counted(total, unit)}" if total is not None else counted(done, unit)
    if total is None:
        return size(done)
    done_text, total_text = size(done), size(total)
    number, _, noun = done_text.partition(" ")
    return f"{number if total_text.endswith(f' {noun}') else done_text} of {total_text}"


def rate_text(rate: float, unit: str) -> str:
    """Units a second: "212 MiB/s", "12.5 images/s"."""
    if unit == BYTES:
        return f"{size(round(rate))}/s"
    return f"{rate:,.1f} {unit}/s" if rate < 10 else f"{rate:,.0f} {unit}/s"


def remaining_text(seconds: float) -> str:
    """A time that is only guessed, without a false precision: "11 s", "2 min 5 s", "3 h 12 min"."""
    return duration(max(round(seconds), 1)) if seconds >= 60 else f"{max(round(seconds), 1)} s"
