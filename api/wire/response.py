"""The Response: what came back, as received, with its redirects and timings."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from api.running import Holders


class Content:
    """The bytes of an answer: in memory, or mapped from an unlinked temporary file when they are many.

    ``view`` is a buffer of the whole; close() gives the memory back, once everybody has who needs it: the one who
    got it, and each who keep()s it. Who never closes it gives it back by forgetting it. The file is closed here.
    """

    def __init__(self, data: bytes = b"", file: BinaryIO | None = None) -> None:
        self._holders = Holders()
        self._data = data
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file else None
        if file is not None:
            file.close()  # the mapping stays, and goes with the last who looks at it

    def __len__(self) -> int:
        return len(self._map) if self._map is not None else len(self._data)

    @property
    def view(self) -> memoryview:
        """The whole, without a copy."""
        return memoryview(self._map) if self._map is not None else memoryview(self._data)

    def bytes(self, limit: int | None = None) -> bytes:
        """A copy of the whole, or of the first ``limit`` bytes."""
        source = self._map if self._map is not None else self._data
        return bytes(source[: len(self) if limit is None else limit])

    def keep(self) -> None:
        """One more needs it: it stays until each has closed it. Raises ValueError if it is closed."""
        self._holders.add()

    def close(self) -> None:
        """Give memory and file back, unless somebody else needs them. Views must be released before."""
        if self._holders.remove():
            return
        if self._map is not None:
            self._map.close()
            self._map = None
        self._data = b""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was followed (same origin only): the status and where it led."""

    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Timings:
    """When it started (aware, UTC) and how long it took, in seconds: to the first byte of the answer and in all."""

    started: datetime
    first_byte: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. ``headers`` keep order, case and repetition."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    content: Content
    url: str
    timings: Timings
    hops: tuple[Hop, ...] = ()
    http_version: str = "HTTP/1.1"
    sent_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> Iterable[str]:
        """Every value of that header in order."""
        return (v for n, v in self.headers if n.lower() == name.lower())

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters; "" when none was named."""
        return (self.header("Content-Type") or "").split(";", 1)[0].strip().lower()
