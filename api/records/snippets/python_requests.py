"""A request as a few lines of Python with the requests library."""

from __future__ import annotations

from collections.abc import Iterator

from api.records.snippets.pieces import Draft, lacks, path_of, repeated, uncounted
from api.records.snippets.python_text import data, imports, shown, text
from api.records.snippets.respelling import respelt
from api.wire.request import FileBody, Request

_ADDED = ("User-Agent", "Accept-Encoding")
"""Headers that urllib3 adds where they are missing."""


def write(request: Request) -> Draft:
    """The lines; the prepared request gets exactly these headers, and no redirect is followed with the token."""
    return Draft(tuple(_lines(request)), tuple(_notes(request)))


def _notes(request: Request) -> Iterator[str]:
    if respelt(request.url, escapes=False):
        yield "requests spells this URL in its own way, which means the same."
    if uncounted(request):
        yield "requests adds Content-Length: 0."
    if repeated(request):
        yield "Headers of the same name are sent one after the other."


def _lines(request: Request) -> Iterator[str]:
    yield from imports(request)
    yield ""
    yield "import requests"
    pairs = bool(repeated(request)) or _odd_length(request)
    if pairs:
        yield "from urllib3 import HTTPHeaderDict"
    if lacks(request, *_ADDED):
        yield "from urllib3.util import SKIP_HEADER"
    yield ""
    yield f"url = {text(request.url)}"
    body = request.body
    if isinstance(body, FileBody):
        yield f"body = open({path_of(body)!r}, 'rb')"
    elif body is not None:
        yield f"body = {data(body)}"
    yield f"request = requests.Request({request.method!r}, url).prepare()"
    yield "request.url = url"
    yield from _headers(request, pairs=pairs)
    if body is not None:
        yield "request.body = body"
    yield ""
    yield "with requests.Session() as session:"
    yield "    around = session.merge_environment_settings(url, {}, None, None, None)"
    yield "    answer = session.send(request, allow_redirects=False, **around)"
    yield "print(answer.status_code, answer.reason)"
    yield from shown(request)


def _odd_length(request: Request) -> bool:
    """requests looks for Content-Length in this spelling, or sends a file in chunks."""
    return any(n.lower() == "content-length" and n != "Content-Length" for n, _value in request.headers)


def _headers(request: Request, *, pairs: bool) -> Iterator[str]:
    yield "request.headers = HTTPHeaderDict([" if pairs else "request.headers = {"
    shapes = ("    ({}, {}),", "    {}: {},")
    shape = shapes[0] if pairs else shapes[1]
    for name, value in request.headers:
        yield shape.format(repr(name), text(value))
    if request.body is not None and request.header("Content-Length") is None:
        size = request.body.size if isinstance(request.body, FileBody) else None
        yield shape.format("'Content-Length'", repr(str(size)) if size is not None else "str(len(body))")
    for name in lacks(request, *_ADDED):
        yield shape.format(repr(name), "SKIP_HEADER")
    yield "])" if pairs else "}"
