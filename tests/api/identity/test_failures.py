"""What goes wrong on the way to the identity service, and that no secret gets out of it."""

from __future__ import annotations

import gc
import hashlib
import html
import json
import logging
import re
import socket
import ssl
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Cancelled, IdentityUnreachable, NoAnswer, PitchforkError, SignInFailed, TlsFailed
from api.identity.credentials import Credentials
from api.identity.failures import Attempt, UnwelcomeAnswer, answered
from api.identity.profiles import Profile
from api.identity.sign_in import sign_in
from api.running import CancelToken
from api.wire.transport import Transport
from tests.builders.identity_server import (
    Asked,
    Reply,
    by_line,
    keystone_reply,
    keystone_token,
    rackspace_access,
    serving,
)

CANARY = 'canary-"§/ %secret'
TALKATIVE = "keystoneauth.session", "keystoneauth.identity.v3.base", "urllib3.connectionpool"
KINDS = [
    ("rackspace", "api-key", "/v2.0"),
    ("rackspace", "password", "/v2.0"),
    ("rackspace", "token", "/v2.0"),
    ("openstack", "password", "/v3"),
    ("openstack", "application-credential", "/v3"),
    ("openstack", "token", "/v3"),
]


def profile_for(kind: str, method: str, url: str, **more: str) -> Profile:
    return Profile(
        "p1",
        "Work",
        kind,
        url,
        method,
        user="alice",
        project="alpha",
        credential="c",
        account="912345",
        **more,
    )


def enter(profile: Profile, secret: str = CANARY, cancel: CancelToken | None = None, **more: str):
    return sign_in(profile, Credentials(secret, **more), Transport(), cancel or CancelToken())


def everything_in(error: BaseException) -> str:
    """All that a person, a log or a crash report could show of an error and its causes."""
    shown, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        shown += [
            str(error),
            repr(error),
            repr(error.args),
            repr(getattr(error, "details", "")),
            repr(getattr(error, "hint", "")),
        ]
        shown += traceback.format_exception(error)
        error = error.__cause__ or error.__context__
    return "\n".join(shown)


@pytest.fixture
def program_log() -> Iterator[list[str]]:
    """What a handler of the program's log would get, were every library as talkative as it can be.

    Not caplog: that one also listens to loggers that are cut off from the program's log.
    """
    kept: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: kept.append(f"{record.name} {record.getMessage()}")
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in (None, *TALKATIVE)}
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield kept
    logging.getLogger().removeHandler(handler)
    for logger, level in loggers.items():
        logger.setLevel(level)


def echo(status: int):
    """A server that repeats whatever it was given."""

    def answer(asked: Asked) -> Reply:
        text = asked.body.decode() + str(dict(asked.headers)) + asked.path
        return Reply(status, {"error": {"message": text, "raw": CANARY}}, {"Location": "/" + "x" * 10})

    return answer


@pytest.mark.parametrize(("kind", "method", "path"), KINDS)
@pytest.mark.parametrize("status", [200, 201, 300, 307, 400, 401, 403, 404, 409, 413, 429, 500, 503])
def test_a_server_that_repeats_the_secret_does_not_get_it_into_an_error(kind, method, path, status, caplog):
    caplog.set_level(logging.DEBUG)
    with serving(echo(status)) as server, pytest.raises(SignInFailed) as failed:
        enter(profile_for(kind, method, server.url + path))
    shown = everything_in(failed.value) + caplog.text
    assert server.asked
    for form in (CANARY, "canary", "%C2%A7"):
        assert form not in shown
    assert failed.value.sentence
    assert failed.value.hint


@pytest.mark.parametrize(("kind", "method", "path"), KINDS)
def test_nothing_is_logged_on_the_way_to_success(kind, method, path, program_log):
    catalogue = [
        {"name": "cloudImages", "type": "image", "publicURL": "https://x.example/v2", "region": "DFW"}
    ]

    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/endpoints"):
            return Reply(200, {"endpoints": catalogue})
        if asked.path.startswith("/v3"):
            return Reply(201, keystone_token(), {"X-Subject-Token": "canary-token"})
        return Reply(200, rackspace_access("canary-token", catalogue=()))

    with serving(answer) as server:
        cloud = enter(profile_for(kind, method, server.url + path))
        cloud.sign_out(CancelToken())
    assert [text for text in program_log if "canary" in text] == []
    assert [text for text in program_log if text.startswith(("keystoneauth", "urllib3"))] == []
    assert "canary" not in repr(cloud) + repr(vars(cloud))


def test_the_original_exceptions_are_dropped(caplog):
    with serving(echo(401)) as server, pytest.raises(SignInFailed) as failed:
        enter(profile_for("rackspace", "api-key", server.url))
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None


def test_what_the_transport_wraps_is_dropped_too():
    def ask() -> None:
        try:
            raise OSError(CANARY)
        except OSError as raw:
            raise NoAnswer("No.") from raw

    with pytest.raises(IdentityUnreachable) as failed:
        answered(ask, Attempt("https://h", "x", CancelToken(), {CANARY}))
    assert "canary" not in everything_in(failed.value)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(("kind", "method", "path"), KINDS)
def test_nobody_listens(kind, method, path):
    with pytest.raises(IdentityUnreachable) as failed:
        enter(profile_for(kind, method, f"http://127.0.0.1:{free_port()}{path}"))
    assert isinstance(failed.value.__cause__, NoAnswer)
    assert "127.0.0.1" in failed.value.sentence
    assert "canary" not in everything_in(failed.value)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_an_unknown_authority_is_told_and_its_ca_file_trusted(authority, tls, tmp_path):
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with serving(by_line({"POST /v3/auth/tokens": keystone_reply()}), tls) as server:
        with pytest.raises(IdentityUnreachable) as failed:
            enter(profile_for("openstack", "password", f"{server.url}/v3"))
        assert isinstance(failed.value.__cause__, TlsFailed)
        assert server.asked == []
        cloud = enter(profile_for("openstack", "password", f"{server.url}/v3", ca_file=str(ca_file)))
    assert cloud.account_name == "alpha"


def test_one_certificate_can_be_pinned(authority):
    leaf = authority.issue_cert("other.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    certificate = ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode())
    pin = hashlib.sha256(certificate).hexdigest()
    with serving(by_line({"POST /v2.0/tokens": Reply(200, rackspace_access())}), context) as server:
        assert enter(profile_for("rackspace", "api-key", server.url, pin=pin)).user_name == "alice"
        with pytest.raises(IdentityUnreachable) as failed:
            enter(profile_for("rackspace", "api-key", server.url, pin="ab" * 32))
    assert isinstance(failed.value.__cause__, TlsFailed)


@pytest.mark.parametrize(
    ("kind", "path"), [("rackspace", "/v2.0"), ("openstack", "/v3"), ("openstack", "")]
)
def test_a_sign_in_can_be_cancelled_while_the_server_is_silent(kind, path):
    reached, release = threading.Event(), threading.Event()

    def stall(_asked: Asked) -> Reply:
        reached.set()
        release.wait(10)
        return Reply(500)

    cancel = CancelToken()
    with serving(stall) as server, ThreadPoolExecutor(1) as pool:
        signing = pool.submit(enter, profile_for(kind, "password", server.url + path), CANARY, cancel)
        assert reached.wait(10)
        cancel.cancel()
        with pytest.raises(Cancelled):
            signing.result(5)
        release.set()


def test_a_cancelled_token_sends_nothing():
    cancel = CancelToken()
    cancel.cancel()
    with serving(echo(200)) as server, pytest.raises(Cancelled):
        enter(profile_for("openstack", "password", server.url), cancel=cancel)
    assert server.asked == []


@pytest.mark.parametrize(
    "junk", [b"", b"HTTP/1.1", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", b"\x00\x01\x02\r\n\r\n"]
)
def test_half_an_answer(junk):
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:

        def answer() -> None:
            connection, _address = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(junk)

        answering = pool.submit(answer)
        with pytest.raises(SignInFailed) as failed:
            enter(profile_for("rackspace", "api-key", f"http://127.0.0.1:{listener.getsockname()[1]}"))
        answering.result(5)
    assert "canary" not in everything_in(failed.value)


def test_an_address_that_is_none():
    for address in ("", "cloud", "ftp://cloud"):
        with pytest.raises(PitchforkError, match="not a web address"):
            enter(profile_for("openstack", "password", address))


def test_masking_covers_every_way_to_write_a_secret():
    attempt = Attempt("https://h", "x", CancelToken(), {CANARY, "", "abc", "abcdef"})
    text = attempt.mask(
        'plain canary-"§/ %secret json canary-\\"\\u00a7/ %secret url canary-%22%C2%A7%2F%20%25secret abcdef abc'
    )
    assert "canary" not in text
    assert "def" not in text
    assert text.count("•" * 8) == 5


@given(
    secret=st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=6, max_size=30),
    wrappings=st.lists(st.sampled_from([json.dumps, quote, html.escape, repr]), max_size=4),
)
def test_a_secret_never_shows_however_often_it_is_wrapped(secret, wrappings):
    telling = max(re.findall("[A-Za-z0-9]+", secret), key=len, default="")
    text = secret
    for wrap in wrappings:
        text = wrap(text)
    shown = Attempt("https://h", "x", CancelToken(), {secret}).mask(f"before {text} after")
    assert secret not in shown
    if len(telling) >= 12:
        assert telling not in shown


def test_long_answers_are_cut():
    def ask() -> None:
        raise UnwelcomeAnswer(500, {}, "x" * 100_000)

    with pytest.raises(SignInFailed) as failed:
        answered(ask, Attempt("https://h", "x", CancelToken()))
    assert len(failed.value.details) == len("HTTP 500\n") + 2000


def test_a_huge_error_page_is_not_a_burden():
    page = "<html>" + "x" * 5_000_000
    with (
        serving(by_line({"POST /v2.0/tokens": Reply(500, page)})) as server,
        pytest.raises(SignInFailed) as failed,
    ):
        enter(profile_for("rackspace", "api-key", server.url))
    assert len(failed.value.details) < 2100


def test_what_a_library_raises_in_a_cancelled_sign_in_is_a_cancellation():
    cancel = CancelToken()

    def ask() -> None:
        cancel.cancel()
        raise KeyError("x")

    with pytest.raises(Cancelled):
        answered(ask, Attempt("https://h", "x", cancel))


def test_credentials_are_gone_after_signing_out():
    with serving(
        by_line({"POST /v2.0/tokens": Reply(200, rackspace_access()), "DELETE /v2.0/tokens": Reply(204)})
    ) as server:
        cloud = enter(profile_for("rackspace", "api-key", server.url))
        cloud.sign_out(CancelToken())
    gc.collect()
    held = [each for each in gc.get_objects() if isinstance(each, Credentials) and each.secret == CANARY]
    assert held == []
