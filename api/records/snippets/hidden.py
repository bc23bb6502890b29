"""Secrets that a request holds beside its slots: what was typed into an address or a free body, or is dots by now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from api.records.redacting import redact_request
from api.wire.redaction import DOTS
from api.wire.request import Encoding, Request, RequestBody, Slot, Template

_WHOLE_TEXT = f'"{DOTS}"'
_PLACES = re.compile(f"({_WHOLE_TEXT}|{DOTS})")


def with_slots_for_all(request: Request) -> Request:
    """The request with a slot for each of them, so that no snippet tells one and each runs once it is given them."""
    clean = redact_request(request)
    numbers = count(1)
    return replace(
        clean,
        url=_slotted(clean.url, numbers),
        headers=tuple((name, _slotted(value, numbers)) for name, value in clean.headers),
        body=_body(request.body, clean.body, numbers),
    )


def _body(before: RequestBody, clean: RequestBody, numbers: Iterator[int]) -> RequestBody:
    if isinstance(
        clean, bytes
    ):  # bytes that are no text are as they were: nobody reads a secret out of them
        return (
            _slotted(Template.of(clean.decode(errors="replace")), numbers)
            if DOTS.encode() in clean
            else before
        )
    return _slotted(clean, numbers) if isinstance(clean, Template) else before


def _slotted(template: Template, numbers: Iterator[int]) -> Template:
    parts: list[str | Slot] = []
    for part in template.parts:
        if isinstance(part, Slot):
            parts.append(part)
        else:
            parts += [_slot(piece, numbers) for piece in _PLACES.split(part) if piece]
    return Template(tuple(parts))


def _slot(piece: str, numbers: Iterator[int]) -> str | Slot:
    if piece == _WHOLE_TEXT:
        return Slot(f"hidden:{next(numbers)}", "SECRET", Encoding.JSON)
    return Slot(f"hidden:{next(numbers)}", "SECRET") if piece == DOTS else piece
