"""What waits to be written: an exchange, and which of its body is kept at all, at once or a moment later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from api.exchange.exchange import Exchange
from api.records.history import writing
from api.records.history.request_form import plain_body
from api.records.redacting import redact
from api.records.redacting_bodies import is_binary
from api.wire.response import Content

AT_ONCE = 256 << 10
"""Bytes of an answer that are written with its entry; those of a larger one come after it was shown."""
NO_TEXT = "The answer is no text, and bytes that cannot be looked through for secrets are not kept."


@dataclass(frozen=True, slots=True)
class Note:
    """An exchange that waits to be written. ``size`` are the bytes of its answer, also where they are not kept;
    ``lacks`` says why they are not. Until close() their content is open.
    """

    exchange: Exchange
    secrets: tuple[str, ...] = field(repr=False)
    size: int
    lacks: str

    @property
    def waiting(self) -> int:
        """Bytes that it holds meanwhile."""
        return 0 if self.lacks else self.size

    @property
    def is_large(self) -> bool:
        """Whether its body comes later."""
        response = self.exchange.response
        return self.waiting > AT_ONCE and response is not None and not is_binary(response.content)

    def keep(self) -> None:
        """Hold the content: whoever shows the answer may be done with it before."""
        if self.exchange.response is not None and not self.lacks:
            self.exchange.response.content.keep()

    def close(self) -> None:
        """Let go of the content."""
        if self.exchange.response is not None and not self.lacks:
            self.exchange.response.content.close()

    def head(self) -> Note:
        """All but the body, which comes later."""
        return replace(self, lacks=writing.NOT_YET)

    def sheet(self, check: Callable[[], None]) -> writing.Sheet:
        """Redact and compress it (takes long for a large body). ``check`` is called now and then."""
        exchange, lacks, response = self.exchange, self.lacks, self.exchange.response
        if response is not None and not lacks and is_binary(response.content):
            lacks = NO_TEXT
        if response is not None and lacks:
            exchange = replace(exchange, response=replace(response, content=Content()))
        redacted = redact(exchange, self.secrets, check)
        try:
            exact = redacted.whole_request and plain_body(redacted.exchange.request) == plain_body(
                exchange.request
            )
            return writing.sheet_of(redacted, check, exact=exact, lacks=lacks)
        finally:
            redacted.close()
