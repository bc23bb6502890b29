"""What the answers to a work's calls say: the JSON of a good one, the service's own words of a bad one."""

from __future__ import annotations

from typing import Any

from api.answer.answer import Form, form_of
from api.answer.document import Document
from api.answer.summary import error_sentence, page_sentence, status_line
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.reading import read_json
from api.wire.redaction import mask_url

_READ = 64 * 1024


class CallRefused(PitchforkError):
    """A call of a piece of work was answered with a status that is not one of success.

    ``exchange`` is that call, ``status`` its status.
    """

    def __init__(self, exchange: Exchange, sentence: str, hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.exchange = exchange
        self.status = exchange.status or 0


def good(exchange: Exchange, *statuses: int) -> Exchange:
    """The exchange, when its status is one of these (of any: every 2xx).

    Raises the exchange's own error when there was no answer, and CallRefused in the service's words.
    """
    if exchange.error is not None:
        raise exchange.error
    status = exchange.status or 0
    if status in statuses or (not statuses and 200 <= status < 300):
        return exchange
    raise CallRefused(exchange, f"{exchange.request.title}: {refusal(exchange)}")


def refusal(exchange: Exchange) -> str:
    """Status and the service's own sentence of an answer: "409 Conflict. Image … is in use.".

    Secrets of addresses in it are dots.
    """
    response = exchange.response
    if response is None:
        return "no answer"
    line = mask_url(status_line(response.status, response.reason))
    said = _said(exchange)
    return f"{line}. {said}" if said else f"{line}."


def value(exchange: Exchange, *statuses: int) -> Any:
    """The JSON value of a good answer; see good(). Raises PitchforkError where the body is not JSON."""
    return read_json(good(exchange, *statuses))


def _said(exchange: Exchange) -> str:
    response = exchange.response
    if response is None or not len(response.content) or len(response.content) > _READ:
        return ""
    if form_of(response) is Form.JSON:
        document = Document(response.content)
        try:
            return error_sentence(document)
        finally:
            document.close()
    return page_sentence(response.content.bytes().decode("utf-8", "replace"))
