"""Where a node is, in the languages that people paste it into: JMESPath and Python."""

from __future__ import annotations

import json
import re
from contextlib import suppress

from api.answer.document import Document
from api.answer.plain import quote

DATA = "data"
"""What the answer is called in a path in Python."""
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def jmespath_of(document: Document, node: int) -> str:
    """The JMESPath expression that gives the node: ``images[0].id``, ``[2]."odd name"``; ``@`` for the whole."""
    parts = []
    for each in document.lineage(node):
        if document.key_span(each) is None:
            parts.append(f"[{document.position(each)}]")
        else:
            name = _name(document, each)
            parts.append(f".{name if _IDENTIFIER.fullmatch(name) else _quoted(name)}")
    return "".join(parts).removeprefix(".") or "@"


def python_path(document: Document, node: int) -> str:
    """The Python expression that gives the node of the loaded answer: ``data["images"][0]["id"]``."""
    steps = (
        document.position(each) if document.key_span(each) is None else _quoted(_name(document, each))
        for each in document.lineage(node)
    )
    return DATA + "".join(f"[{step}]" for step in steps)


def is_overruled(document: Document, node: int) -> bool:
    """Whether readers of JSON get another value at the node's place: a later member bears the same name.

    That of the node itself, or of something that holds it.
    """
    return any(_is_earlier(document, each) for each in document.lineage(node))


def _is_earlier(document: Document, node: int) -> bool:
    name, parent = document.key(node), document.parent(node)
    return name is not None and parent is not None and document.member(parent, name) != node


def _name(document: Document, node: int) -> str:
    """The name as JSON readers take it: half a surrogate pair is one character to them."""
    with suppress(ValueError):
        name = json.loads(document.key_source(node), strict=False)
        return str(name)
    return document.key(node) or ""


def _quoted(name: str) -> str:
    """A string literal that JSON, JMESPath and Python read alike, without anything invisible."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quote(name))
