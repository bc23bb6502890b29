"""The story of a piece of work: lines that say when something happened, and how that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """How a note is meant."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of a piece of work's story: when (aware, UTC), what happened, and how it is meant."""

    time: datetime
    sentence: str
    tone: Tone = Tone.PLAIN
