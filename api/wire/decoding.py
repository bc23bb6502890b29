"""Unpacking a gzip or deflate body as it arrives, in bounded pieces, and noticing when it is not whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from api.errors import BrokenAnswer

PIECE = 256 * 1024
"""Most bytes unpacked at once: a small body can unpack to a huge one."""
_GZIP = 16 + zlib.MAX_WBITS


class Unpacker:
    """Unpacks one body of the given Content-Encoding ("gzip", "x-gzip" or "deflate")."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._raw_tried = coding != "deflate"
        self._engine = zlib.decompressobj(zlib.MAX_WBITS if coding == "deflate" else _GZIP)
        self._begun = False

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """The unpacked pieces of the next packed bytes. Raises BrokenAnswer for garbage."""
        while packed:
            if self._engine.eof and not self._next_member(packed):
                return
            piece = self._feed(packed)
            self._begun = True
            packed = self._engine.unconsumed_tail or self._engine.unused_data
            if piece:
                yield piece

    def finish(self) -> None:
        """The body has ended. Raises BrokenAnswer when the packed data has not."""
        if self._begun and not self._engine.eof:
            raise BrokenAnswer(f"The answer's {self._coding} data ends before its end.")

    def _feed(self, packed: bytes) -> bytes:
        try:
            return self._engine.decompress(packed, PIECE)
        except zlib.error as reason:
            if (
                not self._raw_tried and not self._begun
            ):  # some servers send deflate without its zlib wrapping
                self._raw_tried = True
                self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
                return self._feed(packed)
            raise BrokenAnswer(
                f"The answer says it is {self._coding}, but it cannot be unpacked.", details=str(reason)
            ) from None

    def _next_member(self, packed: bytes) -> bool:
        """Gzip data may be several in a row; anything else after the end is ignored, as everywhere."""
        if self._coding == "deflate" or not packed.startswith(b"\x1f\x8b"):
            return False
        self._engine = zlib.decompressobj(_GZIP)
        return True


def unpacker(coding: str) -> Unpacker | None:
    """Who unpacks this Content-Encoding; None for bodies that stay as they are."""
    name = coding.strip().lower()
    return Unpacker(name) if name in {"gzip", "x-gzip", "deflate"} else None
