"""Bodies in the history's file: each once, whoever has it, compressed in slices so that nothing waits for long."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

from api.wire.response import Content

SLICE = 1 << 20
"""Bytes that are compressed together; Python's other threads run meanwhile."""
_LEVEL = 3
_IN_MEMORY = 4 << 20
"""A larger body is unpacked into a temporary file."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A body ready to be written: its SHA-256, its size, and its compressed slices."""

    digest: bytes
    size: int
    slices: tuple[bytes, ...]

    @property
    def kept(self) -> int:
        """Bytes that it takes."""
        return sum(len(each) for each in self.slices)


def pack(body: bytes | memoryview, check: Callable[[], None]) -> Packed:
    """Compress a body; ``check`` is called between two slices."""
    digest, slices = hashlib.sha256(), []
    with memoryview(body) as view:
        for start in range(0, len(view), SLICE):
            check()
            with view[start : start + SLICE] as piece:
                digest.update(piece)
                slices.append(zlib.compress(piece, _LEVEL))
        return Packed(digest.digest(), len(view), tuple(slices))


def put(db: sqlite3.Connection, packed: Packed) -> tuple[int, int]:
    """Write a body, unless it is there; returns its number and the bytes that it took anew. In a transaction."""
    there = db.execute("SELECT number FROM bodies WHERE digest = ?", (packed.digest,)).fetchone()
    if there is not None:
        return int(there[0]), 0
    row = (packed.digest, packed.size, packed.kept)
    number = db.execute("INSERT INTO bodies (digest, size, kept) VALUES (?, ?, ?)", row).lastrowid
    assert number is not None
    for part, data in enumerate(packed.slices):
        db.execute("INSERT INTO slices (body, part, data) VALUES (?, ?, ?)", (number, part, data))
    return number, packed.kept


def get(db: sqlite3.Connection, number: int, check: Callable[[], None]) -> Content:
    """The body of that number, unpacked. Raises zlib.error for one that is damaged."""
    (size,) = db.execute("SELECT size FROM bodies WHERE number = ?", (number,)).fetchone()
    slices = db.execute("SELECT data FROM slices WHERE body = ? ORDER BY part", (number,))
    if size <= _IN_MEMORY:
        return Content(b"".join(zlib.decompress(data) for (data,) in slices))
    file = _temporary()
    for (data,) in slices:
        check()
        file.write(zlib.decompress(data))
    file.flush()
    return Content(file=file)


def _temporary() -> BinaryIO:
    """A file without a name: it ends with its last reader."""
    return cast("BinaryIO", tempfile.TemporaryFile(prefix="answer-"))


def drop_unused(db: sqlite3.Connection) -> None:
    """Remove the bodies that no entry has any more. In a transaction."""
    unused = """SELECT number FROM bodies WHERE NOT EXISTS (SELECT 1 FROM entries WHERE body = bodies.number)
        AND NOT EXISTS (SELECT 1 FROM entries WHERE sent = bodies.number)"""
    db.execute(f"DELETE FROM slices WHERE body IN ({unused})")  # noqa: S608 - nothing of it comes from elsewhere
    db.execute(f"DELETE FROM bodies WHERE number IN ({unused})")  # noqa: S608
