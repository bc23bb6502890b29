"""What stands in one row of the tree: pieces of text, each with the colour role it is painted in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.outline import Outline
from api.answer.plain import one_line
from api.answer.sizes import SIZE_NAMES, counted, size
from api.answer.summary import describe, state_meaning, state_tone
from api.answer.times import age, moment
from api.answer.veil import DOTS, Veil

LONGEST = 300
"""Bytes of a value that a row shows; the whole stands in the value pane."""
_LONGEST_KEY = 120
_LONGEST_READ = 42
_KINDS = {
    NodeKind.OBJECT: "object",
    NodeKind.ARRAY: "list",
    NodeKind.STRING: "text",
    NodeKind.NUMBER: "number",
    NodeKind.BOOLEAN: "true or false",
    NodeKind.NULL: "null",
}
_ROLES = {
    NodeKind.STRING: "json_string",
    NodeKind.NUMBER: "json_number",
    NodeKind.BOOLEAN: "json_keyword",
    NodeKind.NULL: "json_keyword",
}


class Piece(NamedTuple):
    """Text and the name of its colour in the theme."""

    text: str
    role: str


def row_pieces(outline: Outline, veil: Veil, row: int) -> tuple[Piece, ...]:
    """The pieces of a row, from left to right."""
    document = outline.document
    if (held := outline.range(row)) is not None:
        return (Piece(f"[{held.start:,} … {held.stop - 1:,}]", "dim"),)
    node = row // 2
    if document.parent(node) is None:
        return _value(document, veil, node)
    key = one_line(document.step_text(node), _LONGEST_KEY)
    return (Piece(key, "json_key"), Piece(": ", "dim"), *_value(document, veil, node))


def _value(document: Document, veil: Veil, node: int) -> tuple[Piece, ...]:
    if veil.hides(node):
        return (Piece(DOTS, "dim"), Piece("   hidden, Enter shows it", "dim"))
    if document.is_container(node):
        return _container(document, node)
    scalar = Piece(scalar_text(document, node), _ROLES[document.kind(node)])
    said = _reading(document, node)
    return (scalar, Piece(f"   {said}", "dim")) if said else (scalar,)


def _reading(document: Document, node: int) -> str:
    """How people would say the value: bytes as MiB, times as their age; "" for others."""
    start, end = document.span(node)
    if end - start > _LONGEST_READ:
        return ""
    kind, text = document.kind(node), document.text(node)
    if kind is NodeKind.NUMBER and text.isdigit() and document.key(node) in SIZE_NAMES:
        return size(int(text)) if len(text) > 3 else ""
    if kind is NodeKind.STRING and (then := moment(text)):
        return age(then, datetime.now(UTC))
    return ""


def _container(document: Document, node: int) -> tuple[Piece, ...]:
    count = document.child_count(node)
    if document.kind(node) is NodeKind.ARRAY:
        return Piece("[ ]", "dim"), Piece(f"  {counted(count, 'items')}", "dim")
    name, state = describe(document, node) if document.key(node) is None else ("", "")
    if name or state:
        return Piece("{ } ", "dim"), Piece(name, "text"), *_state(state, after=bool(name))
    return Piece("{ }", "dim"), Piece(f"  {counted(count, 'members')}", "dim")


def _state(state: str, *, after: bool) -> tuple[Piece, ...]:
    if not state:
        return ()
    meaning = state_meaning(state)
    return (
        Piece(" · " if after else "", "dim"),
        Piece(state, state_tone(state) or "text"),
        Piece(f" – {meaning}" if meaning else "", "dim"),
    )


def scalar_text(document: Document, node: int) -> str:
    """A scalar as JSON shows it, on one line, cut when it is long."""
    start, end = document.span(node)
    text = one_line(document.text(node, LONGEST))
    more = "…" if end - start > LONGEST + 2 else ""
    return f'"{text}{more}"' if document.kind(node) is NodeKind.STRING else text + more


def spoken(outline: Outline, veil: Veil, row: int) -> str:
    """A row for a screen reader: path, kind and value."""
    document, node = outline.document, outline.node(row)
    if node is None:
        return "".join(piece.text for piece in row_pieces(outline, veil, row))
    path = document.path(node) if len(document.lineage(node)) < 20 else document.step_text(node)
    kind = _KINDS[document.kind(node)]
    value = "".join(piece.text for piece in _value(document, veil, node))
    return f"{path}, {kind}, {value}"
