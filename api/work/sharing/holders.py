"""Who has what: every image that one shares, with those it is shared with."""

from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from api.answer.sizes import counted
from api.errors import NotOffered, PitchforkError, SignInFailed
from api.model import Key, Place
from api.running import Progress, WorkerPool
from api.work.answers import value
from api.work.pages.records import records
from api.work.patience import send_patiently
from api.work.plan import Outcome
from api.work.sharing.calls import SharingCalls
from api.work.work import Tone

if TYPE_CHECKING:
    from api.work.work import Work

_AT_ONCE = 4
_NO_LIST = frozenset({403, 404})
"""What the service answers for an image that has no members, or is gone since it was listed."""

Members = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class LookForHolders:
    """Reads who has the account's own images. Its outcome's value is a list of rows.

    A row has ``image_id``, ``image_name``, ``visibility``, ``member_id``, ``status``, ``created_at`` and
    ``updated_at``; images that nobody has are left out.
    """

    place: Place
    calls: SharingCalls
    kind: str = "holders"
    unit: str = "images"
    title: str = "Look who has which image"

    def carry_out(self, work: Work) -> Outcome:
        """Read the own images, then the members of each. Raises PitchforkError, Cancelled."""
        if not self.place.account:
            raise NotOffered(f"Without a {self.calls.who} nothing is yours.", "Sign in to one.")
        images = {str(image["id"]): image for image in self._own(work)}
        rows: list[dict[str, Any]] = []
        missing = 0
        for image_id, members in members_of(work, self.calls.members, images):
            if isinstance(members, PitchforkError):
                missing += 1
                work.note(f"{images[image_id].get('name') or image_id}: {members}", Tone.BAD)
            else:
                rows += [_row(images[image_id], member) for member in members]
        rows.sort(key=lambda row: (row["image_name"], row["image_id"], row["member_id"]))
        shared = len({row["image_id"] for row in rows})
        others = len({row["member_id"] for row in rows})
        sentence = f"{counted(shared, 'images')} shared with {counted(others, self.calls.who + 's')}."
        if missing:
            sentence += f" {counted(missing, 'images')} could not be asked about."
        return Outcome(sentence, rows, whole=not missing)

    def _own(self, work: Work) -> Iterator[Mapping[str, Any]]:
        call = work.catalogue.call(self.calls.list)
        keys = {parameter.name: parameter.key for parameter in call.parameters}
        values: dict[Key, Any] = {keys["owner"]: self.place.account}
        values[keys["visibility"]] = self.calls.opened
        return (
            image
            for image in records(work, call, values, self.place)
            if image.get("owner") == self.place.account
        )


def members_of(
    work: Work, call_id: str, image_ids: Iterable[str]
) -> Iterator[tuple[str, Members | PitchforkError]]:
    """Who has each image, several asked at once, as the answers come. Raises Cancelled and sign-in errors."""
    answers: queue.SimpleQueue[tuple[str, Members | BaseException]] = queue.SimpleQueue()
    pool = WorkerPool(_AT_ONCE, "members")
    wanted = list(image_ids)
    for image_id in wanted:
        pool.submit(partial(_ask, work, call_id, image_id, answers))
    try:
        for done in range(len(wanted)):
            work.report(Progress("asking who has them", done, len(wanted)))
            image_id, result = answers.get()
            work.check()
            if isinstance(result, SignInFailed) or not isinstance(result, list | PitchforkError):
                raise result  # the next one would meet it, too
            yield image_id, result
    finally:
        pool.close()


def _ask(
    work: Work,
    call_id: str,
    image_id: str,
    answers: queue.SimpleQueue[tuple[str, Members | BaseException]],
) -> None:
    try:
        request, secrets = work.draft(call_id, {"image_id": image_id})
        exchange = send_patiently(work, request, secrets, keep=False)
        found = [] if exchange.status in _NO_LIST else value(exchange).get("members") or []
        answers.put((image_id, [each for each in found if isinstance(each, dict)]))
    except BaseException as error:  # noqa: BLE001 - the one who waits for it raises it
        answers.put((image_id, error))


def _row(image: Mapping[str, Any], member: Mapping[str, Any]) -> dict[str, Any]:
    row = {"image_id": image["id"], "image_name": str(image.get("name") or "")}
    row["visibility"] = image.get("visibility")
    return row | {
        name: str(member.get(name) or "") for name in ("member_id", "status", "created_at", "updated_at")
    }
