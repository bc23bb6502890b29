"""Whether what was seen is the end of a watch, and a good one."""

from __future__ import annotations

from enum import Enum

from api.model import Stage, Watch
from api.work.watch.sight import Sight


class Verdict(Enum):
    """What a look means for the watch."""

    GO_ON = "go on"
    GOOD = "good"
    PARTLY = "partly"
    """It ended well, but not in all of its parts."""
    BAD = "bad"
    UNKNOWN = "unknown"
    """It has ended, and nobody can tell how."""


def judge(watch: Watch, sight: Sight, goal: tuple[str, ...] = ()) -> Verdict:
    """What a sight means. ``goal`` are the states that are waited for; without, every end is one."""
    state = sight.state
    if state.name in goal or (state.final and _counts_as_missing(watch, state.name, goal)):
        return Verdict.GOOD
    if state.stage is Stage.WAITING and sight.marked(Stage.BAD) and not sight.marked(Stage.GOING_ON):
        return Verdict.BAD
    if goal:
        return Verdict.BAD if state.final else Verdict.GO_ON
    return _without_goal(sight)


def judge_missing(watch: Watch, last: str, goal: tuple[str, ...] = ()) -> Verdict:
    """What it means that a thing is no longer found whose ``last`` state was that ("" for never seen)."""
    missing = watch.missing
    if missing is None:
        return Verdict.BAD
    if missing.state in goal or (not goal and last in missing.after):
        return Verdict.GOOD
    return {Stage.GOOD: Verdict.GOOD, Stage.UNKNOWN: Verdict.UNKNOWN}.get(missing.stage, Verdict.BAD)


def _counts_as_missing(watch: Watch, state: str, goal: tuple[str, ...]) -> bool:
    missing = watch.missing
    return missing is not None and missing.state in goal and state in missing.after


def _without_goal(sight: Sight) -> Verdict:
    if sight.state.stage is Stage.BAD:
        return Verdict.BAD
    if sight.state.stage is not Stage.GOOD or sight.marked(Stage.GOING_ON):
        return Verdict.GO_ON
    return Verdict.PARTLY if sight.marked(Stage.BAD) else Verdict.GOOD
