"""Writes a document, or a part of it, one member a line: names, numbers and escapes stay as received."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.veil import DOTS, Veil

INDENT = "  "
DEEPEST_INDENT = 40
"""Levels below are not indented further: 10,000 of them would make 40 KB of text 200 MB."""
BRACKETS = {NodeKind.OBJECT: ("{", "}"), NodeKind.ARRAY: ("[", "]")}
_CHECK_EVERY = 256


def pretty_rows(
    document: Document, node: int, veil: Veil | None = None, check: Callable[[], None] = lambda: None
) -> Iterator[tuple[int | None, str]]:
    """The lines of a node's JSON text without line ends, each with the node that begins in it.

    Lines that close an object or array have None. Hidden values are dots. ``check`` may raise to stop.
    """
    stack: list[tuple[int, int, bool]] = [(node, 0, False)]
    steps = 0
    while stack:
        each, level, closing = stack.pop()
        steps += 1
        if steps % _CHECK_EVERY == 0:
            check()
        indent = INDENT * min(level, DEEPEST_INDENT)
        comma = "" if each == node or is_last(document, each) else ","
        if closing:
            yield None, f"{indent}{BRACKETS[document.kind(each)][1]}{comma}"
            continue
        name = _name(document, each) if each != node else ""
        if document.child_count(each) and not (veil and veil.hides(each)):
            yield each, f"{indent}{name}{BRACKETS[document.kind(each)][0]}"
            stack.append((each, level, True))
            stack += [(child, level + 1, False) for child in reversed(document.children(each))]
        else:
            yield each, f"{indent}{name}{_scalar(document, each, veil)}{comma}"


def pretty_pieces(
    document: Document, node: int, veil: Veil | None = None, check: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """A node's JSON text over several lines, in pieces of some hundred lines."""
    lines, end = (line for _node, line in pretty_rows(document, node, veil, check)), ""
    while piece := list(islice(lines, _CHECK_EVERY)):
        yield end + "\n".join(piece)
        end = "\n"


def pretty(
    document: Document, node: int, veil: Veil | None = None, check: Callable[[], None] = lambda: None
) -> str:
    """A node's JSON text over several lines."""
    return "".join(pretty_pieces(document, node, veil, check))


def is_last(document: Document, node: int) -> bool:
    """Whether no other member or item follows the node."""
    parent = document.parent(node)
    return parent is None or document.position(node) == document.child_count(parent) - 1


def _name(document: Document, node: int) -> str:
    source = document.key_source(node)
    return f"{source}: " if source else ""


def _scalar(document: Document, node: int, veil: Veil | None) -> str:
    if veil and veil.hides(node):
        return f'"{DOTS}"'
    if document.is_container(node):
        return "".join(BRACKETS[document.kind(node)])
    return document.source(node).decode("utf-8", "replace")
