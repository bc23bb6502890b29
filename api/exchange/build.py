"""Builds the Request from a call and values: the one place where URLs, headers and bodies are made."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from api.constants import USER_AGENT
from api.errors import Fault
from api.exchange.body import Written, write_body
from api.exchange.check import check
from api.exchange.convert import simple, spelt
from api.exchange.slots import secret_slot
from api.model import Body, Call, Change, Location, Parameter, Place, Values
from api.wire.request import TOKEN_SLOT, Encoding, Request, RequestBody, Slot, Template


@dataclass(frozen=True, slots=True)
class Draft:
    """What the values make of a call.

    ``preview`` is the request as far as it can be built, ``request`` the same value when nothing is wrong and
    None otherwise, ``faults`` say what is. ``secrets`` fill the preview's slots (except the token) and stay
    in memory.
    """

    preview: Request
    faults: tuple[Fault, ...] = ()
    secrets: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def request(self) -> Request | None:
        """The request, once it may be sent."""
        return None if self.faults else self.preview


def build(
    call: Call,
    values: Values,
    base_url: str,
    place: Place,
    content_type: str | None = None,
    raw_body: RequestBody = None,
) -> Draft:
    """A draft of the call at an endpoint.

    ``base_url`` is the endpoint without a trailing slash and without the API version that the call's path
    begins with. ``content_type`` chooses among the call's body forms. ``raw_body`` replaces the body that the
    body parameters would make (they are then neither needed nor used).
    """
    body = call.body(content_type)
    if raw_body is not None and body is not None:
        body = Body(body.content_type, schema=body.schema, required=False)
    fields = call.parameters + (body.parameters if body else ())
    faults = _faults(call, values, content_type, raw_body is not None)
    written = Written(raw_body) if raw_body is not None else write_body(body, values)
    if written.fault:
        faults += (Fault(None, written.fault),)
    request = Request(
        call_id=call.id,
        method=call.method,
        url=_url(call, values, base_url),
        headers=_headers(call, values, body, written),
        body=written.body,
        place=place,
        values={p.key: values[p.key] for p in fields if p.key in values and not p.secret},
        title=call.title,
        changes=call.effects.changes is not Change.NONE,
        destroys=call.effects.changes is Change.DESTROY,
        secret_pointers=_unique(pointer for answer in call.answers for pointer in answer.secrets),
        secret_headers=_unique(name for answer in call.answers for name in answer.secret_headers),
    )
    return Draft(request, faults, _secrets(fields, values))


def _faults(call: Call, values: Values, content_type: str | None, raw: bool) -> tuple[Fault, ...]:
    faults = check(call, values, content_type)
    if raw:
        return tuple(f for f in faults if f.key is None or f.key.location is not Location.BODY)
    return faults


def _unique(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _secrets(fields: tuple[Parameter, ...], values: Values) -> dict[str, str]:
    return {
        str(p.key): str(values[p.key]) for p in fields if p.secret and isinstance(values.get(p.key), str)
    }


def _url(call: Call, values: Values, base_url: str) -> Template:
    parts: list[str | Slot] = [base_url.rstrip("/")]
    for piece, parameter in _path_pieces(call):
        if parameter is None:
            parts.append(piece)
        elif parameter.key not in values or values[parameter.key] == "":
            parts.append(f"{{{parameter.name}}}")
        elif parameter.secret:
            parts.append(secret_slot(parameter, Encoding.PERCENT))
        else:
            parts.append(quote(simple(values[parameter.key]), safe="", errors="replace"))
    return Template(_joined(parts + _query(call, values)))


def _path_pieces(call: Call) -> list[tuple[str, Parameter | None]]:
    named = {p.name: p for p in call.parameters if p.location is Location.PATH}
    pieces: list[tuple[str, Parameter | None]] = []
    for number, piece in enumerate(call.head.path.replace("}", "{").split("{")):
        pieces.append((piece, named.get(piece) if number % 2 else None))
    return pieces


def _joined(parts: list[str | Slot]) -> tuple[str | Slot, ...]:
    joined: list[str | Slot] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def _query(call: Call, values: Values) -> list[str | Slot]:
    parts: list[str | Slot] = []
    fixed = "?" in call.head.path  # what is always asked stands in the path
    for parameter in call.parameters:
        if parameter.location is not Location.QUERY or parameter.key not in values:
            continue
        for name, value in query_pairs(parameter, values[parameter.key]):
            parts.append(f"{'&' if parts or fixed else '?'}{quote(name, safe='', errors='replace')}=")
            if parameter.secret:
                parts.append(secret_slot(parameter, Encoding.PERCENT))
            else:
                parts.append(quote(value, safe="", errors="replace"))
    return parts


def query_pairs(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """The pairs a query value becomes (OpenAPI's styles form, spaceDelimited, pipeDelimited, deepObject)."""
    if parameter.style == "json":
        return [(parameter.name, json.dumps(value, ensure_ascii=False))]
    if isinstance(value, list):
        texts = [spelt(each) for each in value]
        if parameter.explode:
            return [(parameter.name, text) for text in texts]
        joint = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(parameter.style, ",")
        return [(parameter.name, joint.join(texts))] if texts else []
    if isinstance(value, dict):
        return _object_pairs(parameter, value)
    return [(parameter.name, spelt(value))]


def _object_pairs(parameter: Parameter, value: dict[str, Any]) -> list[tuple[str, str]]:
    if parameter.style == "deepObject":
        return [(f"{parameter.name}[{name}]", spelt(each)) for name, each in value.items()]
    if parameter.explode:
        return [
            (name, spelt(each))
            for name, inner in value.items()
            for each in (inner if isinstance(inner, list) else [inner])
        ]
    flat = [text for name, each in value.items() for text in (name, spelt(each))]
    return [(parameter.name, ",".join(flat))]


def _headers(
    call: Call, values: Values, body: Body | None, written: Written
) -> tuple[tuple[str, Template], ...]:
    headers = [
        ("User-Agent", Template.of(USER_AGENT)),
        ("Accept", Template.of(call.accept)),
        ("Accept-Encoding", Template.of(_encodings(call))),
    ]
    if call.needs_token:
        headers.append((call.token_header, Template.of(TOKEN_SLOT)))
    headers += _parameter_headers(call, values)
    if written.body is not None and body is not None:
        headers.append(("Content-Type", Template.of(body.content_type)))
    if (length := written.length) is not None:
        headers.append(("Content-Length", Template.of(length)))
    elif call.method in ("POST", "PUT", "PATCH"):
        headers.append(("Content-Length", Template.of("0")))
    return tuple(headers)


def _encodings(call: Call) -> str:
    """Bytes that are kept come as they are, so that their length and checksum are the service's own."""
    return "gzip, deflate" if call.accept.startswith("application/json") else "identity"


def _parameter_headers(call: Call, values: Values) -> list[tuple[str, Template]]:
    headers: list[tuple[str, Template]] = []
    cookies: list[str | Slot] = []
    for parameter in call.parameters:
        if parameter.key not in values:
            continue
        if parameter.merge and parameter.location is Location.HEADER:
            headers += _free_headers(parameter, values[parameter.key])
            continue
        value = _header_value(parameter, values[parameter.key])
        if parameter.location is Location.HEADER:
            headers.append((parameter.name, Template.of(value)))
        elif parameter.location is Location.COOKIE:
            cookies += ["; " if cookies else "", f"{parameter.name}=", value]
    if cookies:
        headers.append(("Cookie", Template(_joined(cookies))))
    return headers


def _free_headers(parameter: Parameter, value: Any) -> list[tuple[str, Template]]:
    """One header for each member: ``X-Meta-*`` and ``{"Colour": "red"}`` make ``X-Meta-Colour: red``."""
    members = value.items() if isinstance(value, dict) else ()
    return [(parameter.name.removesuffix("*") + name, Template.of(spelt(each))) for name, each in members]


def _header_value(parameter: Parameter, value: Any) -> str | Slot:
    if parameter.secret:
        return secret_slot(parameter, Encoding.PLAIN)
    if parameter.style == "json":
        return json.dumps(value)  # headers are ASCII
    return simple(value)
