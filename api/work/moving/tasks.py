"""Rackspace's tasks within a piece of work: begun once, watched to their end, taken up again after a break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.model import Place
from api.work.answers import value
from api.work.moving import calls
from api.work.watch.ending import EndedBadly
from api.work.watch.judging import Verdict
from api.work.watch.pauses import Clock
from api.work.watch.until import carry_out
from api.work.watch.watching import Order
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange


def finished_task(
    work: Work, call_id: str, values: Mapping[str, Any], place: Place, clock: Clock, memory: str
) -> dict[str, Any]:
    """Begin a task and wait for its good end; returns the task's document.

    ``memory`` is the name under which the work remembers its id, so that it is begun once only: what was begun by
    an earlier try is watched. Raises EndedBadly, CallRefused and what until_done() raises.
    """
    task_id = str(work.memory.facts.get(memory, ""))
    if task_id:
        work.note(f"Going on with task {task_id}.")
    else:
        task_id = str(value(work.ask(call_id, values, place), 201)["id"])
        work.memory.note(**{memory: task_id})
        work.note(f"Task {task_id} has begun.")
    try:
        return dict(value(until(work, calls.TASK_DETAILS, {"task_id": task_id}, place, clock)))
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
    call = work.catalogue.call(call_id)
    ending = carry_out(work, Order(call, values, place, clock=clock))
    if ending.verdict is Verdict.PARTLY:
        work.note(ending.sentence, Tone.WARNING)
    return ending.exchange
