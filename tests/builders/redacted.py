"""Exchanges for tests as they may leave the program."""

from __future__ import annotations

from api.exchange.exchange import Exchange
from api.records.redacting import Redacted, redact
from tests.builders.exchanges import an_exchange


def a_redacted(exchange: Exchange | None = None) -> Redacted:
    """The exchange, redacted."""
    return redact(exchange or an_exchange())
