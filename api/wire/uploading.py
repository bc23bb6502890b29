"""Bodies on their way out, in large blocks, with progress; files are opened anew for each attempt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from api.errors import BadInput, Fault
from api.wire.connections import BLOCK
from api.wire.flight import Flight
from api.wire.request import FileBody
from api.wire.streams import Tap

Blocks = Iterator[bytes]


@contextmanager
def open_body(
    body: bytes | FileBody | None, flight: Flight, tap: Tap | None = None
) -> Iterator[bytes | Blocks | None]:
    """The body as urllib3 takes it; a file's bytes are shown to the tap as well.

    Raises BadInput when a file is gone or changed since the request was built.
    """
    if isinstance(body, FileBody):
        with _open(body) as file:
            blocks = _file_blocks(body, file, flight)
            yield blocks if tap is None else _tapped(blocks, tap)
    elif body is not None and len(body) > BLOCK:
        yield _byte_blocks(body, flight)
    else:
        yield body


def _open(body: FileBody) -> BinaryIO:
    try:
        file = body.path.open("rb", buffering=0)
    except OSError as reason:
        raise _unusable(body, f"cannot be read: {reason.strerror}.") from None
    now = os.fstat(file.fileno())
    if (now.st_size, now.st_mtime_ns) != (body.size, body.modified):
        file.close()
        raise _unusable(body, "changed since the request was built. Choose it again.")
    return file


def _file_blocks(body: FileBody, file: BinaryIO, flight: Flight) -> Blocks:
    done = 0
    while done < body.size:
        block = file.read(min(BLOCK, body.size - done))
        if not block:
            raise _unusable(body, "became shorter while it was being sent.")
        yield block
        done += len(block)
        flight.advance(done, body.size)


def _tapped(blocks: Blocks, tap: Tap) -> Blocks:
    tap.begin()
    for block in blocks:
        yield block
        tap.sent(block)


def _byte_blocks(body: bytes, flight: Flight) -> Blocks:
    view = memoryview(body)
    for start in range(0, len(body), BLOCK):
        yield bytes(view[start : start + BLOCK])
        flight.advance(min(start + BLOCK, len(body)), len(body))


def _unusable(body: FileBody, why: str) -> BadInput:
    return BadInput([Fault(None, f"The file {body.path} {why}")])
