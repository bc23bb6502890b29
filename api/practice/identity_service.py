"""The identity server: Rackspace's v2.0 and Keystone's v3 under one origin."""

from __future__ import annotations

from functools import cache

from werkzeug import Request, Response

from api.practice import application_credentials, identity_v2, identity_v3, keystone_catalogue
from api.practice.bodies import json_reply
from api.practice.faults import Refusal, named, v2_fault, v3_fault
from api.practice.ground import Ground
from api.practice.routing import Router, decoded_path

_PAGE = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"


@cache
def router() -> Router:
    """Both versions' routes, built once."""
    modules = (identity_v2, identity_v3, keystone_catalogue, application_credentials)
    return Router(route for module in modules for route in module.ROUTES)


class IdentityService:
    """Answers every request to the identity server."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def answer(self, request: Request) -> Response:
        """The response, errors included; each version prints them its own way."""
        try:
            path = decoded_path(request).rstrip("/") or "/"
        except Refusal as refusal:
            return v3_fault(refusal)
        if path == "/v2.0" or path.startswith("/v2.0/"):
            return named(self._rackspace(request, path), request)
        response = named(self._keystone(request, path), request)
        response.vary.add("X-Auth-Token")
        return response

    def _rackspace(self, request: Request, path: str) -> Response:
        try:
            route, values = router().match(request.method, path)
            return route.handler(request, self._ground, **values)
        except Refusal as refusal:
            return v2_fault(refusal)

    def _keystone(self, request: Request, path: str) -> Response:
        try:
            route, values = router().match(request.method, path)
        except Refusal as refusal:
            return _unrouted(refusal)
        try:
            return route.handler(request, self._ground, **values)
        except Refusal as refusal:
            if refusal.status == 401:
                refusal.headers["WWW-Authenticate"] = (
                    f'Keystone uri="{self._ground.origins["identity"]}/v3"'
                )
            return v3_fault(refusal)


def _unrouted(refusal: Refusal) -> Response:
    """What Keystone has no route for is answered by its web framework, not by itself."""
    if refusal.status == 404:
        return Response(_PAGE, status=404, content_type="text/html; charset=utf-8")
    message = {"message": "The method is not allowed for the requested URL."}
    return json_reply(message, refusal.status, refusal.headers)
