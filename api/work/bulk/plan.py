"""One call run on many resources, as a piece of work: what is asked, and everything that decides on each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from api.answer.sizes import counted
from api.catalog.catalogue import Catalogue
from api.catalog.takers import kind_of
from api.errors import BadInput, Fault, NotConfirmed
from api.exchange.gates import Several
from api.model import Call, Change, Place
from api.work.bulk.row import Result, Row, RowState
from api.work.bulk.rules import Reading, Setting, reading_of, row_parameter, setting_of
from api.work.plan import Outcome

if TYPE_CHECKING:
    from api.work.work import Work

KIND = "bulk"
PARALLEL, MOST_PARALLEL = 4, 16


class Consent:
    """The word of a person who was shown a list by name: it is good for one run of just that list.

    ``number`` and ``account`` are what they typed, which production asks for.
    """

    def __init__(self, number: str = "", account: str = "") -> None:
        self.number, self.account = number, account
        self._left = True

    def take(self) -> bool:
        """Whether it was there; from now on it is not."""
        left, self._left = self._left, False
        return left


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """Runs the call on each row once. Make it with plan_bulk(), which sorts out twins and bad numbers.

    ``values`` are what all rows share, by parameter name; ``parallel`` how many requests are under way at once;
    ``consent`` is needed where it destroys. Its outcome's value is a table: one object a
    row, with ``result``. While it runs ``work.so_far`` is its Results.
    """

    call_id: str
    place: Place
    rows: tuple[Row, ...] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    call_title: str = ""
    unit: str = "resources"
    parallel: int = PARALLEL
    stop_on_error: bool = False
    consent: Consent | None = field(default=None, compare=False, repr=False)
    destroys: bool = False
    reading: Reading | None = None
    setting: Setting | None = None

    @property
    def kind(self) -> str:
        """One word for what it is."""
        return KIND

    @property
    def repeatable(self) -> bool:
        """Not as it is: only() makes the plan of what is to be tried again."""
        return False

    @property
    def word(self) -> Several | None:
        """What a person said of all its rows; None where nobody did."""
        given = self.consent
        return Several(len(self.rows), given.number, given.account) if given is not None else None

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"{self.call_title} · {counted(len(self.rows), self.unit)}"

    def carry_out(self, work: Work) -> Outcome:
        """Run it. A stop ends it between rows: what is under way is finished, and the rest is told as not begun."""
        from api.work.bulk.running import Running

        if self.destroys and not (self.consent and self.consent.take()):
            raise NotConfirmed(
                f"{self.title} destroys something and was not confirmed for another run.",
                "Nothing was sent. Retry what failed: that asks again.",
            )
        results = Running(self, work).run()
        return Outcome(f"{self.call_title}: {results.sentence}", results.table(), whole=results.whole)

    def given(self, row: Row) -> dict[str, Any]:
        """Everything that is sent for a row, by parameter name."""
        return {**self.values, **dict(row.fill)}

    def call_for(self, record: Mapping[str, Any]) -> str:
        """The call (its complete id) for a resource: a property that is there is replaced, any other added."""
        return self.setting.call_for(record, self.values, self.call_id) if self.setting else self.call_id

    def against(self, row: Row, record: Mapping[str, Any]) -> Result | None:
        """Why nothing is sent for a row whose resource is as ``record`` shows it; None where it is sent."""
        if not record:
            return None
        reading = self.reading
        if reading is not None and reading.destroyed and record.get("protected") is True:
            return Result(RowState.LEFT_OUT, "It is protected: the service refuses until that is off.")
        before, now = row.known.get("owner"), record.get("owner")
        if self.destroys and before and now != before:
            return Result(
                RowState.LEFT_OUT, f"It has another owner since it was listed: {now or 'nobody'}."
            )
        reason = self.setting.is_so(record, self.values) if self.setting else ""
        return Result(RowState.ALREADY, reason) if reason else None

    def only(self, numbers: Iterable[int]) -> BulkPlan:
        """The same for some of its rows, by their numbers; without consent."""
        return replace(self, rows=tuple(self.rows[number] for number in numbers), consent=None)


def plan_bulk(
    catalogue: Catalogue,
    call_id: str,
    place: Place,
    rows: Iterable[Row],
    values: Mapping[str, Any] | None = None,
    *,
    parallel: int = PARALLEL,
) -> BulkPlan:
    """The plan that runs a call on these rows; a resource that is named twice is taken once.

    ``values`` are what all rows share, by parameter name. Raises BadInput for no rows, UnknownCall.
    """
    call = catalogue.call(call_id)
    unique: dict[str, Row] = {}
    for row in rows:
        unique.setdefault(row.identity, row)
    if not unique:
        raise BadInput([Fault(None, "There is nothing to run it on: the list is empty.")])
    if not 1 <= parallel <= MOST_PARALLEL:
        raise BadInput([Fault(None, f"Between 1 and {MOST_PARALLEL} requests can be under way at once.")])
    return BulkPlan(
        call.id,
        place,
        tuple(unique.values()),
        dict(values or {}),
        call_title=call.title,
        unit=_plural(call, values or {}),
        parallel=parallel,
        destroys=call.effects.changes is Change.DESTROY,
        reading=reading_of(call, catalogue),
        setting=setting_of(call, catalogue),
    )


def rows_by_id(
    call: Call, values: Mapping[str, Any], resources: Iterable[Mapping[str, Any]]
) -> tuple[Row, ...]:
    """Rows of resources that are known by their members, of which ``id`` must be there. Raises BadInput."""
    name = row_parameter(call, values).name
    return tuple(
        Row(str(each["id"]), str(each.get("name") or ""), ((name, str(each["id"])),), each)
        for each in resources
    )


def _plural(call: Call, values: Mapping[str, Any]) -> str:
    """What the rows are called: "images"."""
    try:
        kind = kind_of(row_parameter(call, values)) or "resource"
    except BadInput:
        kind = "resource"
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
