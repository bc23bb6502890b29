"""No secret survives redaction, and nothing else is touched."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wire.redaction import DOTS, SECRET_HEADERS, Veil, mask_headers, mask_json, mask_url

SECRET = "open-sesame/1"


@pytest.mark.parametrize(
    "name",
    ["X-Auth-Token", "x-subject-token", "X-SERVICE-TOKEN", "X-SessionId", "Authorization", "Proxy-Authorization",
     "Cookie", "Set-Cookie"],
)  # fmt: skip
def test_secret_headers_are_masked_in_any_case(name):
    assert mask_headers([(name, SECRET), ("Accept", "a/b")]) == ((name, DOTS), ("Accept", "a/b"))
    assert name.lower() in SECRET_HEADERS


def test_more_secret_headers_can_be_named():
    assert mask_headers([("X-Key", SECRET), ("X-Auth-Token", SECRET)], ["x-KEY"]) == (
        ("X-Key", DOTS),
        ("X-Auth-Token", DOTS),
    )


@pytest.mark.parametrize(
    "session", ["sessionId='{}'", 'sessionId="{}"', "sessionId={}", "sessionid = '{}'"]
)
def test_session_of_a_passcode_challenge_is_masked(session):
    value = "OS-MF " + session.format(SECRET) + ", factor='PASSCODE'"
    ((_name, masked),) = mask_headers([("WWW-Authenticate", value)])
    assert SECRET not in masked
    assert masked.startswith("OS-MF ")
    assert masked.endswith("factor='PASSCODE'")


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://alice:pw@host/v2", f"https://{DOTS}@host/v2"),
        ("https://token@host/", f"https://{DOTS}@host/"),
        (
            "https://h/c/o?temp_url_sig=abc&temp_url_expires=9",
            f"https://h/c/o?temp_url_sig={DOTS}&temp_url_expires=9",
        ),
        ("https://h/?X-Amz-Signature=abc", f"https://h/?X-Amz-Signature={DOTS}"),
        ("https://h/?a=1&Signature=abc#x", f"https://h/?a=1&Signature={DOTS}#x"),
        ("https://h/?sig=abc&a=1", f"https://h/?sig={DOTS}&a=1"),
        ("https://h/v2.0/tokens/abcdef/endpoints", f"https://h/v2.0/tokens/{DOTS}/endpoints"),
        ("see http://a:b@h/ and http://c:d@i/", f"see http://{DOTS}@h/ and http://{DOTS}@i/"),
    ],
)
def test_secrets_in_addresses_are_masked(url, masked):
    assert mask_url(url) == masked


@pytest.mark.parametrize(
    "text",
    ["https://host:9292/v2/images?limit=3&tag=a@b", "mail alice@example.com", "/v2/images/a@b", "plain", "",
     "https://h/v2.0/tokens", "https://h/?design=1&assign=2&a=signature"],
)  # fmt: skip
def test_ordinary_text_stays(text):
    assert mask_url(text) == text


BODIES = [
    {"access": {"token": {"id": SECRET, "expires": "soon"}, "user": {"id": "7"}}},
    {"auth": {"passwordCredentials": {"username": "alice", "password": SECRET}}},
    {"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "alice", "apiKey": SECRET}}},
    {"auth": {"RAX-AUTH:passcodeCredentials": {"passcode": SECRET}}},
    {"auth": {"token": {"id": SECRET}, "tenantId": "9"}},
    {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"name": "alice", "password": SECRET}},
            }
        }
    },
    {"auth": {"identity": {"methods": ["token"], "token": {"id": SECRET}}}},
    {"auth": {"identity": {"application_credential": {"id": "7", "secret": SECRET}}}},
    {"application_credential": {"id": "7", "secret": SECRET}},
    {"server": {"adminPass": SECRET, "id": "7"}},
    {"user": {"original_password": SECRET, "password": SECRET}},
    {"images": [{"direct_url": "swift+https://alice:open-sesame%2F1@host/c/o"}]},
    {"locations": [{"url": f"https://h/c/o?temp_url_sig={SECRET}"}]},
]


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_well_known_secrets_are_masked_without_being_asked(body):
    before = copy.deepcopy(body)
    assert "sesame" in str(body)
    masked = mask_json(body)
    assert "sesame" not in str(masked)
    assert body == before
    assert _shape(masked) == _shape(before)


@pytest.mark.parametrize(
    "kept", [{"token": {"id": "7"}}, {"id": 1}, {"password": None}, {"password": ""}, [], None, 1.5]
)
def test_what_is_no_secret_stays(kept):
    assert mask_json(kept) == kept


@pytest.mark.parametrize(
    ("value", "pointer", "masked"),
    [
        ({"a": {"b": 1}}, "/a/b", {"a": {"b": DOTS}}),
        ({"a": [{"k": 1}, {"k": 2}]}, "/a/*/k", {"a": [{"k": DOTS}, {"k": DOTS}]}),
        ({"a": [1, 2]}, "/a/1", {"a": [1, DOTS]}),
        ({"a": {"x": 1, "y": {"z": 2}}}, "/a/*", {"a": {"x": DOTS, "y": DOTS}}),
        ({"a/b": {"c~d": 1}}, "/a~1b/c~0d", {"a/b": {"c~d": DOTS}}),
        ({"*": 1, "a": 2}, "/*", {"*": DOTS, "a": DOTS}),
        ({"a": 1}, "/b", {"a": 1}),
        ({"a": 1}, "", DOTS),
        ("whole", "", DOTS),
    ],
)
def test_pointers_name_more_secrets(value, pointer, masked):
    assert mask_json(value, [pointer]) == masked


def test_depth_has_no_limit():
    deep = SECRET
    for _ in range(20_000):
        deep = {"password": deep} if isinstance(deep, str) else [deep]
    masked = mask_json(deep)
    while isinstance(masked, list):
        masked = masked[0]
    assert masked == {"password": DOTS}


@given(
    st.text(min_size=4),
    st.sampled_from(["{}", "/tokens/{}", "?t={}&x=1", "Max retries exceeded with url: /a/{}"]),
)
def test_veil_hides_a_secret_in_every_form(secret, around):
    import json
    from urllib.parse import quote

    veil = Veil({"token": secret})
    for form in (secret, quote(secret, safe=""), quote(secret), json.dumps(secret)[1:-1]):
        hidden = veil.hide(around.format(form))
        assert form not in hidden.replace(DOTS, "") or form in around


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_masking_keeps_the_shape(value):
    assert _shape(mask_json(value)) == _shape(value)


def _shape(value):
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return "leaf"
