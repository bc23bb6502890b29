"""How it stands with a piece of work."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How it stands with a piece of work."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    PARTLY = "partly done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (State.WAITING, State.RUNNING, State.PAUSED)
