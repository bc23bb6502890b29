"""Redirects stay within one origin; nothing is sent anywhere else."""

import pytest

from api.errors import BrokenAnswer, RedirectStopped
from api.wire.limits import Limits
from api.wire.redirects import Origin
from api.wire.request import TOKEN_SLOT, Slot, Template
from tests.api.wire.conftest import request

TOKEN = [("X-Auth-Token", Template.of(TOKEN_SLOT))]
SECRETS = {"token": "open-sesame"}


def redirecting(status, location, body_size=0):
    """Answers /start with a redirect and everything else with what was asked."""

    def handle(connection):
        while True:
            head = connection.read_head()
            body = connection.read_exactly(body_size) if b"Content-Length" in head else b""
            line = head.split(b"\r\n")[0]
            if b" /start" in line:
                where = location(connection.server) if callable(location) else location
                connection.answer(b"moved", f"{status} Moved", b"Location: " + where + b"\r\n")
            else:
                connection.answer(line + b"|" + body)

    return handle


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_get_is_followed_within_the_origin(serve, send, status):
    server = serve(redirecting(status, b"/v2/images?a=1"))
    response = send(request(server.url + "start", headers=TOKEN), SECRETS)
    assert response.content.bytes() == b"GET /v2/images?a=1 HTTP/1.1|"
    assert [(hop.status, hop.location) for hop in response.hops] == [(status, server.url + "v2/images?a=1")]
    assert response.url == server.url + "v2/images?a=1"
    assert server.connections[0].received.count(b"X-Auth-Token: open-sesame") == 2


@pytest.mark.parametrize("status", [307, 308])
def test_method_and_body_are_kept(serve, send, status):
    server = serve(redirecting(status, b"/other", body_size=4))
    response = send(request(server.url + "start", "PATCH", [("Content-Length", "4")], b"body"))
    assert response.content.bytes() == b"PATCH /other HTTP/1.1|body"


def test_see_other_becomes_a_get_without_the_body(serve, send):
    server = serve(redirecting(303, b"other", body_size=4))
    headers = [("Content-Type", "text/plain"), ("Content-Length", "4"), ("Accept", "a/b")]
    response = send(request(server.url + "start", "POST", headers, b"body"))
    assert response.content.bytes() == b"GET /other HTTP/1.1|"
    assert response.sent_headers == (("Host", f"127.0.0.1:{server.port}"), ("Accept", "a/b"))


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH", "PUT"])
def test_changing_call_is_never_turned_into_a_get(serve, send, status, method):
    server = serve(redirecting(status, b"/other"))
    response = send(request(server.url + "start", method))
    assert (response.status, response.content.bytes(), response.hops) == (status, b"moved", ())
    assert server.connections[0].received.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_other_3xx_are_answers(serve, send, status):
    server = serve(redirecting(status, b"http://elsewhere.example/"))
    assert send(server.url + "start").status == status


def test_redirect_without_a_location_is_an_answer(serve, send):
    def handle(connection):
        connection.read_head()
        connection.answer(b"where?", "302 Found")

    assert send(serve(handle).url).content.bytes() == b"where?"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_sent_to_another_origin(serve, send, status, method):
    other = serve(redirecting(200, b""))
    server = serve(redirecting(status, other.url.encode() + b"taken"))
    with pytest.raises(RedirectStopped) as failure:
        send(request(server.url + "start", method, TOKEN), SECRETS)
    assert failure.value.location == other.url + "taken"
    assert other.connections == []


@pytest.mark.parametrize(
    "location",
    [
        b"https://127.0.0.1:%d/",
        b"http://localhost:%d/",
        b"//elsewhere.example:%d/",
        b"http://alice@127.0.0.1:%d/",
        b"http://alice:sesame@127.0.0.1:%d/",
        b"ftp://127.0.0.1:%d/",
        b"http://127.0.0.1:%d1/",
        b"http://127.0.0.1:port%d/",
        b"javascript:alert(%d)",
    ],
)
def test_what_counts_as_another_origin(serve, send, location):
    server = serve(redirecting(302, lambda own: location % own.port))
    with pytest.raises(RedirectStopped) as failure:
        send(server.url + "start")
    assert "sesame" not in f"{failure.value}{failure.value.location}{failure.value.details}"


def test_from_https_to_http_is_stopped(serve, send, tls, trust):
    server = serve(redirecting(302, lambda own: b"http://127.0.0.1:%d/" % own.port), tls)
    with pytest.raises(RedirectStopped):
        send(server.url + "start", trust=trust)


def test_body_of_a_stopped_redirect_is_not_waited_for(serve, send):
    def handle(connection):
        connection.read_head()
        connection.send(
            b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 9\r\n\r\n"
        )
        connection.stay_silent()

    with pytest.raises(RedirectStopped):
        send(serve(handle).url, limits=Limits(read=1))


def test_circle_is_an_error(serve, send):
    with pytest.raises(BrokenAnswer, match="circle"):
        send(serve(redirecting(302, b"/start")).url + "start")


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
def test_five_redirects_are_followed(serve, send, hops, arrives):
    def handle(connection):
        for step in range(hops):
            connection.read_head()
            connection.answer(b"", "302 Found", b"Location: /%d\r\n" % step)
        connection.read_head()
        connection.answer(b"arrived")

    server = serve(handle)
    if arrives:
        assert len(send(server.url).hops) == 5
    else:
        with pytest.raises(BrokenAnswer, match="more than 5"):
            send(server.url)


def test_secret_in_a_location_is_masked(serve, send):
    server = serve(redirecting(307, b"/v2.0/tokens/open-sesame"))
    response = send(request(Template.of(server.url + "start?", Slot("token", "T"))), SECRETS)
    assert "sesame" not in repr(response)


def test_location_is_spelled_for_the_wire(serve, send):
    server = serve(redirecting(302, "/é b?x=%C3%A9#part".encode()))
    assert send(server.url + "start").content.bytes() == b"GET /%C3%A9%20b?x=%C3%A9 HTTP/1.1|"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://a/", "HTTP://A:80/x"),
        ("https://a.example./", "https://a.example:443"),
        ("http://[::1]:8/", "http://[::1]:8"),
    ],
)
def test_same_origin_in_other_spellings(first, second):
    assert Origin.of(first) == Origin.of(second)
