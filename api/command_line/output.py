"""Writes to the standard streams, whatever their encodings are and whether or not somebody reads them."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

from api.wire.response import Content

_CHUNK = 1 << 20
_documents: list[int] = []


def prepare() -> None:
    """Before a command: characters that standard output cannot write stand there as escapes from now on."""
    _documents.clear()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def print_json(value: Any) -> None:
    """Print a JSON value; in ASCII where standard output takes no Unicode."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    unicode = encoding.lower().replace("-", "") == "utf8"
    _documents.append(1)
    print(json.dumps(value, ensure_ascii=not unicode, indent=2))


def printed_json() -> bool:
    """Whether the command has printed a JSON value."""
    return bool(_documents)


def print_text(text: str) -> None:
    """Print a text with one line end behind it; an empty one not at all."""
    if text:
        print(text, end="" if text.endswith("\n") else "\n")


def write_bytes(content: Content) -> None:
    """Write bytes as they are; a terminal is spared them."""
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        print(f"{len(content):,} bytes that are no text: send them to a file with >.", file=sys.stderr)
        return
    sys.stdout.flush()
    with content.view as view:
        for start in range(0, len(view), _CHUNK):
            sys.stdout.buffer.write(view[start : start + _CHUNK])


def flush() -> None:
    """Bring out what was printed. Raises OSError when nobody takes it."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon() -> None:
    """What standard output does not take any more goes nowhere, in silence."""
    try:
        flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
