"""How requests and answers are printed: as one JSON document or for reading."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from api.exchange.body import is_json
from api.exchange.exchange import Exchange
from api.wire.redaction import mask_headers, mask_json, mask_url
from api.wire.request import CONTENT_LENGTH, FileBody, Request, Slot, Template, masked_slot
from api.wire.response import Response


class Shown:
    """Prints with secrets masked, or filled in where the person asked for that."""

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        """``secrets`` fill the slots of requests; None masks them and whatever is secret in answers."""
        self._secrets = secrets

    def document(self, request: Request, exchange: Exchange | None) -> dict[str, Any]:
        """The document of ``--json``."""
        response = exchange.response if exchange else None
        return {
            "request": self._request(request),
            "response": self._response(request, response) if response else None,
        }

    def _text(self, template: Template) -> str:
        return template.render(self._slot)

    def _slot(self, slot: Slot) -> str:
        if self._secrets is None or slot.name not in self._secrets or slot.name == CONTENT_LENGTH:
            return masked_slot(slot)
        return slot.encode(self._secrets[slot.name])

    def _request(self, request: Request) -> dict[str, Any]:
        content_type = request.header("Content-Type")
        return {
            "method": request.method,
            "url": self._text(request.url),
            "headers": {name: self._text(value) for name, value in request.headers},
            "body": self._request_body(request, content_type.masked() if content_type else ""),
        }

    def _request_body(self, request: Request, content_type: str) -> Any:
        if request.body is None:
            return None
        if isinstance(request.body, FileBody):
            return f"(the file {request.body.path.name}, {request.body.size:,} bytes)"
        raw = self._text(request.body) if isinstance(request.body, Template) else request.body
        text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        return _json_or_text(text) if is_json(content_type) else text

    def _response(self, request: Request, response: Response) -> dict[str, Any]:
        text = response.content.bytes().decode("utf-8", "replace")
        body = _json_or_text(text) if is_json(response.content_type) else text
        headers = response.headers
        if self._secrets is None:
            body = mask_json(body, request.secret_pointers)
            headers = tuple(mask_headers(headers, request.secret_headers))
        return {
            "status": response.status,
            "reason": response.reason,
            "headers": _joined(headers),
            "body": body,
            "seconds": round(response.timings.total, 6),
        }

    def for_reading(self, request: Request, exchange: Exchange | None) -> None:
        """The answer's body on stdout, what was asked and how it went on stderr; a mock wholly on stdout."""
        document = self.document(request, exchange)
        if exchange is None:
            _print_request(document["request"])
            return
        shown = document["request"]
        print(f"{shown['method']} {shown['url']}", file=sys.stderr)
        answer = document["response"]
        if answer is None:
            return
        request_id = f" · {exchange.request_id}" if exchange.request_id else ""
        milliseconds = exchange.seconds * 1000
        print(
            f"{answer['status']} {answer['reason']} · {milliseconds:,.0f} ms{request_id}", file=sys.stderr
        )
        _print_body(answer["body"])


def _joined(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _print_request(request: dict[str, Any]) -> None:
    print(f"{request['method']} {mask_url(request['url'])}")
    for name, value in request["headers"].items():
        print(f"{name}: {value}")
    if request["body"] is not None:
        print()
        _print_body(request["body"])


def _print_body(body: Any) -> None:
    if isinstance(body, str):
        print(body, end="" if body.endswith("\n") or not body else "\n")
    elif body is not None:
        print(json.dumps(body, ensure_ascii=False, indent=2))
