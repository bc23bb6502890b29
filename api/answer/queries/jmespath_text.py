"""Writes names and texts as JMESPath has them."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def identifier(name: str) -> str:
    """A member's name, in double quotes where it needs them."""
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def literal(text: str) -> str:
    """A text to compare with."""
    if "\\" in text:  # between single quotes it would stand for itself before all but a quote
        return "`" + json.dumps(text, ensure_ascii=False).replace("`", "\\`") + "`"
    return "'" + text.replace("'", "\\'") + "'"
