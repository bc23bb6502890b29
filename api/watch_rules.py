"""What a reading call says about watching what it shows: its states, what tells of failure, how often to ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Pairs = tuple[tuple[str, str], ...]


class Stage(StrEnum):
    """How it stands with a thing in a state."""

    WAITING = "waiting"
    """Nothing goes on by itself: somebody has to do something."""
    GOING_ON = "going on"
    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"
    """Nobody can tell any more."""


@dataclass(frozen=True, slots=True)
class WatchedState:
    """A state by the service's own word, what it means for the person, and whether it never changes again."""

    name: str
    stage: Stage
    means: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A member of the thing (JSON pointer) that tells more than its state, as long as it holds some text.

    One that is ``going on`` keeps a good state from being the end; one that is ``bad`` makes a waiting state a
    failure, and a good one incomplete. ``means`` may hold ``{value}``, the text.
    """

    member: str
    stage: Stage
    means: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Where to look next: a sentence with ``{value}``, which stands in the thing at a JSON pointer.

    ``call`` (its complete id) shows it, and ``parameter`` of that call takes the value; "" where none does.
    """

    value: str
    says: str
    call: str = ""
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What it means that a thing which was seen before is no longer found (404).

    ``state`` is the word for it, ``after`` are the states after which it is what was to be expected, ``leads`` say
    where to look, from what was last seen.
    """

    state: str
    stage: Stage
    means: str
    after: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """A call (its complete id) that lists what worked on the thing, and says why that failed.

    ``fill`` are its parameters with those of the watched call; ``items`` points at the list; ``state``, ``message``
    and ``newest`` (the latest is the largest) are members of an item, and ``failed`` and ``running`` states of it.
    """

    call: str
    fill: Pairs
    items: str
    state: str
    message: str
    newest: str
    failed: tuple[str, ...]
    running: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a message of the service means for the person.

    It is about messages whose first number is ``code``, or that hold the text ``has`` in any case of letters.
    """

    sentence: str
    code: str = ""
    has: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch what a call shows: ``kind`` is the word for it ("image").

    ``state`` is the JSON pointer of its state, ``title`` those of what people call it, the first that says something;
    ``message`` that of the service's own words about a failure; ``least`` the seconds that have to lie between
    two looks, and ``leads`` where to look once it ended well.
    """

    kind: str
    state: str
    states: tuple[WatchedState, ...]
    title: tuple[str, ...] = ()
    message: str = ""
    least: float = 0.0
    marks: tuple[Mark, ...] = ()
    missing: Missing | None = None
    reasons: Reasons | None = None
    explanations: tuple[Explanation, ...] = ()
    leads: tuple[Lead, ...] = ()

    def named(self, state: str) -> WatchedState:
        """The state of that name; one that nobody knows goes on."""
        known = (each for each in self.states if each.name == state)
        return next(known, WatchedState(state, Stage.GOING_ON))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that can be waited for."""
        gone = (self.missing.state,) if self.missing is not None else ()
        return (*(each.name for each in self.states), *gone)
