"""What the values make of a call: URL, headers and body."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.constants import USER_AGENT
from api.exchange.build import build
from api.exchange.slots import secret_slot
from api.model import Change, FileValue, Kind, Location, Place
from api.wire.request import TOKEN_SLOT, Encoding, FileBody, Template
from tests.builders.calls import body, body_parameter, call, header, parameter, path, query

BASE = "https://dfw.images.example.org"


def draft_of(thing, values=None, **more):
    return build(thing, values or {}, BASE, Place(), **more)


def url_of(thing, values=None):
    return draft_of(thing, values).preview.url.masked()


def text_of(body_value):
    assert isinstance(body_value, bytes)
    return json.loads(body_value)


def test_a_plain_get_has_these_headers_in_this_order():
    request = draft_of(call()).request
    assert request.url.masked() == f"{BASE}/v2/things"
    assert [(name, value.masked()) for name, value in request.headers] == [
        ("User-Agent", USER_AGENT),
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
        ("X-Auth-Token", "••••••••"),
    ]
    assert request.body is None
    assert request.slots == (TOKEN_SLOT,)


def test_calls_without_a_token_have_no_slot():
    assert draft_of(call(needs_token=False)).request.slots == ()


def test_path_values_are_one_encoded_segment():
    thing = call(parameter("tag", Location.PATH, required=True), path="/v2/tags/{tag}/x")
    assert url_of(thing, {path("tag"): "a/b %é?#"}) == f"{BASE}/v2/tags/a%2Fb%20%25%C3%A9%3F%23/x"
    assert url_of(thing) == f"{BASE}/v2/tags/{{tag}}/x"


def test_query_styles():
    thing = call(
        parameter("limit", kind=Kind.INTEGER),
        parameter("tag", kind=Kind.LIST),
        parameter("ids", kind=Kind.LIST, explode=False),
        parameter("pipes", kind=Kind.LIST, explode=False, style="pipeDelimited"),
        parameter("deep", kind=Kind.MAP, style="deepObject"),
        parameter("flat", kind=Kind.MAP, explode=False),
        parameter("hidden", kind=Kind.BOOLEAN),
        parameter("filters", kind=Kind.MAP, merge=True),
    )
    values = {
        query("limit"): 5,
        query("tag"): ["a", "b&c"],
        query("ids"): ["1", "2"],
        query("pipes"): ["1", "2"],
        query("deep"): {"k": "v"},
        query("flat"): {"k": "v"},
        query("hidden"): True,
        query("filters"): {"os_distro": "debian", "x": ["1", "2"]},
    }
    assert urlsplit(url_of(thing, values)).query == (
        "limit=5&tag=a&tag=b%26c&ids=1%2C2&pipes=1%7C2&deep%5Bk%5D=v&flat=k%2Cv&hidden=true"
        "&os_distro=debian&x=1&x=2"
    )


def test_parameters_written_as_json():
    thing = call(
        parameter("filter", kind=Kind.MAP, style="json"),
        parameter("X-Meta", Location.HEADER, Kind.ANY, style="json"),
    )
    request = draft_of(thing, {query("filter"): {"é": [1]}, header("X-Meta"): {"é": 1}}).request
    assert unquote(request.url.masked()).endswith('?filter={"é": [1]}')
    assert json.loads(request.header("X-Meta").masked()) == {"é": 1}


def test_bytes_that_are_kept_are_not_compressed_on_the_way():
    request = draft_of(call(accept="application/octet-stream, application/json;q=0.9")).request
    assert request.header("Accept-Encoding").masked() == "identity"


def test_header_and_cookie_parameters():
    thing = call(
        parameter("Range", Location.HEADER),
        parameter("a", Location.COOKIE),
        parameter("b", Location.COOKIE, Kind.SECRET),
    )
    values = {header("Range"): "bytes=0-9"}
    values |= {p.key: "v" for p in thing.parameters if p.location is Location.COOKIE}
    request = draft_of(thing, values).request
    assert request.header("range") == Template.of("bytes=0-9")
    assert request.header("Cookie").masked() == "a=v; b=••••••••"


def test_lists_and_objects_in_paths_and_headers():
    thing = call(
        parameter("ids", Location.PATH, Kind.LIST),
        parameter("X-Facts", Location.HEADER, Kind.OBJECT),
        path="/v2/things/{ids}",
    )
    request = draft_of(thing, {path("ids"): ["a", 1, True], header("X-Facts"): {"ü": None}}).request
    assert request.url.masked().endswith("/v2/things/a%2C1%2Ctrue")
    assert request.header("X-Facts").masked() == '{"\\u00fc": null}'
    assert draft_of(thing, {path("ids"): [".."]}).faults


def test_body_members_are_placed_where_they_belong():
    thing = call(
        body_parameter("input.import_from", required=True),
        body_parameter("input.image_properties.name"),
        body_parameter("protected", Kind.BOOLEAN, nullable=True),
        body_parameter("*", Kind.MAP, target=(), merge=True),
        method="POST",
        fixed={"type": "import"},
    )
    values = {
        body("input.import_from"): "c/o.vhd",
        body("input.image_properties.name"): "é",
        body("protected"): None,
        body("*"): {"os_distro": "debian", "type": "never wins"},
    }
    request = draft_of(thing, values).request
    assert text_of(request.body) == {
        "type": "import",
        "input": {"import_from": "c/o.vhd", "image_properties": {"name": "é"}},
        "protected": None,
        "os_distro": "debian",
    }
    assert request.header("Content-Type").masked() == "application/json"
    assert request.header("Content-Length").masked() == str(len(request.body))


def test_a_patch_is_made_from_fixed_part_and_pointers():
    thing = call(
        body_parameter("property", target=("0", "path"), encode="json-pointer-token"),
        body_parameter("value", Kind.ANY, target=("0", "value")),
        method="PATCH",
        content_types=("application/openstack-images-v2.1-json-patch",),
        fixed=[{"op": "add"}],
    )
    values = {body("property"): "com.example/team~1", body("value"): 5}
    assert text_of(draft_of(thing, values).request.body) == [
        {"op": "add", "path": "/com.example~1team~01", "value": 5}
    ]
    assert text_of(draft_of(thing).preview.body) == [{"op": "add"}], "the constant part is never altered"


def test_a_whole_body_parameter():
    thing = call(body_parameter("body", Kind.LIST, target=()), method="PATCH")
    assert draft_of(thing, {body("body"): []}).request.body == b"[]"


def test_bodies_that_need_not_be_sent_are_not():
    thing = call(body_parameter("a"), method="POST", required=False)
    request = draft_of(thing).request
    assert request.body is None
    assert request.header("Content-Type") is None
    assert request.header("Content-Length").masked() == "0"
    assert draft_of(call(body_parameter("a"), method="POST")).request.body == b"{}"


def test_secrets_become_slots_and_stay_out_of_the_request():
    thing = call(
        parameter("tokenId", Location.PATH, Kind.SECRET),
        body_parameter("auth.user"),
        body_parameter("auth.password", Kind.SECRET),
        body_parameter("auth.after"),
        method="POST",
        path="/tokens/{tokenId}",
    )
    canary = 'can"ary é'
    values = {
        path("tokenId"): canary,
        body("auth.user"): "ada",
        body("auth.password"): canary,
        body("auth.after"): "z",
    }
    draft = draft_of(thing, values)
    assert "ary" not in repr(draft)
    assert draft.preview.url.masked() == f"{BASE}/tokens/••••••••"
    assert json.loads(draft.preview.body.masked())["auth"]["password"] == "••••••••"
    assert unquote(draft.preview.url.fill(draft.secrets)).endswith(canary)
    assert json.loads(draft.preview.body.fill(draft.secrets)) == {
        "auth": {"user": "ada", "password": canary, "after": "z"}
    }
    assert [slot.name for slot in draft.preview.header("Content-Length").slots] == ["content-length"]
    assert draft.preview.values == {body("auth.user"): "ada", body("auth.after"): "z"}


def test_variables_of_secrets_read_well():
    key = body_parameter("auth.RAX-KSKEY:apiKeyCredentials.apiKey", Kind.SECRET)
    assert secret_slot(key, Encoding.JSON).variable == "API_KEY"


def test_files_are_streamed_not_read(tmp_path):
    disk = tmp_path / "disk.raw"
    disk.write_bytes(b"12345")
    thing = call(
        body_parameter("file", Kind.FILE, target=(), required=True),
        method="PUT",
        content_types=("application/octet-stream",),
        binary=True,
    )
    request = draft_of(thing, {body("file"): FileValue(str(disk))}).request
    assert request.body == FileBody.of(disk)
    assert request.header("Content-Length").masked() == "5"
    assert draft_of(thing, {body("file"): FileValue(str(tmp_path / "none"))}).request is None
    assert draft_of(thing, {body("file"): b"abc"}).request.body == b"abc"


def test_a_raw_body_replaces_the_parameters():
    thing = call(body_parameter("a", required=True), method="POST")
    request = draft_of(thing, raw_body=b'{"x": 1}').request
    assert request.body == b'{"x": 1}'
    assert request.header("Content-Length").masked() == "8"


def test_faults_withhold_the_request_but_not_the_preview():
    thing = call(parameter("limit", kind=Kind.INTEGER, maximum=100))
    draft = draft_of(thing, {query("limit"): 1000})
    assert draft.request is None
    assert draft.preview.url.masked().endswith("limit=1000")
    assert draft.faults[0].key == query("limit")


def test_content_types_that_cannot_be_written_are_explained():
    thing = call(body_parameter("a"), method="POST", content_types=("multipart/form-data",))
    draft = draft_of(thing, {body("a"): "x"})
    assert "multipart/form-data" in draft.faults[0].sentence


def test_forms_are_encoded():
    thing = call(
        body_parameter("a"), body_parameter("b", Kind.BOOLEAN), body_parameter("p", Kind.SECRET), method="POST",
        content_types=("application/x-www-form-urlencoded",),
    )  # fmt: skip
    draft = draft_of(thing, {body("a"): "1 &", body("b"): True, body("p"): "s&"})
    assert draft.preview.body.fill(draft.secrets) == "a=1+%26&b=true&p=s%26"


@pytest.mark.parametrize(
    ("changes", "expected"), [(Change.DESTROY, (True, True)), (Change.CHANGE, (True, False))]
)
def test_effects_travel_with_the_request(changes, expected):
    request = draft_of(call(changes=changes)).request
    assert (request.changes, request.destroys) == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_path_text_comes_back_from_the_url(text):
    thing = call(parameter("tag", Location.PATH), path="/t/{tag}")
    url = url_of(thing, {path("tag"): text})
    assert url.isascii()
    assert unquote(url.removeprefix(f"{BASE}/t/"), errors="strict") == text
    assert url.count("/") == f"{BASE}/t/".count("/")


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_any_free_member_comes_back_from_the_body(members):
    thing = call(body_parameter("*", Kind.MAP, target=(), merge=True), method="POST")
    assert text_of(draft_of(thing, {body("*"): members}).preview.body) == members


def test_what_is_always_asked_stands_in_the_path():
    thing = call(
        parameter("name", Location.PATH), parameter("limit"), path="/things/{name}?manifest=get&a=b"
    )

    assert url_of(thing, {path("name"): "a/b?c"}) == f"{BASE}/things/a%2Fb%3Fc?manifest=get&a=b"
    assert url_of(thing, {path("name"): "a", query("limit"): "5"}).endswith("a?manifest=get&a=b&limit=5")


def test_each_free_header_travels_by_itself():
    thing = call(parameter("X-Meta-*", Location.HEADER, Kind.MAP, merge=True), method="POST")
    draft = draft_of(thing, {header("X-Meta-*"): {"Colour": "red", "Size": 5}})

    assert [(n, v.masked()) for n, v in draft.request.headers if n.startswith("X-Meta")] == [
        ("X-Meta-Colour", "red"),
        ("X-Meta-Size", "5"),
    ]
    assert draft_of(thing, {header("X-Meta-*"): {}}).request is not None
