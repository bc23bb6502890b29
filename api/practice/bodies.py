"""Reading JSON out of requests and writing it into answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from werkzeug import Request, Response

from api.practice.faults import Refusal


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with a JSON body."""
    # Half a surrogate pair has no UTF-8; a backslash escape is how JSON writes it.
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(data, status=status, content_type="application/json", headers=headers)


def empty_reply(status: int = 204, headers: Mapping[str, str] | None = None) -> Response:
    """An answer without a body."""
    return Response(b"", status=status, content_type="text/html; charset=UTF-8", headers=headers)


def bare_reply(status: int = 204) -> Response:
    """An answer without a body that does not even name a type."""
    response = empty_reply(status)
    del response.headers["Content-Type"]
    return response


def has_body(request: Request) -> bool:
    """Whether the client sends a body, of known length or chunked."""
    return bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def refuse_body(request: Request) -> None:
    """Calls that take no body answer 400 to one, even to ``{}``."""
    if has_body(request):
        raise Refusal(400, "A body is not expected with this request.")


def read_json(request: Request) -> Any:
    """The request's JSON; 400 when it is none."""
    data = request.get_data(cache=False)
    if not data:
        raise Refusal(400, "The request needs a JSON body.")
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refusal(400, "Malformed JSON in request body.") from None


def read_object(request: Request) -> dict[str, Any]:
    """The request's JSON object; 400 for anything else."""
    body = read_json(request)
    if not isinstance(body, dict):
        raise Refusal(400, "The request body must be a JSON object.")
    return body


def need_media_type(request: Request, wanted: str) -> None:
    """415 unless the body is announced as ``wanted``."""
    if request.mimetype != wanted:
        raise Refusal(415, f"The body must be {wanted}.")


def _no_constant(_name: str) -> NoReturn:
    raise ValueError
