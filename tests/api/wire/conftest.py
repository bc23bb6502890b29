"""Servers, certificates and transports for the tests of the wire."""

import os
import ssl

import pytest
import trustme

from api.running import CancelToken
from api.wire.request import Request, Template
from api.wire.transport import Transport
from api.wire.trust import Trust
from tests.api.wire.raw_server import RawServer


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def transport():
    transport = Transport()
    yield transport
    transport.close()


@pytest.fixture
def serve():
    """serve(handler, tls=None) -> RawServer, closed at the end."""
    servers = []

    def start(handle, tls=None):
        servers.append(RawServer(handle, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def tls(authority):
    return server_context(authority.issue_cert("127.0.0.1", "localhost"))


@pytest.fixture(scope="session")
def trust(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return Trust(ca_file=str(path))


def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def request(url, method="GET", headers=(), body=None, **more):
    """A Request without slots from plain text."""
    pairs = tuple(
        (name, value if isinstance(value, Template) else Template.of(value)) for name, value in headers
    )
    address = url if isinstance(url, Template) else Template.of(url)
    return Request("test.call", method, address, pairs, body, **more)


@pytest.fixture
def send(transport):
    """send(url or Request, **options) -> Response; a fresh cancel token unless one is given."""

    def do(what, secrets=None, **options):
        asked = what if isinstance(what, Request) else request(what)
        return transport.send(asked, secrets or {}, **{"cancel": CancelToken(), **options})

    return do
