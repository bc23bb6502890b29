"""The proxy that breaks things passes everything else, and breaks exactly what it is told to break."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest
from werkzeug import Response

from api.practice.server import LoopbackServer
from tests.builders.fault_proxy import Fault, fault_proxy

DATA = bytes(range(256)) * 1000


def answer(request):
    if request.method == "PUT":
        return Response(str(len(request.get_data())))
    if request.path == "/chunked":
        return Response(DATA[at : at + 5000] for at in range(0, len(DATA), 5000))
    return Response(DATA, headers={"X-Range": request.headers.get("Range", "none"), "X-More": "1"})


@pytest.fixture
def server():
    server = LoopbackServer(answer, "fault-proxy")
    server.start()
    yield server
    server.wake()
    server.stop()


@pytest.fixture
def proxy():
    with fault_proxy() as proxy:
        yield proxy


@pytest.fixture
def ask(server, proxy):
    """ask(method, target, body, headers): status, headers and body by way of the proxy."""
    connections = []

    def ask(method="GET", target="/plain", body=None, headers=None):
        address = urlsplit(proxy.route(server.origin))
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
        connections.append(connection)
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()

    yield ask
    for connection in connections:
        connection.close()


@pytest.mark.parametrize("target", ["/plain", "/chunked"])
def test_everything_else_passes(ask, proxy, target):
    proxy.add(Fault("GET", "/other", cut_down=1))
    status, headers, body = ask("GET", target, headers={"Range": "bytes=1-"})
    assert (status, body) == (200, DATA)
    assert (headers["Content-Length"] is None) == (target == "/chunked")
    assert proxy.seen[0].header("range") == "bytes=1-"
    assert ask("PUT", "/up", DATA)[2] == b"256000"
    assert ask("HEAD")[2] == b""


@pytest.mark.parametrize("target", ["/plain", "/chunked"])
@pytest.mark.parametrize("hard", [False, True])
def test_an_answer_is_cut(ask, proxy, target, hard):
    fault = proxy.add(Fault("GET", target, cut_down=100_000, hard=hard))
    with pytest.raises((http.client.IncompleteRead, ConnectionError)) as caught:
        ask("GET", target)
    if not hard:
        assert caught.value.partial == DATA[:100_000]
    assert fault.happened == 1
    assert ask("GET", target)[2] == DATA


@pytest.mark.parametrize("target", ["/plain", "/chunked"])
def test_an_answer_ends_early_in_order(ask, proxy, target):
    proxy.add(Fault(truncate=1000))
    assert ask("GET", target)[2] == DATA[:1000]


def test_a_byte_is_another_one(ask, proxy):
    proxy.add(Fault(flip=200_000))
    body = ask()[2]
    assert body != DATA
    assert [at for at in range(len(DATA)) if body[at] != DATA[at]] == [200_000]


def test_an_answer_stands_still(ask, server, proxy):
    proxy.add(Fault(stall_down=1000))
    address = urlsplit(proxy.route(server.origin))
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=0.2)
    connection.request("GET", "/plain")
    response = connection.getresponse()
    assert response.read(1000) == DATA[:1000]
    with pytest.raises(TimeoutError):
        response.read(1)
    connection.close()


def test_a_request_is_cut(ask, proxy):
    proxy.add(Fault("PUT", cut_up=1000))
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        ask("PUT", "/up", DATA)
    assert ask("PUT", "/up", DATA)[2] == b"256000"


@pytest.mark.parametrize("swallow", [False, True])
def test_requests_are_refused_in_the_servers_stead(ask, proxy, swallow):
    fault = Fault(
        "PUT", status=503, headers=(("Retry-After", "1"),), body=b"busy", swallow=swallow, times=2, spare=1
    )
    proxy.add(fault)
    body = DATA if swallow else b"few"
    assert ask("PUT", "/up", body)[0] == 200
    for _time in range(2):
        status, headers, said = ask("PUT", "/up", body)
        assert (status, headers["Retry-After"], said) == (503, "1", b"busy")
    assert ask("PUT", "/up", body)[0] == 200
    assert len(proxy.seen_of("PUT", "/up")) == 4
    proxy.clear()
    assert proxy.seen == []


def test_headers_get_lost(ask, proxy):
    proxy.add(Fault(ignore=("Range",), drop=("X-More",)))
    headers = ask(headers={"Range": "bytes=1-"})[1]
    assert headers["X-Range"] == "none"
    assert "X-More" not in headers
