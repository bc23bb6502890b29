"""Which handler answers a method and path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from werkzeug import Request, Response
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from api.practice.faults import Refusal
from api.practice.tokens import Face

Handler = Callable[..., Response]
"""Takes what its server gives every handler, then the path's values by name."""

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
BOTH: tuple[Face, ...] = ("rackspace", "openstack")


@dataclass(frozen=True)
class Route:
    """One call: method, path with ``{names}``, who answers it, and to which faces it is offered.

    A face in ``closed`` knows the call and refuses it to everybody (403).
    """

    method: str
    path: str
    handler: Handler
    faces: tuple[Face, ...] = BOTH
    closed: tuple[Face, ...] = ()


class Router:
    """Routes by path; nothing is redirected, slashes are taken as they come."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._map = Map(merge_slashes=False, redirect_defaults=False, strict_slashes=True)
        for route in routes:
            self._map.add(_rule(route))

    def match(self, method: str, path: str) -> tuple[Route, dict[str, Any]]:
        """The route and the path's values; 404 or 405 (with ``Allow``) when there is none."""
        try:
            route, values = self._map.bind("practice").match(path, method)
            return route, dict(values)
        except MethodNotAllowed as fault:
            allowed = ", ".join(sorted(fault.valid_methods or (), key=_METHODS.index))
            raise Refusal(
                405, f"The method {method} is not allowed for this resource.", {"Allow": allowed}
            ) from None
        except NotFound:
            raise Refusal(404, "The resource could not be found.") from None


def decoded_path(request: Request) -> str:
    """The path with every escape decoded, ``%2F`` too; 400 when it is not UTF-8."""
    try:
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "The query is not valid UTF-8.") from None
    raw = str(request.environ.get("REQUEST_URI") or request.environ["PATH_INFO"]).partition("?")[0]
    if "://" in raw[:8]:  # a request line may hold the absolute form
        raw = "/" + raw.split("://", 1)[1].partition("/")[2]
    try:
        return unquote_to_bytes(raw.encode("latin-1")).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "The URL is not valid UTF-8.") from None


def _rule(route: Route) -> Rule:
    path = route.path.replace("{", "<").replace("}", ">")
    rule = Rule(path, endpoint=route, methods=[route.method])
    rule.methods = {route.method}  # werkzeug lets every GET answer HEAD; the real services do not
    return rule
