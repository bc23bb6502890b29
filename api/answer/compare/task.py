"""Compares two answers; runs in the child process."""

from __future__ import annotations

from typing import cast

from api.answer.compare.difference import compare
from api.answer.compare.pairing import Side
from api.answer.document import Document
from api.wire.response import Content


def compared(contents: list[memoryview], hidden: list[list[int]]) -> bytes:
    """What differs, as JSON; ``hidden`` are the hidden nodes of each side."""
    left, right = (
        Side(Document(Content(cast("bytes", content))), frozenset(nodes))
        for content, nodes in zip(contents, hidden, strict=True)
    )
    return compare(left, right).to_json()
