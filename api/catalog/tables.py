"""Reads ``x-table``: the columns that the table of a list call starts with."""

from __future__ import annotations

from api.catalog.nodes import Node, kind_of
from api.model import TableColumn
from api.table_layout import KINDS, Texts, Wording


def read_table(operation: Node) -> tuple[TableColumn, ...]:
    """The columns of a call's table; none where the document says nothing of it."""
    return tuple(_column(entry) for entry in operation.each("x-table"))


def _column(entry: Node) -> TableColumn:
    members = entry.texts("members")
    if not members:
        raise entry.error("the column names no members")
    if entry.text("kind") not in {"", *KINDS}:
        raise entry.error(f"the kind is none of: {', '.join(sorted(KINDS))}")
    return TableColumn(
        members,
        heading=entry.text("heading"),
        kind=entry.text("kind"),
        help=entry.text("description"),
        words=tuple(_wording(word) for word in entry.each("words")),
    )


def _wording(word: Node) -> Wording:
    when = word.get("when")
    tests = () if when is None else tuple((member, _expected(node)) for member, node in when.members())
    word.need("show")
    return Wording(word.text("show"), tests)


def _expected(node: Node) -> Texts | bool:
    value = node.value
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise node.error(f"has to be text, texts, true or false, not {kind_of(value)}")
