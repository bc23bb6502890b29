"""Whether a kept request can be sent again, exactly as it was; and as what."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from api.errors import PitchforkError, SecretsNeeded
from api.records.history.entry import Kept
from api.wire.request import CONTENT_LENGTH, TOKEN, FileBody, Request, Slot, Template

_ORIGIN = re.compile(r"[a-z]+://[^/]+")


def missing_slots(request: Request, secrets: Collection[str] = ()) -> tuple[Slot, ...]:
    """The slots that neither the sign-in nor these secrets fill, each name once."""
    known = {TOKEN, CONTENT_LENGTH, *secrets}
    return tuple({slot.name: slot for slot in request.slots if slot.name not in known}.values())


def to_replay(kept: Kept, secrets: Collection[str] = ()) -> Request:
    """The request of a kept exchange, to be sent again.

    ``secrets`` are the names of the slots that can be filled. Raises SecretsNeeded where others are needed, and
    PitchforkError where it cannot be sent as it was.
    """
    exchange = kept.redacted.exchange
    request = exchange.request
    if exchange.merged is not None:
        raise PitchforkError(
            "This answer was put together from several calls.", "Send each of them again, or the call anew."
        )
    if not kept.exact:
        raise PitchforkError(
            "Not all of this request is kept, so that it cannot be sent exactly as it was.",
            "Open it in the dialog, and fill in what is missing: secrets, or a body that was removed.",
        )
    if isinstance(request.body, FileBody):
        _check_file(request.body)
    if missing := missing_slots(request, secrets):
        names = ", ".join(slot.name.partition(":")[2] or slot.name for slot in missing)
        raise SecretsNeeded(
            f"This request was sent with secrets, which are never kept: {names}.",
            "Give them again.",
            slots=tuple(slot.name for slot in missing),
        )
    return request


def at_home(request: Request, endpoint: str) -> Request:
    """The same request to the practice cloud, whose address is new with every start; only the address is."""
    first, *rest = request.url.parts
    new = _ORIGIN.match(endpoint)
    if not isinstance(first, str) or new is None:
        return request
    return replace(request, url=Template((_ORIGIN.sub(new[0], first, count=1), *rest)))


def _check_file(body: FileBody) -> None:
    try:
        now = FileBody.of(body.path)
    except OSError as error:
        raise PitchforkError(
            f"The file {body.path.name} that was sent cannot be read any more.",
            "Open the call in the dialog, and choose a file.",
            str(error),
        ) from None
    if now != body:
        raise PitchforkError(
            f"The file {body.path.name} has changed since it was sent. Nothing was sent.",
            "To send it as it is now, open the call in the dialog.",
        )
