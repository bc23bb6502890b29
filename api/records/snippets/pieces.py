"""What the writers of snippets share: what a snippet is made of, and facts about a request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.wire.request import CONTENT_LENGTH, FileBody, Request, RequestBody, Slot, Template

_OF_THE_SYSTEM = frozenset(
    {"PATH", "HOME", "USER", "SHELL", "PWD", "IFS", "TERM", "LANG", "TMPDIR", "CDPATH"}
)

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""C0, DEL, C1, line and paragraph separators, surrogates, and what turns the direction of writing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer makes: the snippet's lines, and in sentences what it does otherwise than the program."""

    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


def variables(request: Request) -> tuple[str, ...]:
    """The variables that have to be set before a snippet is run, each once."""
    return tuple(dict.fromkeys(s.variable for s in request.slots if s.name != CONTENT_LENGTH))


def with_own_variables(request: Request) -> Request:
    """The request with a variable of its own for each secret, none of them a name that shells use or refuse."""
    names: dict[str, str] = {}
    for slot in request.slots:
        if slot.name not in names:
            names[slot.name] = _free_name(slot.variable, set(names.values()))
    return replace(
        request,
        url=_renamed(request.url, names),
        headers=tuple((name, _renamed(value, names)) for name, value in request.headers),
        body=_renamed(request.body, names) if isinstance(request.body, Template) else request.body,
    )


def _free_name(wanted: str, taken: set[str]) -> str:
    sound = wanted.isidentifier() and wanted.isascii() and wanted not in _OF_THE_SYSTEM
    name = wanted if sound else f"SECRET_{re.sub(r'[^A-Za-z0-9_]', '_', wanted)}"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _renamed(template: Template, names: dict[str, str]) -> Template:
    return Template(
        tuple(
            replace(part, variable=names[part.name]) if isinstance(part, Slot) else part
            for part in template.parts
        )
    )


def headers_of(request: Request) -> Iterator[tuple[str, Template]]:
    """The headers without the length of a body, which every tool counts itself."""
    for name, value in request.headers:
        if name.lower() != "content-length" or request.body is None:
            yield name, value


def lacks(request: Request, *names: str) -> list[str]:
    """Which of these headers the request does not have: those that a tool must be kept from adding."""
    return [name for name in names if request.header(name) is None]


def uncounted(request: Request) -> bool:
    """Whether a request of a method that has a body as a rule says neither by a body nor by a header how long it is."""
    writes = request.method in {"POST", "PUT", "PATCH"}
    return writes and request.body is None and request.header("Content-Length") is None


def repeated(request: Request) -> list[str]:
    """The names of headers that are sent more than once."""
    count = Counter(name.lower() for name, _value in request.headers)
    return [name for name, _value in request.headers if count.pop(name.lower(), 0) > 1]


def plain_text(body: RequestBody, keep: str = "") -> Template | None:
    """A body as text that can stand in quotes: UTF-8 without control characters other than these; else None."""
    if isinstance(body, Template):
        return body if all(isinstance(p, Slot) or _is_plain(p, keep) for p in body.parts) else None
    if not isinstance(body, bytes):
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return Template.of(text) if _is_plain(text, keep) else None


def _is_plain(text: str, keep: str) -> bool:
    return all(found[0] in keep for found in _CONTROL.finditer(text))


def path_of(body: FileBody) -> str:
    """Where a body's file lies, from wherever the snippet is run."""
    return str(body.path.absolute())


def answers_text(request: Request) -> bool:
    """Whether the answer is one to read; else it is kept as a file."""
    accept = request.header("Accept")
    return accept is None or accept.masked().startswith(("application/json", "text/", "*/*"))
