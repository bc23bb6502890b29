"""What a bulk run would do with the values that a form holds; worked out on a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api.errors import Cancelled, Fault, PitchforkError
from api.model import Call, Place
from api.work.bulk.chosen import Chosen
from api.work.bulk.foreseeing import Foreseen, foresee
from api.work.bulk.plan import BulkPlan, plan_bulk
from gui.parameters.form import FormCapture

if TYPE_CHECKING:
    from api.desk import Desk


@dataclass(frozen=True, slots=True)
class Looking:
    """What is asked: a call, what it is to be run on, and what the form holds (None: it has no fields)."""

    call: Call
    place: Place
    chosen: Chosen
    capture: FormCapture | None


@dataclass(frozen=True, slots=True)
class Seen:
    """The plan, what would happen with each row, and the faults of what all rows share: then there are no rows.

    ``goes`` are the numbers of the rows that would be sent, ``twins`` how many stood there more than once.
    """

    plan: BulkPlan
    rows: tuple[Foreseen, ...] = ()
    faults: tuple[Fault, ...] = ()
    twins: int = 0
    goes: tuple[int, ...] = ()


def look(question: Looking, desk: Desk, check: Callable[[], None]) -> Seen | PitchforkError:
    """Work it out (blocking). What keeps all of it from being sent is returned, not raised; raises Cancelled."""
    try:
        return _look(question, desk, check)
    except Cancelled:
        raise
    except PitchforkError as error:
        return error


def _look(question: Looking, desk: Desk, check: Callable[[], None]) -> Seen:
    values, faults = question.capture.read() if question.capture is not None else ({}, ())
    named = {key.name: value for key, value in values.items()}
    rows = question.chosen.rows(question.call)
    plan = plan_bulk(desk.catalogue, question.call.id, question.place, rows, named)
    own = {name for name, _value in plan.rows[0].fill}
    first = next(foresee(replace(plan, rows=plan.rows[:1]), desk, check))
    unread = {fault.key for fault in faults}
    shared = [f for f in first.faults if (f.key is None or f.key.name not in own) and f.key not in unread]
    if faults or shared:
        return Seen(plan, faults=(*faults, *shared))
    foreseen = tuple(foresee(plan, desk, check))
    goes = tuple(number for number, each in enumerate(foreseen) if each.goes)
    return Seen(plan, foreseen, twins=len(rows) - len(plan.rows), goes=goes)
