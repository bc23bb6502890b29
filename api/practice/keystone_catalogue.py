"""What Keystone tells a signed-in caller: catalogue, projects, domains, regions, services, endpoints."""

from __future__ import annotations

from werkzeug import Request, Response

from api.practice.accounts import PracticeCredentials, fixed_id
from api.practice.bodies import json_reply
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import REGIONS, Ground, Region
from api.practice.object_service import endpoint
from api.practice.routing import Handler, Route
from api.practice.tokens import Caller

_SERVICES = {"image": "glance", "identity": "keystone", "object-store": "swift"}
_INTERFACES = ("public", "internal", "admin")


def denied() -> Refusal:
    """401 as Keystone says it, whatever was wrong."""
    return Refusal(401, "The request you have made requires authentication.")


def signed_in(request: Request, ground: Ground) -> Caller:
    """The caller of ``X-Auth-Token``; 401 without a good one."""
    caller = ground.tokens.find(request.headers.get("X-Auth-Token"))
    if caller is None or caller.face != "openstack":
        raise denied()
    return caller


def catalogue(ground: Ground, caller: Caller) -> list[Document]:
    """The service catalogue of a token."""
    return [
        {"id": _service_id(kind), "type": kind, "name": name, "endpoints": _endpoints(ground, kind, caller)}
        for kind, name in _SERVICES.items()
    ]


def _service_id(kind: str) -> str:
    return fixed_id("service", kind).hex


def _endpoints(ground: Ground, kind: str, caller: Caller) -> list[Document]:
    return [
        {
            "id": fixed_id("endpoint", kind, region.name, interface).hex,
            "interface": interface,
            "region_id": region.name,
            "region": region.name,
            "url": _url(ground, kind, region, caller),
        }
        for region in REGIONS
        for interface in _INTERFACES
    ]


def _url(ground: Ground, kind: str, region: Region, caller: Caller) -> str:
    if kind == "object-store":
        return endpoint(ground, region.name, caller)
    return ground.image_endpoint(region) if kind == "image" else f"{ground.origins['identity']}/v3"


def links(ground: Ground, path: str) -> Document:
    """The ``links`` of a list."""
    return {"next": None, "self": f"{ground.origins['identity']}/v3/{path}", "previous": None}


def _self(ground: Ground, path: str) -> Document:
    return {"self": f"{ground.origins['identity']}/v3/{path}"}


def show_catalogue(request: Request, ground: Ground) -> Response:
    """``GET /v3/auth/catalog``: of the token's own project."""
    caller = signed_in(request, ground)
    if not caller.project_id:
        raise Refusal(403, "The token is for no project, so it has no service catalog.")
    return json_reply({"catalog": catalogue(ground, caller), "links": _self(ground, "auth/catalog")})


def _person(request: Request, ground: Ground) -> PracticeCredentials:
    person = ground.accounts.with_id(signed_in(request, ground).user_id)
    if person is None:
        raise denied()
    return person


def _project(ground: Ground, person: PracticeCredentials) -> Document:
    return {
        "id": person.project_id,
        "name": person.project,
        "domain_id": "default",
        "description": "",
        "enabled": True,
        "parent_id": "default",
        "is_domain": False,
        "tags": [],
        "options": {},
        "links": _self(ground, f"projects/{person.project_id}"),
    }


def projects(request: Request, ground: Ground) -> Response:
    """``GET /v3/auth/projects``: where the caller may sign in."""
    project = _project(ground, _person(request, ground))
    return json_reply({"projects": [project], "links": links(ground, "auth/projects")})


def project(request: Request, ground: Ground, project_id: str) -> Response:
    """``GET /v3/projects/{project_id}``: the caller's own."""
    person = _person(request, ground)
    if project_id != person.project_id:
        raise _forbidden("get_project")
    return json_reply({"project": _project(ground, person)})


def user(request: Request, ground: Ground, user_id: str) -> Response:
    """``GET /v3/users/{user_id}``: the caller itself."""
    person = _person(request, ground)
    if user_id != person.openstack_user_id:
        raise _forbidden("get_user")
    shown = {
        "id": user_id,
        "name": person.user,
        "domain_id": "default",
        "enabled": True,
        "options": {},
        "password_expires_at": None,
        "links": _self(ground, f"users/{user_id}"),
    }
    return json_reply({"user": shown})


def user_projects(request: Request, ground: Ground, user_id: str) -> Response:
    """``GET /v3/users/{user_id}/projects``."""
    person = _person(request, ground)
    if user_id != person.openstack_user_id:
        raise _forbidden("list_user_projects")
    rows = [_project(ground, person)]
    return json_reply({"projects": rows, "links": links(ground, f"users/{user_id}/projects")})


def system(request: Request, ground: Ground) -> Response:
    """``GET /v3/auth/system``: nobody has a role on the system."""
    signed_in(request, ground)
    return json_reply({"system": [], "links": _self(ground, "auth/system")})


def domains(request: Request, ground: Ground) -> Response:
    """``GET /v3/auth/domains``: nobody of the practice cloud has a role on a domain."""
    signed_in(request, ground)
    return json_reply({"domains": [], "links": links(ground, "auth/domains")})


def _region(ground: Ground, region: Region) -> Document:
    about = {"id": region.name, "description": "", "parent_region_id": None}
    return about | {"links": _self(ground, f"regions/{region.name}")}


def regions(request: Request, ground: Ground) -> Response:
    """``GET /v3/regions``."""
    signed_in(request, ground)
    rows = [_region(ground, region) for region in REGIONS]
    return json_reply({"regions": rows, "links": links(ground, "regions")})


def region(request: Request, ground: Ground, region_id: str) -> Response:
    """``GET /v3/regions/{region_id}``."""
    signed_in(request, ground)
    found = next((region for region in REGIONS if region.name == region_id), None)
    if found is None:
        raise Refusal(404, f"Could not find region: {region_id}.")
    return json_reply({"region": _region(ground, found)})


def _forbidden(action: str) -> Refusal:
    return Refusal(403, f"You are not authorized to perform the requested action: identity:{action}.")


def _for_administrators(action: str) -> Handler:
    """A call that Keystone's own policy keeps to administrators; the practice cloud has none."""

    def handler(request: Request, ground: Ground, **_path: str) -> Response:
        signed_in(request, ground)
        raise _forbidden(action)

    return handler


_ADMINISTRATION = {
    "/v3/services": "list_services",
    "/v3/services/{service_id}": "get_service",
    "/v3/endpoints": "list_endpoints",
    "/v3/endpoints/{endpoint_id}": "get_endpoint",
    "/v3/projects": "list_projects",
    "/v3/users": "list_users",
    "/v3/roles": "list_roles",
    "/v3/role_assignments": "list_role_assignments",
    "/v3/domains": "list_domains",
}
ROUTES = (
    Route("GET", "/v3/auth/catalog", show_catalogue),
    Route("GET", "/v3/auth/projects", projects),
    Route("GET", "/v3/auth/domains", domains),
    Route("GET", "/v3/auth/system", system),
    Route("GET", "/v3/regions", regions),
    Route("GET", "/v3/regions/{region_id}", region),
    Route("GET", "/v3/projects/{project_id}", project),
    Route("GET", "/v3/users/{user_id}", user),
    Route("GET", "/v3/users/{user_id}/projects", user_projects),
    *(Route("GET", path, _for_administrators(action)) for path, action in _ADMINISTRATION.items()),
)
