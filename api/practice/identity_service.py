"""The identity server: Rackspace's v2.0 and Keystone's v3 under one origin."""

from __future__ import annotations

from functools import cache

from werkzeug import Request, Response

from api.practice import application_credentials, identity_v2, identity_v3, keystone_catalogue
from api.practice.faults import Refusal, v2_fault, v3_fault
from api.practice.ground import Ground
from api.practice.routing import Router, decoded_path


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
        path = "/v3"
        try:
            path = decoded_path(request)
            path = path.rstrip("/") or "/"
            route, values = router().match(request.method, path)
            return route.handler(request, self._ground, **values)
        except Refusal as refusal:
            return v2_fault(refusal) if path.startswith("/v2.0") else v3_fault(refusal)
