"""What can be done with a watch in My Work: look at what was watched, and at what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from api.errors import PitchforkError
from api.model import Key
from api.work.plan import Offer
from api.work.watch.plan import WatchPlan

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench


def watch_deeds(work: Work, bench: WorkBench) -> Iterable[Offer]:
    """What its end led to, and the thing as it is now."""
    plan = work.plan
    if not isinstance(plan, WatchPlan):
        return
    value = work.outcome.value if work.outcome is not None else None
    for clue in (value or {}).get("clues", ()):
        if clue["call"]:
            yield Offer(
                _title(bench, clue["call"]), partial(_ask, bench, plan, clue["call"], clue["values"])
            )
    yield Offer(f"Show the {plan.what}", partial(_ask, bench, plan, plan.call_id, dict(plan.values)))


def _title(bench: WorkBench, call_id: str) -> str:
    """What the call shows: "Show the image" of a task."""
    watch = bench.desk.catalogue.call(call_id).watch
    return f"Show the {watch.kind}" if watch is not None else "Look for it"


def _ask(bench: WorkBench, plan: WatchPlan, call_id: str, values: dict[str, Any]) -> None:
    """Ask for it where it was watched, and show the answer."""
    try:
        call = bench.desk.catalogue.call(call_id)
    except PitchforkError:  # a catalogue of today without the call of yesterday
        return
    keyed: dict[Key, Any] = {p.key: values[p.name] for p in call.fields() if p.name in values}
    bench.window.show_answers()
    bench.window.calls.follow(call_id, plan.place, keyed)
