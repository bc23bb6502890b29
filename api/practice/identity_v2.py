"""Rackspace Identity v2.0: sign-in with API key, password and passcode, and what a token may ask about itself."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from werkzeug import Request, Response

from api.practice.accounts import PracticeCredentials, same_secret
from api.practice.bodies import empty_reply, json_reply, need_media_type, read_object
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import REGIONS, Ground
from api.practice.object_service import endpoint
from api.practice.routing import Route
from api.practice.tokens import Caller

_API_KEY, _PASSWORD = "RAX-KSKEY:apiKeyCredentials", "passwordCredentials"
_PASSCODE = "RAX-AUTH:passcodeCredentials"
_SESSION_LIFE = timedelta(minutes=10)
_ROLES = (
    {"id": "3", "name": "identity:user-admin", "description": "User Admin Role."},
    {"id": "12000001", "name": "cloudImages:admin", "description": "Full access to Cloud Images."},
)


def authenticate(request: Request, ground: Ground) -> Response:
    """``POST /v2.0/tokens``."""
    need_media_type(request, "application/json")
    auth = read_object(request).get("auth")
    if not isinstance(auth, dict):
        raise Refusal(400, "Invalid request body: unable to parse Auth data.")
    person, methods = _who(request, ground, auth)
    _check_account(auth, person)
    token, caller = ground.tokens.issue(
        "rackspace", (person.user, person.user_id), (person.account_id, person.account_id), methods
    )
    endpoints = request.args.get("include_endpoints", "true").lower() != "false"
    access = _access(caller, token) | {"serviceCatalog": _catalogue(ground, caller) if endpoints else []}
    return json_reply({"access": access})


def validate(request: Request, ground: Ground, token_id: str) -> Response:
    """``GET /v2.0/tokens/{token_id}``."""
    caller = _asked_about(request, ground, token_id)
    return json_reply({"access": _access(caller, token_id)})


def endpoints(request: Request, ground: Ground, token_id: str) -> Response:
    """``GET /v2.0/tokens/{token_id}/endpoints``."""
    caller = _asked_about(request, ground, token_id)
    rows = [
        endpoint | {"id": number, "name": service["name"], "type": service["type"]}
        for service in _catalogue(ground, caller)
        for number, endpoint in enumerate(service["endpoints"], 1)
    ]
    return json_reply({"endpoints": rows})


def tenants(request: Request, ground: Ground) -> Response:
    """``GET /v2.0/tenants``."""
    caller, _ = signed_in(request, ground)
    return json_reply({"tenants": [{"id": caller.project_id, "name": caller.project, "enabled": True}]})


def revoke(request: Request, ground: Ground) -> Response:
    """``DELETE /v2.0/tokens``: ends the caller's own token."""
    _, token = signed_in(request, ground)
    ground.tokens.revoke(token)
    return empty_reply()


def revoke_named(request: Request, ground: Ground, token_id: str) -> Response:
    """``DELETE /v2.0/tokens/{token_id}``."""
    _asked_about(request, ground, token_id)
    ground.tokens.revoke(token_id)
    return empty_reply()


def version(_request: Request, ground: Ground) -> Response:
    """``GET /v2.0``: the version's own document."""
    link = {"rel": "self", "href": f"{ground.origins['identity']}/v2.0"}
    return json_reply({"version": {"id": "v2.0", "status": "CURRENT", "links": [link]}})


def signed_in(request: Request, ground: Ground) -> tuple[Caller, str]:
    """The caller and the token in ``X-Auth-Token``; 401 without a good one."""
    token = request.headers.get("X-Auth-Token", "")
    caller = ground.tokens.find(token)
    if caller is None or caller.face != "rackspace":
        raise Refusal(
            401, "No valid token provided. Please use the 'X-Auth-Token' header with a valid token."
        )
    return caller, token


def _asked_about(request: Request, ground: Ground, token_id: str) -> Caller:
    own, _ = signed_in(request, ground)
    caller = ground.tokens.find(token_id)
    if caller is None or caller.face != "rackspace" or caller.project_id != own.project_id:
        raise Refusal(404, "Token not found.")
    return caller


def _who(request: Request, ground: Ground, auth: Document) -> tuple[PracticeCredentials, Sequence[str]]:
    if isinstance(given := auth.get(_API_KEY), dict):
        return _by_key(ground, given), ["APIKEY"]
    if isinstance(given := auth.get(_PASSWORD), dict):
        return _by_password(ground, given), ["PASSWORD"]
    if isinstance(given := auth.get(_PASSCODE), dict):
        return _by_passcode(request, ground, given), ["PASSCODE", "PASSWORD"]
    raise Refusal(400, "Invalid request body: unable to parse Auth data.")


def _by_key(ground: Ground, given: Document) -> PracticeCredentials:
    person = ground.accounts.named(given.get("username"))
    if person is None or not same_secret(given.get("apiKey"), person.api_key):
        raise Refusal(401, "Username or api key is invalid.")
    return person


def _by_password(ground: Ground, given: Document) -> PracticeCredentials:
    person = ground.accounts.named(given.get("username"))
    if person is None or not same_secret(given.get("password"), person.password):
        raise Refusal(401, "Unable to authenticate user with credentials provided.")
    if person.passcode:
        session = _open_session(ground, person)
        challenge = f"OS-MF sessionId='{session}', factor='PASSCODE'"
        raise Refusal(
            401, "Additional authentication credentials required.", {"WWW-Authenticate": challenge}
        )
    return person


def _open_session(ground: Ground, person: PracticeCredentials) -> str:
    session = secrets.token_urlsafe(48)
    ends = ground.clock.now() + _SESSION_LIFE
    with ground.store.writing() as documents:
        documents.put("session", "", _hash(session), {"user": person.user, "ends": ends.isoformat()})
    return session


def _by_passcode(request: Request, ground: Ground, given: Document) -> PracticeCredentials:
    name = _hash(request.headers.get("X-SessionId", ""))
    session = ground.store.documents.get("session", "", name)
    if session is None or datetime.fromisoformat(session["ends"]) <= ground.clock.now():
        raise Refusal(401, "Unable to authenticate user with credentials provided: the session is unknown.")
    person = ground.accounts.named(session["user"])
    if person is None or not same_secret(given.get("passcode"), person.passcode):
        raise Refusal(401, "Unable to authenticate user with credentials provided.")
    with ground.store.writing() as documents:
        documents.delete("session", "", name)
    return person


def _check_account(auth: Document, person: PracticeCredentials) -> None:
    tenant_id, tenant_name = auth.get("tenantId"), auth.get("tenantName")
    if tenant_id and tenant_name:
        raise Refusal(400, "Invalid request. Specify tenantId OR tenantName, not both.")
    asked = tenant_id or tenant_name
    if asked and str(asked) != person.account_id:
        raise Refusal(401, f"User '{person.user_id}' does not have access to tenant '{asked}'.")


def _access(caller: Caller, token: str) -> Document:
    expires = caller.expires_at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return {
        "token": {
            "id": token,
            "expires": expires,
            "tenant": {"id": caller.project_id, "name": caller.project},
            "RAX-AUTH:authenticatedBy": list(caller.methods),
        },
        "user": {
            "id": caller.user_id,
            "name": caller.user,
            "roles": list(_ROLES),
            "RAX-AUTH:defaultRegion": REGIONS[0].name,
        },
    }


def _catalogue(ground: Ground, caller: Caller) -> list[Document]:
    rows = [
        {"region": r.name, "tenantId": caller.project_id, "publicURL": f"{ground.image_endpoint(r)}/v2"}
        for r in REGIONS
    ]
    files = [
        {"region": r.name, "tenantId": url.rpartition("/")[2], "publicURL": url}
        for r in REGIONS
        for url in (endpoint(ground, r.name, caller),)
    ]
    return [
        {"name": "cloudImages", "type": "image", "endpoints": rows},
        {"name": "cloudFiles", "type": "object-store", "endpoints": files},
    ]


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()


ROUTES = (
    Route("GET", "/v2.0", version),
    Route("POST", "/v2.0/tokens", authenticate),
    Route("DELETE", "/v2.0/tokens", revoke),
    Route("GET", "/v2.0/tokens/{token_id}", validate),
    Route("DELETE", "/v2.0/tokens/{token_id}", revoke_named),
    Route("GET", "/v2.0/tokens/{token_id}/endpoints", endpoints),
    Route("GET", "/v2.0/tenants", tenants),
)
