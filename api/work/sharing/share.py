"""The plan that shares an image with one or several accounts or projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.answer.plain import middle, one_line
from api.answer.sizes import counted
from api.errors import BadInput, Fault, NoAnswer, PitchforkError
from api.exchange.exchange import Exchange
from api.model import Place
from api.running import Progress
from api.work.answers import good, refusal, value
from api.work.patience import send_patiently
from api.work.plan import Outcome
from api.work.sharing.accounts import fault_of
from api.work.sharing.calls import SharingCalls, needs_opening, obstacle
from api.work.sharing.invitation import invitation
from api.work.work import Tone

if TYPE_CHECKING:
    from api.work.work import Work


KIND = "share"


@dataclass(frozen=True, slots=True)
class Share:
    """Shares the image with each of ``others``. Make it with plan_share().

    ``opening`` is the person's consent to the step that makes a private image one that can have members. Its
    outcome's value is ``{"members": [{"member", "result", "sentence"}], "message": text for the other side}``.
    """

    image_id: str
    name: str
    others: tuple[str, ...]
    place: Place
    calls: SharingCalls
    opening: bool = False
    kind: str = KIND

    @property
    def title(self) -> str:
        """What the person reads."""
        whom = self.others[0] if len(self.others) == 1 else counted(len(self.others), self.unit)
        return f"Share {middle(one_line(self.name or self.image_id), 60)} with {whom}"

    @property
    def unit(self) -> str:
        """What it counts."""
        return f"{self.calls.who}s"

    def carry_out(self, work: Work) -> Outcome:
        """Look, open it if that was agreed to, and add each. Raises PitchforkError before the first was added."""
        image = value(work.ask(self.calls.show, {"image_id": self.image_id}))
        self._open(work, image)
        members = self._members(work)
        results = []
        for done, other in enumerate(self.others):
            work.report(Progress("sharing", done, len(self.others)))
            results.append(self._add(work, other, members))
        work.report(Progress("sharing", len(results), len(results)))
        return self._outcome(work, results)

    def _open(self, work: Work, image: Mapping[str, Any]) -> None:
        if sentence := obstacle(image, self.place, self.calls):
            raise PitchforkError(sentence, "Nothing was changed.")
        if not needs_opening(image, self.calls):
            return
        if not self.opening:
            raise PitchforkError(
                f"It is {self.calls.closed}, and only {self.calls.opened} images can have members.",
                "Agree to change its visibility first. Nothing was changed.",
            )
        change = {"image_id": self.image_id, "property": "visibility", "value": self.calls.opened}
        good(work.ask(self.calls.replace, change))
        work.note(f"Its visibility is {self.calls.opened} now; it was {self.calls.closed}.")

    def _members(self, work: Work) -> dict[str, str]:
        """Who has it already, and what they answered."""
        exchange = work.ask(self.calls.members, {"image_id": self.image_id})
        found = value(exchange).get("members") or ()
        return {str(each.get("member_id")): str(each.get("status")) for each in found}

    def _add(self, work: Work, other: str, members: Mapping[str, str]) -> dict[str, str]:
        if other in members:
            return self._told(work, other, "already", f"has it already ({members[other]})")
        request, secrets = work.draft(self.calls.create, {"image_id": self.image_id, "member": other})
        try:
            exchange = send_patiently(work, request, secrets)
        except NoAnswer as error:
            return self._told(
                work, other, "unknown", f"{error} It may have been shared all the same: look."
            )
        return self._judged(work, other, exchange)

    def _judged(self, work: Work, other: str, exchange: Exchange) -> dict[str, str]:
        if exchange.error is not None:
            return self._told(
                work, other, "unknown", f"{exchange.error} It may have been shared all the same: look."
            )
        if 200 <= (exchange.status or 0) < 300:
            return self._told(work, other, "shared", "can use it now")
        if exchange.status == HTTPStatus.CONFLICT:
            return self._told(work, other, "already", "has it already")
        return self._told(work, other, "refused", refusal(exchange))

    def _told(self, work: Work, other: str, result: str, sentence: str) -> dict[str, str]:
        tone = {"shared": Tone.GOOD, "already": Tone.PLAIN}.get(result, Tone.BAD)
        work.note(f"{self.calls.who.capitalize()} {one_line(other)}: {sentence}", tone)
        return {"member": other, "result": result, "sentence": sentence}

    def _outcome(self, work: Work, results: list[dict[str, str]]) -> Outcome:
        having = [each["member"] for each in results if each["result"] in ("shared", "already")]
        lacking = [each["member"] for each in results if each["member"] not in having]
        exchange = work.ask(self.calls.members, {"image_id": self.image_id})
        sentences = []
        if having:
            where = f"in {self.place.region} only" if self.place.region else "in this cloud"
            told = f"{', '.join(having)} can use it at once, even before accepting, {where}."
            sentences.append(told)
        if lacking:
            sentences.append(f"Not shared with {', '.join(lacking)}.")
        message = invitation(self.image_id, self.name, having, self.place, self.calls) if having else ""
        table = {"members": results, "message": message}
        return Outcome(" ".join(sentences), table, exchange, whole=not lacking)


def plan_share(
    image: Mapping[str, Any],
    others: tuple[str, ...],
    place: Place,
    calls: SharingCalls,
    *,
    opening: bool = False,
) -> Share:
    """The plan for an image as the service describes it. Raises BadInput for ids that nobody can have."""
    wanted = tuple(dict.fromkeys(other.strip() for other in others))
    faults = [fault_of(other, place, calls) for other in wanted or ("",)]
    if any(faults):
        raise BadInput([Fault(None, fault) for fault in faults if fault])
    return Share(str(image["id"]), str(image.get("name") or ""), wanted, place, calls, opening)
