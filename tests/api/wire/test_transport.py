"""What stands on the wire is what the Request says, byte for byte."""

import threading

import pytest

from api.errors import BadInput, Cancelled, NoAnswer
from api.running import CancelToken
from api.wire.limits import Limits
from api.wire.request import CONTENT_LENGTH, TOKEN_SLOT, Encoding, FileBody, Slot, Template
from tests.api.wire.conftest import request
from tests.api.wire.raw_server import keep_answering


def test_head_is_exactly_the_requests(serve, send):
    server = serve(keep_answering)
    asked = request(
        f"http://127.0.0.1:{server.port}/v2//images/%2f;a?name=a[b]&x=%c3%a9'\"#part",
        headers=[("x-lower", "1"), ("Accept", "a/b"), ("X-Twice", "1"), ("Other", ""), ("X-Twice", "2")],
    )
    send(asked)
    assert (
        server.connections[0].received
        == (
            f"GET /v2//images/%2f;a?name=a[b]&x=%c3%a9'\" HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            "x-lower: 1\r\nAccept: a/b\r\nX-Twice: 1\r\nOther: \r\nX-Twice: 2\r\n\r\n"
        ).encode()
    )


def test_wire_and_shown_headers_agree_line_by_line(serve, send):
    server = serve(keep_answering)
    response = send(
        request(server.url, headers=[("User-Agent", "p/1"), ("Accept-Encoding", "gzip"), ("A", "b")])
    )
    lines = server.connections[0].received.decode().split("\r\n")[1:-2]
    assert lines == [f"{name}: {value}" for name, value in response.sent_headers]
    assert response.sent_headers[0] == ("Host", f"127.0.0.1:{server.port}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_added_to_a_call_without_a_body(serve, send, method):
    server = serve(keep_answering)
    send(request(server.url, method))
    assert server.connections[0].received.decode().split("\r\n")[1:] == [
        f"Host: 127.0.0.1:{server.port}",
        "",
        "",
    ]


def test_environment_adds_nothing(serve, send, monkeypatch, private_home):
    (private_home / ".netrc").write_text("machine 127.0.0.1 login alice password sesame\n")
    (private_home / ".netrc").chmod(0o600)
    server = serve(keep_answering)
    send(server.url)
    assert b"uthorization" not in server.connections[0].received


def test_cookies_are_never_sent_back(serve, send):
    def handle(connection):
        for _ in range(2):
            connection.read_head()
            connection.answer(headers=b"Set-Cookie: a=b\r\n")

    server = serve(handle)
    send(server.url)
    send(server.url)
    assert b"ookie" not in server.connections[0].received


def test_slots_are_filled_only_on_the_wire(serve, send):
    def handle(connection):
        connection.read_head()
        connection.read_exactly(28)
        connection.answer()

    server = serve(handle)
    password = Slot("body:password", "PASSWORD", Encoding.JSON)
    token_in_path = Slot("path:token", "TOKEN", Encoding.PERCENT)
    asked = request(
        Template.of(server.url, "tokens/", token_in_path),
        "POST",
        [
            ("X-Auth-Token", Template.of(TOKEN_SLOT)),
            ("Content-Length", Template.of(Slot(CONTENT_LENGTH, ""))),
        ],
        Template.of('{"password": ', password, "}"),
    )
    response = send(
        asked, {"token": "open-sesame", "body:password": 'gå"heim\\1', "path:token": "tok/en-1"}
    )
    assert server.connections[0].received.decode() == (
        f"POST /tokens/tok%2Fen-1 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        'X-Auth-Token: open-sesame\r\nContent-Length: 28\r\n\r\n{"password": "gå\\"heim\\\\1"}'
    )
    shown = repr(response) + repr(response.sent_headers)
    assert not any(secret in shown for secret in ("sesame", "heim", "tok/en", "tok%2F"))
    assert ("Content-Length", "28") in response.sent_headers


def test_slot_without_a_secret_is_refused(serve, send):
    server = serve(keep_answering)
    with pytest.raises(BadInput, match="OS_TOKEN"):
        send(request(server.url, headers=[("X-Auth-Token", Template.of(TOKEN_SLOT))]))
    assert server.connections == []


def test_file_is_streamed_whole(serve, send, tmp_path):
    data = bytes(range(256)) * 4096

    def handle(connection):
        connection.read_head()
        connection.read_exactly(len(data))
        connection.answer()

    server = serve(handle)
    stages = []
    response = send(request(server.url, "PUT", body=_file(tmp_path, data)), report=stages.append)
    head, _, body = server.connections[0].received.partition(b"\r\n\r\n")
    assert response.status == 200
    assert body == data
    assert b"\r\nContent-Length: 1048576" in head
    assert (len(data), len(data)) in [(each.done, each.total) for each in stages if each.stage == "sending"]


@pytest.mark.parametrize("change", ["size", "time", "gone"])
def test_changed_file_is_not_sent(serve, send, tmp_path, change):
    server = serve(keep_answering)
    body = _file(tmp_path, b"before")
    asked = request(server.url, "PUT", body=body)
    if change == "gone":
        body.path.unlink()
    elif change == "size":
        body.path.write_bytes(b"afterwards")
    else:
        asked = request(server.url, "PUT", body=FileBody(body.path, body.size, body.modified - 1))
    with pytest.raises(BadInput, match=r"body\.bin"):
        send(asked)


def test_large_body_in_memory_arrives_whole(serve, send):
    data = b"0123456789" * 100_000

    def handle(connection):
        connection.read_head()
        connection.read_exactly(len(data))
        connection.answer()

    server = serve(handle)
    send(request(server.url, "POST", body=data))
    assert server.connections[0].received.endswith(data)
    assert len(server.connections[0].received) < len(data) + 200


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (("X-A", "one\r\nX-Evil: 1"), "Line breaks"),
        (("X-A", "bell\x07"), "control characters"),
        (("X-A", "né"), "ASCII"),
        (("X-A", " padded "), "blank"),
        (("X A", "1"), "name of a header"),
        (("X-A:", "1"), "name of a header"),
        (("", "1"), "name of a header"),
        (("Transfer-Encoding", "chunked"), "chunks"),
        (("Content-Length", "7"), "0 bytes"),
    ],
)
def test_headers_that_http_cannot_carry_are_refused(serve, send, header, sentence):
    server = serve(keep_answering)
    with pytest.raises(BadInput, match=sentence):
        send(request(server.url, headers=[header]))
    assert server.connections == []


@pytest.mark.parametrize(
    "url",
    ["ftp://host/", "/v2/images", "http://", "http://host:port/", "http://host/a b", "http://host/é", "http://a:b@host/",
     "http://host:99999/", "http://[::1/", "http://host/\r\nX: 1"],
)  # fmt: skip
def test_addresses_that_cannot_be_sent_are_refused(send, url):
    with pytest.raises(BadInput):
        send(url)


def test_method_with_a_blank_is_refused(send):
    with pytest.raises(BadInput):
        send(request("http://127.0.0.1/", "GET / HTTP/1.1\r\nX:"))


def test_response_says_everything(serve, send):
    def handle(connection):
        connection.read_head()
        connection.send(
            b"HTTP/1.1 404 Not Here\r\nA: 1\r\nb: 2\r\nA: 3\r\nContent-Type: Text/Plain; x=y\r\n"
        )
        connection.send(b"Content-Length: 5\r\n\r\nhello")

    response = send(serve(handle).url)
    assert (response.status, response.reason, response.http_version) == (404, "Not Here", "HTTP/1.1")
    assert response.headers[:3] == (("A", "1"), ("b", "2"), ("A", "3"))
    assert list(response.all("a")) == ["1", "3"]
    assert response.content_type == "text/plain"
    assert response.content.bytes() == b"hello"
    assert 0 < response.timings.first_byte <= response.timings.total
    assert response.timings.started.tzinfo is not None


def test_stages_are_reported_in_order(serve, send):
    stages = []
    send(serve(keep_answering).url, report=lambda progress: stages.append(progress.stage))
    assert list(dict.fromkeys(stages)) == ["connecting", "sending", "waiting", "receiving"]


def test_second_call_uses_the_same_connection(serve, send):
    server = serve(keep_answering)
    for _ in range(3):
        assert send(server.url).status == 200
    assert len(server.connections) == 1


def test_connection_that_the_server_closed_is_replaced(serve, send):
    def handle(connection):
        connection.read_head()
        connection.answer()

    server = serve(handle)
    assert [send(server.url).status for _ in range(4)] == [200] * 4
    assert len(server.connections) == 4


def test_kept_connection_that_dies_under_a_get_is_replaced_once(serve, send):
    def handle(connection):
        connection.read_head()
        connection.answer()
        connection.read_head()  # taken, never answered

    server = serve(handle)
    send(server.url)
    assert send(server.url).status == 200
    assert len(server.connections) == 2


def test_kept_connection_that_dies_under_a_post_is_not_repeated(serve, send):
    def handle(connection):
        connection.read_head()
        connection.answer()
        connection.read_head()

    server = serve(handle)
    send(server.url)
    with pytest.raises(NoAnswer) as failure:
        send(request(server.url, "POST"))
    assert "may have reached" in failure.value.hint
    assert len(server.connections) == 1


def test_many_calls_at_once(serve, send):
    server = serve(keep_answering)
    statuses = []

    def call():
        statuses.extend(send(server.url).status for _ in range(5))

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert statuses == [200] * 60


def test_close_ends_idle_connections_and_takes_no_more(serve, transport, send):
    ended = threading.Event()

    def handle(connection):
        connection.read_head()
        connection.answer()
        assert connection.sock.recv(1) == b""
        ended.set()

    server = serve(handle)
    send(server.url)
    transport.close()
    assert ended.wait(5)
    with pytest.raises(NoAnswer, match="closing"):
        send(server.url)


def test_cancelled_before_sending_sends_nothing(serve, send):
    server = serve(keep_answering)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        send(server.url, cancel=cancel)
    assert server.connections == []


def test_proxy_of_the_environment_is_used_and_masked(serve, send, monkeypatch):
    def handle(connection):
        connection.read_head()
        connection.answer(b"from the proxy")

    proxy = serve(handle)
    monkeypatch.setenv("http_proxy", f"http://alice:sesame@127.0.0.1:{proxy.port}")
    response = send(request("http://images.example/v2?a=[1]", headers=[("X-A", "1")]))
    assert response.content.bytes() == b"from the proxy"
    assert proxy.connections[0].received.startswith(b"GET http://images.example/v2?a=[1] HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " in proxy.connections[0].received


def test_no_proxy_is_obeyed(serve, send, monkeypatch):
    server = serve(keep_answering)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "localhost")
    assert send(f"http://localhost:{server.port}/").status == 200


def test_secret_in_the_path_is_in_no_error(send, caplog):
    caplog.set_level("DEBUG")
    asked = request(Template.of("http://127.0.0.1:1/v2.0/tokens/", Slot("t", "T", Encoding.PERCENT)))
    with pytest.raises(NoAnswer) as failure:
        send(asked, {"t": "open/sesame"}, limits=Limits(connect=2))
    told = f"{failure.value!r} {failure.value.hint} {failure.value.details} {failure.value.__context__!r} {caplog.text}"
    assert "sesame" not in told


def test_secret_in_the_path_is_in_no_log(serve, send, caplog):
    caplog.set_level("DEBUG")
    server = serve(keep_answering)
    send(request(Template.of(server.url, "tokens/", Slot("t", "T"))), {"t": "sesame"})
    assert "sesame" not in caplog.text


def _file(folder, data):
    path = folder / "body.bin"
    path.write_bytes(data)
    state = path.stat()
    return FileBody(path, state.st_size, state.st_mtime_ns)


def test_proxy_that_refuses_the_tunnel(serve, send, monkeypatch):
    def handle(connection):
        connection.read_head()
        connection.send(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    monkeypatch.setenv("https_proxy", f"http://alice:sesame@127.0.0.1:{serve(handle).port}")
    with pytest.raises(NoAnswer, match="proxy") as failure:
        send("https://images.example/")
    assert "407" in failure.value.details
    assert "sesame" not in failure.value.details


def test_socks_proxy_is_named_as_not_supported(send, monkeypatch):
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(NoAnswer, match="SOCKS"):
        send("http://images.example/")


def test_host_header_of_the_request_is_sent_as_it_is(serve, send):
    server = serve(keep_answering)
    response = send(request(server.url, headers=[("A", "b"), ("Host", "other.example")]))
    assert server.connections[0].received == b"GET / HTTP/1.1\r\nA: b\r\nHost: other.example\r\n\r\n"
    assert response.sent_headers == (("A", "b"), ("Host", "other.example"))


def test_file_that_shrinks_while_it_is_sent(serve, send, tmp_path):
    size = 64 << 20
    path = tmp_path / "image"
    with path.open("wb") as file:
        file.truncate(size)

    def handle(connection):
        connection.read_head()
        path.write_bytes(b"")
        while connection.sock.recv(65536):
            pass

    body = FileBody(path, size, path.stat().st_mtime_ns)
    with pytest.raises(BadInput, match="shorter"):
        send(request(serve(handle).url, "PUT", body=body))
