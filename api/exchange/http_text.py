"""A Request as the text that goes over the wire, with secrets dotted: for previews and mocks."""

from __future__ import annotations

import re

from api.wire.request import FileBody, Request, Template

SHOWN = 64 * 1024
_URL = re.compile(r"(?:[^:/?#]+://)?(?P<host>[^/?#]*)(?P<target>[^#]*)")
"""Takes any text apart: an address is also shown while it is being typed."""


def http_text(request: Request, limit: int = SHOWN) -> str:
    """Request line, Host, headers and the beginning of the body (RFC 9112), at most ``limit`` characters of it."""
    found = _URL.match(request.url.masked())
    host, target = found.group("host", "target") if found else ("", "")
    target = target if target.startswith("/") else f"/{target}"
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {_on_one_line(value.masked())}" for name, value in request.headers]
    body = body_text(request, limit)
    return "\n".join(lines) + (f"\n\n{body}" if body else "\n")


def _on_one_line(value: str) -> str:
    """A header's value with its control characters escaped: a line break in it is no new header."""
    if value.isprintable():
        return value
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in value)


def body_text(request: Request, limit: int = SHOWN) -> str:
    """The beginning of the body, and how much is not shown; a file by its name and size."""
    body = request.body
    if body is None:
        return ""
    if isinstance(body, FileBody):
        return f"(the file {body.path.name}, {body.size:,} bytes)"
    if isinstance(body, Template):
        return body.masked()[:limit]
    text = body[: limit * 4].decode("utf-8", "replace")[:limit]
    rest = len(body) - len(text.encode("utf-8", "replace"))
    return f"{text}\n… {rest:,} more bytes" if rest > 0 else text
