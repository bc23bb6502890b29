"""A Request as a JSON value and back again, exactly: what comes back sends the same bytes."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from api.model import FileValue, Key, Location, Place, Values
from api.wire.request import Encoding, FileBody, Request, RequestBody, Slot, Template

Form = dict[str, Any]


def to_form(request: Request) -> Form:
    """All of a request but the bytes of a plain body, which are kept apart (see ``plain_body``)."""
    place = request.place
    return {
        "call": request.call_id,
        "method": request.method,
        "url": _template(request.url),
        "headers": [[name, _template(value)] for name, value in request.headers],
        "body": _body(request.body),
        "place": [place.profile, place.account, place.region],
        "values": [[key.location.value, key.name, _value(value)] for key, value in request.values.items()],
        "title": request.title,
        "changes": request.changes,
        "destroys": request.destroys,
        "secret_pointers": list(request.secret_pointers),
        "secret_headers": list(request.secret_headers),
    }


def plain_body(request: Request) -> bytes | None:
    """The body where it is nothing but bytes; None for any other."""
    return request.body if isinstance(request.body, bytes) else None


def from_form(form: Form, body: bytes | None) -> Request:
    """The request again; ``body`` are the bytes that were kept apart. Raises KeyError, TypeError, ValueError."""
    return Request(
        call_id=form["call"],
        method=form["method"],
        url=_read_template(form["url"]),
        headers=tuple((name, _read_template(parts)) for name, parts in form["headers"]),
        body=_read_body(form["body"], body),
        place=Place(*form["place"]),
        values=_read_values(form["values"]),
        title=form["title"],
        changes=form["changes"],
        destroys=form["destroys"],
        secret_pointers=tuple(form["secret_pointers"]),
        secret_headers=tuple(form["secret_headers"]),
    )


def _template(template: Template) -> list[Any]:
    return [
        part if isinstance(part, str) else [part.name, part.variable, part.encoding.value]
        for part in template.parts
    ]


def _read_template(parts: list[Any]) -> Template:
    return Template(
        tuple(
            part if isinstance(part, str) else Slot(part[0], part[1], Encoding(part[2])) for part in parts
        )
    )


def _body(body: RequestBody) -> Any:
    match body:
        case bytes():
            return {"bytes": len(body)}
        case Template():
            return {"template": _template(body)}
        case FileBody():
            return {"file": str(body.path), "size": body.size, "modified": body.modified}
    return None


def _read_body(form: Any, body: bytes | None) -> RequestBody:
    match form:
        case {"bytes": int(size)}:
            if body is None or len(body) != size:
                raise ValueError("the body of the request is not there any more")
            return body
        case {"template": parts}:
            return _read_template(parts)
        case {"file": path, "size": size, "modified": modified}:
            return FileBody(Path(path), size, modified)
    return None


def _value(value: Any) -> Any:
    """Files and bytes are marked as what they are; anything else is JSON, and marked so that nothing is mistaken."""
    match value:
        case FileValue(path):
            return {"file": path}
        case bytes():
            return {"bytes": base64.b64encode(value).decode("ascii")}
    return {"json": value}


def _read_values(rows: list[Any]) -> Values:
    return {Key(Location(location), name): _read_value(value) for location, name, value in rows}


def _read_value(marked: Form) -> Any:
    match marked:
        case {"file": path}:
            return FileValue(path)
        case {"bytes": text}:
            return base64.b64decode(text)
    return marked["json"]
