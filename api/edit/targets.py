"""Which resource of an answer can be edited: the one that a place in it belongs to."""

from __future__ import annotations

from collections.abc import Callable

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.edit.undo import Target
from api.model import Call, Paging, Place


def target_at(
    document: Document, node: int, call: Call, place: Place, find: Callable[[str], Call]
) -> Target | None:
    """What edits the resource that a node belongs to, in an answer of the call; None where nothing does.

    An answer with a list holds a resource in each item, any other is a resource itself.
    """
    edit = find(call.edited_by).edit if call.edited_by and len(document) else None
    record = _record(document, node, call.paging) if edit is not None else None
    if edit is None or record is None:
        return None
    fill = [(parameter, _text(document, record, member)) for parameter, member in edit.fill]
    return Target(call.edited_by, place, tuple(fill)) if all(text for _p, text in fill) else None


def _record(document: Document, node: int, paging: Paging | None) -> int | None:
    """The object that the node is or stands in."""
    if paging is None:
        return ROOT if document.kind(ROOT) is NodeKind.OBJECT else None
    items = document.find(paging.items)
    step: int | None = node
    while step is not None and items is not None:
        above = document.parent(step)
        if above == items:
            return step if document.kind(step) is NodeKind.OBJECT else None
        step = above
    return None


def _text(document: Document, record: int, name: str) -> str:
    member = document.member(record, name)
    if member is None or document.kind(member) is not NodeKind.STRING:
        return ""
    return document.text(member)
