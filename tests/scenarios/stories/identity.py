"""Keystone: discovery, tokens of every kind, what a token opens, and application credentials."""

from __future__ import annotations

from typing import Any

from tests.scenarios.step import JSON, Step, Story

TOKENS = "POST /v3/auth/tokens"
DOMAIN = {"name": "Default"}
USER = {"name": "{name}", "domain": DOMAIN, "password": "{password}"}
ALPHA = {"project": {"name": "alpha", "domain": DOMAIN}}
FACTS = (
    "/token/methods",
    "/token/project/name",
    "/token/user/name",
    "/token/user/domain",
    "/token/project/domain",
)


def password(user: dict[str, Any], scope: Any = ALPHA) -> dict[str, Any]:
    """The body of a sign-in with a password."""
    body: dict[str, Any] = {"identity": {"methods": ["password"], "password": {"user": user}}}
    return {"auth": body if scope is None else {**body, "scope": scope}}


def credential(secret: str, credential_id: str = "{credential}") -> dict[str, Any]:
    """The body of a sign-in with an application credential."""
    given = {"id": credential_id, "secret": secret}
    return {"auth": {"identity": {"methods": ["application_credential"], "application_credential": given}}}


def token(text: str, scope: Any = ALPHA) -> dict[str, Any]:
    """The body of a sign-in with a token."""
    body: dict[str, Any] = {"identity": {"methods": ["token"], "token": {"id": text}}}
    return {"auth": body if scope is None else {**body, "scope": scope}}


def signs_in(name: str, status: int, body: Any, **more: Any) -> Step:
    """The step that asks for a token."""
    return Step(name, TOKENS, status, who="nobody", json=body, **more)


def asks(name: str, call: str, status: int, subject: str = "{first}", **more: Any) -> Step:
    """The step that asks about a token."""
    return Step(name, call, status, headers={"X-Subject-Token": subject}, **more)


DISCOVERY = Story(
    "keystone",
    (
        Step("root", "GET /", 300, who="nobody", exact=("/versions/values/*/id",)),
        Step("version", "GET /v3", 200, who="nobody", exact=("/version/id", "/version/status")),
        Step("version with a slash", "GET /v3/", 200, who="nobody"),
        Step("nothing there", "GET /v3/nonsense", 404, who="nobody"),
    ),
    "identity",
)

SIGN_IN = Story(
    "sign-in",
    (
        signs_in("password", 201, password(USER), exact=FACTS, save={"first": "X-Subject-Token"}),
        signs_in("without a project", 201, password(USER, None), save={"unscoped": "X-Subject-Token"}),
        signs_in("explicitly unscoped", 201, password(USER, "unscoped")),
        signs_in(
            "by ids",
            201,
            password({"id": "{alpha_user}", "password": "{password}"}, {"project": {"id": "{alpha}"}}),
        ),
        signs_in("wrong password", 401, password({**USER, "password": "wrong"})),
        signs_in("unknown user", 401, password({**USER, "name": "nobody"})),
        signs_in("unknown domain", 401, password({**USER, "domain": {"name": "nowhere"}})),
        signs_in("no domain", 400, password({"name": "{name}", "password": "{password}"})),
        signs_in(
            "unknown project", 401, password(USER, {"project": {"name": "nowhere", "domain": DOMAIN}})
        ),
        signs_in("somebody else's project", 401, password(USER, {"project": {"id": "{beta}"}})),
        signs_in("no password", 401, password({"name": "{name}", "domain": DOMAIN})),
        signs_in("no methods", 400, {"auth": {"identity": {}}}),
        signs_in("an unknown method", 401, {"auth": {"identity": {"methods": ["magic"], "magic": {}}}}),
        signs_in("nothing", 400, {}),
        signs_in("a list", 400, []),
        Step("no JSON", TOKENS, 400, who="nobody", data=b"{", headers={"Content-Type": JSON}),
        signs_in("token for token", 201, token("{first}"), exact=("/token/project/name",)),
        signs_in("scope for a token", 201, token("{unscoped}"), exact=("/token/project/name",)),
        signs_in("a token that is none", 404, token("nonsense")),
        Step("without a catalogue", f"{TOKENS}?nocatalog", 201, who="nobody", json=password(USER)),
    ),
    "identity",
)

TOKEN = Story(
    "token",
    (
        signs_in("password", 201, password(USER), save={"first": "X-Subject-Token"}),
        asks("show", "GET /v3/auth/tokens", 200, exact=FACTS),
        asks("check", "HEAD /v3/auth/tokens", 200),
        asks("show another", "GET /v3/auth/tokens", 404, "nonsense"),
        Step("show none", "GET /v3/auth/tokens", 403),
        Step("catalogue", "GET /v3/auth/catalog", 200),
        Step("my projects", "GET /v3/auth/projects", 200, exact=("/projects/*/name",)),
        Step("my domains", "GET /v3/auth/domains", 200),
        Step("regions", "GET /v3/regions", 200),
        Step("services are for administrators", "GET /v3/services", 403),
        Step("endpoints are for administrators", "GET /v3/endpoints", 403),
        Step("projects are for administrators", "GET /v3/projects", 403),
        Step("users are for administrators", "GET /v3/users", 403),
        Step("without a token", "GET /v3/auth/projects", 401, who="nobody"),
        Step("a token that is none", "GET /v3/auth/projects", 401, who="stranger"),
        asks("without a token about one", "GET /v3/auth/tokens", 401, who="nobody"),
        asks("revoke", "DELETE /v3/auth/tokens", 204),
        asks("show what was revoked", "GET /v3/auth/tokens", 404),
        asks("check what was revoked", "HEAD /v3/auth/tokens", 404),
        asks("revoke again", "DELETE /v3/auth/tokens", 404),
        signs_in("sign in with what was revoked", 404, token("{first}")),
    ),
    "identity",
)

MINE = "/v3/users/{alpha_user}/application_credentials"
ONE = MINE + "/{credential}"

CREDENTIALS = Story(
    "application credentials",
    (
        Step(
            "create",
            f"POST {MINE}",
            201,
            json={"application_credential": {"name": "{unique}", "description": "for a test"}},
            save={"credential": "/application_credential/id", "secret": "/application_credential/secret"},
        ),
        Step("create again", f"POST {MINE}", 409, json={"application_credential": {"name": "{unique}"}}),
        Step("create without a name", f"POST {MINE}", 400, json={"application_credential": {}}),
        Step(
            "create for somebody else",
            "POST /v3/users/{beta}/application_credentials",
            403,
            json={"application_credential": {"name": "x"}},
        ),
        Step("show", f"GET {ONE}", 200, exact=("/application_credential/description",)),
        Step("show unknown", f"GET {MINE}/nonsense", 404),
        Step("list by name", f"GET {MINE}?name={{unique}}", 200),
        signs_in("sign in", 201, credential("{secret}"), exact=("/token/methods", "/token/project/name")),
        signs_in("wrong secret", 401, credential("wrong")),
        signs_in("unknown", 404, credential("wrong", "nonsense")),
        Step("delete", f"DELETE {ONE}", 204),
        Step("delete again", f"DELETE {ONE}", 404),
        signs_in("sign in with what is gone", 404, credential("{secret}")),
    ),
    "identity",
)

STORIES = (DISCOVERY, SIGN_IN, TOKEN, CREDENTIALS)
