"""Which place an item of an answer comes from: an answer of several regions holds those of all."""

from __future__ import annotations

from api.answer.document import Document
from api.answer.index import NodeKind
from api.exchange.exchange import Exchange
from api.exchange.merged import ORIGIN
from api.model import Place


def origin(exchange: Exchange, document: Document | None, node: int | None) -> Place:
    """The place of the item that a node belongs to; of an answer of one place, that one.

    Where it cannot be told it is a place without a region.
    """
    merged = exchange.merged
    if merged is None or merged.kind != "regions" or document is None or node is None or node < 0:
        return exchange.place
    places = {part.label: part.place for part in merged.parts}
    return places.get(_label(document, node), exchange.place)


def _label(document: Document, node: int) -> str:
    for each in document.lineage(node):
        if document.kind(each) is NodeKind.OBJECT and document.child_count(each):
            first = document.child(each, 0)  # what was put there comes first, whatever else has its name
            if document.key(first) == ORIGIN:
                return document.text(first)
    return ""
