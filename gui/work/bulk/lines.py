"""A row of a bulk run as a table shows it: before it is run, and while."""

from __future__ import annotations

from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from api.answer.plain import one_line
from api.work.bulk.foreseeing import Foreseen
from api.work.bulk.plan import BulkPlan
from api.work.bulk.row import Result, RowState

_LONGEST = 300
_ROLES = {
    RowState.WAITING: "dim",
    RowState.RUNNING: "accent",
    RowState.DONE: "good",
    RowState.ALREADY: "dim",
    RowState.LEFT_OUT: "warning",
    RowState.REFUSED: "bad",
    RowState.NO_ANSWER: "bad",
    RowState.NOT_BEGUN: "dim",
}


class Named(Protocol):
    """What has a name and an id: a row, or what was chosen."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


class Line(NamedTuple):
    """Name and id, a word with its colour (a role of the theme), and what there is to say."""

    name: str
    id: str
    word: str
    role: str
    about: str


def foreseen_line(seen: Foreseen) -> Line:
    """What would happen with a row."""
    name = _name(seen.row)
    if seen.faults:
        return Line(name, seen.row.id, "left out", "bad", seen.faults[0].sentence)
    if seen.against is not None:
        state = seen.against.state
        return Line(name, seen.row.id, state.value, _ROLES[state], seen.against.sentence)
    method, _, url = seen.line.partition(" ")
    about = " · ".join(part for part in (seen.remark, seen.body or urlsplit(url).path) if part)
    return Line(name, seen.row.id, method, "warning" if seen.remark else "", one_line(about, _LONGEST))


def unknown_line(thing: Named) -> Line:
    """Something of which nobody knows yet what would happen."""
    return Line(_name(thing), thing.id, "", "dim", "")


def result_line(plan: BulkPlan, number: int, result: Result) -> Line:
    """How it stands with a row."""
    row = plan.rows[number]
    about = result.sentence or (str(result.status) if result.status else "")
    return Line(_name(row), row.id, result.state.value, _ROLES[result.state], one_line(about, _LONGEST))


def _name(thing: Named) -> str:
    return one_line(thing.name, _LONGEST) or "—"
