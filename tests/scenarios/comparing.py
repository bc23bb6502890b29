"""What differs between the same story in two clouds, and which differences are known with their reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.scenarios.observation import Observation

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of one step that is not the same in the two clouds."""

    story: str
    step: str
    fact: str
    real: Any
    practice: Any

    def __str__(self) -> str:
        return f"{self.story} / {self.step} / {self.fact}: real {_text(self.real)}, practice {_text(self.practice)}"


@dataclass(frozen=True, slots=True)
class Known:
    """A difference that is meant. Story, step and fact may hold ``*``; the reason is a sentence."""

    story: str
    step: str
    fact: str
    reason: str

    def covers(self, difference: Difference) -> bool:
        """Whether this is the reason for that difference."""
        pairs = ((self.story, difference.story), (self.step, difference.step), (self.fact, difference.fact))
        return all(pattern == name or fnmatchcase(name, pattern) for pattern, name in pairs)


def compare(
    story: str, real: Mapping[str, Observation], practice: Mapping[str, Observation]
) -> list[Difference]:
    """Every difference, in the order of the steps. A status that differs is told without its consequences."""
    found = []
    for step, observed in real.items():
        theirs, ours = observed.facts, practice[step].facts
        names = ["status"] if theirs["status"] != ours["status"] else dict.fromkeys([*theirs, *ours])
        found += [
            Difference(story, step, name, theirs.get(name, ABSENT), ours.get(name, ABSENT))
            for name in names
            if theirs.get(name, ABSENT) != ours.get(name, ABSENT)
        ]
    return found


def unknown(differences: Iterable[Difference], known: Iterable[Known]) -> list[Difference]:
    """The differences without a reason."""
    known = tuple(known)
    return [each for each in differences if not any(reason.covers(each) for reason in known)]


def unused(differences: Iterable[Difference], known: Iterable[Known]) -> list[Known]:
    """The reasons without a difference."""
    differences = tuple(differences)
    return [reason for reason in known if not any(reason.covers(each) for each in differences)]


def _text(value: Any) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
