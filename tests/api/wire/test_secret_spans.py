"""Secrets in text are found by what stands in front of them, also across windows; ordinary text has none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wire.redaction import DOTS, mask_url
from api.wire.secret_names import SECRET_MEMBERS, SIGNATURES, is_secret_header, is_secret_member
from api.wire.secret_spans import WINDOW, secret_spans

SECRET = "open-sesame/1"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("X-Auth-Token: abc def", f"X-Auth-Token:{DOTS}"),
        ("'Authorization: Basic abc==' x", f"'Authorization:{DOTS}' x"),
        ('"password": "a b"', f'"password": "{DOTS}"'),
        (r"{\"password\": \"a b\", \"x\": 1}", rf"{{\"password\": \"{DOTS}\", \"x\": 1}}"),
        ('{"passcode": 123456, "x": 1}', f'{{"passcode": {DOTS}, "x": 1}}'),
        ("password='a b' x", f"password='{DOTS}' x"),
        ("OS_PASSWORD=abc\nOS_USERNAME=alice", f"OS_PASSWORD={DOTS}\nOS_USERNAME=alice"),
        ("password: abc\nregion: x", f"password:{DOTS}\nregion: x"),
        ("<password>abc</password>", f"<password>{DOTS}</password>"),
        ("<v2:token id='abc' expires='x'/>", f"<v2:token id='{DOTS}' expires='x'/>"),
        ("https://u:a@b@host/x", f"https://{DOTS}@host/x"),
        ("https://u:a/b@host/x", f"https://{DOTS}@host/x"),
        ("https%3A%2F%2Fu%3Ap%40host%2Fx", f"https%3A%2F%2F{DOTS}%40host%2Fx"),
        ("?u=https%3A%2F%2Fh%3Fsig%3Dabc%26x%3D1", f"?u=https%3A%2F%2Fh%3Fsig%3D{DOTS}%26x%3D1"),
        ('{"token": {"expires": "x", "id": "abc', f'{{"token": {{"expires": "x", "id": "{DOTS}'),
        ("OS-MF sessionId = 'abc', factor=x", f"OS-MF sessionId = {DOTS}, factor=x"),
    ],
)
def test_secrets_are_found(text, masked):
    assert mask_url(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "http://[::1]:8080/a@b", "http://h:80/a:b@c", "time=12:30", "secret_level=7", '{"token": {"expires": "x"}}',
        '{"password": null, "apiKey": true, "secret": {}}', "Wrong password: it has to be longer", "<p>password</p>",
        "a <b> c", "session of today", "tokens=3", "https://h/v2.0/tokens", "%3Dabc", "=abc", ":abc",
    ],
)  # fmt: skip
def test_ordinary_text_has_none(text):
    assert secret_spans(text.encode()) == []


@pytest.mark.parametrize("at", range(WINDOW - 40, WINDOW + 8, 3))
def test_windows_cut_nothing(at):
    text = b"x" * at + b" password=" + SECRET.encode() + b" https://u:p@h/"
    assert [text[start:end] for start, end in secret_spans(text)] == [SECRET.encode(), b"u:p"]


def test_long_secrets_are_found_whole():
    secret = b"y" * (2 * WINDOW + 17)
    for opening, closing in (
        (b"token=", b"&x=1"),
        (b'"secret": "', b'", "x": 1'),
        (b"<secret>", b"</secret>"),
    ):
        text = opening + secret + closing
        assert [text[start:end] for start, end in secret_spans(text)] == [secret]
        assert len(secret_spans(opening + secret)) == 1


def test_only_what_is_asked_for_is_looked_at():
    text = b"token=abc token=def"
    assert secret_spans(text, 0, 9) == [(6, 9)]
    assert secret_spans(text, 10) == [(16, 19)]
    assert secret_spans(memoryview(text)) == [(6, 9), (16, 19)]


@pytest.mark.parametrize(
    "name", ["X-Object-Meta-Password", "x-image-meta-property-adminpass", "X-AUTH-KEY"]
)
def test_headers_that_anybody_may_name(name):
    assert is_secret_header(name)
    assert not is_secret_header(f"{name}-Level")


def test_only_whole_names_count():
    assert is_secret_member("apiKey")
    assert is_secret_member("API_KEY")
    assert not is_secret_member("api_key_id")
    assert not is_secret_member(0)


@given(
    st.sampled_from(sorted(SECRET_MEMBERS | SIGNATURES)),
    st.text(st.characters(min_codepoint=48, max_codepoint=122, categories=["Lu", "Ll", "Nd"]), min_size=1),
    st.text(max_size=20),
)
def test_a_field_of_any_secret_name_is_found(name, secret, before):
    text = f"{before}\n{name}=planted{secret}"
    assert "planted" not in mask_url(text)
    assert mask_url(mask_url(text)) == mask_url(text)


@given(st.binary(max_size=300))
def test_any_bytes_have_spans_in_order(data):
    spans = secret_spans(data)
    assert all(0 <= start < end <= len(data) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
