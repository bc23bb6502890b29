"""JSON strings to text that is safe to show, and back: nothing raises, nothing is interpreted."""

from __future__ import annotations

import json
import re

_ESCAPE = (
    r"(?s)\\(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(?P<unit>[0-9a-fA-F]{4})|(?P<other>.))"
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_UNSEEN = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
"""Both are compiled when they are first used: not before the window is painted."""
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def decode(raw: bytes) -> str:
    """The text between the quotes of a JSON string.

    Bytes that are not UTF-8 become U+FFFD; half a surrogate pair stays visible as its escape, since it is
    no character.
    """
    text = raw.decode("utf-8", "replace")
    return re.sub(_ESCAPE, _unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    if match["high"]:
        high, low = int(match["high"], 16), int(match["low"], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if match["unit"]:
        unit = int(match["unit"], 16)
        return match[0] if 0xD800 <= unit <= 0xDFFF else chr(unit)
    other = match["other"]
    return _SHORT.get(other, other if other in '"\\/' else match[0])


def one_line(text: str, limit: int = 0) -> str:
    """The text on one line, with control and direction characters visible; cut with an ellipsis at ``limit``."""
    if limit and len(text) > limit:
        text = text[:limit] + "…"
    return text if text.isprintable() else re.sub(_UNSEEN, _visible, text)


def _visible(match: re.Match[str]) -> str:
    return _NAMED.get(match[0], f"\\u{ord(match[0]):04x}")


def quote(text: str) -> str:
    """The text as a JSON string."""
    return json.dumps(text, ensure_ascii=False)


def middle(text: str, keep: int = 17) -> str:
    """The text shortened in the middle to at most ``keep`` characters."""
    if len(text) <= keep:
        return text
    tail = max((keep - 1) // 3, 4)
    return f"{text[: keep - 1 - tail]}…{text[-tail:]}"


def pointer_token(key: str) -> str:
    """A member name as one token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def pointer_tokens(pointer: str) -> list[str]:
    """The tokens of a JSON pointer."""
    return [t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:]]
