"""The object storage of every region: from a request to the handler of its call, and errors as Swift prints them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from werkzeug import Request, Response

from api.practice import containers, objects
from api.practice.faults import Refusal
from api.practice.ground import REGIONS, Ground
from api.practice.routing import decoded_path
from api.practice.shelf import Shelf
from api.practice.tokens import Caller

_PREFIXES = {"rackspace": "MossoCloudFS_", "openstack": "AUTH_"}
_HELP = {
    401: "This server could not verify that you are authorized to access the document you requested.",
    403: "Access was denied to this resource.",
    404: "The resource could not be found.",
    409: "There was a conflict when trying to complete your request.",
    411: "Content-Length header required.",
    412: "A precondition for this request was not met.",
    413: "The body of your request was too large for this server.",
    416: "The Range requested is not available.",
    422: "Unable to process the contained instructions",
}
_TITLES = {411: "Length Required", 413: "Request Entity Too Large", 422: "Unprocessable Entity",
           416: "Requested Range Not Satisfiable"}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One request to somebody's own containers."""

    request: Request
    shelf: Shelf

    @property
    def ground(self) -> Ground:
        """What the servers share."""
        return self.shelf.ground


def endpoint(ground: Ground, region: str, caller: Caller) -> str:
    """The address of an account's containers in a region."""
    return f"{ground.origins['objects']}/{region.lower()}/v1/{_PREFIXES[caller.face]}{caller.project_id}"


class ObjectService:
    """Answers for all regions; each lives under a path of its name."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def answer(self, request: Request) -> Response:
        """The response to any request, errors included."""
        try:
            response = self._answer(request)
        except Refusal as refusal:
            response = _fault(refusal)
        response.headers["X-Trans-Id"] = response.headers["X-Openstack-Request-Id"] = (
            f"tx{uuid.uuid4().hex}"
        )
        return response

    def _answer(self, request: Request) -> Response:
        region, version, account, container, name = _split(decoded_path(request))
        if version != "v1" or region not in {each.name for each in REGIONS}:
            raise Refusal(404, "")
        caller = self._ground.tokens.find(request.headers.get("X-Auth-Token"))
        if caller is None:
            raise Refusal(401, "", {"WWW-Authenticate": f'Swift realm="{account}"'})
        if not caller.project_id or account != f"{_PREFIXES[caller.face]}{caller.project_id}":
            raise Refusal(403, "")
        call = Call(request, Shelf(self._ground, f"{caller.face}/{region}", caller.project_id))
        handlers = objects.METHODS if name else containers.METHODS if container else containers.OF_ACCOUNT
        handler = handlers.get(request.method)
        if handler is None:
            raise Refusal(405, "", {"Allow": ", ".join(handlers)})
        return handler(call, *(part for part in (container, name) if part))


def _split(path: str) -> tuple[str, str, str, str, str]:
    """Region, version, account, container and object; an object's name holds slashes as they come."""
    parts = [*path.removeprefix("/").split("/", 4), "", "", "", ""]
    return parts[0].upper(), parts[1], parts[2], parts[3], parts[4]


def _fault(refusal: Refusal) -> Response:
    title = _TITLES.get(refusal.status, refusal.title)
    help_ = refusal.explanation or _HELP.get(refusal.status, "")
    plain = bool(refusal.explanation)
    body = help_ if plain else f"<html><h1>{title}</h1><p>{help_}</p></html>"
    return Response(
        body,
        status=f"{refusal.status} {title}",
        content_type=f"text/{'plain' if plain else 'html'}; charset=UTF-8",
        headers=refusal.headers,
    )
