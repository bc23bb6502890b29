"""The exchanges that a piece of work keeps to look at: the last ones, as many as memory allows."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange

MOST = 200
MOST_BYTES = 32 << 20
"""Bytes of answers in all; of a larger one, only that one."""


class KeptExchanges:
    """Thread-safe. What is dropped is not closed: whoever still reads it has it, and the last gives it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[Exchange] = deque(maxlen=MOST)

    def add(self, exchange: Exchange) -> None:
        """One more; the oldest make room for it."""
        with self._lock:
            self._kept.append(exchange)
            while self._size() > MOST_BYTES and len(self._kept) > 1:
                self._kept.popleft()

    def all(self) -> tuple[Exchange, ...]:
        """The oldest first."""
        with self._lock:
            return tuple(self._kept)

    @property
    def size(self) -> int:
        """Bytes of their answers."""
        with self._lock:
            return self._size()

    def forget(self) -> None:
        """Keep none."""
        with self._lock:
            self._kept.clear()

    def _size(self) -> int:
        return sum(len(each.response.content) for each in self._kept if each.response is not None)
