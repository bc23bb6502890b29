"""No secret comes through redaction, however it is wrapped; and what is no secret stays."""

import json
from urllib.parse import quote, quote_plus

from hypothesis import assume
from hypothesis import strategies as st

from api.wire.redaction import DOTS, SECRET_HEADERS, SECRET_MEMBERS, Veil, mask_headers, mask_json, mask_url
from tests.fuzz.made_up import any_json, any_text, fair_text

secrets = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=8, max_size=40).filter(
    lambda text: DOTS not in text and len(set(text)) > 4
)
members = st.sampled_from(sorted(SECRET_MEMBERS)).flatmap(
    lambda name: st.sampled_from([name, name.upper(), name.title()])
)
WRAPPINGS = [
    str,
    lambda secret: quote(secret, safe=""),
    quote,
    lambda secret: json.dumps(secret)[1:-1],
    lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
]


def test_texts_of_failures(fuzzing):
    def hide(secret, before, after, wrap):
        shown = Veil({"password": secret}).hide(f"{before} {wrap(secret)} {after}")
        for form in WRAPPINGS:
            assert form(secret) not in shown or form(secret) in f"{before} {DOTS} {after}"

    fuzzing.run(hide, secrets, fair_text, fair_text, st.sampled_from(WRAPPINGS))


def test_json_with_secret_members(fuzzing):
    def hide(secret, name, around):
        holder = {"deep": [around, {"down": {name: secret}}]}
        before = json.dumps(holder)
        masked = mask_json(holder)
        assert masked["deep"][1]["down"][name] == DOTS
        assert json.dumps(holder) == before

    fuzzing.run(hide, secrets, members, any_json)


def test_json_with_secrets_at_pointers(fuzzing):
    def hide(secret, name, around, as_item):
        assume(secret not in name)
        token = name.replace("~", "~0").replace("/", "~1")
        holder = {"a": [around, {name: {"x": secret, "list": [secret]}}]}
        pointers = [f"/a/*/{token}/x", f"/a/1/{token}/list/*"] if as_item else [f"/a/1/{token}"]
        assert secret not in json.dumps(mask_json(holder, pointers)["a"][1], ensure_ascii=False)

    fuzzing.run(
        hide,
        secrets.filter(lambda text: '"' not in text and "\\" not in text),
        fair_text,
        any_json,
        st.booleans(),
    )


def test_json_without_secrets_stays_as_it_is(fuzzing):
    plain = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text("abc xyz09-_.", max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz", max_size=6), inner, max_size=4)
        ),
    )

    def keep(value):
        assert mask_json(value) == value

    fuzzing.run(keep, plain)


def test_addresses(fuzzing):
    names = st.sampled_from(
        ["temp_url_sig", "X-Amz-Signature", "token", "api_key", "password", "Signature"]
    )

    def hide(secret, name, rest):
        sent = quote_plus(secret)
        assume(sent not in quote(rest))
        shown = mask_url(f"https://host/path?a={quote(rest)}&{name}={sent}&b=2#end")
        assert f"={sent}&" not in shown
        assert shown.endswith("&b=2#end")
        assert sent not in mask_url(f"https://user:{sent}@host/")
        assert sent not in mask_url(f"https://host/v2.0/tokens/{sent}/endpoints")

    fuzzing.run(hide, secrets, names, any_text.map(lambda text: text.encode("utf-8", "replace").decode()))


def test_headers(fuzzing):
    names = st.sampled_from(sorted(SECRET_HEADERS)).flatmap(
        lambda name: st.sampled_from([name, name.title(), name.upper()])
    )

    def hide(secret, name, more):
        shown = mask_headers([("Accept", "text/plain"), (name, secret), (more, secret)], [more])
        assert [value for _, value in shown] == ["text/plain", DOTS, DOTS]

    fuzzing.run(hide, secrets, names, any_text.filter(lambda text: text.lower() != "accept"))
