"""Keystone v3: tokens by password, token or application credential."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from werkzeug import Request, Response

from api.practice.accounts import DOMAINS, PracticeCredentials, fixed_id, same_secret
from api.practice.application_credentials import by_application
from api.practice.bodies import empty_reply, json_reply, read_object
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Ground
from api.practice.keystone_catalogue import catalogue, denied, signed_in
from api.practice.routing import Route
from api.practice.tokens import Caller

DOMAIN = {"id": "default", "name": "Default"}


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
    full = "nocatalog" not in request.args
    return json_reply({"token": _token(ground, caller, full)}, 201, {"X-Subject-Token": token})


def _member(container: Document, name: str) -> Document:
    value = container.get(name)
    if not isinstance(value, dict):
        raise Refusal(400, f"'{name}' is a required property")
    return value


def _signer(ground: Ground, identity: Document, methods: list[Any]) -> tuple[PracticeCredentials, str]:
    """Who signs in, and the project a method brings with it ("" for none)."""
    method = methods[0]
    if method == "password":
        return _by_password(ground, _member(_member(identity, "password"), "user")), ""
    if method == "token":
        caller = ground.tokens.find(_member(identity, "token").get("id"))
        person = ground.accounts.with_id(caller.user_id) if caller else None
        if person is None:
            raise denied()
        return person, ""
    if method == "application_credential":
        return by_application(ground, _member(identity, "application_credential"))
    raise denied()


def _by_password(ground: Ground, user: Document) -> PracticeCredentials:
    person = (
        ground.accounts.with_id(user["id"]) if "id" in user else ground.accounts.named(user.get("name"))
    )
    right = same_secret(user.get("password"), person.password if person else "")
    if person is None or not right or ("id" not in user and not _known_domain(user)):
        raise denied()
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
    raise denied()


def _token(ground: Ground, caller: Caller, full: bool = True) -> Document:
    token: Document = {
        "methods": list(caller.methods),
        "user": {"domain": DOMAIN, "id": caller.user_id, "name": caller.user, "password_expires_at": None},
        "audit_ids": [caller.audit],
        "expires_at": _moment(caller.expires_at),
        "issued_at": _moment(caller.issued_at),
    }
    if caller.project_id:
        token |= {
            "project": {"domain": DOMAIN, "id": caller.project_id, "name": caller.project},
            "is_domain": False,
            "roles": [{"id": fixed_id("role", role).hex, "name": role} for role in caller.roles],
        }
        token |= {"catalog": catalogue(ground)} if full else {}
    return token


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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
