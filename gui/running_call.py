"""A call on its way, as the status bar shows it."""

from __future__ import annotations

from dataclasses import dataclass

from api.running import CancelToken, Progress


@dataclass(slots=True)
class RunningCall:
    """A call on its way, for the status bar. ``began`` is of the monotonic clock, in seconds."""

    number: int
    title: str
    who: str
    cancel: CancelToken
    began: float
    progress: Progress | None = None
