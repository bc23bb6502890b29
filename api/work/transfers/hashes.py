"""Hashes of bytes that go past: computed on a thread of their own, beside sending or receiving."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from queue import Queue
from types import TracebackType

AHEAD = 64
"""How many blocks may wait for the hashes: with blocks of 128 KiB, 8 MiB."""


def known(name: str) -> bool:
    """Whether bytes can be hashed by that name ("sha512", "md5", as the service writes them)."""
    return name.lower() in hashlib.algorithms_available and not name.lower().startswith("shake")


class Hasher:
    """Several hashes of the same bytes. One thread feeds it; a second one computes.

    ``names`` are known() ones; ``ahead`` is how many blocks may wait before the one who feeds them waits.
    Close it, or use it as a context: its thread ends then, whatever still waits.
    """

    def __init__(self, names: Sequence[str], ahead: int = AHEAD) -> None:
        self._names = tuple(dict.fromkeys(name.lower() for name in names))
        self._blocks: Queue[bytes | None] = Queue(ahead)
        self._ended = False
        self.count = 0
        """How many bytes it was fed since it began."""
        self._hashes = self._fresh()
        self._thread = threading.Thread(target=self._run, name="hashes", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Forget what it was fed: the bytes come from their beginning again."""
        self._blocks.join()
        self._hashes = self._fresh()
        self.count = 0

    def feed(self, block: bytes) -> None:
        """The next bytes. Waits only when the hashes are far behind."""
        self.count += len(block)
        self._blocks.put(block)

    def digests(self) -> dict[str, str]:
        """The hashes of all it was fed so far, in hex, by name in lower case."""
        self._blocks.join()
        return {name: each.hexdigest() for name, each in self._hashes.items()}

    def close(self) -> None:
        """End its thread."""
        self._ended = True
        self._blocks.put(None)
        self._thread.join()

    def __enter__(self) -> Hasher:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _fresh(self) -> dict[str, hashlib._Hash]:
        return {name: hashlib.new(name, usedforsecurity=False) for name in self._names}

    def _run(self) -> None:
        while (block := self._blocks.get()) is not None:
            if not self._ended:
                for each in self._hashes.values():
                    each.update(block)
            self._blocks.task_done()
        self._blocks.task_done()
