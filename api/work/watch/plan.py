"""Watching something until it is done, as a piece of work of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.answer.plain import middle, one_line
from api.catalog.catalogue import Catalogue
from api.errors import BadInput, Fault
from api.model import Call, Location, Place, Watch
from api.work.plan import Outcome
from api.work.watch.ending import Ending, ResultUnknown
from api.work.watch.judging import Verdict
from api.work.watch.pauses import CLOCK, Clock
from api.work.watch.until import carry_out, checked_goal, watch_of
from api.work.watch.watching import Order, Past

if TYPE_CHECKING:
    from api.work.work import Work

KIND = "watch"
_LONGEST_NAME = 80
ID = "/id"
"""Stands among the titles of what has a name of its own; others, such as tasks, are called by name and id."""
_Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """Watches what a call shows. Make it with plan_watch(), which checks it.

    ``what`` is the word for the thing, ``name`` what people call it; ``goal`` are the states to wait for (none: every
    end is one), ``timeout`` is in seconds. Its outcome's value is ``{"state", "seconds", "clues"}``.
    """

    call_id: str
    values: _Pairs
    place: Place
    what: str
    name: str
    goal: tuple[str, ...] = ()
    timeout: float | None = None
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def kind(self) -> str:
        """One word for what it is."""
        return KIND

    @property
    def title(self) -> str:
        """What the person reads."""
        until = f" until {' or '.join(self.goal)}" if self.goal else ""
        return f"Watch {self.what} {self.name}{until}"

    @property
    def named(self) -> bool:
        """Whether it bears a name that people gave the thing, and not its id."""
        return self.name != _id_name(self.values)

    @property
    def unit(self) -> str:
        """Nothing is counted."""
        return ""

    def carry_out(self, work: Work) -> Outcome:
        """Watch until the end. Raises EndedBadly, TimeIsUp, CallRefused, NoAnswer, SignInFailed and Cancelled."""
        order = Order(
            call=work.catalogue.call(self.call_id),
            values=dict(self.values),
            place=self.place,
            goal=self.goal,
            timeout=self.timeout,
            past=Past.restored(work.memory.facts),
            remember=lambda past: work.memory.note(**past.kept()),
            clock=self.clock,
        )
        try:
            ending = carry_out(work, order)
        except ResultUnknown as unknown:
            ending = unknown.ending
        return _outcome(ending)

    def same_as(self, other: object) -> bool:
        """Whether another plan watches the same for the same states, whatever it calls it."""
        if not isinstance(other, WatchPlan):
            return False
        mine, theirs = ((p.call_id, p.values, p.place, p.goal) for p in (self, other))
        return mine == theirs

    def kept(self) -> dict[str, Any]:
        """What it takes to begin it anew, as JSON."""
        return {
            "call": self.call_id,
            "values": dict(self.values),
            "name": self.name,
            "goal": list(self.goal),
        }


def plan_watch(
    catalogue: Catalogue,
    call_id: str,
    values: Mapping[str, Any],
    place: Place,
    *,
    goal: Iterable[str] = (),
    name: str = "",
) -> WatchPlan:
    """A watch of what a call shows with these values, by parameter name. ``name`` is what people call the thing.

    Raises UnknownCall, and BadInput for a call that cannot be watched, a value that lacks and a goal that is no state.
    """
    call = catalogue.call(call_id)
    watch = watch_of(call)
    given = _given(call, values)
    called = _called(watch, name, given)
    return WatchPlan(call_id, given, place, watch.kind, called, checked_goal(call, goal))


def restored(catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> WatchPlan:
    """The watch that kept() told of. Raises PitchforkError, KeyError, TypeError or ValueError where it is damaged."""
    values = kept["values"]
    if not isinstance(values, dict) or not isinstance(kept["goal"], list):
        raise TypeError("values has to be an object, and goal an array")
    return plan_watch(
        catalogue, str(kept["call"]), values, place, goal=map(str, kept["goal"]), name=str(kept["name"])
    )


def _given(call: Call, values: Mapping[str, Any]) -> _Pairs:
    """The values that say which thing it is. Others do not belong to a watch, nor do secrets."""
    wanted = [p for p in call.parameters if p.location is Location.PATH and not p.secret]
    lacking = [Fault(p.key, "This is needed.") for p in wanted if not values.get(p.name)]
    if lacking:
        raise BadInput(lacking)
    return tuple((p.name, values[p.name]) for p in wanted)


def _called(watch: Watch, name: str, values: _Pairs) -> str:
    """What the thing is called: by its name, beside the id where names are not meant to tell things apart."""
    short = _id_name(values)
    if not name or (values and name in (values[-1][1], short)):
        return short
    name = one_line(name, _LONGEST_NAME)
    return name if ID in watch.title or name.endswith(short) else f"{name} {short}"


def _id_name(values: _Pairs) -> str:
    return middle(one_line(str(values[-1][1]), 200)) if values else ""


def _outcome(ending: Ending) -> Outcome:
    sentence = f"{ending.sentence} {ending.hint}".strip()
    clues = [{"sentence": c.sentence, "call": c.call, "values": dict(c.values)} for c in ending.clues]
    value = {"state": ending.state, "seconds": round(ending.seconds, 3), "clues": clues}
    return Outcome(sentence, value, ending.exchange, whole=ending.verdict is Verdict.GOOD)
