"""No secret survives redaction, whatever its place and spelling; everything else stays, byte for byte."""

import base64
import copy
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.errors import BadInput, Fault, IdentityUnreachable, NoAnswer, PasscodeNeeded, RedirectStopped
from api.exchange.exchange import Exchange
from api.exchange.merged import Merged, Part
from api.model import FileValue, Key, Location, Place
from api.records.redacting import Redacted, redact
from api.wire.redaction import DOTS
from api.wire.request import TOKEN_SLOT, Encoding, FileBody, Request, Slot, Template
from api.wire.response import Content, Hop, Response, Timings

SECRET = "canary-0f3b/77+x"
PERCENT = quote(SECRET, safe="")
NOW = datetime(2026, 5, 1, tzinfo=UTC)
PASSWORD = Slot("body:password", "PASSWORD", Encoding.JSON)


def _request(**changes):
    facts = {
        "call_id": "image.listImages",
        "method": "GET",
        "url": Template.of("https://glance.example/v2/images"),
        "headers": (("X-Auth-Token", Template.of(TOKEN_SLOT)), ("Accept", Template.of("*/*"))),
        **changes,
    }
    return Request(**facts)


def _response(body=b"", headers=(), **changes):
    facts = {
        "status": 200,
        "reason": "OK",
        "headers": headers,
        "content": Content(body),
        "url": "https://glance.example/v2/images",
        "timings": Timings(NOW),
        **changes,
    }
    return Response(**facts)


def _exchange(request=None, response=None, error=None, **changes):
    facts = {
        "id": "1", "request": request or _request(), "response": response, "error": error,
        "who": "Practice · 912345 · DFW", "started": NOW, "seconds": 0.5, **changes,
    }  # fmt: skip
    return Exchange(**facts)


def _body(body, secrets=(), headers=(), **request):
    redacted = redact(_exchange(_request(**request), _response(body, headers)), secrets)
    return redacted.exchange.response.content.bytes()


def _sent(body):
    return redact(_exchange(_request(body=body))).exchange.request.body


def _seen(redacted):
    """Everything in it, as text."""
    content = redacted.exchange.response.content.bytes() if redacted.exchange.response else b""
    error = redacted.exchange.error
    return repr(redacted) + content.decode("utf-8", "replace") + repr(error and (vars(error), error.args))


def test_nobody_else_makes_one():
    with pytest.raises(TypeError):
        Redacted(_exchange(), True, object())


def test_an_exchange_without_secrets_stays_as_it_is_and_shares_its_content():
    exchange = _exchange(
        _request(body=b'{"a": 1}', values={Key(Location.QUERY, "limit"): 3}),
        _response(b'{"images": [{"id": "7", "name": "a=b"}]}', (("Content-Length", "41"),)),
        RedirectStopped("It leads elsewhere.", "Stop.", "details", "https://other.example/"),
    )
    redacted = redact(exchange)
    assert redacted.whole_request
    assert redacted.exchange.request == exchange.request
    assert redacted.exchange.response == exchange.response
    assert vars(redacted.exchange.error) == vars(exchange.error)
    redacted.close()
    assert exchange.response.content.bytes()


@pytest.mark.parametrize(
    "body",
    [
        {"access": {"token": {"id": SECRET}}},
        {"auth": {"passwordCredentials": {"username": "a", "password": SECRET}}},
        {"auth": {"RAX-KSKEY:apiKeyCredentials": {"apiKey": SECRET}}},
        {"auth": {"RAX-AUTH:passcodeCredentials": {"passcode": SECRET}}},
        {"auth": {"RAX-AUTH:sessionId": SECRET}},
        {"auth": {"identity": {"application_credential": {"id": "7", "secret": SECRET}}}},
        {"user": {"username": "a", "OS-KSADM:password": SECRET}},
        {"server": {"adminPass": SECRET, "user_data": SECRET, "OS-EXT-SRV-ATTR:user_data": SECRET}},
        {"credential": {"blob": {"access": SECRET}, "type": "ec2"}},
        {"credential": {"blob": json.dumps({"access": SECRET}), "type": "ec2"}},
        {"token": SECRET}, {"auth_token": SECRET}, {"os_token": SECRET}, {"X-Auth-Token": SECRET},
        {"private_key": SECRET}, {"Set-Cookie": SECRET}, {"access_token": SECRET},
        {"images": [{"direct_url": f"swift+https://acc:u:{SECRET}@host/c/o"}]},
        {"locations": [{"url": f"https://h/c/o?temp_url_sig={SECRET}&temp_url_expires=1"}]},
        {"url": f"https://h/c/o?X-Amz-Credential={SECRET}&X-Amz-Signature={SECRET}"},
        {"url": f"https://h/c/o?GoogleAccessId=x&Signature={SECRET}"},
        {"url": f"https://h/c/o?sv=2020&sig={SECRET}"},
        {"url": f"https://h/v2.0/tokens/{SECRET.replace('/', '')}/endpoints"},
        {"next": f"/v2/images?url={quote(f'https://u:{PERCENT}@h/o', safe='')}"},
        {"next": f"/v2?url={quote(f'https://h/?temp_url_sig={SECRET}&x=1', safe='')}"},
        {"message": f"Sent with X-Auth-Token: {SECRET}"},
        {"message": f"curl -H 'Authorization: Basic {SECRET}'"},
        {"message": f"token={SECRET} is wrong"},
        {"inner": json.dumps({"password": SECRET})},
        {"inner": json.dumps({"access": {"token": {"id": SECRET}}})},
        {"inner": json.dumps({"inner": json.dumps({"password": SECRET, "x": 1})})},
        {"log": 'sent {"password": "' + SECRET + '"}'},
        {"userdata": f"#cloud-config\npassword: {SECRET}\n"},
        {f"https://u:{SECRET}@h/": 1},
        [{"op": "add", "path": "/adminPass", "value": SECRET}],
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_bodies_lose_their_secrets_and_stay_json(body, ascii_only):
    data = json.dumps(body, ensure_ascii=ascii_only).encode()
    for raw in (data, data.replace(b"/", b"\\/"), b"\xef\xbb\xbf" + data):
        clean = _body(raw)
        assert b"canary" not in clean
        assert DOTS.encode() in clean
        json.loads(clean.decode("utf-8-sig"))
        assert b"canary" not in _sent(raw)


@pytest.mark.parametrize(
    "body",
    [
        f"password={SECRET}&user=a", f"user=a&apiKey={quote(SECRET, safe='')}",
        f"<auth><password>{SECRET}</password></auth>", f'<token expires="x" id="{SECRET}"/>',
        f'<passwordCredentials password="{SECRET}"/>',
        f"X-Auth-Token: {SECRET}\r\nAccept: */*", f"Cookie: a={SECRET}; b=1",
        f"export OS_PASSWORD={SECRET}", f"clouds:\n  a:\n    password: {SECRET}\n    region: x",
        f'{{"password": "{SECRET}', f'{{"a": 1, "password": "{SECRET}", oops',
        f'{{"access": {{"token": {{"id": "{SECRET}', f'{{"a" 1, "url": "https://u:{SECRET}@h/"}}',
        f'{{"password": "\\"{SECRET}"}}', f'"https://u:{SECRET}@h/"',
        f"<html><body>see https://u:{SECRET}@h/</body>",
    ],
    ids=str,
)  # fmt: skip
def test_other_bodies_lose_them_too(body):
    assert b"canary" not in _body(body.encode())
    assert b"canary" not in _body(b"\xff\xfe " + body.encode())
    assert b"canary" not in _sent(body.encode())


@pytest.mark.parametrize("encoded", ["utf-16", "utf-32", "utf-16-le"])
def test_what_is_not_text_is_told_by_its_size_only(encoded):
    body = json.dumps({"password": SECRET}).encode(encoded)
    assert _body(body) == f"({len(body):,} bytes that are not text: not kept)".encode()


@pytest.mark.parametrize(
    "form",
    [
        SECRET, quote(SECRET, safe=""), quote(SECRET, safe="").lower(), quote(SECRET),
        json.dumps(SECRET)[1:-1].replace("/", "\\/"), base64.b64encode(f"ab:{SECRET}".encode()).decode(),
        base64.b64encode(f"a:{SECRET}:x".encode()).decode(), base64.urlsafe_b64encode(SECRET.encode()).decode(),
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ['{{"said": "no {} here"}}', '{{"{}": 1}}', "plain {} text", '["{}"]'])
def test_what_was_sent_is_hidden_wherever_it_is_echoed(form, around):
    clean = _body(around.format(form).encode(), [SECRET])
    assert DOTS.encode() in clean
    assert form[6:-6].encode() not in clean
    if not around.startswith("plain"):
        assert "canary" not in str(json.loads(clean))


def test_escapes_hide_nothing():
    escaped = "".join(f"\\u{ord(character):04x}" for character in SECRET)
    assert json.loads(_body(f'{{"a {escaped}": "said {escaped}"}}'.encode(), [SECRET])) == {
        f"a {DOTS}": f"said {DOTS}"
    }


def test_a_number_is_hidden_where_it_is_the_whole_secret():
    assert json.loads(_body(b'{"a": 123456, "b": 1234567, "passcode": 99}', ["123456"])) == {
        "a": DOTS, "b": 1234567, "passcode": DOTS,
    }  # fmt: skip


@pytest.mark.parametrize(
    "kept",
    [
        {"secret_level": "7", "token": {"expires": "x"}, "password": "", "apiKey": None, "tokens": "3"},
        {"url": "https://h:80/v2/images?limit=3&tag=a@b", "mail": "a@b.example", "time": "12:30:01"},
        {"message": "Wrong password: it must be longer.", "a": 1.50, "b": [True, None, -0.0]},
        {"escaped": 'a\\b\n"c" \u00e9 \U0001f600', "a/b": "c=d", "self": "/v2.0/tokens"},
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_harmless_bodies_stay_byte_for_byte(kept, ascii_only):
    raw = json.dumps(kept, ensure_ascii=ascii_only, indent=1).encode()
    assert _body(raw) == raw


def test_only_the_secret_changes_in_its_document():
    raw = b'{ "a":1.50,"a" :2, "password"\t: "x1y2", "b":"\\u00e9\\/", "u":"http://a:b@h/\xc3\xa9?x=\xff" }'
    dots = DOTS.encode()
    assert _body(raw) == raw.replace(b'"x1y2"', b'"' + dots + b'"').replace(b"a:b@", dots + b"@")


def test_the_catalogue_names_more():
    answer = _response(json.dumps({"a": {"b": [SECRET]}}).encode(), (("X-Key", SECRET), ("Age", "1")))
    redacted = redact(_exchange(_request(secret_pointers=("/a/b",), secret_headers=("x-key",)), answer))
    assert json.loads(redacted.exchange.response.content.bytes()) == {"a": {"b": DOTS}}
    assert redacted.exchange.response.headers == (("X-Key", DOTS), ("Age", "1"))
    assert _body(f"plain {SECRET}".encode(), secret_pointers=("/a",)) == DOTS.encode()
    assert b"canary" not in _body(f'{{"b": 1, "a": "{SECRET}'.encode(), secret_pointers=("/a",))


def test_depth_has_no_limit():
    deep = b'{"a":[' * 10_000 + b'{"password":"' + SECRET.encode() + b'"}' + b"]}" * 10_000
    assert _body(deep) == deep.replace(SECRET.encode(), DOTS.encode())


def test_a_long_body_goes_through_a_file_and_windows():
    item = b'{"id":"%08d","password":"' + SECRET.encode() + b'","u":"https://a:b@h/"},'
    raw = b"[" + b"".join(item % n for n in range(150_000)) + b"1]"
    clean = _body(raw)
    assert b"canary" not in clean
    assert b"a:b@" not in clean
    assert len(json.loads(clean)) == 150_001
    text = b"x" * ((1 << 18) - 5) + b" password=" + SECRET.encode() * 40_000 + b" end"
    assert _body(text) == b"x" * ((1 << 18) - 5) + b" password=" + DOTS.encode() + b" end"


def test_slots_stay_slots_and_what_stands_beside_them_goes():
    body = Template.of('{"auth": {"password": ', PASSWORD, ', "apiKey": "', SECRET, '"}}')
    request = _request(
        url=Template.of(
            f"https://u:{SECRET}@h/v2.0/tokens/", Slot("path:t", "T", Encoding.PERCENT), "?limit=1"
        ),
        headers=(
            ("X-Auth-Token", Template.of(TOKEN_SLOT)),
            ("Authorization", Template.of(f"Basic {SECRET}")),
            ("X-Subject-Token", Template.of(SECRET, TOKEN_SLOT)),
            ("Referer", Template.of(f"https://h/?sig={SECRET}")),
        ),
        body=body,
    )
    redacted = redact(_exchange(request))
    clean = redacted.exchange.request
    assert not redacted.whole_request
    assert "canary" not in repr(clean)
    assert clean.slots == request.slots
    assert clean.url.masked() == f"https://{DOTS}@h/v2.0/tokens/{DOTS}?limit=1"
    assert json.loads(clean.body.fill({PASSWORD.name: "p"})) == {"auth": {"password": "p", "apiKey": DOTS}}
    assert clean.headers[1][1].masked() == f"Basic {DOTS}"
    untouched = _request(body=Template.of('{"auth": {"password": ', PASSWORD, "}}"))
    assert redact(_exchange(untouched)).exchange.request == untouched
    assert redact(_exchange(untouched)).whole_request


def test_files_and_values(tmp_path):
    path = tmp_path / "image"
    path.write_text(SECRET)
    values = {
        Key(Location.BODY, "auth.password"): SECRET,
        Key(Location.BODY, "uri"): f"https://u:{SECRET}@h/",
        Key(Location.HEADER, "X-Auth-Token"): SECRET,
        Key(Location.BODY, "body"): {"adminPass": SECRET, "n": [1, None]},
        Key(Location.BODY, "raw"): f"password={SECRET}".encode(),
        Key(Location.BODY, "file"): FileValue(str(path)),
        Key(Location.QUERY, "limit"): 3,
    }
    redacted = redact(_exchange(_request(body=FileBody.of(path), values=copy.deepcopy(values))))
    clean = redacted.exchange.request
    assert "canary" not in repr(clean)
    assert clean.body == FileBody.of(path)
    assert clean.values[Key(Location.BODY, "body")] == {"adminPass": DOTS, "n": [1, None]}
    assert clean.values[Key(Location.QUERY, "limit")] == 3
    assert clean.values[Key(Location.BODY, "file")] == FileValue(str(path))


@pytest.mark.parametrize(
    "error",
    [
        NoAnswer(f"No {SECRET}", f"hint {SECRET}", f"GET https://u:{SECRET}@h/"),
        RedirectStopped("It leads elsewhere.", location=f"https://h/?temp_url_sig={SECRET}"),
        PasscodeNeeded("Type it.", session_id=SECRET),
        BadInput([Fault(None, f"wrong {SECRET}")]),
    ],
)
def test_errors_tell_no_secret_and_keep_their_kind(error):
    error.__cause__ = ValueError(SECRET)
    error.cause = NoAnswer(SECRET)
    clean = redact(_exchange(error=error), [SECRET]).exchange.error
    assert type(clean) is type(error)
    assert "canary" not in repr((clean, clean.args, vars(clean), vars(clean.cause), str(clean)))
    assert clean.__cause__ is None
    assert "canary" in repr((error, vars(error), error.__cause__))


def test_what_surrounds_the_body_and_what_was_merged():
    answer = _response(
        reason=SECRET,
        url=f"https://u:{SECRET}@h/",
        hops=(Hop(302, f"https://h/?sig={SECRET}"),),
        sent_headers=(("X-Auth-Token", SECRET), ("Referer", f"https://u:{SECRET}@h")),
        headers=(
            ("Set-Cookie", f"a={SECRET}"),
            ("Location", f"https://h/v2.0/tokens/{SECRET}"),
            ("WWW-Authenticate", f"OS-MF sessionId='{SECRET}', factor='PASSCODE'"),
            ("X-Account-Meta-Temp-URL-Key", SECRET),
            ("X-Object-Meta-Password", SECRET),
            ("Content-Length", "77"),
            ("X-Echo", f"you sent {SECRET}"),
        ),
    )  # fmt: skip
    part = Part(
        Place(), f"who {SECRET}", _request(url=Template.of(f"https://h/?sig={SECRET}")), trouble=SECRET
    )
    merged = Merged("pages", (part,), plan=SECRET, rest=SECRET, trouble=SECRET)
    redacted = redact(_exchange(response=answer, merged=merged, who=SECRET), [SECRET])
    assert "canary" not in _seen(redacted)
    assert ("Content-Length", "77") in redacted.exchange.response.headers
    assert redacted.exchange.merged.parts[0].request is not None


def test_errors_may_hold_errors():
    error = IdentityUnreachable("It does not answer.")
    error.cause = NoAnswer("lost", details=f"https://u:{SECRET}@h")
    clean = redact(_exchange(error=error)).exchange.error
    assert isinstance(clean.cause, NoAnswer)
    assert "canary" not in clean.cause.details


def test_it_can_be_stopped():
    def check():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        redact(_exchange(response=_response(b"{}")), check=check)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
PLANTS = st.sampled_from(
    [
        lambda s: {"password": s},
        lambda s: {"a": [{"apiKey": s, "b": 1}]},
        lambda s: {"u": f"https://u:{quote(s, safe='')}@h/x"},
        lambda s: {"u": f"see https://h/o?x=1&temp_url_sig={quote(s, safe='')}&y=2"},
        lambda s: {"j": json.dumps({"secret": s})},
        lambda s: json.dumps({"j": json.dumps({"adminPass": s}, ensure_ascii=False)}),
    ]
)
HARD = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"]),
    min_size=1,
    max_size=12,
)


@given(before=JSON, after=JSON, plant=PLANTS, secret=HARD, ascii_only=st.booleans())
@example(before="", after="", plant=lambda s: {"password": s}, secret='"', ascii_only=False)
def test_a_planted_secret_never_survives_and_the_rest_stays(before, after, plant, secret, ascii_only):
    secret = f"CaNary{secret}cAnaRY"
    raw = json.dumps([before, plant(secret), after], ensure_ascii=ascii_only).encode()
    clean = _body(raw)
    found = json.loads(clean)
    assert "CaNary" not in clean.decode()
    assert "cAnaRY" not in clean.decode()
    assert len(found) == 3
    for mine, others in ((before, found[0]), (after, found[2])):
        if "CaNary" not in str(mine) and _body(json.dumps(mine).encode()) == json.dumps(mine).encode():
            assert json.dumps(mine) == json.dumps(others)
    assert _body(clean) == clean


@given(st.binary(max_size=200))
def test_any_bytes_can_be_redacted_twice(data):
    once = _body(data, ["canary-x"])
    assert _body(once, ["canary-x"]) == once


@given(JSON)
def test_json_stays_json_of_the_same_shape(value):
    assert _shape(json.loads(_body(json.dumps(value).encode()))) == _shape(value)


def _shape(value):
    if isinstance(value, dict):
        return [_shape(inner) for inner in value.values()]
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return "leaf"
