"""How requests and answers are printed: as one JSON document or for reading."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from api.command_line.bodies import body_value, print_body, read_json
from api.command_line.exit_codes import ExitCode, exit_code_of
from api.command_line.output import print_json, print_text
from api.exchange.body import is_json
from api.exchange.exchange import Exchange
from api.wire.redaction import mask_headers, mask_json
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
            "response": self._response(exchange, response) if exchange and response else None,
        }

    def text(self, template: Template) -> str:
        """A text of a request, with dots for its secrets or with them filled in."""
        return template.render(self._slot)

    def _slot(self, slot: Slot) -> str:
        if self._secrets is None or slot.name not in self._secrets or slot.name == CONTENT_LENGTH:
            return masked_slot(slot)
        return slot.encode(self._secrets[slot.name])

    def _request(self, request: Request) -> dict[str, Any]:
        content_type = request.header("Content-Type")
        return {
            "method": request.method,
            "url": self.text(request.url),
            "headers": {name: self.text(value) for name, value in request.headers},
            "body": self._request_body(request, content_type.masked() if content_type else ""),
        }

    def _request_body(self, request: Request, content_type: str) -> Any:
        if request.body is None:
            return None
        if isinstance(request.body, FileBody):
            return f"(the file {request.body.path.name}, {request.body.size:,} bytes)"
        raw = self.text(request.body) if isinstance(request.body, Template) else request.body
        text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        body = _json_or_text(text) if is_json(content_type) else text
        return mask_json(body) if self._masked else body  # one from a file may hold a password, too

    def _response(self, exchange: Exchange, response: Response) -> dict[str, Any]:
        return {
            **self._head(exchange.request, response),
            "body": body_value(exchange, response, masked=self._masked),
            "seconds": round(response.timings.total, 6),
        }

    def _head(self, request: Request, response: Response) -> dict[str, Any]:
        headers = response.headers
        if self._masked:
            headers = tuple(mask_headers(headers, request.secret_headers))
        return {"status": response.status, "reason": response.reason, "headers": _joined(headers)}

    @property
    def _masked(self) -> bool:
        return self._secrets is None

    def for_reading(self, request: Request, exchange: Exchange | None) -> None:
        """The answer's body on stdout, what was asked and how it went on stderr; a mock wholly on stdout."""
        if exchange is None:
            self._print_request(request)
            return
        print(f"{request.method} {self.text(request.url)}", file=sys.stderr)
        response = exchange.response
        if response is None:
            return
        request_id = f" · {exchange.request_id}" if exchange.request_id else ""
        milliseconds = exchange.seconds * 1000
        print(f"{response.status} {response.reason} · {milliseconds:,.0f} ms{request_id}", file=sys.stderr)
        print_body(exchange, masked=self._masked)

    def _print_request(self, request: Request) -> None:
        shown = self._request(request)
        print(f"{shown['method']} {shown['url']}")
        for name, value in shown["headers"].items():
            print(f"{name}: {value}")
        body = shown["body"]
        if body is not None:
            print()
            print_text(body) if isinstance(body, str) else print_json(body)


def print_sent(shown: Shown, request: Request, exchange: Exchange | None, *, as_json: bool) -> ExitCode:
    """Print what was sent (None: mocked) and what came back; returns what the exit code says of it."""
    if as_json:
        print_json(shown.document(request, exchange))
    else:
        shown.for_reading(request, exchange)
    if exchange is None:
        return ExitCode.FINE
    if exchange.error is not None:
        print(exchange.error, file=sys.stderr)
        return exit_code_of(exchange.error)
    return ExitCode.REFUSED if (exchange.status or 0) >= 400 else ExitCode.FINE


def _joined(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _json_or_text(text: str) -> Any:
    try:
        return read_json(text)
    except ValueError:
        return text
