"""A request that carries a JSON Patch as a text: what it goes to, and each operation on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from api.answer.sizes import counted
from api.exchange.http_text import http_text
from api.wire.request import Request

LONGEST_LINE = 4_000
MOST_LINES = 500
_SHOWN_HEADERS = ("Content-Type",)


def patch_text(request: Request, operations: Sequence[dict[str, Any]]) -> str:
    """Request line, content type and body. The body breaks between operations and is else as it is sent."""
    head, _, _body = http_text(request).partition("\n\n")
    first, *headers = head.split("\n")
    kept = [line for line in headers if line.partition(":")[0] in _SHOWN_HEADERS]
    return "\n".join([first, *kept, "", written(operations)])


def written(operations: Sequence[dict[str, Any]]) -> str:
    """The operations as JSON, each on a line; of very long ones the beginning."""
    lines = [_line(each) for each in operations[:MOST_LINES]]
    if len(operations) > MOST_LINES:
        lines.append(f"… and {len(operations) - MOST_LINES:,} more")
    return "[" + ",\n ".join(lines) + "]"


def _line(operation: dict[str, Any]) -> str:
    text = json.dumps(operation, ensure_ascii=False)
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}… ({len(text):,} characters)"


def changes_words(number: int) -> str:
    """How many changes stand in the preview: "3 changes, exactly as they will be sent"."""
    if not number:
        return "No changes"
    return f"{counted(number, 'changes')}, exactly as {'it' if number == 1 else 'they'} will be sent"
