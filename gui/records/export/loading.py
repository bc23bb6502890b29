"""Where the exchanges of an export come from: answers that are open, or entries of the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from api.exchange.exchange import Exchange
from api.running import CancelToken

if TYPE_CHECKING:
    from api.desk import Desk
    from api.records.redacting import Redacted

Load = Callable[[CancelToken], "list[Redacted]"]
"""Redacts or reads them, on a worker; whoever called closes them."""


def of_answers(exchanges: Sequence[Exchange]) -> Load:
    """Answers that are open. They stay open until they have been loaded, once, wherever they are shown."""
    kept = ExitStack()
    for exchange in exchanges:
        if exchange.response is not None:
            exchange.response.content.keep()
            kept.callback(exchange.response.content.close)

    def load(cancel: CancelToken) -> list[Redacted]:
        from api.records.bundle.taking import redacted_to_take

        with kept:
            return [redacted_to_take(exchange, cancel.check) for exchange in exchanges]

    return load


def of_entries(desk: Desk, entry_ids: Sequence[str]) -> Load:
    """Entries of the history."""

    def load(cancel: CancelToken) -> list[Redacted]:
        return [desk.history.open(entry_id, cancel).redacted for entry_id in entry_ids]

    return load
