"""The proxy of the settings, and authorities beside the system's: what goes where, and with which credentials."""

import base64

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from api.errors import NoAnswer, TlsFailed
from api.running import CancelToken
from api.wire.proxying import GIVEN, NONE, Network, Proxying
from api.wire.transport import Transport
from api.wire.trust import Trust
from tests.api.wire.conftest import request, server_context
from tests.api.wire.raw_server import bare, keep_answering

CREDENTIALS = b"Proxy-Authorization: Basic " + base64.b64encode(b"alice:open sesame/@") + b"\r\n"


@pytest.fixture
def asked_for():
    """The network that counts now; a test puts another one in."""
    return [Network()]


@pytest.fixture
def transport(asked_for):
    transport = Transport(network=lambda: asked_for[0])
    yield transport
    transport.close()


@pytest.fixture
def proxy(serve, authority):
    """A proxy that answers in the place of whatever it is asked for; it tunnels to itself."""

    @bare
    def handle(connection):
        if connection.read_head().startswith(b"CONNECT"):
            connection.send(b"HTTP/1.1 200 Connected\r\n\r\n")
            connection.start_tls()
            connection.read_head()
        connection.answer(b"through the proxy")

    return serve(handle, server_context(authority.issue_cert("images.example")))


def address(proxy):
    return f"http://127.0.0.1:{proxy.port}"


def through(proxy, **more):
    return Network(Proxying(GIVEN, address(proxy), **more))


def test_plain_requests_go_through_the_given_proxy(proxy, send, asked_for, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    asked_for[0] = through(proxy)
    assert send("http://images.example/v2?a=1").content.bytes() == b"through the proxy"
    assert proxy.connections[0].received.startswith(b"GET http://images.example/v2?a=1 HTTP/1.1\r\n")
    assert b"Proxy-Authorization" not in proxy.connections[0].received


def test_credentials_go_to_the_proxy_alone_and_are_shown_nowhere(
    proxy, send, asked_for, authority, tmp_path
):
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    asked_for[0] = Network(
        Proxying(GIVEN, address(proxy), "alice", "open sesame/@"), ca_file=str(tmp_path / "ca.pem")
    )
    response = send("https://images.example/v2")
    connect, _, inner = proxy.connections[0].received.partition(b"\r\n\r\n")
    assert connect.startswith(b"CONNECT images.example:443 ")
    assert CREDENTIALS in connect + b"\r\n"
    assert inner.startswith(b"GET /v2 HTTP/1.1\r\n")
    assert b"Proxy-Authorization" not in inner
    assert "sesame" not in repr(response) + repr(asked_for[0])


def test_a_proxy_that_refuses_is_told_without_the_password(serve, send, asked_for):
    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    asked_for[0] = through(serve(handle), user="alice", password="sesame")
    with pytest.raises(NoAnswer, match="proxy") as failure:
        send("https://images.example/")
    assert "settings" in failure.value.hint
    assert "407" in failure.value.details
    assert "sesame" not in f"{failure.value!r} {failure.value.hint} {failure.value.details}"


def test_no_proxy_at_all_although_the_environment_names_one(serve, send, asked_for, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    asked_for[0] = Network(Proxying(NONE))
    server = serve(keep_answering)
    assert send(f"http://localhost:{server.port}/").status == 200


def test_hosts_that_are_left_out_are_reached_directly(serve, proxy, send, asked_for):
    asked_for[0] = through(proxy, no_proxy="other.example, localhost")
    server = serve(keep_answering)
    assert send(f"http://localhost:{server.port}/").status == 200
    assert proxy.connections == []


def test_this_computers_addresses_are_never_asked_of_a_proxy(serve, send, asked_for, monkeypatch):
    server = serve(keep_answering)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert send(server.url).status == 200
    asked_for[0] = Network(Proxying(GIVEN, "http://127.0.0.1:1"))
    assert send(server.url).status == 200


def test_a_change_counts_from_the_next_request(proxy, send, asked_for):
    asked_for[0] = through(proxy)
    send("http://images.example/")
    asked_for[0] = through(proxy, user="alice", password="open sesame/@")
    send("http://images.example/")
    first, second = (connection.received for connection in proxy.connections)
    assert CREDENTIALS not in first
    assert CREDENTIALS in second


def test_libraries_go_through_it_too(proxy, transport, asked_for):
    asked_for[0] = through(proxy)
    with transport.session(Trust(), CancelToken()) as session:
        assert session.get("http://identity.example/v3").text == "through the proxy"


def test_a_socks_proxy_is_refused_with_a_sentence(send, asked_for):
    asked_for[0] = Network(Proxying(GIVEN, "socks5://127.0.0.1:1080"))
    with pytest.raises(NoAnswer, match="settings is a SOCKS proxy"):
        send(request("http://images.example/"))


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("", "http://images.example/", False),
        ("*", "http://images.example/", True),
        ("example", "http://images.example/", True),
        (".example", "http://images.example/", True),
        ("images.example:8080", "http://images.example/", False),
        ("other", "http://images.example/", False),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("fd00::/8", "http://[fd00::1]:9292/", True),
        ("10.0.0.0/8 images.example", "http://images.example/", True),
    ],
)
def test_what_is_left_out(no_proxy, url, direct):
    proxying = Proxying(GIVEN, "http://proxy.example:3128", no_proxy=no_proxy)
    assert proxying.for_url(url) == ({} if direct else {"http": "http://proxy.example:3128"})


@given(st.text(min_size=1), st.text())
def test_credentials_of_any_kind_are_part_of_no_other_part_of_the_address(user, password):
    url = Proxying(GIVEN, "http://proxy.example:3128", user, password).for_url("http://images.example/")[
        "http"
    ]
    parts = requests.utils.urlparse(url)
    assert (parts.hostname, parts.port) == ("proxy.example", 3128)
    assert requests.utils.get_auth_from_url(url) == ((user, password) if password else ("", ""))


def test_further_authorities_count_beside_the_systems(serve, send, asked_for, tls, trust):
    server = serve(keep_answering, tls)
    with pytest.raises(TlsFailed):
        send(server.url)
    asked_for[0] = Network(ca_file=trust.ca_file)
    assert send(server.url).status == 200


def test_a_profiles_own_ca_file_still_narrows_what_is_trusted(serve, send, asked_for, tls, trust, tmp_path):
    import trustme

    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    asked_for[0] = Network(ca_file=trust.ca_file)
    with pytest.raises(TlsFailed):
        send(serve(keep_answering, tls).url, trust=Trust(ca_file=str(tmp_path / "other.pem")))


def test_a_file_of_authorities_that_cannot_be_used_is_named(serve, send, asked_for, tls, tmp_path):
    asked_for[0] = Network(ca_file=str(tmp_path / "nothing.pem"))
    with pytest.raises(TlsFailed, match=r"nothing\.pem"):
        send(serve(keep_answering, tls).url)
