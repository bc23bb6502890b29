"""A request as a curl command line."""

from __future__ import annotations

from collections.abc import Iterator

from api.records.snippets.pieces import Draft, headers_of, lacks, path_of
from api.records.snippets.shell import functions, printed, short_text, word
from api.wire.request import FileBody, Request, Template

_ADDED = ("User-Agent", "Accept")
"""Headers that curl adds where they are missing."""
_SMALL = 512
"""Bodies of less characters, their secrets included, never reach the size for which curl asks first."""


def write(request: Request) -> Draft:
    """The command for a POSIX shell; it sends the same method, URL, headers and body."""
    command = " \\\n  ".join(_options(request))
    body = request.body
    if isinstance(body, bytes | Template) and short_text(body) is None:
        command = f"{printed(body)} |\n{command}"
    return Draft((*functions(request), command), tuple(_notes(request)))


def _notes(request: Request) -> Iterator[str]:
    if request.method == "HEAD" and request.body is not None:
        yield "curl waits in vain for a body of the answer to a HEAD request that has a body itself."


def _options(request: Request) -> Iterator[str]:
    # --globoff and --path-as-is: curl must not read braces and dots of the URL as its own language.
    head = request.method == "HEAD" and request.body is None
    verb = "--head" if head else f"--request {word(request.method)}"
    yield f"curl --globoff --path-as-is {verb} {word(request.url)}"
    for name, value in headers_of(request):
        yield f"--header {word(_header(name, value))}"
        if name.lower() == "accept-encoding" and value.masked() != "identity":
            yield "--compressed"
    for name in lacks(request, *_ADDED, *_added_for_bodies(request)):
        yield f"--header {word(f'{name}:')}"
    yield from _body(request)


def _added_for_bodies(request: Request) -> tuple[str, ...]:
    """With a body curl also says how it is written, and asks first whether a large one is wanted."""
    body = request.body
    if body is None:
        return ()
    known = body if isinstance(body, bytes) else body.masked() if isinstance(body, Template) else None
    return ("Content-Type",) if known is not None and len(known) < _SMALL else ("Content-Type", "Expect")


def _header(name: str, value: Template) -> Template:
    """curl takes a header that ends with a semicolon as empty, and one that ends with a colon as none."""
    return Template((f"{name}: ", *value.parts)) if any(value.parts) else Template((f"{name};",))


def _body(request: Request) -> Iterator[str]:
    body = request.body
    if isinstance(body, FileBody):
        path = path_of(body)
        # curl adds the file's name to a URL that ends with a slash.
        ends = request.url.masked().partition("?")[0].endswith("/")
        yield f"--data-binary {word(f'@{path}')}" if ends else f"--upload-file {word(path)}"
    elif body is not None:
        text = short_text(body)
        yield f"--data-raw {word(text)}" if text is not None else "--data-binary @-"
