"""A Request as a curl command line: the token and secrets as shell variables, everything else as it is sent."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from api.wire.request import Encoding, FileBody, Request, Slot, Template


def as_curl(request: Request) -> str:
    """The command line for a POSIX shell; it sends the same method, URL, headers and body.

    Secrets are variables (``$OS_TOKEN``) that the person sets. A JSON secret stands inside the quotes of the
    body, so its variable holds JSON-escaped text.
    """
    return " \\\n  ".join(_options(request))


def _options(request: Request) -> Iterator[str]:
    # --globoff and --path-as-is: curl must not read braces and dots of the URL as its own language.
    verb = "--head" if request.method == "HEAD" else f"--request {request.method}"
    yield f"curl --globoff --path-as-is {verb} {_quoted(request.url)}"
    for name, value in request.headers:
        if name.lower() != "content-length" or request.body is None:  # curl counts bodies itself
            yield f"--header {_quoted(_header(name, value))}"
        if name.lower() == "accept-encoding" and value.masked() != "identity":
            yield "--compressed"
    if isinstance(request.body, FileBody):
        yield _file(request.method, request.body)
    elif isinstance(request.body, Template):
        yield f"--data-raw {_quoted(request.body)}"
    elif request.body is not None:
        yield f"--data-raw {shlex.quote(request.body.decode('utf-8', 'replace'))}"


def _header(name: str, value: Template) -> Template:
    """curl takes a header that ends with a semicolon as empty, and one that ends with a colon as none."""
    return Template((f"{name}: ", *value.parts)) if any(value.parts) else Template((f"{name};",))


def _file(method: str, body: FileBody) -> str:
    if method == "PUT":
        return f"--upload-file {shlex.quote(str(body.path))}"
    return f"--data-binary {shlex.quote(f'@{body.path}')}"


def _quoted(template: Template) -> str:
    return "".join(
        shlex.quote(part) if isinstance(part, str) else _variable(part) for part in template.parts
    )


def _variable(slot: Slot) -> str:
    quotes = '\\"' if slot.encoding is Encoding.JSON else ""
    return f'"{quotes}${slot.variable}{quotes}"'
