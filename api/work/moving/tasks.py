"""Rackspace's tasks within a piece of work: begun once, watched to their end, taken up again after a break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.model import Place
from api.work.answers import value
from api.work.moving import calls
from api.work.watch.ending import EndedBadly
from api.work.watch.judging import Verdict
from api.work.watch.pauses import Clock
from api.work.watch.sight import see
from api.work.watch.until import carry_out
from api.work.watch.watching import Order, Past
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange

_BEGUN = "pending"
"""The state of a task of which nothing was seen but that it has begun."""


def finished_task(
    work: Work, call_id: str, values: Mapping[str, Any], place: Place, clock: Clock, memory: str
) -> dict[str, Any]:
    """Begin a task and wait for its good end; returns the task's document.

    ``memory`` is the name under which the work remembers its id, so that it is begun once only: what was begun by
    an earlier try is watched. What was seen of it is remembered too, for the day when the service has forgotten it.
    Raises EndedBadly (ResultUnknown for a task that is forgotten), CallRefused and what until_done() raises.
    """
    task_id = str(work.memory.facts.get(memory, ""))
    if task_id:
        work.note(f"Going on with task {task_id}.")
    else:
        begun = value(work.ask(call_id, values, place), 201)
        task_id = str(begun["id"])
        work.memory.note(**{memory: task_id, f"{memory}-past": _past(work, begun).kept()})
        work.note(f"Task {task_id} has begun.")
    kept = work.memory.facts.get(f"{memory}-past")
    past = Past.restored(kept if isinstance(kept, dict) else {})
    order = Order(
        work.catalogue.call(calls.TASK_DETAILS),
        {"task_id": task_id},
        place,
        past=past if past.state else replace(past, state=_BEGUN),
        remember=lambda seen: work.memory.note(**{f"{memory}-past": seen.kept()}),
        clock=clock,
    )
    try:
        return dict(value(_done(work, order)))
    except EndedBadly:
        work.memory.note(**{memory: ""})  # another try begins another task
        raise


def active_image(work: Work, call_id: str, image_id: str, place: Place, clock: Clock) -> dict[str, Any]:
    """Wait until an image is active and nothing works on it any more; returns it. What got into some stores only is
    a warning in the notes. Raises EndedBadly and what until_done() raises.
    """
    return dict(value(until(work, call_id, {"image_id": image_id}, place, clock)))


def until(work: Work, call_id: str, values: Mapping[str, Any], place: Place, clock: Clock) -> Exchange:
    """Watch until it is done, by this clock; returns the last answer."""
    return _done(work, Order(work.catalogue.call(call_id), values, place, clock=clock))


def _done(work: Work, order: Order) -> Exchange:
    ending = carry_out(work, order)
    if ending.verdict is Verdict.PARTLY:
        work.note(ending.sentence, Tone.WARNING)
    return ending.exchange


def _past(work: Work, begun: Any) -> Past:
    """What the answer that began a task tells of it: the service forgets it one day, and only this is left then."""
    watch = work.catalogue.call(calls.TASK_DETAILS).watch
    sight = see(watch, begun) if watch is not None else None
    return Past(sight.state.name, sight.last_clues) if sight is not None else Past(_BEGUN)
