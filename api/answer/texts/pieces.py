"""Reads the text of one value piece by piece: however long it is, no step takes long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.plain import decode

PIECE = 1 << 16
"""Bytes of one piece."""
_LONGEST_ESCAPE = 6
_HIGH_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")


def text_pieces(document: Document, node: int, check: Callable[[], None] = lambda: None) -> Iterator[str]:
    """The whole text of a scalar; ``check`` may raise to stop."""
    start, stop = inside(document, node)
    while start < stop:
        check()
        end = piece_end(document.piece, start, stop)
        yield decode(document.piece(start, end))
        start = end


def whole_text(document: Document, node: int, check: Callable[[], None] = lambda: None) -> str:
    """The whole text of a scalar at once; ``check`` may raise to stop."""
    return "".join(text_pieces(document, node, check))


def inside(document: Document, node: int) -> tuple[int, int]:
    """The bytes of a scalar's text: of a string what is between the quotes."""
    start, stop = document.span(node)
    return (start + 1, stop - 1) if document.kind(node) is NodeKind.STRING else (start, stop)


def piece_end(read: Callable[[int, int], bytes], start: int, stop: int, size: int = PIECE) -> int:
    """Where a piece of a string that begins at byte ``start`` ends, at most ``size`` bytes on.

    No character and no escape is cut. ``read`` gives the bytes between two offsets.
    """
    if stop - start <= size:
        return stop
    part, after = read(start, start + size), read(start + size, start + size + 1)
    end = _whole_escapes(part)
    if end == size and after[0] & 0xC0 == 0x80:
        end -= _begun(part)
    return start + end


def _begun(part: bytes) -> int:
    """How many bytes at the end of the part began a character that goes on behind it."""
    for back in range(1, 4):
        if part[-back] >= 0xC0:
            return back
    return 0


def _whole_escapes(part: bytes) -> int:
    """How much of the part can be taken without its last escape being cut; half of a pair waits for the other."""
    end = len(part)
    at = part.rfind(b"\\", end - _LONGEST_ESCAPE)
    if at < 0 or _run(part, at) % 2 == 0:
        return end
    whole = at + (_LONGEST_ESCAPE if part[at + 1 : at + 2] == b"u" else 2)
    if whole < end or (whole == end and not _HIGH_HALF.match(part, at)):
        return end
    half = at - _LONGEST_ESCAPE
    if half >= 0 and _HIGH_HALF.match(part, half) and _run(part, half) % 2:
        return half
    return at


def _run(part: bytes, last: int) -> int:
    """How many backslashes stand in a row up to this one."""
    upto = part[: last + 1]
    return len(upto) - len(upto.rstrip(b"\\"))
