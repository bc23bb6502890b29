"""What each tool puts on the wire, byte by byte, beside what the program itself sends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.errors import NoSnippet
from api.exchange.build import build
from api.model import FileValue, Location, Place
from api.model import Kind as ValueKind
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import MOST_BODY, taken, why_not
from api.records.snippets.shell import functions, word
from api.running import CancelToken
from api.wire.request import Encoding, FileBody, Request, Slot, Template
from api.wire.transport import Transport
from tests.builders.calls import body, body_parameter, call, header, parameter, path, query
from tests.builders.recorder import Heard, recorder
from tests.builders.tools import run_playbook, run_python, run_shell

TOKEN = "t0k'en $x"
PASSWORD = 'p"a\\ss wörd\t/%&+'
SECRETS = {"token": TOKEN, "body:password": PASSWORD, "path:key": PASSWORD, "query:key": PASSWORD}
VARIABLES = {"OS_TOKEN": TOKEN, "PASSWORD": PASSWORD, "KEY": PASSWORD, "KEY_2": PASSWORD}
RUN = {Kind.CURL: run_shell, Kind.HTTPIE: run_shell, Kind.REQUESTS: run_python, Kind.ANSIBLE: run_playbook}


@pytest.fixture(scope="module")
def server():
    with recorder() as found:
        yield found


@pytest.fixture(scope="module")
def transport():
    made = Transport()
    yield made
    made.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("snippets")


def own(transport, server, request) -> Heard:
    transport.send(request, SECRETS, cancel=CancelToken())
    return server.heard[-1]


def of(thing, values, server):
    return build(thing, values, server.url, Place()).preview


def disk(folder, data=b"\0disk\xff" * 1000):
    found = folder / "it's a $disk {x}"
    found.write_bytes(data)
    return found


def raw(server, *, method="POST", target="/v2/x", headers=(), content=None):
    """A request with exactly these headers behind the usual ones."""
    usual = [("User-Agent", "Pitchfork/1"), ("Accept", "*/*"), ("Accept-Encoding", "identity")]
    pairs = [*usual, *headers]
    if content is not None and not isinstance(content, Template):
        size = content.size if isinstance(content, FileBody) else len(content)
        pairs.append(("Content-Length", str(size)))
    fixed = tuple(
        (name, value if isinstance(value, Template) else Template.of(value)) for name, value in pairs
    )
    return Request("shop.call", method, Template.of(server.url + target), fixed, content)


OCTETS = ("Content-Type", "application/octet-stream")


def awkward(server, folder) -> dict[str, Request]:
    text = body_parameter("*", ValueKind.MAP, target=(), merge=True)
    secret = body_parameter("password", ValueKind.SECRET)
    note = {"a": 'it\'s \n $HOME `x` \\ "é" {{ 7*7 }} {% x %} \U0001f600 ‘’ %d %s \\n !', "@b": [1, None]}
    file = body_parameter("file", ValueKind.FILE, target=())
    uploads = {"binary": True, "content_types": ("application/octet-stream",)}
    chosen = FileValue(str(disk(folder)))
    return {
        "get": of(
            call(parameter("tag", Location.PATH), parameter("name"), path="/v2/{tag}"),
            {path("tag"): "it's {a}/$HOME [1] ..%2e é", query("name"): "`x`&=+~ \n"},
            server,
        ),
        "head": of(call(method="HEAD"), {}, server),
        "delete": of(call(method="DELETE"), {}, server),
        "empty post": of(call(method="POST"), {}, server),
        "empty header": of(call(parameter("X-Note", Location.HEADER)), {header("X-Note"): ""}, server),
        "json": of(call(text, method="POST"), {body("*"): note}, server),
        "secrets": of(
            call(
                parameter("key", Location.PATH, ValueKind.SECRET), parameter("key", kind=ValueKind.SECRET),
                secret, text, method="PATCH", path="/v2/{key}/x",
            ),
            {path("key"): "?", query("key"): "?", body("password"): "?", body("*"): note},
            server,
        ),
        "put file": of(call(file, method="PUT", **uploads), {body("file"): chosen}, server),
        "post file": of(call(file, method="POST", path="/v2/things/", **uploads), {body("file"): chosen}, server),
        "bytes": raw(server, headers=(OCTETS,), content=bytes(range(256)) * 3 + b"%s\\n'\0"),
        "no type": raw(server, content=b"@/etc/passwd"),
        "control": raw(server, headers=(OCTETS,), content=b"a\r\n\tb\x1b[0m\x7f\n\n"),
        "long": raw(server, headers=(OCTETS,), content=("é'" * 60_000).encode()),
        "headers": raw(
            server,
            method="GET",
            headers=(
                ("X-A", "one"), ("X-A", "two, three"), ("x-b", "@file"), ("X-C", "=x;:y"), ("X-D", ":z"),
                ("X-E", r"back\slash 'quote' \"double\" {{ x }} %41 $OS_TOKEN"), ("X-F", ";"),
            ),
        ),
    }  # fmt: skip


def same(kind, ours: Heard, theirs: Heard) -> None:
    assert theirs.method == ours.method
    assert theirs.target == ours.target
    assert theirs.body == ours.body
    if kind is not Kind.ANSIBLE:
        assert theirs.by_name == ours.by_name
        return
    joined: dict[str, str] = {}
    for name, value in ours.by_name:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    more = dict(theirs.by_name)
    assert more.pop("connection") == "close"
    if "content-type" not in joined:
        more.pop("content-type", "")
    assert more == joined


@pytest.mark.parametrize("kind", [Kind.CURL, Kind.HTTPIE, Kind.REQUESTS])
def test_each_tool_sends_what_the_program_sends(kind, server, transport, folder):
    for name, request in awkward(server, folder).items():
        ours = own(transport, server, request)
        snippet = taken(request, kind)
        assert TOKEN not in snippet.text
        before = len(server.heard)
        RUN[kind](snippet.text, folder, VARIABLES)
        assert len(server.heard) == before + 1, name
        print(name, snippet.notes)
        same(kind, told(ours, snippet.notes), server.heard[-1])


def told(ours: Heard, notes) -> Heard:
    """What the program sends, with the difference that the notes name."""
    if any(note.endswith("adds Content-Length: 0.") for note in notes):
        return replace(ours, headers=(*ours.headers, ("Content-Length", "0")))
    return ours


def test_ansible_sends_what_the_program_sends(server, transport, folder):
    requests = awkward(server, folder)
    disk_without_dollar = FileBody.of(plain_disk(folder))
    for name in ("put file", "post file"):
        requests[name] = replace(requests[name], body=disk_without_dollar)
    ours = [own(transport, server, request) for request in requests.values()]
    plays = "\n".join(taken(request, Kind.ANSIBLE).text for request in requests.values())
    before = len(server.heard)
    run_playbook(plays, folder, VARIABLES)
    theirs = server.heard[before:]
    assert len(theirs) == len(ours)
    for name, one, other in zip(requests, ours, theirs, strict=True):
        print(name)
        same(Kind.ANSIBLE, one, other)


def plain_disk(folder):
    found = folder / "it's a disk {{ x }}"
    found.write_bytes(b"\0disk\xff" * 1000)
    return found


HEADER_TEXT = st.text("".join(map(chr, range(0x21, 0x7F))) + " ", max_size=30).map(str.strip)
URL_TEXT = st.text([c for c in map(chr, range(0x21, 0x7F)) if c not in "#"], max_size=30)


def as_bytes(text):
    return text.encode("utf-8", "replace")


@st.composite
def any_request(draw):
    headers = draw(st.lists(st.tuples(st.sampled_from(["X-A", "X-B", "x-c"]), HEADER_TEXT), max_size=3))
    content = draw(
        st.none()
        | st.binary(max_size=50)
        | st.text(max_size=50).map(lambda t: t.encode("utf-8", "replace"))
    )
    method = draw(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"]))
    return {"method": method, "target": "/" + draw(URL_TEXT), "headers": tuple(headers), "content": content}


@given(any_request())
@example(
    {
        "method": "POST",
        "target": "/~%7e/../%c3?a=%2F|",
        "headers": (("X-A", "a;"), ("X-B", "@x")),
        "content": b"",
    }
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_sent_by_curl_as_by_the_program(server, transport, folder, parts):
    request = raw(server, **parts)
    ours = own(transport, server, request)
    run_shell(taken(request, Kind.CURL).text, folder, VARIABLES)
    same(Kind.CURL, ours, server.heard[-1])


@given(any_request())
@example({"method": "GET", "target": "//x//y?", "headers": (), "content": None})
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_sent_by_requests_as_by_the_program_or_it_says_so(server, transport, folder, parts):
    request = raw(server, **parts)
    ours = own(transport, server, request)
    snippet = taken(request, Kind.REQUESTS)
    exec(compile(snippet.text, "snippet", "exec"), {"print": lambda *_words: None})
    theirs = server.heard[-1]
    if any("URL" in note for note in snippet.notes):
        theirs = replace(theirs, target=ours.target)
    same(Kind.REQUESTS, told(ours, snippet.notes), theirs)


@given(any_request())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_sent_by_httpie_as_by_the_program_or_it_says_so(server, transport, folder, parts):
    request = raw(server, **parts)
    ours = own(transport, server, request)
    snippet = taken(request, Kind.HTTPIE)
    run_shell(snippet.text, folder, VARIABLES)
    theirs = server.heard[-1]
    if any("URL" in note for note in snippet.notes):
        theirs = replace(theirs, target=ours.target)
    if any("empty body" in note for note in snippet.notes):
        ours, theirs = uncounted(ours), uncounted(theirs)
    if not any("backslash" in note for note in snippet.notes):
        same(Kind.HTTPIE, told(ours, snippet.notes), theirs)


def uncounted(heard):
    kept = tuple(pair for pair in heard.headers if pair[0].lower() != "content-length")
    return replace(heard, headers=kept)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    st.sampled_from(list(Encoding)),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_secret_is_written_as_the_program_writes_it(folder, secret, encoding):
    slot = Slot("body:secret", "SECRET", encoding)
    script = "\n".join(
        (
            *functions(Request("a.b", "GET", Template.of(slot), ())),
            f"printf %s {word(Template.of('<', slot, '>'))}",
        )
    )
    assert run_shell(script, folder, {"SECRET": secret}) == f"<{slot.encode(secret)}>"


def test_two_secrets_never_share_a_variable():
    one, other, odd = Slot("body:a", "PATH"), Slot("body:b", "SECRET_PATH"), Slot("body:c", "1x")
    body = Template.of(one, other, odd, one)
    snippet = taken(Request("a.b", "POST", Template.of("http://h/"), (), body), Kind.CURL)
    assert snippet.variables == ("SECRET_PATH", "SECRET_PATH_2", "SECRET_1x")


def test_a_body_that_is_too_large_is_refused_for_every_tool():
    request = Request("a.b", "POST", Template.of("http://h/"), (), b"x" * (MOST_BODY + 1))
    for kind in Kind:
        assert "262,144 at most" in why_not(request, kind)
        with pytest.raises(NoSnippet):
            taken(request, kind)
