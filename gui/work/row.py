"""How a row of the list of works looks at one moment: all its words, so that nothing is worked out while painting."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.answer.plain import one_line
from api.work.state import State
from gui.work.words import elapsed, figures, role_of, share

if TYPE_CHECKING:
    from api.work.work import Work

LONGEST = 300
CALM = 0.25
"""Seconds between two readings of the figures: faster than that nobody reads them."""


@dataclass(slots=True)
class Row:
    """``parts`` are the figures, one for each column of them; ``share`` is from 0 to 1, None while it is not known."""

    title: str
    who: str
    state: State
    role: str
    parts: tuple[str, ...]
    elapsed: str
    share: float | None
    pausable: bool
    read: float
    repeatable: bool = True

    @property
    def moves(self) -> bool:
        """Whether it has to be looked at again."""
        return not self.state.ended

    @property
    def busy(self) -> bool:
        """Whether it goes on without anybody knowing how far it is."""
        return self.state is State.RUNNING and self.share is None


def look(work: Work, before: Row | None = None) -> Row:
    """What the row shows now. The figures of ``before`` stay for a moment, its bar goes on."""
    now = time.monotonic()
    if before is not None and before.state is work.state and now - before.read < CALM:
        before.share, before.pausable = share(work), work.pausable
        return before
    state = work.state
    return Row(
        title=one_line(work.title, LONGEST),
        who=one_line(work.who, LONGEST),
        state=state,
        role=role_of(state),
        parts=tuple(figures(work).split(" · ")) if state is State.RUNNING else (figures(work),),
        elapsed=elapsed(work.seconds) if work.began else "",
        share=share(work),
        pausable=work.pausable,
        read=now,
        repeatable=getattr(work.plan, "repeatable", True),
    )
