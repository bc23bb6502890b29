"""A Request as the text that goes over the wire, with secrets dotted: for preview, mock and what was sent."""

from __future__ import annotations

import re

from api.wire.request import FileBody, Request, Template

SHOWN = 64 * 1024
"""Bytes of a body that are shown."""
_URL = re.compile(r"(?:[^:/?#]+://)?(?P<host>[^/?#]*)(?P<target>[^#]*)")
"""Takes any text apart: an address is also shown while it is being typed."""


def http_text(request: Request) -> str:
    """Request line, Host, headers and the body (RFC 9112); of a large body the beginning, of a file its name."""
    found = _URL.match(request.url.masked())
    host, target = found.group("host", "target") if found else ("", "")
    target = target if target.startswith("/") else f"/{target}"
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {host.rpartition('@')[2]}"]
    lines += [f"{name}: {_on_one_line(value.masked())}" for name, value in request.headers]
    body = _body_text(request)
    return "\n".join([*lines, "", body]) if body else "\n".join(lines)


def _on_one_line(value: str) -> str:
    """A header's value with its control characters escaped: a line break in it is no new header."""
    if value.isprintable():
        return value
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in value)


def _body_text(request: Request) -> str:
    body = request.body
    if body is None:
        return ""
    if isinstance(body, FileBody):
        return f"(the file {body.path.name}, {body.size:,} bytes, is read while it is sent)"
    data = body.masked().encode("utf-8", "replace") if isinstance(body, Template) else body
    text = data[:SHOWN].decode("utf-8", "replace")
    return f"{text}\n(the first {SHOWN:,} of {len(data):,} bytes)" if len(data) > SHOWN else text
