"""Planted secrets of every kind never reach a file, an export, a log or a crash report; what is kept is private."""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
import stat
import subprocess
import sys
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtGui import QGuiApplication

from api.errors import PitchforkError
from api.model import Key, Location
from api.records.bundle.report import report
from api.records.bundle.wish import BundleForm, Wish
from api.records.bundle.writing import bundle_pieces
from api.records.redacting import redact
from api.records.saved.link import write_link
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import snippet
from api.running import CancelToken
from api.wire.redaction import Veil
from api.wire.request import Encoding, Request, Slot, Template
from gui.answer.view import HEADERS, RAW, REQUEST, TREE
from gui.crash import Reporter
from gui.records.saved.held import Held
from tests.flows.servers import ask, serving

ROOT = Path(__file__).parents[2]
KINDS = (
    "slot password", "slot token", "slot in path", "query signature", "cookie sent", "basic authorization",
    "import uri", "adminPass sent", "user_data sent", "application credential secret", "form password",
    "value of a parameter", "echoed token", "v2 token", "v3 subject token header", "set-cookie", "temp url key",
    "passcode session", "signed S3", "signed GCS", "signed Azure", "signed Swift", "user info in locations",
    "direct_url", "redirect hop", "redirect to elsewhere", "error page", "broken JSON", "nested JSON",
    "api key in a list", "token in a path", "private key", "lost connection", "crash", "crash of a thread",
    "practice secret",
)  # fmt: skip
SECRETS = {kind: f"Cnry{number:02}x/+&=é{number:02}Yrnc" for number, kind in enumerate(KINDS)}
URL_SAFE = {kind: quote(secret, safe="") for kind, secret in SECRETS.items()}
MARKS = re.compile(rb"Cnry\d\d|\d\dYrnc")


def the(kind):
    return SECRETS[kind]


def leaks(data):
    """Which canaries stand in some bytes, in whatever encoding."""
    found = {match.decode() for match in MARKS.findall(data)}
    for kind, secret in SECRETS.items():
        forms = (form.encode() for form in Veil([secret]).forms)
        if any(form in data for form in forms) or secret.encode("utf-16-le") in data:
            found.add(kind)
    return found


def contents(path):
    """Everything that stands in a file: its bytes, and of a database every value, unpacked where it is packed."""
    yield path.read_bytes()
    if path.suffix != ".db":
        return
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in db.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield from unpacked(value)
    db.close()


def unpacked(value):
    if isinstance(value, bytes):
        yield value
        try:
            yield zlib.decompress(value)
        except zlib.error:
            return
    elif isinstance(value, str):
        yield value.encode("utf-8", "surrogatepass")


def in_files(folder):
    """Which files of a folder tell which canaries."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    found = {path.name: set().union(*map(leaks, contents(path))) for path in files}
    return {name: told for name, told in found.items() if told}


def not_private(folder):
    """What of a folder others could read."""
    return [
        (str(path), oct(path.stat().st_mode))
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not path.is_symlink()
    ]


ANSWER = {
    "access": {"token": {"id": the("v2 token"), "expires": "2026"}},
    "locations": [{"url": f"https://alice:{URL_SAFE['user info in locations']}@store.example/o"}],
    "direct_url": f"swift+https://acc:alice:{URL_SAFE['direct_url']}@store.example/c/o",
    "signed": [
        f"https://s3.example/o?X-Amz-Signature={URL_SAFE['signed S3']}&X-Amz-Expires=60",
        f"https://gcs.example/o?GoogleAccessId=a&Signature={URL_SAFE['signed GCS']}",
        f"https://azure.example/o?sv=2020&sig={URL_SAFE['signed Azure']}",
        f"https://swift.example/o?temp_url_sig={URL_SAFE['signed Swift']}&temp_url_expires=1",
    ],
    "keys": [{"apiKey": the("api key in a list")}, {"private_key": the("private key")}],
    "inner": json.dumps({"auth": {"passwordCredentials": {"password": the("nested JSON")}}}),
    "links": [f"https://id.example/v2.0/tokens/{URL_SAFE['token in a path']}/endpoints"],
    "kept": "this is no secret",
}
HEADERS_SENT_BACK = "".join(
    f"{name}: {value}\r\n"
    for name, value in (
        ("X-Subject-Token", URL_SAFE["v3 subject token header"]),
        ("Set-Cookie", f"session={URL_SAFE['set-cookie']}"),
        ("X-Account-Meta-Temp-URL-Key", URL_SAFE["temp url key"]),
        ("WWW-Authenticate", f"OS-MF sessionId='{URL_SAFE['passcode session']}', factor='PASSCODE'"),
    )
)
ECHO = f"no token {the('echoed token')} and {URL_SAFE['slot password']} here"
"""Told where they were sent: nothing but having sent them tells that they are secrets."""


def cloud(connection):
    """Tells secrets wherever a cloud can, by the path that is asked for."""
    head = connection.read_head().decode("latin-1")
    length = re.search(r"(?i)content-length: (\d+)", head)
    if length:
        connection.read_exactly(int(length[1]))
    path = head.split()[1]
    if "/hop" in path:
        to = f"/told?sig={URL_SAFE['redirect hop']}"
        connection.answer(b"", "307 Temporary Redirect", f"Location: {to}\r\n".encode())
    elif "/elsewhere" in path:
        to = f"https://alice:{URL_SAFE['redirect to elsewhere']}@other.example/"
        connection.answer(b"", "307 Temporary Redirect", f"Location: {to}\r\n".encode())
    elif "/page" in path:
        page = f"<html>token={URL_SAFE['error page']} failed; X-Auth-Token: {the('error page')}</html>"
        connection.answer(page.encode(), "500 Oops", b"Content-Type: text/html\r\n")
    elif "/broken" in path:
        body = f'{{"a": 1, "access": {{"token": {{"id": "{the("broken JSON")}'.encode()
        connection.answer(body, headers=b"Content-Type: application/json\r\n")
    elif "/lost" in path:
        return
    else:
        echo, header = (ECHO, f"X-Echo: {URL_SAFE['echoed token']}\r\n") if "/told" in path else ("", "")
        body = json.dumps({**ANSWER, "message": echo}).encode()
        headers = f"Content-Type: application/json\r\n{HEADERS_SENT_BACK}{header}"
        connection.answer(body, headers=headers.encode())


def requests_to(url):
    """Requests that hold secrets wherever a request can."""
    password = Slot("body:password", "PASSWORD", Encoding.JSON)
    body = Template.of(
        '{"auth": {"passwordCredentials": {"password": ', password, "}, ",
        json.dumps({
            "uri": f"https://alice:{URL_SAFE['import uri']}@web.example/disk",
            "adminPass": the("adminPass sent"),
            "user_data": the("user_data sent"),
            "application_credential": {"secret": the("application credential secret")},
        })[1:-1], "}}",
    )  # fmt: skip
    for path in ("hop", "elsewhere", "page", "broken", "lost"):
        yield Request(
            "image.list-versions",
            "POST",
            Template.of(f"{url}{path}/", Slot("path:token", "TOKEN", Encoding.PERCENT),
                        f"?temp_url_sig={URL_SAFE['query signature']}&limit=1"),
            (
                ("X-Auth-Token", Template.of(Slot("header:token", "OS_TOKEN", Encoding.PERCENT))),
                ("Cookie", Template.of(f"a={URL_SAFE['cookie sent']}")),
                ("Authorization", Template.of(f"Basic {URL_SAFE['basic authorization']}")),
                ("Content-Type", Template.of("application/json")),
                ("Content-Length", Template.of(Slot("content-length", "CONTENT_LENGTH"))),
            ),
            body,
            values={
                Key(Location.BODY, "auth.password"): the("value of a parameter"),
                Key(Location.BODY, "import.uri"): f"https://a:{URL_SAFE['import uri']}@web.example/",
                Key(Location.QUERY, "limit"): 1,
            },
            title="Planted",
        )  # fmt: skip
    form = f"user=alice&password={URL_SAFE['form password']}".encode()
    length = ("Content-Length", Template.of(str(len(form))))
    yield Request("image.list-versions", "POST", Template.of(f"{url}form"), (length,), form)


SLOTS = {
    "body:password": the("slot password"),
    "path:token": the("slot in path"),
    "header:token": the("echoed token"),
}


@pytest.fixture
def data_dir(tmp_path):
    """A folder that the program makes itself."""
    return tmp_path / "data"


@pytest.fixture
def planted(desk):
    """Everything was sent once."""
    with serving(cloud) as server:
        found = [
            desk.send(each, SLOTS, cancel=CancelToken(), confirmed=True) for each in requests_to(server.url)
        ]
    assert {each.status for each in found} == {200, 500, None}
    assert leaks(b"".join(each.response.content.bytes() for each in found if each.response))
    assert desk.history.flush(20)
    return found


def test_the_canaries_sing():
    """What is looked for can be found, in every form."""
    secret = the("slot token")
    for form in Veil([secret]).forms:
        assert leaks(f"x{form}x".encode())
    assert leaks(zlib.decompress(zlib.compress(secret.encode())))
    assert len(KINDS) >= 30


def test_history_and_all_that_is_made_of_it_tell_no_secret(desk, planted, data_dir, capfd, caplog):
    from api.records.history.entry import Wanted

    entries = desk.history.find(Wanted())
    assert len(entries) == len(planted)
    for entry in entries:
        kept = desk.history.open(entry.id)
        for form, stand_ins in itertools.product(BundleForm, (True, False)):
            assert not leaks(b"".join(bundle_pieces([kept.redacted], Wish(form, stand_ins=stand_ins))))
        problem = report(kept.redacted, desk.catalogue, {"Qt": "6"}, lambda: None)
        assert "image.list-versions" in problem
        assert not leaks(problem.encode())
        assert not leaks(link_of(desk, kept.redacted.exchange.request))
        for kind in Kind:
            assert not leaks(
                told(lambda kind=kind, kept=kept: snippet(kept.redacted.exchange.request, kind))
            )
        assert not leaks(repr(kept).encode())
        kept.redacted.close()
    for each in planted:
        assert each.error is None or not leaks(repr((str(each.error), vars(each.error))).encode())
    assert any(b"this is no secret" in text for text in contents(data_dir / "history.db"))
    assert in_files(data_dir) == {}
    assert not_private(data_dir) == []
    desk.history.remove([entries[0].id])
    assert in_files(data_dir) == {}
    shown = capfd.readouterr()
    assert not leaks((shown.out + shown.err + caplog.text).encode())


def test_reports_and_links_of_what_was_just_sent_tell_no_secret(desk, planted):
    """As they are made from an answer: from what was sent, before any history."""
    for exchange in planted:
        redacted = redact(exchange, SLOTS.values())
        assert not leaks(report(redacted, desk.catalogue, {}, lambda: None).encode())
        assert not leaks(link_of(desk, exchange.request))


def link_of(desk, request):
    held = Held.of(request, desk.catalogue)
    return write_link(held.saved, held.call, request.place).encode()


def told(make):
    try:
        return make().encode()
    except PitchforkError as error:
        return str(error).encode()


def test_the_headless_commands_tell_no_secret(desk, planted, data_dir, tmp_path):
    first = desk.history.find()[-1]
    desk.close()
    runs = [
        ["history", "--json"],
        ["history", "--search", "Cnry"],
        ["export", str(first.number), "--as", "har", "-o", str(tmp_path / "a.har")],
        ["export", str(first.number), "--as", "markdown", "-o", str(tmp_path / "a.md")],
        ["replay", str(first.number), "--json", "--yes"],
    ]
    with serving(cloud) as server:
        runs += [
            ["call", "image.list-versions", "--address", server.url.rstrip("/"), "--json"],
            ["call", "image.list-versions", "--address", f"{server.url}page"],
            ["call", "image.list-versions", "--address", f"{server.url}elsewhere"],
            ["call", "image.list-versions", "--address", f"{server.url}lost"],
        ]
        for arguments in runs:
            done = subprocess.run(
                [sys.executable, str(ROOT / "main.py"), *arguments, "--data-dir", str(data_dir)],
                capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False,
            )  # fmt: skip
            typed = b"Cnry" if "--search" in arguments else b""
            assert b"Traceback" not in done.stderr, arguments
            assert not leaks(done.stdout + done.stderr.replace(typed or b"\0", b"")), arguments
    for path in tmp_path.iterdir():
        if path.is_file():
            assert not leaks(path.read_bytes()), path
    assert in_files(data_dir) == {}
    assert not_private(data_dir) == []


@pytest.fixture
def reporter(program):
    before, sys.excepthook = sys.excepthook, sys.__excepthook__  # pytest-qt's own would fail the test
    made = Reporter(program)
    made.install()
    yield made
    made.remove()
    sys.excepthook = before


def test_the_window_writes_no_secret(hand, reporter, desk, program, data_dir, capfd, caplog):
    with serving(cloud) as server:
        for path in ("", "page", "broken", "lost", "elsewhere"):
            ask(hand, f"{server.url}{path}")
            hand.until(lambda: not hand.window.calls.running)
            hand.press("Alt+2")
            for page in (TREE, RAW, HEADERS, REQUEST):
                hand.press(f"Ctrl+{page + 1}")
    error = ValueError(f"went wrong with {the('crash')}")
    try:
        raise error
    except ValueError:
        sys.excepthook(*sys.exc_info())
    hand.until(hand.window.toast.isVisible)
    assert not leaks(hand.window.toast._raw.toPlainText().encode())
    assert not leaks(QGuiApplication.clipboard().text().encode())
    assert not leaks(hand.window.windowTitle().encode())
    assert desk.history.flush(20)
    assert desk.history.count() == 5
    program.close_all()
    assert in_files(data_dir) == {}
    assert not_private(data_dir) == []
    shown = capfd.readouterr()
    assert not leaks((shown.out + shown.err + caplog.text).encode())


def test_saved_calls_and_links_tell_no_secret(desk, data_dir):
    """Every field of every call is filled with an address that holds a secret."""
    from api.records.saved.call import SavedCall, as_text, templates

    telling = f"https://alice:{URL_SAFE['import uri']}@web.example/?temp_url_sig={URL_SAFE['signed Swift']}"
    for product in desk.catalogue.products():
        for head in (head for category in product.categories for head in category.calls):
            call = desk.catalogue.call(head.id)
            values = {each.key: the("slot password") if each.secret else telling for each in call.fields()}
            saved = SavedCall(call.id, "planted", templates(call, values))
            assert not leaks(as_text(saved).encode()), call.id
            assert not leaks(write_link(saved, call, None).encode()), call.id
    desk.saved.add(saved)
    assert in_files(data_dir) == {}
    assert not_private(data_dir) == []
