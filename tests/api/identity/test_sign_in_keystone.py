"""Signing in through Keystone v3: every method, discovery, scope, failures."""

from __future__ import annotations

import pytest

from api.errors import (
    AccountLocked,
    IdentityUnreachable,
    MissingScope,
    RedirectStopped,
    SignInFailed,
    WrongCredentials,
)
from api.identity.access import Account
from api.identity.credentials import Credentials
from api.identity.profiles import Profile
from api.identity.sign_in import sign_in
from api.running import CancelToken
from api.wire.transport import Transport
from tests.builders.identity_server import (
    IdentityServer,
    Reply,
    by_line,
    keystone_reply,
    keystone_token,
    serving,
)

TOKENS = "POST /v3/auth/tokens"
WRONG = Reply(401, {"error": {"code": 401, "title": "Unauthorized", "message": "Please authenticate."}})


def profile(server: IdentityServer, method: str = "password", path: str = "/v3", **more: str) -> Profile:
    named = {"user": "bob", "user_domain": "Default", "project": "alpha", "project_domain": "Default"}
    return Profile("p1", "Lab", "openstack", server.url + path, method, **{**named, **more})


def enter(profile: Profile, secret: str = "canary-password"):
    return sign_in(profile, Credentials(secret), Transport(), CancelToken())


def versions(*entries: tuple[str, str]) -> Reply:
    values = [{"id": name, "links": [{"rel": "self", "href": href}]} for name, href in entries]
    return Reply(300, {"versions": {"values": values}})


def test_password_with_project_scope():
    with serving(by_line({TOKENS: keystone_reply()})) as server:
        cloud = enter(profile(server))
    assert server.lines == [TOKENS]
    auth = server.asked[0].json["auth"]
    assert auth["identity"] == {
        "methods": ["password"],
        "password": {"user": {"name": "bob", "domain": {"name": "Default"}, "password": "canary-password"}},
    }
    assert auth["scope"] == {"project": {"name": "alpha", "domain": {"name": "Default"}}}
    assert (cloud.user_name, cloud.account_id, cloud.account_name) == ("bob", "alpha-id", "alpha")
    assert cloud.roles == ("member",)
    assert cloud.regions == ("RegionOne", "RegionTwo")
    assert cloud.token(CancelToken()) == "ks-token"
    assert cloud.label == "Lab · alpha"
    assert cloud.renewable


def test_ids_win_over_names():
    with serving(by_line({TOKENS: keystone_reply()})) as server:
        enter(profile(server, user_id="u1", project_id="alpha-id"))
    auth = server.asked[0].json["auth"]
    assert auth["identity"]["password"]["user"] == {"id": "u1", "password": "canary-password"}
    assert auth["scope"] == {"project": {"id": "alpha-id"}}


def test_application_credential_by_id_and_by_name():
    nothing = {"user": "", "user_domain": "", "project": "", "project_domain": ""}
    with serving(by_line({TOKENS: keystone_reply()})) as server:
        enter(profile(server, "application-credential", credential="cred-id", **nothing), "s3")
        enter(
            profile(server, "application-credential", credential="deploy", project="", project_domain=""),
            "s3",
        )
    first, second = (asked.json["auth"] for asked in server.asked)
    assert first["identity"]["application_credential"] == {"id": "cred-id", "secret": "s3"}
    assert "scope" not in first
    assert second["identity"]["application_credential"] == {
        "name": "deploy",
        "secret": "s3",
        "user": {"name": "bob", "domain": {"name": "Default"}},
    }


def test_a_token_for_the_wanted_project_is_used_as_it_is():
    replies = {"GET /v3/auth/tokens": Reply(200, keystone_token())}
    with serving(by_line(replies)) as server:
        cloud = enter(profile(server, "token"), "canary-token")
        assert cloud.token(CancelToken()) == "canary-token"
        cloud.sign_out(CancelToken())
    assert server.lines == ["GET /v3/auth/tokens"], "it is not the program's to revoke"
    assert not cloud.renewable


def test_a_token_for_another_project_is_exchanged_and_the_new_one_revoked():
    replies = {
        "GET /v3/auth/tokens": Reply(200, keystone_token(project="beta")),
        TOKENS: keystone_reply("scoped"),
        "DELETE /v3/auth/tokens": Reply(204),
    }
    with serving(by_line(replies)) as server:
        cloud = enter(profile(server, "token"), "canary-token")
        assert cloud.token(CancelToken()) == "scoped"
        cloud.sign_out(CancelToken())
    assert server.asked[1].json["auth"]["identity"] == {
        "methods": ["token"],
        "token": {"id": "canary-token"},
    }
    assert server.asked[2].headers["x-subject-token"] == "scoped"


def test_no_scope_names_the_projects_and_gives_the_token_back():
    replies = {
        TOKENS: keystone_reply(project=""),
        "GET /v3/auth/projects": Reply(
            200, {"projects": [{"id": "a", "name": "alpha"}, {"id": "b", "name": "beta"}]}
        ),
        "DELETE /v3/auth/tokens": Reply(204),
    }
    with serving(by_line(replies)) as server, pytest.raises(MissingScope, match="alpha, beta"):
        enter(profile(server, project="", project_domain=""))
    assert server.lines[-1] == "DELETE /v3/auth/tokens"


@pytest.mark.parametrize("path", ["", "/", "/v3", "/v3/", "/v2.0"])
def test_the_address_may_or_may_not_name_the_version(path):
    def answer(asked):
        if asked.line == "GET /":
            return versions(("v3.14", f"{server.url}/v3/"))
        return keystone_reply() if asked.line == TOKENS else Reply(404)

    with serving(answer) as server:
        enter(profile(server, path=path))
    assert server.lines[-1] == TOKENS


def test_a_prefix_is_kept_and_the_document_may_name_another_path_of_the_same_origin():
    def answer(asked):
        if asked.line == "GET /identity/":
            return versions(("v2.0", f"{server.url}/old"), ("v3.14", f"{server.url}/elsewhere/v3/"))
        return keystone_reply() if asked.line == "POST /elsewhere/v3/auth/tokens" else Reply(404)

    with serving(answer) as server:
        enter(profile(server, path="/identity"))
    assert server.lines == ["GET /identity/", "POST /elsewhere/v3/auth/tokens"]


def test_discovery_never_moves_to_another_origin():
    with serving(by_line({TOKENS: keystone_reply()})) as other:

        def answer(asked):
            if asked.line == "GET /id/":
                return versions(("v3.14", f"{other.url}/v3/"))
            return keystone_reply() if asked.line == "POST /id/v3/auth/tokens" else Reply(404)

        with serving(answer) as server:
            enter(profile(server, path="/id"))
        assert server.lines == ["GET /id/", "POST /id/v3/auth/tokens"]
        assert other.asked == []


@pytest.mark.parametrize("body", ["<html>", [], {"versions": None}, {"versions": {"values": [1, None]}}])
def test_an_unreadable_version_document_means_the_usual_place(body):
    with serving(by_line({"GET /": Reply(200, body), TOKENS: keystone_reply()})) as server:
        enter(profile(server, path=""))
    assert server.lines == ["GET /", TOKENS]


def test_a_service_without_version_3_is_told():
    old = by_line({"GET /": versions(("v2.0", "http://x/v2.0"))})
    with serving(old) as server, pytest.raises(SignInFailed, match="no version 3"):
        enter(profile(server, path=""))
    assert server.lines == ["GET /"]


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
def test_a_redirected_sign_in_stops_before_a_byte_reaches_the_other_server(status):
    with serving(by_line({TOKENS: keystone_reply()})) as thief:
        location = {"Location": f"{thief.url}/v3/auth/tokens"}
        answering = by_line({TOKENS: Reply(status, keystone_token(), location)})
        with (
            serving(answering) as server,
            pytest.raises(IdentityUnreachable, match="redirects to") as stopped,
        ):
            enter(profile(server))
        assert thief.asked == []
    assert isinstance(stopped.value.__cause__, RedirectStopped)
    assert stopped.value.__cause__.location == location["Location"]


def test_a_redirect_to_its_own_host_is_stopped_too():
    replies = {TOKENS: Reply(307, "", {"Location": "/v3/other"}), "POST /v3/other": keystone_reply()}
    with serving(by_line(replies)) as server, pytest.raises(IdentityUnreachable):
        enter(profile(server))
    assert server.lines == [TOKENS]


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("The request you have made requires authentication.", WrongCredentials),
        ("The account is locked for user: u1.", AccountLocked),
        ("The account is disabled for user: u1.", AccountLocked),
        ("The password is expired and needs to be changed for user: u1.", AccountLocked),
        ("the clockedly blocked", WrongCredentials),
    ],
)
def test_keystone_says_401_for_many_reasons(message, error):
    reply = Reply(401, {"error": {"code": 401, "message": message, "title": "Unauthorized"}})
    with serving(by_line({TOKENS: reply})) as server, pytest.raises(SignInFailed) as failed:
        enter(profile(server))
    assert type(failed.value) is error
    assert message in failed.value.details


def test_more_than_one_factor_is_told():
    reply = Reply(401, {"receipt": 1}, {"Openstack-Auth-Receipt": "canary-receipt"})
    with (
        serving(by_line({TOKENS: reply})) as server,
        pytest.raises(SignInFailed, match="more than one factor"),
    ):
        enter(profile(server))


@pytest.mark.parametrize(
    "reply", [Reply(201, {"token": {}}), Reply(201, keystone_token()), Reply(201, "[" * 9999)]
)
def test_a_broken_answer(reply):
    with serving(by_line({TOKENS: reply})) as server, pytest.raises(SignInFailed, match="not an answer"):
        enter(profile(server))


def test_a_wrong_clock_does_not_shorten_the_token():
    for skew in (-7200.0, 7200.0):
        with serving(by_line({TOKENS: keystone_reply(life=3600.0, skew=skew)})) as server:
            assert 3590 < enter(profile(server)).seconds_left() <= 3601


def test_sign_out_of_a_token_that_has_ended_is_fine():
    replies = {TOKENS: keystone_reply(), "DELETE /v3/auth/tokens": Reply(404, {"error": {}})}
    with serving(by_line(replies)) as server:
        enter(profile(server)).sign_out(CancelToken())
    assert server.lines == [TOKENS, "DELETE /v3/auth/tokens"]


def test_the_projects_of_the_user():
    projects = [{"id": "a", "name": "alpha"}, {"id": "z", "name": "off", "enabled": False}, {"id": "b"}]
    replies = {TOKENS: keystone_reply(), "GET /v3/auth/projects": Reply(200, {"projects": projects})}
    with serving(by_line(replies)) as server:
        found = enter(profile(server)).accounts(CancelToken())
    assert found == (Account("a", "alpha"), Account("b", "b"))
    assert server.asked[1].headers["x-auth-token"] == "ks-token"


def test_projects_that_cannot_be_listed_leave_the_reason_as_it_is():
    replies = {TOKENS: keystone_reply(project=""), "DELETE /v3/auth/tokens": Reply(204)}
    with serving(by_line(replies)) as server, pytest.raises(MissingScope, match="Name a project"):
        enter(profile(server, project="", project_domain=""))


def test_a_redirected_discovery_is_not_followed():
    with serving(by_line({"GET /": versions(("v3.14", "http://x/v3"))})) as other:
        replies = {"GET /": Reply(301, "", {"Location": f"{other.url}/"}), TOKENS: keystone_reply()}
        with serving(by_line(replies)) as server:
            enter(profile(server, path=""))
        assert server.lines == ["GET /", TOKENS]
        assert other.asked == []


def test_a_redirected_sign_out_keeps_the_token_at_home():
    with serving(by_line({})) as thief:
        replies = {
            TOKENS: keystone_reply(),
            "DELETE /v3/auth/tokens": Reply(307, "", {"Location": thief.url}),
        }
        with serving(by_line(replies)) as server:
            cloud = enter(profile(server))
            with pytest.raises(IdentityUnreachable):
                cloud.sign_out(CancelToken())
        assert thief.asked == []


def test_renewal_signs_in_anew():
    tokens = iter(["first", "second"])

    def answer(asked):
        return keystone_reply(next(tokens)) if asked.line == TOKENS else Reply(204)

    with serving(answer) as server:
        cloud = enter(profile(server))
        assert cloud.renew("first", CancelToken()) == "second"
        assert cloud.token(CancelToken()) == "second"
        cloud.sign_out(CancelToken())
    assert server.lines == [TOKENS, TOKENS, "DELETE /v3/auth/tokens", "DELETE /v3/auth/tokens"]


@pytest.mark.parametrize(
    ("more", "exchanged"),
    [
        ({"project_id": "alpha-id"}, False),
        ({"project_id": "beta-id"}, True),
        ({"project_domain": "", "project_domain_id": "default"}, False),
        ({"project_domain": "Other"}, True),
        ({"project_domain": ""}, False),
        ({"project": "", "project_domain": ""}, False),
        ({"project": "", "project_domain": "", "domain": "Default"}, True),
        ({"project": "", "project_domain": "", "system_scope": "all"}, True),
    ],
)
def test_when_a_token_is_exchanged(more, exchanged):
    replies = {"GET /v3/auth/tokens": Reply(200, keystone_token()), TOKENS: keystone_reply("other")}
    with serving(by_line(replies)) as server:
        cloud = enter(profile(server, "token", **more), "canary-token")
    assert (cloud.token(CancelToken()) == "other") is exchanged


def test_a_version_document_with_a_useless_link_means_the_usual_place():
    for href in ("not an address", "ftp://x/v3", ""):
        with serving(by_line({"GET /": versions(("v3.14", href)), TOKENS: keystone_reply()})) as server:
            enter(profile(server, path=""))
        assert server.lines == ["GET /", TOKENS]


def test_a_service_that_fails_to_revoke_is_told():
    replies = {TOKENS: keystone_reply(), "DELETE /v3/auth/tokens": Reply(500)}
    with serving(by_line(replies)) as server, pytest.raises(SignInFailed, match="problem of its own"):
        enter(profile(server)).sign_out(CancelToken())


def test_a_cloud_that_does_not_exchange_tokens():
    replies = {
        "GET /v3/auth/tokens": Reply(200, keystone_token(project="beta")),
        TOKENS: Reply(403, {"error": {}}),
    }
    with serving(by_line(replies)) as server, pytest.raises(MissingScope, match="does not exchange"):
        enter(profile(server, "token"), "canary-token")
