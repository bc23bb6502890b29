"""Gets exchanges ready for leaving the program."""

from __future__ import annotations

from collections.abc import Callable

from api.exchange.exchange import Exchange
from api.records.redacting import Redacted, redact
from api.wire.secret_names import is_secret_header


def redacted_to_take(exchange: Exchange, check: Callable[[], None] = lambda: None) -> Redacted:
    """An exchange that is still open in the window, redacted; the secrets that were sent with it are hidden wherever
    they are echoed. Work for a worker; whoever gets it closes it.
    """
    sent = exchange.response.sent_headers if exchange.response else ()
    return redact(exchange, [value for name, value in sent if is_secret_header(name)], check)
