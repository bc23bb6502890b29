"""The bytes of many items, kept in memory or in a temporary file, and put together to one content."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from itertools import chain
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

    def blocks(self) -> Iterator[bytes]:
        """What there was at the first look, in pieces. Several may look at a time."""
        with self._lock:
            pieces, size = tuple(self._pieces), self._size
        if pieces:
            yield from pieces
            return
        for at in range(0, size, _STEP):
            with self._lock:
                if self._file is None:
                    return
                self._file.seek(at)
                block = self._file.read(min(_STEP, size - at))
            yield block

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


def put_together(head: bytes, stores: Sequence[Store], tail: bytes) -> Content:
    """What is in the stores now, between head and tail. The caller closes it. Raises PitchforkError."""
    filled = [store for store in stores if store.size]
    pieces = chain((head,), *_between(filled), (tail,))
    if sum(store.size for store in filled) <= MEMORY:
        return Content(b"".join(pieces))
    with _Room():
        made = _temporary()
        made.writelines(pieces)
        made.flush()
        return Content(file=made)


def _between(stores: Sequence[Store]) -> Iterator[Iterator[bytes]]:
    for number, store in enumerate(stores):
        yield chain((b",",) if number else (), store.blocks())


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
