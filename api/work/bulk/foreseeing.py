"""What a bulk plan would do, row by row: every request is built and checked, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from api.errors import Fault
from api.exchange.build import Draft
from api.model import Values
from api.wire.request import Template
from api.work.bulk.plan import BulkPlan
from api.work.bulk.row import Result, Row
from api.work.plan import Sender

_LONGEST_BODY = 2000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would happen with one row: the request's line and body (secrets as dots), or why nothing is sent.

    ``faults`` are wrong values, ``against`` is the reason in what is known of the resource. ``remark`` is
    something to know before it is sent.
    """

    row: Row
    line: str = ""
    body: str = ""
    faults: tuple[Fault, ...] = ()
    against: Result | None = None
    remark: str = ""

    @property
    def goes(self) -> bool:
        """Whether it would be sent."""
        return not self.faults and self.against is None


def foresee(plan: BulkPlan, sender: Sender, check: Callable[[], None] = lambda: None) -> Iterator[Foreseen]:
    """Each row of the plan; ``check`` may raise to stop. Raises NotOffered and SignInExpired.

    What is known of a row may be old: each is looked at afresh before it is changed.
    """
    for row in plan.rows:
        check()
        yield _one(plan, row, sender)


def values_of(sender: Sender, call_id: str, given: dict[str, Any]) -> Values:
    """The values of a call by the keys of its parameters."""
    return {p.key: given[p.name] for p in sender.catalogue.call(call_id).fields() if p.name in given}


def _one(plan: BulkPlan, row: Row, sender: Sender) -> Foreseen:
    call_id = plan.call_for(row.known) if row.known else plan.call_id
    draft = sender.draft(
        sender.catalogue.call(call_id), values_of(sender, call_id, plan.given(row)), plan.place
    )
    request = draft.preview
    return Foreseen(
        row,
        f"{request.method} {request.url.masked()}",
        _body(draft),
        draft.faults,
        plan.against(row, row.known),
        _remark(plan, row),
    )


def _body(draft: Draft) -> str:
    body = draft.preview.body
    if isinstance(body, Template):
        return body.masked()[:_LONGEST_BODY]
    return body[:_LONGEST_BODY].decode("utf-8", "replace") if isinstance(body, bytes) else ""


def _remark(plan: BulkPlan, row: Row) -> str:
    owner = row.known.get("owner")
    if plan.destroys and isinstance(owner, str) and owner and plan.place.account not in (None, owner):
        return f"It is not yours: its owner is {owner}."
    if plan.setting is not None and not row.known and plan.setting.operation != "remove":
        return "Replaced where it is there already."
    return ""
