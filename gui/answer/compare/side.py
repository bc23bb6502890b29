"""One of two answers that are compared, and how to tell it from the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.answer.answer import Answer
from api.answer.plain import one_line
from api.model import Place


@dataclass(frozen=True, slots=True)
class CompareSide:
    """An answer that holds JSON, with its labels: the call's title, its status, whose cloud it was, when it was sent.

    ``place`` tells accounts and regions apart; ``same`` is equal for answers to the same request.
    """

    answer: Answer
    title: str
    status: str = ""
    who: str = ""
    sent: datetime | None = None
    place: Place | None = None
    same: object = None

    @property
    def when(self) -> str:
        """When it was sent, on the person's own clock; with its date if that is not today's."""
        if self.sent is None:
            return ""
        local = self.sent.astimezone()
        today = datetime.now().astimezone().date() == local.date()
        return local.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M:%S")

    @property
    def spoken(self) -> str:
        """All of it on one line."""
        parts = (self.title, self.status, self.who, self.when)
        return ", ".join(one_line(part, 200) for part in parts if part)


def apart(left: CompareSide, right: CompareSide) -> str:
    """What is not the same of the two clouds that were asked: ``different regions: DFW, IAD``; "" if nothing is."""
    ours, theirs = left.place, right.place
    if ours is None or theirs is None:
        return "" if left.who == right.who else "different clouds"
    if ours.profile != theirs.profile:
        return "different profiles"
    found = []
    for word, one, other in (
        ("accounts", ours.account, theirs.account),
        ("regions", ours.region, theirs.region),
    ):
        if one != other:
            found.append(
                f"different {word}: {one_line(one or 'none', 60)} and {one_line(other or 'none', 60)}"
            )
    return "; ".join(found)


def brief(left: CompareSide, right: CompareSide) -> tuple[str, str]:
    """The shortest words that tell the two apart: regions, accounts, calls or times."""
    for ours, theirs in (
        (left.place and left.place.region, right.place and right.place.region),
        (left.place and left.place.account, right.place and right.place.account),
        (left.title, right.title),
        (left.when, right.when),
    ):
        if ours and theirs and ours != theirs:
            return one_line(ours, 60), one_line(theirs, 60)
    return "Left", "Right"
