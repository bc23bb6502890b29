"""Keystone's application credentials: made, listed, removed by their user, and signed in with."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from werkzeug import Request, Response

from api.practice.accounts import PracticeCredentials, fixed_id, same_secret
from api.practice.bodies import bare_reply, json_reply, read_object
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Ground
from api.practice.keystone_catalogue import denied, links, signed_in
from api.practice.routing import Route
from api.practice.tokens import Caller

_KIND = "application"
_PATH = "users/{user_id}/application_credentials"


def create(request: Request, ground: Ground, user_id: str) -> Response:
    """``POST``: the only answer that ever holds the secret."""
    caller = _own(request, ground, user_id)
    given = read_object(request).get("application_credential")
    if not isinstance(given, dict) or not isinstance(given.get("name"), str) or not given["name"]:
        raise Refusal(400, "'name' is a required property")
    ends = _moment(given.get("expires_at"))
    if ends is not None and _past(ground, ends):
        raise Refusal(400, "The 'expires_at' must not be before now.")
    secret = str(given.get("secret") or secrets.token_urlsafe(64))
    document = _document(caller, given) | {"secret_hash": _hash(secret)}
    with ground.store.writing() as documents:
        if any(row["name"] == given["name"] for row in _rows(documents.all(_KIND, ""), user_id)):
            raise Refusal(
                409, "Conflict occurred attempting to store application_credential - Duplicate entry."
            )
        documents.put(_KIND, "", document["id"], document)
    shown = _view(ground, document) | {"secret": secret}
    return json_reply({"application_credential": shown}, 201)


def _document(caller: Caller, given: dict[str, Any]) -> Document:
    return {
        "id": uuid.uuid4().hex,
        "name": given["name"],
        "description": given.get("description"),
        "expires_at": _moment(given.get("expires_at")),
        "unrestricted": given.get("unrestricted"),
        "project_id": caller.project_id or None,
        "user_id": caller.user_id,
        "roles": _roles(caller, given.get("roles")),
    }


def _moment(text: Any) -> str | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None).isoformat(timespec="microseconds")
    except ValueError:
        raise Refusal(400, f"Invalid input for field 'expires_at': {text}") from None


def _past(ground: Ground, moment: str) -> bool:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC) <= ground.clock.now()


def _roles(caller: Caller, wanted: Any) -> list[Document]:
    names = [role.get("name") for role in wanted] if isinstance(wanted, list) else list(caller.roles)
    if not set(names) <= set(caller.roles):
        raise Refusal(400, "Invalid application credential: its roles must be among the caller's own.")
    about = {"domain_id": None, "description": None, "options": {"immutable": True}}
    return [{"id": fixed_id("role", name).hex, "name": name} | about for name in names if caller.project_id]


def index(request: Request, ground: Ground, user_id: str) -> Response:
    """``GET``: all of the caller's."""
    _own(request, ground, user_id)
    name = request.args.get("name")
    rows = _rows(ground.store.documents.all(_KIND, ""), user_id)
    shown = [_view(ground, row) for row in rows if name in {None, row["name"]}]
    path = _PATH.format(user_id=user_id)
    return json_reply({"application_credentials": shown, "links": links(ground, path)})


def show(request: Request, ground: Ground, user_id: str, credential_id: str) -> Response:
    """``GET`` of one."""
    _own(request, ground, user_id)
    return json_reply({"application_credential": _view(ground, _find(ground, user_id, credential_id))})


def delete(request: Request, ground: Ground, user_id: str, credential_id: str) -> Response:
    """``DELETE``: nobody signs in with it any more."""
    _own(request, ground, user_id)
    _find(ground, user_id, credential_id)
    with ground.store.writing() as documents:
        documents.delete(_KIND, "", credential_id)
    return bare_reply()


def by_application(ground: Ground, given: Document) -> tuple[PracticeCredentials, Document]:
    """Who signs in with which application credential; 401 or 404 if nobody does."""
    found = (
        _named(ground, given)
        if "id" not in given
        else ground.store.documents.get(_KIND, "", str(given["id"]))
    )
    if found is None:
        raise Refusal(404, f"Could not find Application Credential: {given.get('id', given.get('name'))}.")
    secret = given.get("secret")
    ends = found["expires_at"]
    person = ground.accounts.with_id(found["user_id"])
    right = isinstance(secret, str) and same_secret(_hash(secret), found["secret_hash"])
    if person is None or not right or (ends and _past(ground, ends)):
        raise denied()
    return person, found


def _named(ground: Ground, given: Document) -> Document | None:
    user = given.get("user")
    if not isinstance(user, dict):
        raise Refusal(400, "Expecting to find user in application_credential.")
    by_name = ground.accounts.named(user.get("name"))
    user_id = user.get("id") or (by_name.openstack_user_id if by_name else "")
    rows = _rows(ground.store.documents.all(_KIND, ""), user_id)
    return next((row for row in rows if row["name"] == given.get("name")), None)


def _own(request: Request, ground: Ground, user_id: str) -> Caller:
    caller = signed_in(request, ground)
    if caller.user_id != user_id:
        raise Refusal(403, "You are not authorized to perform the requested action.")
    return caller


def _rows(rows: list[Document], user_id: str) -> list[Document]:
    return [row for row in rows if row["user_id"] == user_id]


def _find(ground: Ground, user_id: str, credential_id: str) -> Document:
    found = ground.store.documents.get(_KIND, "", credential_id)
    if found is None or found["user_id"] != user_id:
        raise Refusal(404, f"Could not find Application Credential: {credential_id}.")
    return found


def _view(ground: Ground, document: Document) -> Document:
    path = f"{_PATH.format(user_id=document['user_id'])}/{document['id']}"
    shown = {key: value for key, value in document.items() if key != "secret_hash"}
    return shown | {"system": None, "links": {"self": f"{ground.origins['identity']}/v3/{path}"}}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


_ALL = "/v3/users/{user_id}/application_credentials"
ROUTES = (
    Route("GET", _ALL, index),
    Route("POST", _ALL, create),
    Route("GET", _ALL + "/{credential_id}", show),
    Route("DELETE", _ALL + "/{credential_id}", delete),
)
