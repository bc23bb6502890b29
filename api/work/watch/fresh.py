"""Tells the looks at one thing that brought something new from those that saw the same again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange


class Fresh:
    """Whether an exchange says something else than the one before it: the history keeps only those of a watch."""

    def __init__(self) -> None:
        self._last: tuple[object, ...] = ()

    def __call__(self, exchange: Exchange) -> bool:
        """Compare with the one before, and remember it."""
        digest = b""
        if exchange.response is not None:
            with exchange.response.content.view as view:
                digest = hashlib.sha256(view).digest()
        told = (exchange.status, type(exchange.error), digest)
        fresh, self._last = told != self._last, told
        return fresh
