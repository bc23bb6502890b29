"""Finds text in the names and values of a document."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from api.answer.document import Document
from api.answer.veil import Veil

_CHECK_EVERY = 1024


def find_text(
    document: Document, veil: Veil, wanted: str, check: Callable[[], None] = lambda: None
) -> Sequence[int]:
    """The nodes whose name or own text holds ``wanted``, whatever the case, in the document's order.

    Hidden values are not looked into. ``check`` is called now and then and may raise to stop.
    """
    needle, found = wanted.casefold(), array("Q")
    if not needle:
        return found
    for node in range(len(document)):
        if node % _CHECK_EVERY == 0:
            check()
        if needle in (document.key(node) or "").casefold() or _in_value(document, veil, node, needle):
            found.append(node)
    return found


def _in_value(document: Document, veil: Veil, node: int, needle: str) -> bool:
    return needle in document.text(node).casefold() and not veil.hides(node)
