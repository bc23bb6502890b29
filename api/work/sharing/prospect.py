"""What sharing an image would mean, before anything is sent that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.errors import Cancelled, PitchforkError
from api.exchange.reading import read_json
from api.model import Place
from api.work.answers import value
from api.work.sharing.accounts import Acquaintance, Ask, Certainty, who_is
from api.work.sharing.calls import SharingCalls, needs_opening, obstacle


@dataclass(frozen=True, slots=True)
class Prospect:
    """The image as it is (None where it was not looked at), who it would be shared with, and who has it already.

    ``trouble`` says why it cannot be shared, "" where nothing is against it; ``opening`` that its visibility would have
    to be changed first. ``members`` are answers by account.
    """

    image: Mapping[str, Any] | None = None
    trouble: str = ""
    opening: bool = False
    others: tuple[Acquaintance, ...] = ()
    members: Mapping[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether it can be shared with all of them."""
        wrong = any(each.certainty is Certainty.WRONG for each in self.others)
        return self.image is not None and not self.trouble and bool(self.others) and not wrong


def look_ahead(
    image_id: str, others: tuple[str, ...], place: Place, calls: SharingCalls, ask: Ask
) -> Prospect:
    """Look at the image, its members and the others (blocking). What cannot be read is told. Raises Cancelled."""
    known = tuple(who_is(other, place, calls, ask) for other in others)
    if not image_id:
        return Prospect(others=known)
    try:
        image = value(ask(calls.show, {"image_id": image_id}))
    except Cancelled:
        raise
    except PitchforkError as error:
        return Prospect(trouble=str(error), others=known)
    if not isinstance(image, dict):
        return Prospect(trouble="The service's answer describes no image.", others=known)
    trouble = obstacle(image, place, calls)
    opening = needs_opening(image, calls)
    members = {} if trouble or opening else _members(image_id, calls, ask)
    return Prospect(image, trouble, opening, known, members)


def _members(image_id: str, calls: SharingCalls, ask: Ask) -> dict[str, str]:
    try:
        found = read_json(ask(calls.members, {"image_id": image_id})).get("members") or ()
        return {str(each["member_id"]): str(each.get("status", "")) for each in found}
    except Cancelled:
        raise
    except (PitchforkError, AttributeError, KeyError, TypeError):
        return {}  # only words on those who have it already depend on it
