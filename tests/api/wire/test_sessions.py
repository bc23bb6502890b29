"""The session that libraries such as keystoneauth get."""

import threading

import pytest
import requests
from keystoneauth1 import session as keystone

from api.errors import Cancelled, ConnectionLost, NoAnswer, Refused, TlsFailed, TooLarge
from api.running import CancelToken
from api.wire import sessions
from api.wire.limits import Limits
from api.wire.trust import Trust
from tests.api.wire.raw_server import keep_answering


@pytest.fixture
def session(transport):
    with transport.session(Trust()) as session:
        yield session


def test_answers_are_whole_and_connections_kept(serve, session):
    server = serve(keep_answering)
    assert [session.get(server.url).text for _ in range(3)] == ["ok"] * 3
    assert len(server.connections) == 1


def test_json_and_gzip_are_read(serve, session):
    import gzip

    def handle(connection):
        connection.read_head()
        connection.answer(
            gzip.compress(b'{"a": 1}'),
            headers=b"Content-Encoding: gzip\r\nContent-Type: application/json\r\n",
        )

    assert session.get(serve(handle).url).json() == {"a": 1}


@pytest.mark.parametrize("follow", [True, False])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_even_when_asked(serve, session, status, follow):
    other = serve(keep_answering)

    def handle(connection):
        connection.read_head()
        connection.answer(b"", f"{status} Moved", b"Location: " + other.url.encode() + b"\r\n")

    assert session.post(serve(handle).url, allow_redirects=follow).status_code == status
    assert other.connections == []


def test_keystoneauth_does_not_lead_the_password_elsewhere(serve, transport):
    other = serve(keep_answering)

    def handle(connection):
        connection.read_head()
        connection.answer(b"", "307 Moved", b"Location: " + other.url.encode() + b"\r\n")

    with transport.session(Trust()) as raw:
        ours = keystone.Session(session=raw, redirect=False)
        answer = ours.post(
            serve(handle).url, authenticated=False, raise_exc=False, headers={"X-Auth-Token": "t"}
        )
    assert answer.status_code == 307
    assert other.connections == []


@pytest.mark.parametrize("verify", [False, True, "/nowhere"])
def test_a_library_cannot_switch_verifying_off(serve, session, tls, verify):
    server = serve(keep_answering, tls)
    with pytest.raises(TlsFailed):
        session.get(server.url, verify=verify)
    session.verify = verify
    with pytest.raises(TlsFailed):
        session.get(server.url)


def test_trust_is_the_sessions(serve, transport, tls, trust):
    with transport.session(trust) as session:
        assert session.get(serve(keep_answering, tls).url).text == "ok"


def test_environment_has_no_say(serve, session, private_home):
    (private_home / ".netrc").write_text("machine 127.0.0.1 login alice password sesame\n")
    server = serve(keep_answering)
    session.get(server.url)
    head = server.connections[0].received
    assert b"uthorization" not in head
    assert b"User-Agent: pitchfork-desktop/" in head


def test_failures_are_this_programs_own(serve, session):
    with pytest.raises(Refused):
        session.get("http://127.0.0.1:1/")
    with pytest.raises(ConnectionLost):
        session.post(serve(lambda connection: connection.read_head()).url)
    with pytest.raises(NoAnswer):
        session.get("nonsense://host/")


def test_answer_without_an_end_is_stopped(serve, session, monkeypatch):
    monkeypatch.setattr(sessions, "LIBRARY_LIMITS", Limits(size=100_000, memory=100_000))

    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while not connection.server.closing.is_set():
            connection.send(bytes(100_000))

    with pytest.raises(TooLarge):
        session.get(serve(handle).url)


@pytest.mark.parametrize("stalled", ["waiting", "receiving"])
def test_cancel_ends_a_call(serve, transport, stalled):
    asked, outcome = threading.Event(), []

    def handle(connection):
        connection.read_head()
        if stalled == "receiving":
            connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
        asked.set()
        connection.stay_silent()

    url, cancel = serve(handle).url, CancelToken()

    def call():
        with transport.session(Trust(), cancel) as session:
            try:
                session.get(url)
            except Cancelled as error:
                outcome.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    assert asked.wait(5)
    cancel.cancel()
    thread.join(5)
    assert len(outcome) == 1


def test_cancelled_token_sends_nothing(serve, transport):
    server, cancel = serve(keep_answering), CancelToken()
    cancel.cancel()
    with transport.session(Trust(), cancel) as session, pytest.raises(Cancelled):
        session.get(server.url)
    assert server.connections == []


def test_secrets_in_addresses_of_failures_are_masked(session):
    with pytest.raises(NoAnswer) as failure:
        session.get("http://127.0.0.1:1/v2.0/tokens/open-sesame")
    assert (
        "sesame"
        not in f"{failure.value!r}{failure.value.details}{failure.value.hint}{failure.value.__context__!r}"
    )


def test_cookies_are_never_sent_back(serve, session):
    def handle(connection):
        for _ in range(2):
            connection.read_head()
            connection.answer(headers=b"Set-Cookie: a=b\r\n")

    server = serve(handle)
    session.get(server.url)
    session.get(server.url)
    assert b"ookie" not in server.connections[0].received


def test_socks_proxy_is_named_as_not_supported(session, monkeypatch):
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(NoAnswer, match="SOCKS"):
        session.get("http://images.example/")


def test_it_is_a_requests_session(session):
    assert isinstance(session, requests.Session)
    assert session.trust_env is False
