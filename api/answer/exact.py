"""What a JSON value is, however it is written: ``1.0`` is 1, ``"\\u0061"`` is ``"a"``; nothing is rounded."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable

from api.answer.document import Document
from api.answer.index import NodeKind

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_LONGEST_EXPONENT = 1000
"""Digits; Python refuses to read numbers of more than 4,300."""


def scalar(document: Document, node: int) -> Hashable:
    """A value that equals another one's exactly when both mean the same; the node must be no container."""
    kind = document.kind(node)
    source = document.source(node)
    if kind is NodeKind.NUMBER:
        return kind, number(source.decode("ascii", "replace"))
    return kind, characters(source) if kind is NodeKind.STRING else source


def number(text: str) -> Hashable:
    """The sign, the digits without zeros around them, and the power of ten; the text itself for NaN and alike."""
    match = _NUMBER.fullmatch(text)
    if match is None or len(match[4] or "") > _LONGEST_EXPONENT:
        return text
    sign, whole, fraction, exponent = match.groups(default="")
    digits = (whole + fraction).lstrip("0")
    stripped = digits.rstrip("0")
    if not stripped:
        return "", "", 0
    return sign, stripped, int(exponent or "0") - len(fraction) + len(digits) - len(stripped)


def characters(source: bytes) -> str | bytes:
    """A string's characters; a wrong byte stays apart from every other one, and so do escapes that mean nothing."""
    if b"\\" not in source:
        return source.decode("utf-8", "surrogateescape")[1:-1]
    try:
        found: str = json.loads(source.decode("utf-8", "surrogateescape"), strict=False)
    except ValueError:
        return source
    return found
