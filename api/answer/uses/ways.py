"""OpenAPI's runtime expressions: what ``$response.body#/id`` and its like mean for one exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.veil import Veil
from api.exchange.exchange import Exchange
from api.model import Key, Location, Way

_LONGEST = 4096


def ways(
    found: Sequence[Way], exchange: Exchange, document: Document | None, veil: Veil | None
) -> Iterator[tuple[Way, dict[str, str]]]:
    """Each way whose every expression has a value here, with the texts by the names of the parameters."""
    for way in found:
        texts = {name: _meaning(text, exchange, document, veil) for name, text in way.fill}
        if all(texts.values()):
            yield way, texts


def _meaning(text: str, exchange: Exchange, document: Document | None, veil: Veil | None) -> str:
    """What an expression means, "" when there is no such value; a text that is none stands for itself."""
    if text.startswith("$response.body#"):
        return _in_body(text.partition("#")[2], document, veil)
    if text.startswith("$response.header."):
        response, name = exchange.response, text.removeprefix("$response.header.")
        secret = name.lower() in exchange.request.secret_headers
        return (response.header(name) or "") if response is not None and not secret else ""
    if text.startswith("$request."):
        return _asked(text.removeprefix("$request."), exchange)
    return "" if text.startswith("$") else text


def _in_body(pointer: str, document: Document | None, veil: Veil | None) -> str:
    node = document.find(pointer) if document is not None else None
    if document is None or veil is None or node is None or veil.hides(node):
        return ""
    start, end = document.span(node)
    plain = document.kind(node) in (NodeKind.STRING, NodeKind.NUMBER) and end - start <= _LONGEST
    return document.text(node) if plain else ""


def _asked(text: str, exchange: Exchange) -> str:
    location, _, name = text.partition(".")
    if location not in set(Location):
        return ""
    value = exchange.request.values.get(Key(Location(location), name))
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
