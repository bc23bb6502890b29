"""A request as an HTTPie command line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.records.snippets.pieces import Draft, headers_of, lacks, path_of
from api.records.snippets.respelling import respelt
from api.records.snippets.shell import functions, printed, short_text, word
from api.wire.request import FileBody, Request, Slot, Template

_ADDED = ("User-Agent", "Accept", "Accept-Encoding")
"""Headers that HTTPie adds where they are missing."""
_SEPARATORS = ":;=@"
_LAST_SEMICOLON = re.compile(r"^[^?]*;(\?|$)")
_CANNOT = re.compile(rf"\\[{_SEPARATORS}]")
"""HTTPie reads a backslash before one of its separators as an escape, and two of them as two."""


def write(request: Request) -> Draft:
    """The command for a POSIX shell; it sends the same method, URL, headers and body."""
    body = request.body
    piped = isinstance(body, bytes | Template) and short_text(body) is None
    command = " \\\n  ".join(_words(request, piped=piped))
    if piped and isinstance(body, bytes | Template):
        command = f"{printed(body)} |\n{command}"
    return Draft((*functions(request), command), tuple(_notes(request)))


def _notes(request: Request) -> Iterator[str]:
    if respelt(request.url):
        yield "HTTPie spells this URL in its own way, which means the same."
    if _LAST_SEMICOLON.search(request.url.masked()):
        yield "HTTPie leaves out the semicolon at the end of this URL's path."
    counted = request.method in {"GET", "HEAD"} or request.header("Content-Length") is not None
    if request.body is None and not counted:
        yield "HTTPie adds Content-Length: 0."
    if any(_CANNOT.search(part) for _n, value in request.headers for part in _texts(value)):
        yield "HTTPie drops a backslash that stands before : ; = or @ in a header."
    if isinstance(request.body, bytes) and not request.body:
        yield "HTTPie may leave out an empty body's Content-Length."


def _words(request: Request, *, piped: bool) -> Iterator[str]:
    body = request.body
    silent = "" if piped or isinstance(body, FileBody) else " --ignore-stdin"
    yield f"http{silent} --path-as-is {word(request.method)} {word(request.url)}"
    for name, value in headers_of(request):
        if name.lower() != "content-length":  # HTTPie says itself that there is no body
            yield word(_header(name, value))
    added = (*_ADDED, "Content-Type") if body is not None else _ADDED
    for name in (*lacks(request, *added), "Connection"):
        if request.header(name) is None:
            yield word(f"{name}:")
    if isinstance(body, FileBody):
        yield f"< {word(path_of(body))}"
    elif body is not None and not piped:
        text = short_text(body)
        yield f"--raw {word(text)}" if text is not None else ""


def _header(name: str, value: Template) -> Template:
    """``Name:value``; a value's first character must not make another separator of the colon."""
    if not any(value.parts):
        return Template((f"{name};",))
    first = value.parts[0]
    escape = "\\" if isinstance(first, str) and first[:1] in set(_SEPARATORS) else ""
    return Template((f"{name}:{escape}", *value.parts))


def _texts(value: Template) -> list[str]:
    return [part for part in value.parts if not isinstance(part, Slot)]
