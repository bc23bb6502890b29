"""Reads the text of a JSON string piece by piece: however long it is, no step takes long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.answer.plain import decode

PIECE = 1 << 16
"""Bytes of one piece."""
_LONGEST_ESCAPE = 6
_HIGH_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")


def pieces(data: memoryview, start: int, stop: int) -> Iterator[str]:
    """The decoded text of the string whose characters (without quotes) are the bytes ``start`` to ``stop``."""
    while start < stop:
        end = piece_end(data, start, stop)
        yield decode(bytes(data[start:end]))
        start = end


def piece_end(data: memoryview, start: int, stop: int, size: int = PIECE) -> int:
    """Where a piece that begins at ``start`` ends: at most ``size`` bytes on, no character or escape is cut."""
    if stop - start <= size:
        return stop
    part = bytes(data[start : start + size])
    end = _whole_escapes(part)
    if end == size and data[start + size] & 0xC0 == 0x80:
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
