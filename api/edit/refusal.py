"""Why a change was not made, in a sentence: what the service answered, or that it did not answer."""

from __future__ import annotations

from api.answer.document import Document
from api.answer.summary import error_sentence, page_sentence, status_line
from api.exchange.exchange import Exchange
from api.wire.response import Content, Response

_LONGEST = 64 * 1024
_LOOK = "Look at it before you send it again."


def refusal(outcome: Exchange | Exception) -> str:
    """What to tell over a form whose request did not succeed; "" where it did."""
    if isinstance(outcome, Exception):
        return f"Nothing came back. {outcome} {_LOOK}"
    response = outcome.response
    if response is None:
        return f"Nothing came back. {outcome.error or ''} {_LOOK}"
    if 200 <= response.status < 300:
        return ""
    return (
        f"Nothing was changed: {status_line(response.status, response.reason)}. {_said(response)}".strip()
    )


def _said(response: Response) -> str:
    """The service's own sentence, "" where it cannot be found quickly."""
    content = response.content
    if len(content) > _LONGEST:
        return ""
    if "json" in response.content_type:
        return error_sentence(Document(Content(content.bytes())))
    return page_sentence(content.bytes().decode("utf-8", "replace"))
