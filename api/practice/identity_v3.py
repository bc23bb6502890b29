"""Keystone v3: tokens by password, token or application credential."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from werkzeug import Request, Response

from api.practice.accounts import DOMAINS, PracticeCredentials, fixed_id, same_secret
from api.practice.bodies import empty_reply, json_reply, read_object
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import REGIONS, Ground, Region
from api.practice.routing import Route
from api.practice.tokens import Caller

_SERVICES = (("image", "glance"), ("identity", "keystone"))
_INTERFACES = ("public", "internal", "admin")


def versions(_request: Request, ground: Ground) -> Response:
    """``GET /``: 300 with every version."""
    return json_reply({"versions": {"values": [_version(ground)]}}, 300)


def version(_request: Request, ground: Ground) -> Response:
    """``GET /v3``."""
    return json_reply({"version": _version(ground)})


def _version(ground: Ground) -> Document:
    return {
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": f"{ground.origins['identity']}/v3/"}],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}],
    }


def authenticate(request: Request, ground: Ground) -> Response:
    """``POST /v3/auth/tokens``."""
    auth = _member(read_object(request), "auth")
    identity = _member(auth, "identity")
    methods = identity.get("methods")
    if not isinstance(methods, list) or not methods:
        raise Refusal(400, "At least one authentication method is required.")
    person, project = _signer(ground, identity, methods)
    scope = auth.get("scope")
    scoped = project or (_scope(person, scope) if scope is not None else person.project_id)
    if scope == "unscoped" or (isinstance(scope, dict) and "unscoped" in scope):
        scoped = ""
    token, caller = ground.tokens.issue(
        "openstack",
        (person.user, person.openstack_user_id),
        (person.project if scoped else "", scoped),
        methods,
    )
    catalogue = "nocatalog" not in request.args
    return json_reply({"token": _token(ground, caller, catalogue)}, 201, {"X-Subject-Token": token})


def _member(container: Document, name: str) -> Document:
    value = container.get(name)
    if not isinstance(value, dict):
        raise Refusal(400, f"'{name}' is a required property")
    return value


def _denied() -> Refusal:
    return Refusal(401, "The request you have made requires authentication.")


def _signer(ground: Ground, identity: Document, methods: list[Any]) -> tuple[PracticeCredentials, str]:
    """Who signs in, and the project a method brings with it ("" for none)."""
    method = methods[0]
    if method == "password":
        return _by_password(ground, _member(_member(identity, "password"), "user")), ""
    if method == "token":
        caller = ground.tokens.find(_member(identity, "token").get("id"))
        person = ground.accounts.with_id(caller.user_id) if caller else None
        if person is None:
            raise _denied()
        return person, ""
    if method == "application_credential":
        return _by_application(ground, _member(identity, "application_credential"))
    raise _denied()


def _by_password(ground: Ground, user: Document) -> PracticeCredentials:
    person = (
        ground.accounts.with_id(user["id"]) if "id" in user else ground.accounts.named(user.get("name"))
    )
    right = same_secret(user.get("password"), person.password if person else "")
    if person is None or not right or ("id" not in user and not _known_domain(user)):
        raise _denied()
    return person


def _known_domain(holder: Document) -> bool:
    domain = holder.get("domain")
    if not isinstance(domain, dict):
        raise Refusal(400, "Expecting to find domain in user.")
    return domain.get("id") in DOMAINS or domain.get("name") in DOMAINS.values()


def _scope(person: PracticeCredentials, scope: Any) -> str:
    project = scope.get("project") if isinstance(scope, dict) else None
    if not isinstance(project, dict):
        return ""
    if project.get("id") == person.project_id:
        return person.project_id
    if project.get("name") == person.project and _known_domain(project):
        return person.project_id
    raise _denied()


def _by_application(ground: Ground, given: Document) -> tuple[PracticeCredentials, str]:
    documents = ground.store.documents
    found = documents.get("application", "", str(given.get("id")))
    if found is None and "name" in given:
        user = given.get("user", {})
        rows = documents.all("application", "")
        same = (
            row for row in rows if row["name"] == given["name"] and user.get("name") in {None, row["user"]}
        )
        found = next(same, None)
    if found is None or not same_secret(given.get("secret"), found["secret"]):
        raise _denied()
    if found["expires_at"] and datetime.fromisoformat(found["expires_at"] + "+00:00") <= ground.clock.now():
        raise _denied()
    person = ground.accounts.named(found["user"])
    if person is None:
        raise _denied()
    return person, found["project_id"]


def _token(ground: Ground, caller: Caller, catalogue: bool = True) -> Document:
    domain = {"id": "default", "name": "Default"}
    token: Document = {
        "methods": list(caller.methods),
        "user": {"domain": domain, "id": caller.user_id, "name": caller.user, "password_expires_at": None},
        "audit_ids": [caller.audit],
        "expires_at": _moment(caller.expires_at),
        "issued_at": _moment(caller.issued_at),
    }
    if caller.project_id:
        token |= {
            "project": {"domain": domain, "id": caller.project_id, "name": caller.project},
            "is_domain": False,
            "roles": [{"id": fixed_id("role", role).hex, "name": role} for role in caller.roles],
        }
        token |= {"catalog": _catalogue(ground)} if catalogue else {}
    return token


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _catalogue(ground: Ground) -> list[Document]:
    return [
        _service(kind) | {"endpoints": [row for row in _endpoints(ground) if row["service"] == kind]}
        for kind, _ in _SERVICES
    ]


def _service(kind: str) -> Document:
    return {"id": fixed_id("service", kind).hex, "type": kind, "name": dict(_SERVICES)[kind]}


def _endpoints(ground: Ground) -> list[Document]:
    return [
        {
            "id": fixed_id("endpoint", kind, region.name, interface).hex,
            "interface": interface,
            "region_id": region.name,
            "region": region.name,
            "url": _url(ground, kind, region),
            "service": kind,
        }
        for kind, _ in _SERVICES
        for region in REGIONS
        for interface in _INTERFACES
    ]


def _url(ground: Ground, kind: str, region: Region) -> str:
    return ground.image_endpoint(region) if kind == "image" else f"{ground.origins['identity']}/v3"


def signed_in(request: Request, ground: Ground) -> Caller:
    """The caller of ``X-Auth-Token``; 401 without a good one."""
    caller = ground.tokens.find(request.headers.get("X-Auth-Token"))
    if caller is None or caller.face != "openstack":
        raise _denied()
    return caller


def _subject(request: Request, ground: Ground) -> tuple[str, Caller]:
    signed_in(request, ground)
    token = request.headers.get("X-Subject-Token", "")
    caller = ground.tokens.find(token)
    if caller is None or caller.face != "openstack":
        raise Refusal(404, "Could not find token.")
    return token, caller


def validate(request: Request, ground: Ground) -> Response:
    """``GET`` and ``HEAD /v3/auth/tokens``."""
    token, caller = _subject(request, ground)
    return json_reply({"token": _token(ground, caller)}, headers={"X-Subject-Token": token})


def revoke(request: Request, ground: Ground) -> Response:
    """``DELETE /v3/auth/tokens``."""
    token, _ = _subject(request, ground)
    ground.tokens.revoke(token)
    return empty_reply()


ROUTES = (
    Route("GET", "/", versions),
    Route("GET", "/v3", version),
    Route("POST", "/v3/auth/tokens", authenticate),
    Route("GET", "/v3/auth/tokens", validate),
    Route("HEAD", "/v3/auth/tokens", validate),
    Route("DELETE", "/v3/auth/tokens", revoke),
)
