"""The bytes of many items, kept in memory or in a temporary file, and put together to one content."""

from __future__ import annotations

import tempfile
import threading
from typing import BinaryIO, cast

from api.errors import PitchforkError
from api.wire.limits import MIB, Limits
from api.wire.response import Content

MEMORY = Limits().memory
"""Bytes from which on they are kept in a file without a name."""
_STEP = MIB


class Store:
    """Pieces of a JSON array in the order in which they are added. Thread-safe.

    One thread adds while others may take what is there. Raises PitchforkError where the disk is full.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: list[bytes] = []
        self._file: BinaryIO | None = None
        self._size = 0

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self._size

    def add(self, items: bytes) -> None:
        """More items, with the commas between them; none at all is fine."""
        if not items:
            return
        with self._lock, _Room():
            for piece in (b",", items) if self._size else (items,):
                self._write(piece)

    def content(self, head: bytes, tail: bytes) -> Content:
        """What there is now between head and tail. The caller closes it."""
        with self._lock, _Room():
            if self._file is None:
                return Content(b"".join((head, *self._pieces, tail)))
            made = _temporary()
            made.write(head)
            self._file.seek(0)
            while block := self._file.read(_STEP):
                made.write(block)
            made.write(tail)
            made.flush()
            return Content(file=made)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pieces.clear()
            if self._file is not None:
                self._file.close()
                self._file = None
            self._size = 0

    def _write(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._file is not None:
            self._file.seek(0, 2)
            self._file.write(piece)
            return
        self._pieces.append(piece)
        if self._size > MEMORY:
            self._file = _temporary()
            self._file.writelines(self._pieces)
            self._pieces.clear()


class _Room:
    """Turns what the disk says into a sentence."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise PitchforkError(
                "The list could not be put into a temporary file.",
                "Make room on the disk, then go on.",
                str(error),
            ) from None


def _temporary() -> BinaryIO:
    return cast("BinaryIO", tempfile.TemporaryFile(prefix="list-"))
