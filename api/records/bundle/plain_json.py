"""A bundle as JSON of our own: bodies that are JSON stand in it as such, for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from api.constants import NAME, VERSION
from api.records.bundle.bodies import Body
from api.records.bundle.streaming import Written, json_pieces, text_value
from api.records.bundle.told import Headers, Told, instant


def plain_json_pieces(exchanges: Sequence[Told], check: Callable[[], None]) -> Iterator[str]:
    """The text of the file, in pieces."""
    tree = {
        "format": "pitchfork-exchanges",
        "version": 1,
        "program": {"name": NAME, "version": VERSION},
        "exchanges": [_exchange(each, check) for each in exchanges],
    }
    yield from json_pieces(tree)
    yield "\n"


def _exchange(told: Told, check: Callable[[], None]) -> dict[str, Any]:
    exchange = told.exchange
    request = exchange.request
    made: dict[str, Any] = {
        "call": request.call_id,
        "title": told.title,
        "where": told.where,
        "region": exchange.place.region,
        "started": instant(exchange.started),
        "seconds": round(exchange.seconds, 6),
        "attempts": exchange.attempts,
        "requestId": exchange.request_id,
        "request": {
            "method": request.method,
            "url": told.url,
            "headers": _headers(told.request_headers),
            **_body(told.request_body, check),
        },
        "response": _response(told, check),
    }
    own = {"error": told.error, "redirects": told.redirects, "parts": told.parts}
    return made | {name: value for name, value in own.items() if value}


def _response(told: Told, check: Callable[[], None]) -> dict[str, Any] | None:
    response = told.exchange.response
    if response is None:
        return None
    return {
        "status": response.status,
        "reason": told.text(response.reason),
        "headers": _headers(told.response_headers),
        "firstByteSeconds": round(response.timings.first_byte, 6),
        "totalSeconds": round(response.timings.total, 6),
        **_body(told.response_body, check),
    }


def _headers(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _body(body: Body | None, check: Callable[[], None]) -> dict[str, Any]:
    if body is None:
        return {"body": None}
    made: dict[str, Any] = {"bodySize": body.size}
    if body.content is None:
        return made | {"body": None, "leftOut": body.note}
    longest = body.wish.longest
    if longest is not None and body.size > longest:
        return made | {"bodyText": text_value(body.text), "leftOut": body.left_out(longest)}
    if (document := body.document(check)) is not None:
        document.close()
        return made | {"body": Written(lambda: body.pretty(check))}
    return made | {"bodyText": text_value(body.text)}
