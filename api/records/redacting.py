"""An exchange without its secrets: the only form in which one is kept, exported or handed to anybody."""

from __future__ import annotations

import re
import secrets as randomness
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.merged import Merged, Part
from api.model import FileValue, Key, Values
from api.records.redacting_bodies import Hider, redacted_body
from api.wire.redaction import DOTS, Veil, mask_headers, mask_json
from api.wire.request import Encoding, FileBody, Request, RequestBody, Slot, Template
from api.wire.response import Content, Hop, Response
from api.wire.secret_names import is_secret_header, is_secret_member

_KEY = object()


@dataclass(frozen=True, slots=True)
class Redacted:
    """An exchange in which dots stand for everything secret. Only ``redact`` makes one.

    ``whole_request`` says that nothing was dotted in what was sent but slots: with them filled anew it can be sent
    again as it was. Whoever got it closes it.
    """

    exchange: Exchange
    whole_request: bool
    _key: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._key is not _KEY:
            raise TypeError("Only redact() makes a Redacted.")

    def close(self) -> None:
        """Give the content of the answer back."""
        if self.exchange.response is not None:
            self.exchange.response.content.close()


def redact(
    exchange: Exchange, secrets: Iterable[str] = (), check: Callable[[], None] = lambda: None
) -> Redacted:
    """The exchange without secrets (work for a worker; other threads run meanwhile).

    ``secrets`` are the values that went into the slots: they are hidden wherever they are echoed, in every
    encoding. Hidden are also the secrets that names, places, addresses and the catalogue give away. The slots
    of requests stay; a file's path stays, its content is never read. JSON stays JSON, and what is no secret stays
    as it is, byte for byte. ``check`` is called now and then and may raise to stop. The exchange itself and its
    content stay as they are; the content must be open meanwhile. Redacting again changes nothing.
    """
    scribe = _Scribe(Veil(secrets), check)
    request = scribe.request(exchange.request)
    clean = Exchange(
        id=exchange.id,
        request=request,
        response=scribe.response(exchange.response, exchange.request),
        error=scribe.error(exchange.error),
        who=scribe.text(exchange.who),
        started=exchange.started,
        seconds=exchange.seconds,
        attempts=exchange.attempts,
        merged=scribe.merged(exchange.merged),
    )
    return Redacted(clean, DOTS not in _literal(request), _KEY)


def redact_request(request: Request, secrets: Iterable[str] = ()) -> Request:
    """A request as ``redact`` has it in its exchange: dots for everything secret in it but its slots, which stay."""
    return _Scribe(Veil(secrets), lambda: None).request(request)


class _Scribe:
    """Writes the parts of one exchange anew."""

    def __init__(self, veil: Veil, check: Callable[[], None]) -> None:
        self._hider = Hider(veil, check)
        self.text = self._hider.text

    def request(self, request: Request) -> Request:
        extra = request.secret_headers
        return replace(
            request,
            url=self._template(request.url),
            headers=tuple((name, self._header(name, value, extra)) for name, value in request.headers),
            body=self._body(request.body),
            values=self._values(request.values),
            title=self.text(request.title),
        )

    def response(self, response: Response | None, request: Request) -> Response | None:
        if response is None:
            return None
        pointers, extra = request.secret_pointers, request.secret_headers
        return replace(
            response,
            reason=self.text(response.reason),
            headers=self._headers(response.headers, extra),
            content=redacted_body(
                response.content, self._hider, pointers, opaque=bool(pointers) and response.status < 400
            ),
            url=self.text(response.url),
            hops=tuple(Hop(hop.status, self.text(hop.location)) for hop in response.hops),
            sent_headers=self._headers(response.sent_headers, extra),
        )

    def error(self, error: PitchforkError | None) -> PitchforkError | None:
        """An error of the same kind and words, without the exceptions that led to it."""
        if error is None:
            return None
        clean = type(error).__new__(type(error))
        clean.args = tuple(self._told(each) for each in error.args)
        clean.__dict__.update({name: self._told(value, name) for name, value in vars(error).items()})
        return clean

    def merged(self, merged: Merged | None) -> Merged | None:
        """Its plans are left out: they are for asking again, and hold what was typed."""
        if merged is None:
            return None
        parts = tuple(self._part(part) for part in merged.parts)
        return Merged(merged.kind, parts, None, None, self.text(merged.trouble))

    def _part(self, part: Part) -> Part:
        return replace(
            part,
            who=self.text(part.who),
            request=self.request(part.request) if part.request is not None else None,
            trouble=self.text(part.trouble),
        )

    def _told(self, value: Any, name: str = "") -> Any:
        """What an error tells; what is no text, number or further error goes."""
        if isinstance(value, PitchforkError):
            return self.error(value)
        if isinstance(value, str):
            return DOTS if value and is_secret_member(name) else self.text(value)
        if isinstance(value, tuple | list):
            return type(value)(self._told(each) for each in value)
        return value if isinstance(value, int | float) else None

    def _headers(
        self, headers: Iterable[tuple[str, str]], extra: Iterable[str]
    ) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.text(value)) for name, value in mask_headers(headers, extra))

    def _header(self, name: str, value: Template, extra: Iterable[str]) -> Template:
        if not is_secret_header(name) and name.lower() not in {each.lower() for each in extra}:
            return self._template(value)
        parts = (part if isinstance(part, Slot) else _dotted(part) for part in value.parts)
        return Template(tuple(parts))

    def _values(self, values: Values) -> Values:
        return {key: self._value(key, value) for key, value in values.items()}

    def _value(self, key: Key, value: Any) -> Any:
        if isinstance(value, FileValue):
            return value
        if isinstance(value, bytes):
            return self._bytes(value)
        if is_secret_header(key.name) or is_secret_member(key.name.rpartition(".")[2]):
            return DOTS if value not in (None, "") else value
        return mask_json(value, text=self.text)

    def _body(self, body: RequestBody) -> RequestBody:
        if isinstance(body, bytes):
            return self._bytes(body)
        return self._template(body, body=True) if isinstance(body, Template) else body

    def _bytes(self, body: bytes, hider: Hider | None = None) -> bytes:
        content = Content(body)
        clean = redacted_body(content, hider or self._hider)
        return clean.bytes()

    def _template(self, template: Template, *, body: bool = False) -> Template:
        """The text around the slots without secrets: stand-ins hold their places meanwhile."""
        stands = {randomness.token_hex(16): slot for slot in template.slots}
        names = iter(stands)
        text = template.render(lambda slot: _spelled(next(names), slot))
        hider = replace(self._hider, slots=frozenset(name.encode() for name in stands))
        clean = (
            self._bytes(text.encode("utf-8", "surrogatepass"), hider) if body else hider.text(text).encode()
        )
        return Template(tuple(_parts(clean.decode("utf-8", "replace"), stands)))


def _dotted(text: str) -> str:
    """Dots for a literal part of a secret header; the name of its scheme may stay."""
    scheme = re.match(r"(?:Basic|Bearer|Digest|Token)\s+", text, re.IGNORECASE)
    start = scheme.end() if scheme else 0
    return text[:start] + (DOTS if text[start:].strip() else text[start:])


def _spelled(name: str, slot: Slot) -> str:
    return f'"{name}"' if slot.encoding is Encoding.JSON else name


def _parts(text: str, stands: dict[str, Slot]) -> Iterable[str | Slot]:
    by_text = {_spelled(name, slot): slot for name, slot in stands.items()}
    pieces = re.split("(" + "|".join(map(re.escape, by_text)) + ")", text) if by_text else [text]
    for piece in pieces:
        if piece:
            yield by_text.get(piece, piece)


def _literal(request: Request) -> str:
    """All text of a request but its slots."""
    texts = [request.url, *(value for _name, value in request.headers)]
    if isinstance(request.body, Template):
        texts.append(request.body)
    found = [part for text in texts for part in text.parts if isinstance(part, str)]
    if isinstance(request.body, bytes):
        found.append(request.body.decode("utf-8", "replace"))
    elif isinstance(request.body, FileBody):
        found.append(str(request.body.path))
    return "\n".join(found)
