"""A bundle as Markdown, for reading in a ticket. Whatever a body holds, it stays within its fence."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

from api.answer.answer import Form
from api.answer.plain import one_line
from api.answer.sizes import counted
from api.records.bundle.bodies import Body
from api.records.bundle.told import PROGRAM, Told, milliseconds

_RUN = re.compile("`+")
_STRUCTURE = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def markdown_pieces(
    exchanges: Sequence[Told], check: Callable[[], None], level: str = "#"
) -> Iterator[str]:
    """The text of the file, in pieces; its first heading is of that level."""
    several = len(exchanges) > 1
    if several:
        yield f"{level} {counted(len(exchanges), 'calls')}\n\n"
    for each in exchanges:
        yield from _exchange(each, f"{level}#" if several else level, check)
    yield f"---\n\nWritten by {PROGRAM}; secrets are dots.\n"


def _exchange(told: Told, level: str, check: Callable[[], None]) -> Iterator[str]:
    yield f"{level} {plain(told.title)}: {plain(outcome(told))}\n\n"
    yield "".join(f"- **{name}:** {value}\n" for name, value in facts(told)) + "\n"
    yield f"{level}# Request\n\n"
    yield fenced("http", _request_text(told)) + "\n\n"
    yield from _body(told.request_body, check)
    if told.exchange.response is None:
        return
    yield f"{level}# Answer\n\n"
    yield fenced("http", _response_text(told)) + "\n\n"
    yield from _body(told.response_body, check)


def outcome(told: Told) -> str:
    """How it ended in a few words: "404 Not Found", "no answer"."""
    response = told.exchange.response
    return f"{response.status} {told.text(response.reason)}".strip() if response else "no answer"


def facts(told: Told) -> Iterator[tuple[str, str]]:
    """What a ticket needs first, by name; the values are Markdown."""
    exchange, response = told.exchange, told.exchange.response
    yield "Call", code(exchange.request.call_id)
    yield "Where", plain(told.where)
    yield "Request", code(f"{exchange.request.method} {told.url}")
    yield "Outcome", plain(outcome(told))
    if told.error:
        yield "Error", plain(told.error)
    if exchange.request_id:
        yield "Request id", code(exchange.request_id)
    yield "Started", f"{exchange.started:%Y-%m-%d %H:%M:%S} UTC"
    first = f", first byte after {_ms(response.timings.first_byte)}" if response else ""
    yield "Took", f"{_ms(exchange.seconds)}{first}"
    if exchange.attempts > 1:
        yield "Sent", f"{exchange.attempts} times"
    for hop in told.redirects:
        yield "Redirect", f"{hop['status']} to {code(hop['location'])}"
    for part in told.parts:
        yield "Part", plain(_part(part))


def _part(part: dict[str, object]) -> str:
    names = ("region", "status", "requestId", "trouble")
    return " · ".join(str(part[name]) for name in names if part[name])


def _ms(seconds: float) -> str:
    return f"{milliseconds(seconds):,.0f} ms"


def _request_text(told: Told) -> str:
    return _lines(f"{told.exchange.request.method} {told.url}", told.request_headers)


def _response_text(told: Told) -> str:
    response = told.exchange.response
    assert response is not None
    return _lines(f"{response.http_version} {outcome(told)}", told.response_headers)


def _lines(first: str, headers: Iterable[tuple[str, str]]) -> str:
    return "\n".join([one_line(first), *(one_line(f"{name}: {value}") for name, value in headers)])


def _body(body: Body | None, check: Callable[[], None]) -> Iterator[str]:
    if body is None:
        return
    if body.content is None:
        yield f"{plain(body.note)}\n\n"
        return
    language = "json" if body.form is Form.JSON else ""
    shown = yield from _block(language, _longest_run(body.source()), body.pretty(check))
    if note := body.left_out(shown):
        yield f"{plain(note)}\n\n"


def _block(language: str, run: int, pieces: Iterable[str]) -> Generator[str, None, int]:
    """A fenced block of a text that has no longer run of backticks. Returns how many characters it has."""
    fence = "`" * max(3, 1 + run)
    yield f"{fence}{language}\n"
    shown, last = 0, ""
    for piece in pieces:
        yield shown_text(piece)
        shown, last = shown + len(piece), piece or last
    yield f"{'' if last.endswith(chr(10)) else chr(10)}{fence}\n\n"
    return shown


def _longest_run(pieces: Iterable[str]) -> int:
    longest = open_run = 0
    for piece in pieces:
        for found in _RUN.finditer(piece):
            run = len(found[0]) + (open_run if found.start() == 0 else 0)
            longest = max(longest, run)
            open_run = run if found.end() == len(piece) else 0
        if not piece.endswith("`") and piece:
            open_run = 0
    return longest


def shown_text(text: str) -> str:
    """The text without characters that would turn, hide or end what is around them."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def fenced(language: str, text: str) -> str:
    """A block of code that holds the text whatever it holds."""
    fence = "`" * max(3, 1 + _longest_run((text,)))
    return f"{fence}{language}\n{shown_text(text)}\n{fence}"


def code(text: str) -> str:
    """Code within a line."""
    line = shown_text(one_line(text))
    ticks = "`" * (1 + _longest_run((line,)))
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}" if line else ""


def plain(text: str) -> str:
    """Words that are no Markdown."""
    return _STRUCTURE.sub(r"\\\1", shown_text(one_line(text)))
