"""A request as text, the way it stands on the wire, with dots for secrets."""

from __future__ import annotations

from urllib.parse import urlsplit

from api.answer.sizes import size
from api.wire.request import FileBody, Request, Template

SHOWN = 64 * 1024
"""Bytes of a body that are shown."""


def wire_text(request: Request) -> str:
    """Request line, headers and body; of a large body the beginning, of a file its name."""
    url = request.url.masked()
    parts = urlsplit(url)
    target = url.removeprefix(f"{parts.scheme}://{parts.netloc}") or "/"
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}"]
    lines += [f"{name}: {value.masked()}" for name, value in request.headers]
    body = body_text(request)
    return "\n".join([*lines, "", body]) if body else "\n".join(lines)


def body_text(request: Request) -> str:
    """The body as text; "" when there is none."""
    body = request.body
    if body is None:
        return ""
    if isinstance(body, FileBody):
        return f"(the file {body.path.name}, {size(body.size)}, is read while it is sent)"
    data = body.masked().encode("utf-8", "replace") if isinstance(body, Template) else body
    text = data[:SHOWN].decode("utf-8", "replace")
    return f"{text}\n(the first {size(SHOWN)} of {size(len(data))})" if len(data) > SHOWN else text
