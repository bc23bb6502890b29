"""Words of a POSIX shell: quoted whatever they hold, secrets as variables that are encoded when it runs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import groupby

from api.records.snippets.pieces import plain_text
from api.wire.request import Encoding, Request, RequestBody, Slot, Template

LONGEST_WORD = 100_000
"""Bytes of a body that may be one word: Linux takes 128 KiB, secrets included."""

_JSON = r"""as_json() { printf %s "$1" | od -An -v -tu1 | LC_ALL=C awk 'BEGIN { printf "\"" } END { printf "\"" }
  { for (i = 1; i <= NF; i++) { c = $i + 0
    if (c == 34 || c == 92) printf "\\%c", c
    else if (c >= 8 && c <= 13 && c != 11) printf "\\%s", substr("btn-fr", c - 7, 1)
    else if (c < 32) printf "\\u%04x", c
    else printf "%c", c } }'; }"""

_PERCENT = r"""percent() { printf %s "$1" | od -An -v -tu1 | LC_ALL=C awk '
  { for (i = 1; i <= NF; i++) { c = sprintf("%c", $i + 0)
    if ($i < 128 && c ~ /[0-9A-Za-z._~-]/) printf "%s", c; else printf "%%%02X", $i } }'; }"""


def functions(request: Request) -> tuple[str, ...]:
    """What has to stand before a command with this request: how secrets are written as JSON or in a URL."""
    used = {slot.encoding for slot in request.slots}
    found = ((Encoding.JSON, _JSON), (Encoding.PERCENT, _PERCENT))
    return tuple(text for encoding, text in found if encoding in used)


def word(text: Template | str) -> str:
    """One word of the command line."""
    parts = (text,) if isinstance(text, str) else text.parts
    runs = groupby(parts, lambda part: isinstance(part, str))
    pieces = (
        shlex.quote("".join(map(str, run)))
        if plain
        else "".join(_variable(s) for s in run if isinstance(s, Slot))
        for plain, run in runs
    )
    return "".join(pieces) or "''"


def _variable(slot: Slot) -> str:
    if slot.encoding is Encoding.JSON:
        return f'"$(as_json "${slot.variable}")"'
    if slot.encoding is Encoding.PERCENT:
        return f'"$(percent "${slot.variable}")"'
    return f'"${slot.variable}"'


def short_text(body: RequestBody) -> Template | None:
    """A body that can be one word; None for bytes, control characters and whatever is too long."""
    text = plain_text(body, keep="\n")
    if text is None:
        return None
    size = sum(len(part.encode("utf-8", "replace")) for part in text.parts if isinstance(part, str))
    return text if size <= LONGEST_WORD else None


def printed(body: bytes | Template) -> str:
    """A command that prints any body byte by byte; ``printf`` is the shell's own and takes any length."""
    if isinstance(body, bytes):
        return _print(body)
    steps = (
        _print(part.encode("utf-8", "replace")) if isinstance(part, str) else f"printf %s {_variable(part)}"
        for part in body.parts
    )
    return f"{{ {'; '.join(steps)}; }}"


def _print(data: bytes) -> str:
    return f"printf '{''.join(_octal(data))}'"


def _octal(data: bytes) -> Iterator[str]:
    """What stands for each byte in a format of printf."""
    for byte in data:
        plain = 0x20 <= byte < 0x7F and chr(byte) not in "'\\%"
        yield chr(byte) if plain else f"\\{byte:03o}"
