"""HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): what browsers and other API clients read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote

from api.constants import NAME, VERSION
from api.records.bundle.bodies import Body
from api.records.bundle.streaming import json_pieces, text_value
from api.records.bundle.told import Headers, Told, instant, milliseconds

_IN_ADDRESSES = "".join(map(chr, range(33, 127)))


def har_pieces(exchanges: Sequence[Told]) -> Iterator[str]:
    """The text of the file, in pieces. Members of our own begin with an underscore, as the format asks."""
    log = {
        "version": "1.2",
        "creator": {"name": NAME, "version": VERSION},
        "entries": [_entry(each) for each in exchanges],
    }
    yield from json_pieces({"log": log})
    yield "\n"


def _entry(told: Told) -> dict[str, Any]:
    exchange = told.exchange
    entry = {
        "startedDateTime": instant(exchange.started),
        "time": milliseconds(_total(told)),
        "request": _request(told),
        "response": _response(told),
        "cache": {},
        "timings": _timings(told),
        "comment": f"{told.title} · {told.where}",
        "_callId": exchange.request.call_id,
        "_title": told.title,
        "_region": exchange.place.region,
        "_requestId": exchange.request_id,
        "_attempts": exchange.attempts,
        "_seconds": round(exchange.seconds, 6),
        "_redirects": told.redirects,
    }
    own = {"_error": told.error, "_parts": told.parts}
    return entry | {name: value for name, value in own.items() if value}


def _request(told: Told) -> dict[str, Any]:
    request, url = told.exchange.request, quote(told.url, safe=_IN_ADDRESSES)
    body = told.request_body
    made: dict[str, Any] = {
        "method": request.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(told.request_headers),
        "queryString": _query(url),
        "headersSize": -1,
        "bodySize": body.size if body else 0,
    }
    if body is not None:
        made["postData"] = _post_data(body)
    return made


def _query(url: str) -> list[dict[str, str]]:
    query = url.partition("#")[0].partition("?")[2]
    return [{"name": name, "value": value} for name, value in parse_qsl(query, keep_blank_values=True)]


def _post_data(body: Body) -> dict[str, Any]:
    made: dict[str, Any] = {"mimeType": body.content_type, "text": text_value(body.text)}
    note = body.note or _shortened(body)
    return made | ({"comment": note} if note else {})


def _shortened(body: Body) -> str:
    longest = body.wish.longest
    return body.left_out(longest) if longest is not None and body.size > longest else ""


def _response(told: Told) -> dict[str, Any]:
    response, body = told.exchange.response, told.response_body
    return {
        "status": response.status if response else 0,
        "statusText": told.text(response.reason) if response else "",
        "httpVersion": response.http_version if response else "",
        "cookies": [],
        "headers": _headers(told.response_headers),
        "content": _content(body),
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
        **({"comment": told.error} if told.error else {}),
    }


def _content(body: Body | None) -> dict[str, Any]:
    if body is None:
        return {"size": 0, "mimeType": ""}
    made: dict[str, Any] = {"size": body.size, "mimeType": body.content_type}
    if body.content is not None:
        made["text"] = text_value(body.text)
    note = body.note or _shortened(body)
    return made | ({"comment": note} if note else {})


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _total(told: Told) -> float:
    response = told.exchange.response
    return response.timings.total if response else told.exchange.seconds


def _timings(told: Told) -> dict[str, Any]:
    """Connecting and sending are not told apart from waiting; together they are the time of the entry."""
    response, total = told.exchange.response, milliseconds(_total(told))
    first = min(milliseconds(response.timings.first_byte), total) if response else total
    return {
        "blocked": -1,
        "dns": -1,
        "connect": -1,
        "send": 0,
        "wait": first,
        "receive": round(total - first, 3),
    }
