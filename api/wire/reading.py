"""Reading an answer's body: within the limits, unpacked, in memory or in a temporary file without a name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from urllib3 import BaseHTTPResponse

from api.errors import BrokenAnswer, TooLarge
from api.wire.connections import BLOCK
from api.wire.decoding import unpacker
from api.wire.flight import Flight, Stage
from api.wire.limits import MIB, Limits
from api.wire.response import Content

POURED = MIB
"""Most bytes that are handed on at once: less costs speed, more costs memory where blocks wait for somebody."""
_Read = Callable[[], bytes]


def read_body(raw: BaseHTTPResponse, flight: Flight, temp_dir: Path | None = None) -> Content:
    """The whole body. Raises TooLarge, BrokenAnswer, ConnectionLost, Cancelled, and what urllib3 raises."""
    flight.enter(Stage.RECEIVING)
    total = announced_length(raw)
    if total is not None and total > flight.limits.size:
        raise _too_large(flight.limits)
    with _Store(flight.limits, temp_dir) as store:
        for piece in _pieces(_full_blocks(raw), raw, flight):
            store.write(piece)
        return store.content()


def pour_body(raw: BaseHTTPResponse, flight: Flight, write: Callable[[bytes], None]) -> None:
    """Hand the whole body on, however large it is, and keep nothing of it. Raises what ``write`` raises, too.

    What has come is handed on at once, so that none of it is lost where the connection breaks.
    """
    flight.enter(Stage.RECEIVING)
    for piece in _pieces(_whatever_comes(raw), raw, flight):
        write(piece)


def _whatever_comes(raw: BaseHTTPResponse) -> _Read:
    return lambda: raw.read1(POURED, decode_content=False)


def _full_blocks(raw: BaseHTTPResponse) -> _Read:
    return lambda: raw.read(BLOCK, decode_content=False)


def announced_length(raw: BaseHTTPResponse) -> int | None:
    """The bytes of the body that are still to come; None where the head does not say."""
    return cast("int | None", getattr(raw, "length_remaining", None))


def _pieces(read: _Read, raw: BaseHTTPResponse, flight: Flight) -> Iterator[bytes]:
    engine, total = unpacker(raw.headers.get("content-encoding", "")), announced_length(raw)
    received = 0
    while block := read():
        received += len(block)
        flight.advance(received, total)
        yield from engine.unpack(block) if engine else (block,)
    if engine:
        engine.finish()


class _Store:
    """Bytes in memory that move to a temporary file when they become many."""

    def __init__(self, limits: Limits, temp_dir: Path | None) -> None:
        self._limits = limits
        self._temp_dir = temp_dir
        self._pieces: list[bytes] = []
        self._file: BinaryIO | None = None
        self._size = 0

    def __enter__(self) -> _Store:
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limits.size:
            raise _too_large(self._limits)
        if self._file is not None:
            self._to_file(piece)
            return
        self._pieces.append(piece)
        if self._size > self._limits.memory:
            self._move()

    def content(self) -> Content:
        """What was written; the file now belongs to it."""
        file, self._file = self._file, None
        if file is None:
            return Content(self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces))
        file.flush()
        return Content(file=file)

    def _move(self) -> None:
        try:
            self._file = cast("BinaryIO", tempfile.TemporaryFile(dir=self._temp_dir, prefix="answer-"))  # noqa: SIM115
        except OSError as reason:
            raise _no_room(reason) from None
        for piece in self._pieces:
            self._to_file(piece)
        self._pieces.clear()

    def _to_file(self, piece: bytes) -> None:
        assert self._file is not None
        try:
            self._file.write(piece)
        except OSError as reason:
            raise _no_room(reason) from None


def _too_large(limits: Limits) -> TooLarge:
    return TooLarge(
        f"The answer is larger than {limits.size / MIB:g} MiB, the limit.",
        "Ask for a part of it, or raise answer_limit in settings.json of the data folder.",
    )


def _no_room(reason: OSError) -> BrokenAnswer:
    return BrokenAnswer(
        "The answer could not be put into a temporary file.",
        "Make room on the disk, then send again.",
        str(reason),
    )
