"""Signing in to Rackspace: every method, the passcode step, accounts, failures."""

from __future__ import annotations

import pytest

from api.errors import (
    AccountLocked,
    IdentityUnreachable,
    MissingScope,
    PasscodeNeeded,
    ProfileError,
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
    Asked,
    IdentityServer,
    Reply,
    by_line,
    rackspace_access,
    serving,
)

TOKENS = "POST /v2.0/tokens"
PASSCODE = {"WWW-Authenticate": "OS-MF sessionId='canary-session', factor='PASSCODE'"}


def profile(server: IdentityServer, method: str = "api-key", **more: str) -> Profile:
    return Profile("p1", "Work", "rackspace", f"{server.url}/v2.0/", method, user="alice", **more)


def enter(profile: Profile, *given: str):
    return sign_in(profile, Credentials(*given), Transport(), CancelToken())


def test_api_key_is_sent_as_the_extension_asks_for_it():
    with serving(by_line({TOKENS: Reply(200, rackspace_access())})) as server:
        cloud = enter(profile(server), "canary-key")
    assert server.lines == [TOKENS]
    assert server.asked[0].json == {
        "auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "alice", "apiKey": "canary-key"}}
    }
    assert server.asked[0].headers["content-type"] == "application/json"
    assert server.asked[0].headers["accept"] == "application/json"
    assert server.asked[0].headers["user-agent"].startswith("pitchfork-desktop/")
    assert (cloud.user_name, cloud.user_id, cloud.account_id) == ("alice", "172157", "912345")
    assert cloud.roles == ("identity:user-admin",)
    assert cloud.token(CancelToken()) == "rax-token"
    assert 86000 < cloud.seconds_left() <= 86400
    assert cloud.renewable
    assert cloud.label == "Work · 912345"


def test_a_chosen_account_is_the_scope():
    with serving(by_line({TOKENS: Reply(200, rackspace_access(account="777"))})) as server:
        cloud = enter(profile(server, account="777"), "k")
    assert server.asked[0].json["auth"]["tenantId"] == "777"
    assert cloud.account_id == "777"


def test_password():
    with serving(by_line({TOKENS: Reply(200, rackspace_access())})) as server:
        cloud = enter(profile(server, "password"), "canary-password")
    assert server.asked[0].json == {
        "auth": {"passwordCredentials": {"username": "alice", "password": "canary-password"}}
    }
    assert cloud.renewable


def test_passcode_in_two_steps():
    def answer(asked: Asked) -> Reply:
        if asked.headers.get("x-sessionid") == "canary-session":
            return Reply(200, rackspace_access())
        return Reply(
            401, {"unauthorized": {"code": 401, "message": "Additional credentials required."}}, PASSCODE
        )

    with serving(answer) as server:
        with pytest.raises(PasscodeNeeded) as needed:
            enter(profile(server, "password"), "pw")
        assert needed.value.session_id == "canary-session"
        assert "canary-session" not in str(needed.value) + repr(needed.value) + needed.value.details
        cloud = enter(profile(server, "password"), "pw", "123456", needed.value.session_id)
    assert server.asked[1].json == {"auth": {"RAX-AUTH:passcodeCredentials": {"passcode": "123456"}}}
    assert not cloud.renewable
    assert cloud.token(CancelToken()) == "rax-token"


def test_a_wrong_passcode_does_not_ask_again_in_a_circle():
    refused = Reply(401, {"unauthorized": {"code": 401, "message": "no"}})
    with serving(by_line({TOKENS: refused})) as server, pytest.raises(WrongCredentials, match="passcode"):
        enter(profile(server, "password"), "pw", "000000", "s")
    again = Reply(401, {"unauthorized": {"code": 401, "message": "no"}}, PASSCODE)
    with serving(by_line({TOKENS: again})) as server, pytest.raises(WrongCredentials, match="passcode"):
        enter(profile(server, "password"), "pw", "000000", "s")


def test_an_empty_catalogue_is_filled_from_the_endpoint_list():
    endpoints = [
        {
            "id": 1,
            "region": "ORD",
            "type": "image",
            "name": "cloudImages",
            "publicURL": "https://ord.example/v2",
        }
    ]
    replies = {
        TOKENS: Reply(200, rackspace_access(catalogue=())),
        "GET /v2.0/tokens/rax-token/endpoints": Reply(200, {"endpoints": endpoints}),
    }
    with serving(by_line(replies)) as server:
        cloud = enter(profile(server), "k")
    assert cloud.regions == ("ORD",)
    assert server.asked[1].headers["x-auth-token"] == "rax-token"


def test_no_service_at_all_is_a_missing_scope():
    replies = {
        TOKENS: Reply(200, rackspace_access(catalogue=())),
        "GET /v2.0/tokens/rax-token/endpoints": Reply(200, {"endpoints": []}),
    }
    with serving(by_line(replies)) as server, pytest.raises(MissingScope):
        enter(profile(server), "k")


def test_token_and_account():
    with serving(by_line({TOKENS: Reply(200, rackspace_access("canary-token"))})) as server:
        cloud = enter(profile(server, "token", account="912345"), "canary-token")
        assert not cloud.renewable
        cloud.sign_out(CancelToken())
    assert server.asked[0].json == {"auth": {"token": {"id": "canary-token"}, "tenantId": "912345"}}
    assert server.lines == [TOKENS], "a token that the person brought along is not revoked"


@pytest.mark.parametrize("status", [400, 401, 403, 405])
def test_token_of_a_user_who_is_no_administrator_is_read_instead(status):
    def read(asked: Asked) -> Reply:
        body = rackspace_access("canary-token")
        del body["access"]["serviceCatalog"]
        return Reply(200, body)

    endpoint = {
        "region": "IAD",
        "type": "image",
        "name": "cloudImages",
        "publicURL": "https://iad.example/v2",
    }
    replies = {
        TOKENS: Reply(status, {"forbidden": {"code": status, "message": "Not Authorized"}}),
        "GET /v2.0/tokens/canary-token": read,
        "GET /v2.0/tokens/canary-token/endpoints": Reply(200, {"endpoints": [endpoint]}),
    }
    with serving(by_line(replies)) as server:
        cloud = enter(profile(server, "token", account="912345"), "canary-token")
        assert (cloud.user_name, cloud.regions) == ("alice", ("IAD",))
        with pytest.raises(WrongCredentials, match="account 555"):
            enter(profile(server, "token", account="555"), "canary-token")


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (
            401,
            {"unauthorized": {"code": 401, "message": "Unable to authenticate"}},
            WrongCredentials,
            "API key",
        ),
        (403, {"userDisabled": {"code": 403, "message": "disabled"}}, AccountLocked, "does not let"),
        (400, {"badRequest": {"code": 400, "message": "bad"}}, SignInFailed, "did not understand"),
        (404, "<html>nope</html>", SignInFailed, "no identity service"),
        (413, {"overLimit": {"code": 413, "message": "OverLimit"}}, SignInFailed, "too many"),
        (500, "", SignInFailed, "problem of its own"),
    ],
)
def test_each_refusal_has_its_sentence(status, body, error, words):
    with (
        serving(by_line({TOKENS: Reply(status, body)})) as server,
        pytest.raises(error, match=words) as failed,
    ):
        enter(profile(server), "canary-key")
    assert type(failed.value) is error
    assert failed.value.hint
    assert str(status) in failed.value.details


def test_retry_after_is_told():
    reply = Reply(413, {"overLimit": {}}, {"Retry-After": "17"})
    with (
        serving(by_line({TOKENS: reply})) as server,
        pytest.raises(SignInFailed, match="Try again after: 17"),
    ):
        enter(profile(server), "k")


@pytest.mark.parametrize(
    "body",
    [
        "<html>a login page</html>",
        [],
        {},
        {"access": None},
        {"access": {}},
        {"access": {"token": {"id": "canary-token"}}},
        {"access": {"token": {"id": 7, "expires": "2030-01-01T00:00:00Z"}, "user": {}}},
        {"access": {"token": {"id": "canary-token", "expires": "soon"}, "user": {}}},
        {"access": {"token": {"id": "canary-token", "expires": None}, "user": {}}},
    ],
)
def test_an_answer_that_is_no_access_is_told_without_its_text(body):
    with serving(by_line({TOKENS: Reply(200, body)})) as server, pytest.raises(SignInFailed) as failed:
        enter(profile(server), "k")
    assert "not an answer of an identity service" in str(failed.value)
    assert "canary" not in str(failed.value) + failed.value.details


def test_sign_out_revokes_what_the_program_obtained():
    replies = {TOKENS: Reply(200, rackspace_access()), "DELETE /v2.0/tokens": Reply(204)}
    with serving(by_line(replies)) as server:
        enter(profile(server), "k").sign_out(CancelToken())
    assert server.lines == [TOKENS, "DELETE /v2.0/tokens"]
    assert server.asked[1].headers["x-auth-token"] == "rax-token"


def test_the_accounts_of_the_user():
    tenants = [
        {"id": "912345", "name": "912345", "enabled": True},
        {"id": "MossoCloudFS_1", "enabled": False},
    ]
    replies = {
        TOKENS: Reply(200, rackspace_access()),
        "GET /v2.0/tenants": Reply(200, {"tenants": tenants}),
    }
    with serving(by_line(replies)) as server:
        assert enter(profile(server), "k").accounts(CancelToken()) == (Account("912345", "912345"),)


@pytest.mark.parametrize("given", [("k",), ("pw", "123456", "session")], ids=["one step", "passcode"])
@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirected_sign_in_stops_before_a_byte_reaches_the_other_server(status, given):
    with serving(by_line({TOKENS: Reply(200, rackspace_access())})) as thief:
        reply = Reply(status, rackspace_access(), {"Location": f"{thief.url}/v2.0/tokens"})
        with (
            serving(by_line({TOKENS: reply})) as server,
            pytest.raises(IdentityUnreachable, match="redirects"),
        ):
            enter(profile(server, "password"), *given)
        assert thief.asked == []


def test_a_chosen_account_after_a_passcode_is_asked_for_with_the_new_token():
    def answer(asked: Asked) -> Reply:
        if asked.method == "DELETE":
            return Reply(204)
        if "RAX-AUTH:passcodeCredentials" in asked.json["auth"]:
            return Reply(200, rackspace_access("first", account="912345"))
        return Reply(200, rackspace_access("second", account=asked.json["auth"]["tenantId"]))

    with serving(answer) as server:
        cloud = enter(profile(server, "password", account="777"), "pw", "123456", "s")
        assert server.asked[1].json["auth"] == {"token": {"id": "first"}, "tenantId": "777"}
        assert (cloud.account_id, cloud.token(CancelToken())) == ("777", "second")
        cloud.sign_out(CancelToken())
    assert [asked.headers["x-auth-token"] for asked in server.asked[2:]] == ["first", "second"]


@pytest.mark.parametrize(
    ("status", "fine"), [(204, True), (401, True), (404, True), (500, False), (403, False)]
)
def test_revoking(status, fine):
    replies = {TOKENS: Reply(200, rackspace_access()), "DELETE /v2.0/tokens": Reply(status)}
    with serving(by_line(replies)) as server:
        cloud = enter(profile(server), "k")
        if fine:
            cloud.sign_out(CancelToken())
        else:
            with pytest.raises(SignInFailed):
                cloud.sign_out(CancelToken())


def test_a_token_and_an_unknown_error_is_not_tried_in_another_way():
    with serving(by_line({TOKENS: Reply(500)})) as server, pytest.raises(SignInFailed, match="of its own"):
        enter(profile(server, "token", account="912345"), "t")
    assert server.lines == [TOKENS]


def test_a_token_without_an_account_is_read():
    replies = {
        "GET /v2.0/tokens/a%2Fb": Reply(200, rackspace_access("a/b")),
        "GET /v2.0/tokens/a%2Fb/endpoints": Reply(200, {"endpoints": []}),
    }
    with serving(by_line(replies)) as server:
        assert enter(profile(server, "token"), "a/b").token(CancelToken()) == "a/b"
    assert server.lines == ["GET /v2.0/tokens/a%2Fb"]


def test_the_kind_must_be_known():
    with pytest.raises(ProfileError, match="no sign-in of the kind azure"):
        enter(Profile("p", "P", "azure"), "s")
