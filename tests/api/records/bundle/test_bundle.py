"""Bundles: each form holds what a ticket needs, fits its own rules, and tells of nobody where stand-ins are wanted."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft6Validator, FormatChecker
from referencing import Registry, Resource

from api.errors import TimedOut
from api.exchange.exchange import Exchange
from api.model import Place
from api.records.bundle.wish import BundleForm, Wish
from api.records.bundle.writing import bundle_pieces
from api.wire.request import FileBody, Template
from api.wire.response import Hop
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image_list
from tests.builders.redacted import a_redacted

SCHEMAS = {
    path.name: {"$schema": "http://json-schema.org/draft-06/schema#", **json.loads(path.read_text())}
    for path in Path(__file__).with_name("har-schema").glob("*.json")
}


def written(form, *exchanges, **wish):
    redacted = [
        a_redacted(exchange) for exchange in exchanges or (an_exchange(a_response(an_image_list(3))),)
    ]
    return b"".join(bundle_pieces(redacted, Wish(form, **wish))).decode()


def har_of(*exchanges, **wish):
    har = json.loads(written(BundleForm.HAR, *exchanges, **wish))
    registry = Registry().with_resources(
        (name, Resource.from_contents(content)) for name, content in SCHEMAS.items()
    )
    registry = registry.with_resources(
        (f"{name}#", Resource.from_contents(content)) for name, content in SCHEMAS.items()
    )
    validator = Draft6Validator(SCHEMAS["har.json"], registry=registry, format_checker=FormatChecker())
    faults = [f"{list(fault.absolute_path)}: {fault.message}" for fault in validator.iter_errors(har)]
    assert faults == []
    return har


def odd_exchanges():
    yield an_exchange(
        a_response(an_image_list(2), hops=(Hop(301, "https://dfw.images.example.com/v2/images"),))
    )
    yield an_exchange(error=TimedOut("The server did not answer within 60 seconds.", "Try again."))
    yield an_exchange(a_response(b"\x00\xff" * 50, content_type="application/octet-stream"))
    yield an_exchange(
        a_response("gr\xfc\xdfe".encode("latin-1"), content_type="text/plain; charset=latin-1")
    )
    yield an_exchange(a_response(b'{"broken": ', content_type="application/json"))
    yield an_exchange(a_response(b"", status=204, reason="No Content"))
    yield an_exchange(a_response({"ok": 1}), a_request(method="PATCH", body=b'[{"op": "remove"}]'))
    yield an_exchange(a_response({}), a_request(url="https://h.example/v2/images?name=a%20b&marker="))
    yield an_exchange(a_response(), a_request(method="PUT", body=FileBody(Path("/home/me/disk.vhd"), 9, 1)))


def test_har_fits_its_schema_whatever_is_in_it():
    har = har_of(*odd_exchanges())
    assert har["log"]["version"] == "1.2"
    assert len(har["log"]["entries"]) == 9


def test_the_schema_refuses_what_does_not_fit():
    assert not Draft6Validator(SCHEMAS["creator.json"]).is_valid({"name": "x"})


def test_har_tells_request_ids_timings_hops_and_version():
    exchange = an_exchange(a_response({"a": 1}, hops=(Hop(302, "https://dfw.images.example.com/v2/x"),)))
    entry = har_of(exchange)["log"]["entries"][0]
    assert entry["_requestId"] == "req-4f1c2b7a-90d1-4d2f-8b55-1f2e3d4c5b9a"
    assert entry["_redirects"] == [{"status": 302, "location": "https://dfw.images.example.com/v2/x"}]
    assert entry["timings"]["wait"] == 41.0
    assert entry["time"] == pytest.approx(sum(t for t in entry["timings"].values() if t >= 0))
    assert entry["startedDateTime"] == "2026-11-23T14:00:00.000Z"
    assert entry["_callId"] == "cloud-images.list-images"
    assert entry["request"]["queryString"] == [{"name": "limit", "value": "60"}]
    assert json.loads(entry["response"]["content"]["text"]) == {"a": 1}


def test_bytes_that_are_no_text_are_not_written():
    data = bytes(range(256)) * 1000
    har = har_of(an_exchange(a_response(data, content_type="application/octet-stream")))
    assert "256000 bytes" in har["log"]["entries"][0]["response"]["content"]["text"].replace(",", "")


def test_an_error_is_told_in_each_form():
    exchange = an_exchange(error=TimedOut("The server did not answer.", "Try again."))
    assert har_of(exchange)["log"]["entries"][0]["_error"] == "The server did not answer. Try again."
    assert json.loads(written(BundleForm.JSON, exchange))["exchanges"][0]["error"].startswith("The server")
    assert "- **Error:** The server did not answer. Try again." in written(BundleForm.MARKDOWN, exchange)


def test_json_holds_bodies_as_json_and_text_as_text():
    text = written(
        BundleForm.JSON, an_exchange(a_response(b'{"n": 1.0, "big": 123456789012345678901234567890}'))
    )
    assert '"n": 1.0' in text
    assert json.loads(text)["exchanges"][0]["response"]["body"]["big"] == 123456789012345678901234567890
    html = an_exchange(a_response("<html>no</html>", 502, "Bad Gateway", content_type="text/html"))
    response = json.loads(written(BundleForm.JSON, html))["exchanges"][0]["response"]
    assert response["bodyText"] == "<html>no</html>"


def test_markdown_begins_with_what_a_ticket_needs():
    text = written(BundleForm.MARKDOWN, an_exchange(a_response({"code": 404}, 404, "Not Found")))
    assert text.startswith("# List Images: 404 Not Found\n")
    for line in (
        "- **Where:** Practice cloud · 912345 · DFW",
        "- **Request:** `GET https://dfw.images.example.com/v2/images?limit=60`",
        "- **Request id:** `req-4f1c2b7a-90d1-4d2f-8b55-1f2e3d4c5b9a`",
        "- **Started:** 2026-11-23 14:00:00 UTC",
        "- **Took:** 52 ms, first byte after 41 ms",
        "X-Auth-Token: ••••••••",
        '  "code": 404',
    ):
        assert line in text


@pytest.mark.parametrize("run", range(1, 7))
def test_no_body_ends_its_fence(run):
    ticks = "`" * run
    body = f"before\n{ticks}\n# not a heading\n{ticks}md\n"
    text = written(BundleForm.MARKDOWN, an_exchange(a_response(body, content_type="text/plain")))
    fence = re.search(r"(`{3,})\nbefore", text)[1]
    assert len(fence) > run
    assert text.split(f"{fence}\nbefore")[1].count(f"\n{fence}\n") == 1


def test_a_fence_holds_backticks_that_stand_across_two_pieces():
    body = "x" * 65530 + "`" * 12 + "\n"
    text = written(BundleForm.MARKDOWN, an_exchange(a_response(body, content_type="text/plain")))
    assert f"\n{'`' * 13}\nxxx" in text


def test_words_from_the_cloud_are_no_markdown():
    request = replace(a_request(), title="<img src=x> [link](http://x) *bold*\n# head")
    text = written(BundleForm.MARKDOWN, an_exchange(a_response({}), request))
    assert "\n# head" not in text
    assert r"\<img src=x\> \[link\]" in text


def test_characters_that_turn_text_around_are_not_written():
    exchange = an_exchange(a_response("a\u202eb\x1b[31m", content_type="text/plain"))
    assert "\u202e" not in written(BundleForm.MARKDOWN, exchange)
    assert "\x1b" not in written(BundleForm.MARKDOWN, exchange)


@pytest.mark.parametrize("form", BundleForm)
def test_long_bodies_are_shortened_and_that_is_said(form):
    exchange = an_exchange(a_response("word " * 10_000, content_type="text/plain"))
    text = written(form, exchange, longest=1000)
    assert 1000 < len(text) < 5000
    assert "Shortened to 1,000 characters; the whole body has 50,000 bytes" in text


@pytest.mark.parametrize("form", BundleForm)
def test_bodies_may_be_left_out(form):
    text = written(form, an_exchange(a_response({"secret": "plans"})), bodies=False)
    assert "plans" not in text
    assert "is left out" in text


@pytest.mark.parametrize("form", BundleForm)
def test_the_same_exchanges_give_the_same_bytes_in_any_order(form):
    first = an_exchange(a_response({"a": 1}))
    second = replace(an_exchange(a_response({"b": 2})), started=first.started + timedelta(seconds=1))
    assert written(form, first, second) == written(form, second, first)
    assert written(form, *odd_exchanges()) == written(form, *odd_exchanges())


def named() -> Exchange:
    request = a_request(
        "Create Image Member",
        "POST",
        "https://storage.example.com/v1/MossoCloudFS_912345/x?owner=f00d&email=eva%40example.org",
        body=b'{"member": "772233"}',
    )
    request = replace(request, headers=(*request.headers, ("X-Project-Id", Template.of("proj-77"))))
    body = {
        "owner": "f00d",
        "count": 912345,
        "note": 'eva@example.org of 912345, "quoted 912345"',
        "user": {"id": "u-1", "name": "eva"},
        "member_id": "772233",
        "other": "1912345",
    }
    return an_exchange(a_response(body), request)


@pytest.mark.parametrize("form", BundleForm)
def test_stand_ins_are_the_same_everywhere_in_a_bundle(form):
    plain, hidden = (
        written(form, named()),
        written(form, named(), an_exchange(a_response({})), stand_ins=True),
    )
    for name in ("912345", "f00d", "772233", "proj-77", "eva", "example.org", "u-1"):
        assert name in plain
        left = re.sub("1912345|storage.example.com|dfw.images.example.com", "", hidden)
        assert name not in left, name
    assert "MossoCloudFS_account-1" in hidden
    assert "1912345" in hidden
    assert "Practice cloud" not in hidden
    assert "account-1 · DFW" in hidden


def test_json_stays_json_where_an_id_was_a_number():
    text = written(BundleForm.JSON, named(), stand_ins=True)
    body = json.loads(text)["exchanges"][0]["response"]["body"]
    assert body["count"] == "account-1"
    assert body["note"] == 'user-1 of account-1, "quoted account-1"'


def test_the_place_may_have_no_account():
    request = replace(a_request(), place=Place())
    assert "# List Images" in written(
        BundleForm.MARKDOWN, an_exchange(a_response({}), request), stand_ins=True
    )
