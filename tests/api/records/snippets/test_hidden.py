"""No snippet tells a secret that a request holds beside its slots; given it, each tool sends what the program sends."""

from __future__ import annotations

import pytest

from api.errors import NoSnippet
from api.records.redacting import redact_request
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import taken
from api.running import CancelToken
from api.wire.request import TOKEN_SLOT, Request, Template
from api.wire.transport import Transport
from tests.builders.recorder import recorder
from tests.builders.tools import run_playbook, run_python, run_shell

RUN = {Kind.CURL: run_shell, Kind.HTTPIE: run_shell, Kind.REQUESTS: run_python, Kind.ANSIBLE: run_playbook}
GIVEN = {"OS_TOKEN": "t0ken", "SECRET": "s1g", "SECRET_2": "bob:p%40ss", "SECRET_3": 'a "quoted" one'}
BODY = b'{"method": {"uri": "https://bob:p%40ss@web/disk"}, "adminPass": "a \\"quoted\\" one"}'


def usual(url: str, body: bytes | None = BODY) -> Request:
    headers = [
        ("User-Agent", "Pitchfork/1"), ("Accept", "*/*"), ("Accept-Encoding", "identity"),
        ("Content-Type", "application/json"), ("Content-Length", str(len(body or b""))),
    ]  # fmt: skip
    fixed = [(name, Template.of(value)) for name, value in headers]
    token = ("X-Auth-Token", Template.of(TOKEN_SLOT))
    return Request("image.import-image", "POST", Template.of(url), (*fixed, token), body)


@pytest.fixture(scope="module")
def server():
    with recorder() as found:
        yield found


@pytest.mark.parametrize("kept", [False, True], ids=["as it was sent", "as the history keeps it"])
@pytest.mark.parametrize("kind", RUN)
def test_each_tool_sends_them_once_it_is_given_them(kind, kept, server, tmp_path):
    request = usual(f"{server.url}/v2/x?temp_url_sig=s1g&a=1")
    transport = Transport()
    transport.send(request, {"token": "t0ken"}, cancel=CancelToken())
    transport.close()
    ours = server.heard[-1]
    snippet = taken(redact_request(request) if kept else request, kind)
    assert set(snippet.variables) == set(GIVEN)
    for secret in ("s1g", "p%40ss", "quoted", "•"):
        assert secret not in snippet.text
    RUN[kind](snippet.text, tmp_path, GIVEN)
    theirs = server.heard[-1]
    assert theirs is not ours
    assert (theirs.method, theirs.target, theirs.body) == (ours.method, ours.target, ours.body)


@pytest.mark.parametrize("kind", list(Kind))
def test_no_kind_tells_them(kind):
    request = usual("https://cloud/v2/x?temp_url_sig=s1g")
    try:
        text = taken(request, kind).text
    except NoSnippet as error:
        text = str(error)
    for secret in ("s1g", "p%40ss", "quoted", "•"):
        assert secret not in text


def test_what_is_no_secret_stays_as_it_is():
    for body in (None, b'{"name": "web"}', b"\0\xff", "é".encode()):
        assert "SECRET" not in taken(usual("https://cloud/v2/x?a=1", body), Kind.CURL).text
