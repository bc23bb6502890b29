"""A region's Image service: from a request to the handler of its call, and to errors as the service prints them."""

from __future__ import annotations

from functools import cache

from werkzeug import Request, Response

from api.practice import (
    discovery,
    image_data,
    images,
    imports,
    members,
    metadef_schemas,
    metadefs,
    schemas,
    tags,
    tasks,
)
from api.practice.bodies import bare_reply
from api.practice.faults import Refusal, SignInNeeded, image_fault, named
from api.practice.ground import Ground, Region, Visit
from api.practice.routing import Router, decoded_path


@cache
def router() -> Router:
    """The routes of every region, built once."""
    modules = (
        images,
        image_data,
        imports,
        members,
        tags,
        tasks,
        schemas,
        discovery,
        metadefs,
        metadef_schemas,
    )
    return Router(route for module in modules for route in module.ROUTES)


class ImageService:
    """Answers for one region, with the face that the caller's token decides."""

    def __init__(self, ground: Ground, region: Region) -> None:
        self._ground = ground
        self._region = region

    def answer(self, request: Request) -> Response:
        """The response to any request, errors included."""
        try:
            return self._answer(request)
        except SignInNeeded as refusal:
            return image_fault(refusal, request)
        except Refusal as refusal:
            return named(image_fault(refusal, request), request)

    def _answer(self, request: Request) -> Response:
        path = self._inside(decoded_path(request))
        if request.method == "OPTIONS":
            return bare_reply(200)
        segment, _, rest = path.lstrip("/").partition("/")
        endpoint = self._ground.image_endpoint(self._region)
        if segment == "healthcheck":
            return discovery.health(request)
        if not discovery.is_version(segment):
            return discovery.versions(endpoint, 200 if segment == "versions" else 300)
        visit = self._visit(request)
        if path == f"/{segment}":
            location = {"Location": f"{endpoint}/{segment}/"}
            return named(
                Response(status=302, content_type="text/plain; charset=utf8", headers=location), request
            )
        route, values = router().match(request.method, f"/v2/{rest.lstrip('/')}")
        if visit.caller.face in route.closed:
            raise Refusal(403, "You are not authorized to complete this action.")
        if visit.caller.face not in route.faces:
            raise Refusal(404, "The resource could not be found.")
        response = named(route.handler(visit, **values), request)
        if "Location" in response.headers:
            response.headers["Location"] = (
                self._ground.origins[self._region.name] + response.headers["Location"]
            )
        return response

    def _inside(self, path: str) -> str:
        prefix = self._region.prefix
        if path != prefix and not path.startswith(f"{prefix}/"):
            raise Refusal(404, "The resource could not be found.")
        return path[len(prefix) :]

    def _visit(self, request: Request) -> Visit:
        caller = self._ground.tokens.find(request.headers.get("X-Auth-Token"))
        if caller is None:
            raise SignInNeeded(self._ground.origins["identity"])
        return Visit(request, self._ground, self._region, caller)
