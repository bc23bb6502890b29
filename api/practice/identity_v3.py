"""Keystone v3: tokens by password, token or application credential."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug import Request, Response

from api.practice.accounts import DOMAINS, PracticeCredentials, fixed_id, same_secret
from api.practice.application_credentials import by_application
from api.practice.bodies import bare_reply, json_reply, read_object
from api.practice.clock import Document
from api.practice.faults import Refusal, UnknownMethod
from api.practice.ground import Ground
from api.practice.keystone_catalogue import catalogue, denied, signed_in
from api.practice.routing import Route
from api.practice.tokens import Caller

DOMAIN = {"id": "default", "name": "Default"}


def versions(_request: Request, ground: Ground) -> Response:
    """``GET /``: 300 with every version."""
    return json_reply(
        {"versions": {"values": [_version(ground)]}}, 300, {"Location": f"{ground.origins['identity']}/v3/"}
    )


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


@dataclass(frozen=True)
class _Signer:
    """Who signs in, and what the method brings with it.

    That is a project, an application credential's id and name, or how a given token was got before.
    """

    person: PracticeCredentials
    project_id: str = ""
    application: tuple[str, str] = ("", "")
    before: tuple[str, ...] = ()


def authenticate(request: Request, ground: Ground) -> Response:
    """``POST /v3/auth/tokens``: without a scope the token is for no project."""
    if request.mimetype and request.mimetype != "application/json":
        raise Refusal(400, "Expecting to find application/json in Content-Type header.")
    auth = _member(read_object(request), "auth")
    identity = _member(auth, "identity")
    methods = identity.get("methods")
    if not isinstance(methods, list):
        raise Refusal(400, "Invalid input for field 'identity': 'methods' is a required property")
    signer = _signer(ground, identity, methods)
    project_id = signer.project_id or _scope(signer.person, auth.get("scope"))
    token, caller = ground.tokens.issue(
        "openstack",
        (signer.person.user, signer.person.openstack_user_id),
        (signer.person.project if project_id else "", project_id),
        list(dict.fromkeys((*signer.before, *methods))),
        signer.application,
    )
    full = "nocatalog" not in request.args
    return json_reply({"token": _token(ground, caller, full)}, 201, {"X-Subject-Token": token})


def _member(container: Document, name: str) -> Document:
    value = container.get(name)
    if not isinstance(value, dict):
        raise Refusal(400, f"Expecting to find {name} in the request body.")
    return value


def _signer(ground: Ground, identity: Document, methods: list[Any]) -> _Signer:
    method = methods[0] if methods else ""
    if not method:
        raise denied()
    given = _member(identity, str(method))
    if method == "password":
        return _Signer(_by_password(ground, _member(given, "user")))
    if method == "token":
        return _by_token(ground, given)
    if method == "application_credential":
        person, found = by_application(ground, given)
        return _Signer(person, found["project_id"] or "", (found["id"], found["name"]))
    raise UnknownMethod(("password", "token", "application_credential"))


def _by_token(ground: Ground, given: Document) -> _Signer:
    token = given.get("id")
    caller = ground.tokens.find(token) if isinstance(token, str) else None
    person = ground.accounts.with_id(caller.user_id) if caller else None
    if person is None:
        raise Refusal(404, "Could not recognize the token")
    return _Signer(person, before=caller.methods if caller else ())


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
    """The wanted project's id, "" for an unscoped token; nobody has a role on a domain or the system."""
    if scope is None or scope == "unscoped" or (isinstance(scope, dict) and "unscoped" in scope):
        return ""
    project = scope.get("project") if isinstance(scope, dict) else None
    if not isinstance(project, dict):
        raise denied()
    by_name = "id" not in project and _known_domain(project) and project.get("name") == person.project
    if by_name or project.get("id") == person.project_id:
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
        token |= {"catalog": catalogue(ground, caller)} if full else {}
    if caller.application[0]:
        credential_id, name = caller.application
        token["application_credential"] = {"id": credential_id, "name": name, "restricted": True}
    return token


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _subject(request: Request, ground: Ground, action: str) -> tuple[str, Caller]:
    signed_in(request, ground)
    token = request.headers.get("X-Subject-Token")
    if not token:
        raise Refusal(403, f"You are not authorized to perform the requested action: identity:{action}.")
    caller = ground.tokens.find(token)
    if caller is None or caller.face != "openstack":
        raise Refusal(404, "Could not recognize the token")
    return token, caller


def validate(request: Request, ground: Ground) -> Response:
    """``GET`` and ``HEAD /v3/auth/tokens``."""
    token, caller = _subject(request, ground, "validate_token")
    full = "nocatalog" not in request.args
    return json_reply({"token": _token(ground, caller, full)}, headers={"X-Subject-Token": token})


def revoke(request: Request, ground: Ground) -> Response:
    """``DELETE /v3/auth/tokens``."""
    token, _ = _subject(request, ground, "revoke_token")
    ground.tokens.revoke(token)
    return bare_reply()


ROUTES = (
    Route("GET", "/", versions),
    Route("GET", "/v3", version),
    Route("POST", "/v3/auth/tokens", authenticate),
    Route("GET", "/v3/auth/tokens", validate),
    Route("HEAD", "/v3/auth/tokens", validate),
    Route("DELETE", "/v3/auth/tokens", revoke),
)
