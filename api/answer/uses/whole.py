"""Finds the resource that a place in an answer belongs to: the object itself, with all that the answer says of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.uses.mentions import fits
from api.answer.veil import Veil
from api.model import Mention

LARGEST = 256 << 10
"""Bytes of a resource; what is larger is not read on the way to a menu."""
_DEEPEST = 64


def whole_at(
    document: Document, veil: Veil, mentions: Sequence[Mention], kind: str, node: int
) -> dict[str, Any] | None:
    """The resource of a kind that the node is or stands in; None for none, and where a part of it is veiled."""
    line = [ROOT, *document.lineage(node)]
    if len(document) == 0 or len(line) > _DEEPEST:
        return None
    steps = [document.step_text(each) for each in line[1:]]
    places = [m for m in mentions if m.whole and m.resource.kind == kind]
    for depth, each in reversed(list(enumerate(line))):
        if any(fits(m.place, steps[:depth], m.besides) for m in places):
            return _read(document, veil, each)
    return None


def _read(document: Document, veil: Veil, node: int) -> dict[str, Any] | None:
    start, end = document.span(node)
    if document.kind(node) is not NodeKind.OBJECT or end - start > LARGEST:
        return None
    if any(veil.hides(child) for child in document.children(node)):
        return None
    try:
        found = json.loads(document.source(node))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
