"""Waiting until something in the cloud is done, within a piece of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from api.errors import BadInput, Fault
from api.model import Call, Place, Watch
from api.work.watch.ending import EndedBadly, Ending, ResultUnknown
from api.work.watch.judging import Verdict
from api.work.watch.watching import Order, Watching
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange


def until_done(
    work: Work,
    call_id: str,
    values: Mapping[str, Any],
    *,
    goal: Iterable[str] | None = None,
    place: Place | None = None,
    timeout: float | None = None,
) -> Exchange:
    """Watch what a call shows until it is done, and return the last answer; each new state is a note of the work.

    ``call_id`` is a call with a watch ("image.show-image", "cloud-images.get-task-details"), ``values`` are its
    values by parameter name. ``goal`` are the states to wait for ("active"; "gone" for not found any more);
    without, everything that ends well is awaited. What ended well but not in all of its parts is a warning in the
    notes. Raises EndedBadly (ResultUnknown for a task that has expired), TimeIsUp after ``timeout`` seconds,
    CallRefused, NoAnswer after a quarter of an hour without an answer, SignInFailed and Cancelled.
    """
    call = work.catalogue.call(call_id)
    order = Order(call, values, place or work.plan.place, checked_goal(call, goal or ()), timeout)
    ending = carry_out(work, order)
    if ending.verdict is Verdict.PARTLY:
        work.note(ending.sentence, Tone.WARNING)
    return ending.exchange


def carry_out(work: Work, order: Order) -> Ending:
    """Watch as ordered; the ending is a good one, at least in part. Raises as until_done() does."""
    ending = Watching(work, order, watch_of(order.call)).run()
    if ending.verdict is Verdict.UNKNOWN:
        raise ResultUnknown(ending)
    if ending.verdict is Verdict.BAD:
        raise EndedBadly(ending)
    return ending


def watch_of(call: Call) -> Watch:
    """How a call is watched. Raises BadInput where it shows nothing that gets done."""
    if call.watch is None:
        raise BadInput([Fault(None, f"What {call.title} shows cannot be watched.")])
    return call.watch


def checked_goal(call: Call, goal: Iterable[str]) -> tuple[str, ...]:
    """The states to wait for. Raises BadInput for a word that none of its states is, which would never come."""
    watch, wanted = watch_of(call), tuple(dict.fromkeys(goal))
    for word in wanted:
        if word not in watch.words:
            known = ", ".join(watch.words)
            sentence = f"“{word}” is no state of what {call.title} shows. There are: {known}."
            raise BadInput([Fault(None, sentence)])
    return wanted
