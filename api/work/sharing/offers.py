"""The other side of sharing: what others offer, and answering it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.answer.plain import middle, one_line
from api.answer.sizes import counted
from api.errors import BadInput, Fault, NoAnswer, NotOffered
from api.model import Key, Place
from api.running import Progress
from api.work.answers import refusal
from api.work.pages.records import records
from api.work.patience import send_patiently
from api.work.plan import Outcome
from api.work.sharing.calls import SharingCalls
from api.work.work import Tone

if TYPE_CHECKING:
    from api.work.work import Work

PENDING = "pending"
ANSWERS = {"accepted": "Accept", "rejected": "Reject", "pending": "Put off"}
"""What can be answered, and the word for doing so."""


@dataclass(frozen=True, slots=True)
class LookForOffers:
    """Lists the images that others share with the place's account. Its outcome's value is a list of images.

    ``status`` is what was answered so far: "pending", "accepted", "rejected", or "all".
    """

    place: Place
    calls: SharingCalls
    status: str = PENDING
    kind: str = "offers"
    unit: str = "images"
    title: str = "Look for images that others share"

    def carry_out(self, work: Work) -> Outcome:
        """Read the whole list. Raises PitchforkError, Cancelled."""
        if not self.place.account:
            raise NotOffered(
                f"Without a {self.calls.who} nothing can be shared with you.", "Sign in to one."
            )
        call = work.catalogue.call(self.calls.list)
        keys = {parameter.name: parameter.key for parameter in call.parameters}
        values: dict[Key, Any] = {keys["visibility"]: "shared", keys["member_status"]: self.status}
        found = [
            image
            for image in records(work, call, values, self.place)
            if image.get("owner") != self.place.account
        ]
        one = len(found) == 1
        waiting = "waits for an answer" if one else "wait for an answer"
        words = waiting if self.status == PENDING else f"{'is' if one else 'are'} {self.status}"
        return Outcome(f"{counted(len(found), 'images')} {words}.", found)


@dataclass(frozen=True, slots=True)
class AnswerOffers:
    """Accepts, rejects or puts off images: ``images`` are pairs of id and name. Make it with plan_answer()."""

    images: tuple[tuple[str, str], ...]
    status: str
    place: Place
    calls: SharingCalls
    kind: str = "answer-offers"
    unit: str = "images"

    @property
    def title(self) -> str:
        """What the person reads."""
        image_id, name = self.images[0]
        one = middle(one_line(name or image_id), 60)
        return f"{ANSWERS[self.status]} {one if len(self.images) == 1 else counted(len(self.images), 'images')}"

    def carry_out(self, work: Work) -> Outcome:
        """Answer each; one that is refused does not hold the others. Raises Cancelled between two."""
        results = []
        for done, (image_id, name) in enumerate(self.images):
            work.report(Progress("answering", done, len(self.images)))
            trouble = self._answer(work, image_id)
            work.note(
                f"{middle(one_line(name or image_id), 80)}: {trouble or self.status}",
                Tone.BAD if trouble else Tone.GOOD,
            )
            results.append(
                {"id": image_id, "name": name, "result": trouble or self.status, "done": not trouble}
            )
        work.report(Progress("answering", len(results), len(results)))
        failed = sum(1 for each in results if not each["done"])
        sentence = f"{counted(len(results) - failed, 'images')} {self.status}."
        if failed:
            sentence += f" {counted(failed, 'images')} could not be answered."
        return Outcome(sentence, results, work.exchanges[-1], whole=not failed)

    def _answer(self, work: Work, image_id: str) -> str:
        given = {"image_id": image_id, "member_id": self.place.account, "status": self.status}
        request, secrets = work.draft(self.calls.answer, given)
        try:
            exchange = send_patiently(work, request, secrets)
        except NoAnswer as error:
            return str(error)
        if exchange.error is not None:
            return str(exchange.error)
        return "" if 200 <= (exchange.status or 0) < 300 else refusal(exchange)


def plan_answer(
    images: Iterable[Mapping[str, Any]], status: str, place: Place, calls: SharingCalls
) -> AnswerOffers:
    """The plan that answers for these images. Raises BadInput for none, and for one's own."""
    chosen = tuple((str(each["id"]), str(each.get("name") or "")) for each in images)
    if not chosen:
        raise BadInput([Fault(None, "No image is chosen.")])
    if status not in ANSWERS:
        raise BadInput([Fault(None, f"The answer is one of {', '.join(ANSWERS)}.")])
    return AnswerOffers(chosen, status, place, calls)
