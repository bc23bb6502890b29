"""What a JSON value is, however it is written: ``1.0`` is 1, ``"\\u0061"`` is ``"a"``; nothing is rounded."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable

from api.answer.document import Document

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_WORDS = frozenset({b"true", b"false", b"null"})
_SHORT = 18
"""Digits of numbers that are told as such."""
_LONGEST_EXPONENT = 1000
"""Digits; Python refuses to read numbers of more than 4,300."""


def scalar(document: Document, node: int) -> Hashable:
    """A value that equals another one's exactly when both mean the same; the node must be no container."""
    source = document.source(node)
    if source[:1] == b'"':
        return characters(source)
    if len(source) <= _SHORT and source.isdigit():
        return int(source)
    return source if source in _WORDS else number(source.decode("ascii", "replace"))


def number(text: str) -> Hashable:
    """A short whole number, else the sign, the digits without zeros around them, and the power of ten.

    What is no number of JSON (NaN and alike) is its own text.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or len(match[4] or "") > _LONGEST_EXPONENT:
        return (text,)
    sign, whole, fraction, exponent = match.groups(default="")
    digits = (whole + fraction).lstrip("0")
    stripped = digits.rstrip("0")
    power = int(exponent or "0") - len(fraction) + len(digits) - len(stripped) if stripped else 0
    if power >= 0 and len(stripped) + power <= _SHORT:
        return int(f"{sign}{stripped or 0}{'0' * power}")
    return sign, stripped, power


def characters(source: bytes) -> str | bytes:
    """A string's characters; a wrong byte stays apart from every other one, and so do escapes that mean nothing."""
    if b"\\" not in source:
        return source.decode("utf-8", "surrogateescape")[1:-1]
    try:
        found: str = json.loads(source.decode("utf-8", "surrogateescape"), strict=False)
    except ValueError:
        return source
    return found
