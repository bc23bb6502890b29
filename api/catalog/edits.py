"""Reads ``x-edit`` and ``x-edited-by``: how a call edits its resource, and which call edits what was answered."""

from __future__ import annotations

from typing import Any

from api.catalog.nodes import Node
from api.catalog.schemas import read_schema
from api.model import Definitions, Edit, Remark, Schema


def read_edit(found: Node | None, product: str) -> Edit | None:
    """How a call edits; calls become complete call ids."""
    if found is None:
        return None
    record = found.get("record")
    return Edit(
        kind=found.text("kind"),
        read=_call(found, "read", product),
        fill=found.pairs("fill"),
        schema=_call(found, "schema", product),
        record=read_schema(record) if record is not None else Schema(),
        definitions=_definitions(found.get("definitions"), product),
        basic=found.texts("basic"),
        unordered=found.texts("unordered"),
        locked=_remarks(found, "locked"),
        warnings=_remarks(found, "warnings"),
    )


def read_edited_by(own: Node, operation: Node, product: str) -> str:
    """The complete id of the call that edits what a call answers with, "" is none."""
    return _call(own, "x-edited-by", product) or _call(operation, "x-edited-by", product)


def _call(node: Node, name: str, product: str) -> str:
    operation = node.text(name)
    return f"{product}.{operation}" if operation else ""


def _definitions(found: Node | None, product: str) -> Definitions | None:
    if found is None:
        return None
    return Definitions(
        listing=_call(found, "list", product),
        showing=_call(found, "show", product),
        fill=found.pairs("fill"),
        listing_values=_values(found, "list-values"),
        showing_values=_values(found, "show-values"),
    )


def _values(node: Node, name: str) -> tuple[tuple[str, Any], ...]:
    found = node.get(name)
    return () if found is None else tuple((key, child.value) for key, child in found.members())


def _remarks(node: Node, name: str) -> tuple[Remark, ...]:
    return tuple(Remark(each.texts("names"), each.text("sentence")) for each in node.each(name))
