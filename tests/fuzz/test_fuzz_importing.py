"""What is imported comes from anywhere: whatever it is, there are findings or a sentence, and no secret among them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from api.catalog.catalogue import Catalogue
from api.records.importing.foreign import ImportFailed
from api.records.importing.reading import find_calls
from api.records.importing.shell_words import Shell, commands
from api.records.saved.call import as_text, from_text

CATALOGUE = Catalogue()
TEXT = st.text(max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
PIECES = st.sampled_from(
    ["curl ", "-H ", "-d ", "'", '"', "\\", "^", "`", "\n", "$", "${", "$(", "}", ")", "@", "https://h/v2/images",
     "?limit=1", " ", "--json ", "-X", "POST ", "{\"a\":1}", "|", ";", "&", "#", "-u a:b ", "\u2028", "\ue000", "é"]
)  # fmt: skip
URLS = TEXT | st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "https://h", "http://[::1", "{{x}}", "//"]),
    st.sampled_from(["", "/v2/images", "/v2/images/%ff%00", "/v1/AUTH_x/y/", "/:a/:b"]),
    st.sampled_from(["", "?", "?a=1&a=2&=&limit=%", "#?"]),
)
HEADERS = st.lists(st.fixed_dictionaries({"name": TEXT, "value": TEXT | JSON}), max_size=3) | JSON


def fine(data: bytes) -> None:
    try:
        findings = find_calls(data, CATALOGUE)
    except ImportFailed:
        return
    for finding in findings.found:
        assert (finding.saved is None) == bool(finding.reason)
        if finding.saved is not None:
            text = as_text(finding.saved)
            text.encode()
            assert dict(from_text(text).values) == dict(finding.saved.values)


@given(st.binary(max_size=200))
def test_any_bytes(data):
    fine(data)


@given(st.lists(PIECES, max_size=25))
def test_any_commands(pieces):
    text = "".join(pieces)
    for shell in Shell:
        assert all(isinstance(word, str) for words in commands(text, shell) for word in words)
    fine(f"curl {text}".encode("utf-8", "replace"))


@given(st.text(max_size=60))
def test_a_quoted_word_is_that_word(text):
    import shlex

    words = commands(f"curl {shlex.quote(text)}", Shell.POSIX)[0]
    assert words[1:] == [text.replace("\r\n", "\n")] or any("\ue000" <= c <= "\ue01f" for c in text)


@given(URLS, TEXT, HEADERS, JSON)
def test_any_har(url, method, headers, post):
    entry = {"request": {"url": url, "method": method or "GET", "headers": headers, "postData": post}}
    fine(json.dumps({"log": {"entries": [entry, post]}}).encode("utf-8", "replace"))


@given(URLS, HEADERS, JSON, st.sampled_from(["POST", "PATCH", "PUT"]), JSON)
def test_any_body(url, headers, body, method, post):
    data = {"mimeType": "application/json", "text": json.dumps(body)}
    request = {"url": f"https://h/v2/images{url}", "method": method, "headers": headers, "postData": data}
    fine(json.dumps({"log": {"entries": [{"request": request}]}}).encode("utf-8", "replace"))


@given(URLS, JSON, JSON, JSON)
def test_any_collection(url, request, variables, body):
    schema = {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}
    items = [
        {"name": "a", "request": {"url": url, "method": "POST", "body": body, "header": variables}},
        {"name": "b", "request": request},
        {"name": "c", "item": [{"request": {"url": {"raw": url, "query": body, "variable": variables}}}]},
        request,
    ]
    fine(json.dumps({"info": schema, "item": items, "variable": variables}).encode("utf-8", "replace"))
