"""What stands in one row of the tree: pieces of text, each with the colour role it is painted in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.outline import Outline
from api.answer.plain import one_line
from api.answer.sizes import SIZE_NAMES, counted, size
from api.answer.summary import describe, state_meaning, state_tone
from api.answer.times import age, local, moment
from api.answer.veil import DOTS, Veil

LONGEST = 300
"""Bytes of a value that a row shows; the whole stands in the value pane."""
_LONGEST_KEY = 120
_KEY_BYTES = 3000
"""What is read of a name: more than a row shows, however it is written."""
_MOST_COMPARED = 50_000
"""Members: whether a name occurs twice among more of them takes longer than a row may take."""
_LONGEST_READ = 42
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{32}")
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


Spans = Callable[[str], list[tuple[int, int]]]
"""Where what is looked for stands in a text."""


class Piece(NamedTuple):
    """Text and the name of its colour in the theme; ``ground`` is what it is marked with ("" for nothing)."""

    text: str
    role: str
    ground: str = ""


_DOUBLE = (Piece("  · duplicate name", "dim"),)


class Marks(NamedTuple):
    """Where the found text stands in names and in values, and the colour role that marks it."""

    names: Spans | None
    values: Spans | None
    ground: str


NO_MARKS = Marks(None, None, "")


def row_pieces(outline: Outline, veil: Veil, row: int, marks: Marks = NO_MARKS) -> tuple[Piece, ...]:
    """The pieces of a row, from left to right."""
    document = outline.document
    if (held := outline.range(row)) is not None:
        return (Piece(f"[{held.start:,} … {held.stop - 1:,}]", "dim"),)
    node = row // 2
    value = _value(document, veil, node, marks)
    parent = document.parent(node)
    if parent is None:
        return value
    name = document.key(node, _KEY_BYTES)
    if name is None:
        return (Piece(str(document.position(node)), "json_key"), Piece(": ", "dim"), *value)
    key = _marked(name, "json_key", marks.names, marks.ground, _LONGEST_KEY)
    compared = document.child_count(parent) <= _MOST_COMPARED
    double = _DOUBLE if compared and len(document.members(parent, name)) > 1 else ()
    return (*key, Piece(": ", "dim"), *value, *double)


def _marked(text: str, role: str, spans: Spans | None, ground: str, limit: int) -> tuple[Piece, ...]:
    """The text in pieces, those that were looked for with their ground; cut with an ellipsis at the limit."""
    pieces, at, shown = [], 0, text[:limit]
    for start, end in spans(text[: 2 * limit]) if spans else ():
        if start < limit:
            pieces += [
                Piece(one_line(shown[at:start]), role),
                Piece(one_line(shown[start:end]), role, ground),
            ]
            at = end
    pieces.append(Piece(one_line(shown[at:]) + ("…" if len(text) > limit else ""), role))
    return tuple(piece for piece in pieces if piece.text)


def _value(document: Document, veil: Veil, node: int, marks: Marks = NO_MARKS) -> tuple[Piece, ...]:
    if veil.hides(node):
        return (Piece(DOTS, "dim"), Piece("   hidden, Enter shows it", "dim"))
    if document.is_container(node):
        return _container(document, veil, node)
    said = reading(document, node)
    scalar = _scalar(document, node, marks)
    return (*scalar, Piece(f"  · {said}", "dim")) if said else scalar


def _scalar(document: Document, node: int, marks: Marks) -> tuple[Piece, ...]:
    """A scalar as JSON shows it, on one line, cut when it is long."""
    kind, (start, end) = document.kind(node), document.span(node)
    text = document.text(node, LONGEST)
    is_text = kind is NodeKind.STRING
    role = "json_id" if is_text and _ID.fullmatch(text) else _ROLES[kind]
    pieces = _marked(text, role, marks.values, marks.ground, LONGEST)
    more = "…" if end - start > LONGEST + 2 else ""
    quote = (Piece('"', role),) if is_text else ()
    return (*quote, *pieces, *((Piece(more, role),) if more else ()), *quote)


def reading(document: Document, node: int) -> str:
    """How people would say the value: bytes as MiB, times on their own clock with the age; "" for others."""
    start, end = document.span(node)
    if end - start > _LONGEST_READ:
        return ""
    kind, text = document.kind(node), document.text(node)
    if kind is NodeKind.NUMBER and text.isdigit() and document.key(node, _LONGEST_KEY) in SIZE_NAMES:
        return size(int(text)) if len(text) > 3 else ""
    if kind is NodeKind.STRING and (then := moment(text)):
        return f"{local(then)}, {age(then, datetime.now(UTC))}"
    return ""


def _container(document: Document, veil: Veil, node: int) -> tuple[Piece, ...]:
    count = document.child_count(node)
    if document.kind(node) is NodeKind.ARRAY:
        return Piece("[ ]", "dim"), Piece(f"  {counted(count, 'items')}", "dim")
    name, state = describe(document, node, veil.hides) if document.key(node, 0) is None else ("", "")
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


def spoken(outline: Outline, veil: Veil, row: int) -> str:
    """A row for a screen reader: path, kind and value."""
    document, node = outline.document, outline.node(row)
    if node is None:
        return "".join(piece.text for piece in row_pieces(outline, veil, row))
    path = document.path(node) if len(document.lineage(node)) < 20 else document.step_text(node)
    kind = _KINDS[document.kind(node)]
    value = "".join(piece.text for piece in _value(document, veil, node))
    return f"{path}, {kind}, {value}"
