"""Refusals, and their bodies as the real services print them."""

from __future__ import annotations

import html
import json
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from werkzeug import Request, Response

_PAGE = """<html>
 <head>
  <title>{status}</title>
 </head>
 <body>
  <h1>{status}</h1>
  {explanation}<br /><br />



 </body>
</html>"""

_V2_NAMES = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
    413: "overLimit",
    415: "unsupportedMediaType",
}


class Refusal(Exception):
    """A request that is answered with an error: HTTP status, the reason for the person, extra headers."""

    more: Mapping[str, object] = MappingProxyType({})
    """Further members of Keystone's error."""

    def __init__(self, status: int, explanation: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(explanation)
        self.status = status
        self.explanation = explanation
        self.headers = dict(headers or {})

    @property
    def title(self) -> str:
        """The status' name, e.g. ``Not Found``."""
        return _TITLES.get(self.status) or HTTPStatus(self.status).phrase


class SignInNeeded(Refusal):
    """401: the token is missing, unknown, or for no project; ``identity`` is where to get one."""

    def __init__(self, identity: str) -> None:
        challenge = {"WWW-Authenticate": f'Keystone uri="{identity}"'}
        super().__init__(401, "The request you have made requires authentication.", challenge)


class UnknownMethod(Refusal):
    """401 to a way of signing in that is not offered, with the ways that are."""

    def __init__(self, offered: tuple[str, ...]) -> None:
        super().__init__(401, "Attempted to authenticate with an unsupported method.")
        self.more = {"identity": {"methods": list(offered)}}


_TITLES = {413: "Request Entity Too Large", 416: "Request Range Not Satisfiable", 300: "Multiple Choices"}


def image_fault(refusal: Refusal, request: Request) -> Response:
    """The Image service's body: HTML, JSON or text, as ``Accept`` asks; with the service's own ``<br />``s."""
    status = f"{refusal.status} {refusal.title}"
    kind = _wanted(request)
    escaped = html.escape(refusal.explanation)
    if kind == "text/html":
        body = _PAGE.format(status=status, explanation=escaped)
    elif kind == "application/json":
        message = f"{escaped}<br /><br />\n\n\n"
        body = json.dumps({"message": message, "code": status, "title": refusal.title})
    else:
        body = f"{status}\n\n{refusal.explanation}\n\n\n"
    content_type = kind if kind == "application/json" else f"{kind}; charset=UTF-8"
    return Response(body, status=status, content_type=content_type, headers=refusal.headers)


def _wanted(request: Request) -> str:
    """HTML wins over JSON when both are equally welcome, so ``application/json, */*`` means HTML too."""
    if request.method == "HEAD":
        return "text/html"
    accepted = request.accept_mimetypes
    page, data = accepted.quality("text/html"), accepted.quality("application/json")
    if not page and not data:
        return "text/plain"
    return "text/html" if page >= data else "application/json"


def named(response: Response, request: Request) -> Response:
    """The answer with its request id: the client's own, or a new one.

    Answers that come before the sign-in is checked (versions, 401) have none.
    """
    asked = request.headers.get("x-openstack-request-id") or f"req-{uuid.uuid4()}"
    response.headers["x-openstack-request-id"] = asked if asked.startswith("req-") else f"req-{asked}"
    return response


def v2_fault(refusal: Refusal) -> Response:
    """Rackspace Identity's body: one member named after the kind of error."""
    name = _V2_NAMES.get(refusal.status, "identityFault")
    return _json(refusal, {name: {"code": refusal.status, "message": refusal.explanation}})


def v3_fault(refusal: Refusal) -> Response:
    """Keystone's body."""
    fault = {"code": refusal.status, "message": refusal.explanation, "title": refusal.title}
    return _json(refusal, {"error": fault | dict(refusal.more)})


def _json(refusal: Refusal, body: object) -> Response:
    return Response(
        json.dumps(body),
        status=f"{refusal.status} {refusal.title}",
        content_type="application/json",
        headers=refusal.headers,
    )
