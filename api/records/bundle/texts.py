"""The bodies of exchanges as text, a piece at a time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from api.wire.request import FileBody, Request, Template
from api.wire.response import Content

BLOCK = 1 << 16
"""Bytes that are read at once; reading, searching and writing so many takes a millisecond."""
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


def request_content(request: Request) -> Content | None:
    """What was sent, with dots for its secrets; None without a body, and for a file, which is not read."""
    body = request.body
    if body is None or isinstance(body, FileBody):
        return None
    return Content(body.masked().encode("utf-8", "replace") if isinstance(body, Template) else body)


def blocks_of(content: Content, size: int = BLOCK) -> Iterator[bytes]:
    """The bytes in order."""
    with content.view as view:
        for at in range(0, len(view), size):
            yield bytes(view[at : at + size])


def pieces_of(content: Content, content_type: str = "") -> Iterator[str]:
    """The characters in order: by the charset that the content type names, else UTF-8; U+FFFD for what is none."""
    decoder = codecs.getincrementaldecoder(_charset(content_type))("replace")
    for block in blocks_of(content):
        yield decoder.decode(block)
    if rest := decoder.decode(b"", final=True):
        yield rest


def cut(pieces: Iterable[str], longest: int | None) -> Iterator[str]:
    """The first ``longest`` characters of the pieces."""
    left = longest
    for piece in pieces:
        if left is not None and len(piece) >= left:
            yield piece[:left]
            return
        yield piece
        left = None if left is None else left - len(piece)


def _charset(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    try:
        info = codecs.lookup(found[1]) if found else codecs.lookup("utf-8")
    except LookupError:
        return "utf-8"
    return info.name if getattr(info, "_is_text_encoding", True) else "utf-8"
