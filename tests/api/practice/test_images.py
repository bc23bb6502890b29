"""Image records on Glance's face: lists, filters, changes, tags, and every refusal."""

from __future__ import annotations

from typing import Any

import pytest
import requests

OLD = "application/openstack-images-v2.0-json-patch"


def names(answer: dict[str, Any]) -> set[str]:
    return {image["name"] for image in answer["images"]}


def change(op: str, path: str, value: Any = ...) -> dict[str, Any]:
    return {"op": op, "path": path} | ({} if value is ... else {"value": value})


def test_versions_need_no_token_and_anything_unknown_answers_300(ada) -> None:
    base = ada.endpoints["ORD"]
    for path, status in (("/", 300), ("/versions", 200), ("/v3/images", 300), ("/v2.99/images", 300)):
        answer = requests.get(base + path, timeout=10)
        assert answer.status_code == status
        newest, *_ = answer.json()["versions"]
        assert newest["status"] == "CURRENT"
        assert newest["links"][0]["href"] == f"{base}/v2/"


def test_every_announced_version_reaches_the_same_calls(ada) -> None:
    assert ada.get("/v2.3/images?limit=1") == ada.get("/v2/images?limit=1")
    assert ada("GET", "/v2").headers["Location"] == ada.endpoints["DFW"] + "/v2/"
    assert ada("GET", "/v2/nothing").status_code == 404
    assert ada("GET", "/v2/images/").status_code == 404


def test_health_is_text_or_json(ada) -> None:
    url = ada.endpoints["DFW"] + "/healthcheck"
    assert requests.get(url, timeout=10).text == "OK"
    assert requests.get(url, headers={"Accept": "application/json"}, timeout=10).json()["reasons"] == ["OK"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("*/*", "text/html; charset=UTF-8"),
        ("application/json, */*", "text/html; charset=UTF-8"),
        ("text/plain", "text/plain; charset=UTF-8"),
    ],
)
def test_accept_decides_how_errors_are_written(ada, accept: str, kind: str) -> None:
    answer = ada("GET", "/v2/images/none", headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == kind


def test_json_errors_hold_line_breaks_and_a_code_in_words(ada) -> None:
    fault = ada("GET", "/v2/images/<b>").json()
    assert fault["code"] == "404 Not Found"
    assert "&lt;b&gt;<br /><br />\n" in fault["message"]


@pytest.mark.parametrize("token", ["", "gAAAA-no", "AA-no"])
def test_an_unknown_token_is_401_before_anything_else(cloud, ada, token: str) -> None:
    headers = {"X-Auth-Token": token, "Accept": "application/json"}
    refused = requests.get(ada.endpoints["DFW"] + "/v2/nothing", headers=headers, timeout=10)
    assert (refused.status_code, refused.json()["code"]) == (401, "401 Unauthorized")
    assert refused.headers["WWW-Authenticate"] == f'Keystone uri="{cloud.identity_url}"'
    assert "x-openstack-request-id" not in refused.headers


def test_answers_have_a_request_id_and_it_may_be_the_callers(ada) -> None:
    for answer in (ada("GET", "/v2/images"), ada("GET", "/v2/images/x"), ada("GET", "/v2/nothing")):
        assert answer.headers["x-openstack-request-id"].startswith("req-")
    mine = ada("GET", "/v2/images", headers={"x-openstack-request-id": "mine"})
    assert mine.headers["x-openstack-request-id"] == "req-mine"


def test_a_known_path_with_another_method_names_the_allowed_ones(ada) -> None:
    answer = ada("POST", "/v2/images/x")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, PATCH, DELETE")
    assert ada("HEAD", "/v2/images").status_code == 405


# lists


def test_glance_pages_by_25_and_cuts_at_1000_in_silence(ada) -> None:
    first = ada.get("/v2/images")
    assert len(first["images"]) == 25
    assert first["next"] == f"/v2/images?marker={first['images'][-1]['id']}"
    everything = ada.get("/v2/images?limit=5000")
    assert len(everything["images"]) > 40
    assert "next" not in everything


def test_following_next_reaches_every_image_once(ada) -> None:
    seen, path = [], "/v2/images?limit=7&sort_key=name&sort_dir=asc"
    while path:
        answer = ada.get(path)
        seen += [image["id"] for image in answer["images"]]
        path = answer.get("next")
    assert len(seen) == len(set(seen))
    assert set(seen) >= {
        image["id"] for image in ada.get("/v2/images?limit=1000&visibility=public")["images"]
    }


def test_next_keeps_only_the_last_of_repeated_parameters(ada) -> None:
    for number in range(2):
        ada.image(name=f"twice {number}", tags=["t1", "t2"])
    answer = ada.get("/v2/images?limit=1&tag=t1&tag=t2")
    assert answer["first"] == "/v2/images?limit=1&tag=t2"
    assert answer["next"].startswith("/v2/images?limit=1&tag=t2&marker=")


def test_a_page_of_nothing_has_no_next(ada) -> None:
    assert ada.get("/v2/images?limit=0") == {
        "images": [],
        "first": "/v2/images?limit=0",
        "schema": "/v2/schemas/images",
    }


@pytest.mark.parametrize(
    "query",
    [
        "limit=x", "limit=-1", "limit=", "marker=nope", "sort_key=schema", "sort_dir=up", "sort=name:up",
        "sort=name&sort_key=id", "sort_key=name&sort_dir=asc&sort_dir=desc", "visibility=secret",
        "member_status=maybe", "protected=True", "os_hidden=yes", "changes-since=2020", "size_min=big",
        "name=Debian:12", "name=neq:x", 'name=in:"a,b', "created_at=zz:2020-01-01", "created_at=never",
    ],
)  # fmt: skip
def test_queries_no_list_can_answer_are_400(ada, query: str) -> None:
    assert ada("GET", f"/v2/images?{query}").status_code == 400


def test_queries_are_checked_even_when_nothing_is_listed(ada) -> None:
    assert ada("GET", '/v2/images?tag=nobody-has-this&name=in:"a').status_code == 400
    assert ada("GET", "/v2/images?tag=nobody-has-this&name=%FF").status_code == 400


def test_options_and_head(ada) -> None:
    assert ada("OPTIONS", "/v2/images").status_code == 200
    head = ada("HEAD", "/v2/images")
    assert (head.status_code, head.headers["Content-Type"]) == (405, "text/html; charset=UTF-8")


def test_sorting_by_several_keys(ada) -> None:
    rows = ada.get("/v2/images?limit=1000&sort=disk_format:asc,size:desc")["images"]
    keys = [(row["disk_format"] is not None, row["disk_format"] or "", -(row["size"] or 0)) for row in rows]
    assert keys == sorted(keys)
    same = ada.get("/v2/images?limit=1000&sort_key=disk_format&sort_dir=asc&sort_key=size&sort_dir=desc")
    assert [row["id"] for row in same["images"]] == [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name=payroll 2025 archive", {"payroll 2025 archive"}),
        ("name=eq:payroll 2025 archive", {"payroll 2025 archive"}),
        ("name=in:web-01 golden,retired base", {"web-01 golden"}),
        ("tag=web&tag=golden", {"web-01 golden"}),
        ("tag=größe-m", {"Müller & Söhne – Kundenportal"}),
        ("disk_format=iso&visibility=community", {"team rescue disk"}),
        ("status=deactivated", {"suspect appliance"}),
        ("status=killed", set()),
        ("os_hidden=true", {"retired base", "Debian 10 (Buster) x86_64"}),
        ("protected=true&visibility=private", {"payroll 2025 archive"}),
        ("size_max=1048576&size_min=1048576", {"tiny test image"}),
        ("visibility=community", {"team rescue disk", "Home Assistant OS (community)"}),
        ("member_status=pending&visibility=shared&os_distro=ubuntu&size_max=314572800", {"shared: load test rig"}),
        ("visibility=shared&name=shared: monitoring base", set()),
        ("visibility=shared&name=eq:shared: monitoring base", {"shared: monitoring base"}),
        ("offset=5", set()),
        ("os_distro=freebsd", {"FreeBSD 14.3 x86_64"}),
        ("created_at=lt:2026-01-05T10:00:00Z", {"Debian 11 (Bullseye) x86_64"}),
    ],
)  # fmt: skip
def test_filters(ada, query: str, expected: set[str]) -> None:
    if "name=shared:" in query:
        assert ada("GET", f"/v2/images?{query}").status_code == 400
    else:
        assert names(ada.get(f"/v2/images?{query}")) == expected


def test_the_marker_must_be_visible(ada, grace) -> None:
    hidden = grace.named("grace's workbench")
    assert ada("GET", f"/v2/images?marker={hidden}").status_code == 403


def test_the_marker_need_not_be_in_the_list(ada) -> None:
    whole = [image["name"] for image in ada.get("/v2/images?sort=name:asc&limit=1000")["images"]]
    retired = ada.get("/v2/images?os_hidden=true&name=retired base")["images"][0]["id"]
    rest = [
        image["name"]
        for image in ada.get(f"/v2/images?sort=name:asc&limit=1000&marker={retired}")["images"]
    ]
    assert 0 < len(rest) < len(whole)
    assert rest == whole[-len(rest) :]


# one image


def test_an_image_reads_as_glance_writes_it(ada) -> None:
    image = ada.get(f"/v2/images/{ada.named('web-01 golden')}")
    assert {"os_hash_algo", "os_hidden", "virtual_size", "stores", "locations", "self", "file"} <= set(
        image
    )
    assert image["os_hash_algo"] == "sha512"
    assert image["image_type"] == "snapshot"
    assert ada("GET", f"/v2/images/{image['base_image_ref']}").json()["visibility"] == "public"
    queued = ada.get(f"/v2/images/{ada.image()}")
    assert (queued["size"], queued["checksum"], queued["locations"]) == (None, None, [])
    assert (queued["visibility"], queued["status"]) == ("shared", "queued")


def test_creating_answers_with_location_and_ways_to_fill_it(ada) -> None:
    answer = ada("POST", "/v2/images", {"name": "new", "com.x": "1", "tags": ["b", "b", "a"]})
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{ada.endpoints['DFW']}/v2/images/{answer.json()['id']}"
    assert "web-download" in answer.headers["OpenStack-image-import-methods"]
    assert answer.json()["tags"] == ["b", "a"]
    assert answer.json()["com.x"] == "1"


@pytest.mark.parametrize("name", ["Müller ✓", "half \ud83e a pair", "line\nbreak \x07"])
def test_text_comes_back_as_it_was_given(ada, name: str) -> None:
    answer = ada("GET", f"/v2/images/{ada.image(name=name)}")
    assert answer.json()["name"] == name
    assert ("Müller ✓".encode() in answer.content) == name.startswith("M")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": 5}, 400), ({"name": "x" * 256}, 400), ({"disk_format": "zip"}, 400), ({"min_ram": -1}, 400),
        ({"min_ram": 2**31}, 400), ({"name": "🦆"}, 400), ({"🦆": "x"}, 400),
        ({"id": "no"}, 400), ({"foo": 1}, 400), ({"foo": None}, 400), ({"k" * 256: "v"}, 400),
        ({"protected": "x"}, 400),
        ({"visibility": "public"}, 403), ({"owner": "me"}, 403), ({"status": "active"}, 403), ({"self": "x"}, 403),
        ({"os_glance_x": "y"}, 403), ({"location": "y"}, 403),
        ({"tags": [str(n) for n in range(129)]}, 413), ({f"p{n}": "x" for n in range(129)}, 413),
    ],
)  # fmt: skip
def test_images_that_cannot_be_created(ada, body: dict[str, Any], status: int) -> None:
    assert ada("POST", "/v2/images", body).status_code == status


def test_an_id_is_used_once(ada) -> None:
    image_id = ada.image(id="12345678-1234-1234-1234-123456789abc")
    assert ada("POST", "/v2/images", {"id": image_id}).status_code == 409


def test_malformed_bodies_are_400(ada) -> None:
    for data in (b"", b"{", b"\xff", b'{"min_ram": NaN}', b"[" * 100_000):
        answer = ada("POST", "/v2/images", data=data, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, data[:10]


def test_reading_calls_take_no_body_but_the_list_does(ada) -> None:
    image_id = ada.image()
    assert ada("GET", f"/v2/images/{image_id}", {}).status_code == 400
    assert ada("DELETE", f"/v2/images/{image_id}", {}).status_code == 400
    assert ada("PUT", f"/v2/images/{image_id}/tags/x", {}).status_code == 400
    assert ada("GET", "/v2/images", {}).status_code == 200


# changes


def test_patch_wants_its_own_media_type(ada) -> None:
    image_id = ada.image()
    for kind in ("application/json", "application/json-patch+json"):
        answer = ada.patch(image_id, change("replace", "/name", "x"), kind=kind)
        assert answer.status_code == 415
        assert OLD in answer.headers["Accept-Patch"]


def test_add_overwrites_with_the_newer_type_and_conflicts_with_the_older(ada) -> None:
    image_id = ada.image(**{"com.x": "1"})
    assert ada.patch(image_id, change("add", "/com.x", "2")).json()["com.x"] == "2"
    assert ada.patch(image_id, {"add": "/com.x", "value": "3"}, kind=OLD).status_code == 409
    assert ada.patch(image_id, {"replace": "/com.x", "value": "3"}, kind=OLD).json()["com.x"] == "3"
    assert ada.patch(image_id, {"remove": "/com.x"}, kind=OLD).status_code == 200
    assert ada.patch(image_id, change("remove", "/com.x")).status_code == 409
    assert ada.patch(image_id, change("replace", "/com.x", "4")).status_code == 409


def test_all_changes_or_none(ada) -> None:
    image_id = ada.image(name="before")
    failed = ada.patch(image_id, change("replace", "/name", "after"), change("remove", "/missing"))
    assert failed.status_code == 409
    assert ada.get(f"/v2/images/{image_id}")["name"] == "before"
    assert ada.patch(image_id).json()["name"] == "before"


def test_pointers_are_decoded(ada) -> None:
    image_id = ada.image()
    assert (
        ada.patch(image_id, change("add", "/com.example~1team~0x", "y")).json()["com.example/team~x"] == "y"
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (change("add", "a", "x"), 400), (change("add", "/a/b", "x"), 400), (change("add", "/a//b", "x"), 400),
        (change("add", "/a/", "x"), 400), (change("add", "/a~2", "x"), 400), (change("add", "/a~", "x"), 400),
        (change("add", "/tags/-", "x"), 400), (change("add", "/a"), 400), (change("move", "/a"), 400),
        ({"op": "add"}, 400), ({}, 400), (change("replace", "/visibility", "x"), 400),
        (change("replace", "/protected", "true"), 400), (change("replace", "/min_ram", -1), 400),
        (change("add", "/number", 5), 400), (change("replace", "/tags", "a"), 400),
        (change("replace", "/status", "active"), 403), (change("replace", "/id", "x"), 403),
        (change("replace", "/owner", "x"), 403), (change("replace", "/visibility", "public"), 403),
        (change("replace", "/deleted", "x"), 403), (change("add", "/os_glance_x", "x"), 403),
        (change("remove", "/name"), 403), (change("replace", "/tags", [str(n) for n in range(129)]), 413),
    ],
)  # fmt: skip
def test_changes_that_cannot_be(ada, body: dict[str, Any], status: int) -> None:
    assert ada.patch(ada.image(), body).status_code == status


def test_a_change_is_a_list_of_objects(ada) -> None:
    image_id = ada.image()
    for body in ({}, [1], "x"):
        kind = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
        assert ada("PATCH", f"/v2/images/{image_id}", body, headers=kind).status_code == 400


def test_a_property_too_many_is_413(ada) -> None:
    image_id = ada.image(**{f"p{n}": "x" for n in range(128)})
    assert ada.patch(image_id, change("add", "/one.more", "x")).status_code == 413
    assert ada.patch(image_id, change("add", "/p5", "y")).status_code == 200


def test_formats_are_fixed_once_the_image_has_data(ada) -> None:
    assert ada.patch(ada.image(), change("replace", "/disk_format", "raw")).json()["disk_format"] == "raw"
    active = ada.named("web-02 before upgrade")
    assert ada.patch(active, change("replace", "/disk_format", "raw")).status_code == 403


def test_others_may_see_but_not_change(ada, grace) -> None:
    image_id = ada.image(name="everybody's", visibility="community")
    assert grace.get(f"/v2/images/{image_id}")["name"] == "everybody's"
    assert grace.patch(image_id, change("replace", "/name", "mine")).status_code == 403
    assert grace("DELETE", f"/v2/images/{image_id}").status_code == 403
    assert grace("PUT", f"/v2/images/{image_id}/tags/x").status_code == 403
    secret = ada.image(visibility="private")
    assert grace("GET", f"/v2/images/{secret}").status_code == 404
    assert grace.patch(secret, change("replace", "/name", "mine")).status_code == 404


def test_deleting(ada) -> None:
    image_id = ada.image(protected=True)
    assert ada("DELETE", f"/v2/images/{image_id}").status_code == 403
    ada.patch(image_id, change("replace", "/protected", False))
    gone = ada("DELETE", f"/v2/images/{image_id}")
    assert (gone.status_code, gone.text) == (204, "")
    assert ada("DELETE", f"/v2/images/{image_id}").status_code == 404
    assert ada("GET", f"/v2/images?marker={image_id}").status_code == 400


def test_regions_do_not_share_images(ada) -> None:
    image_id = ada.at("LON").image(name="only here")
    assert ada.at("LON").get(f"/v2/images/{image_id}")["name"] == "only here"
    assert ada.at("ORD")("GET", f"/v2/images/{image_id}").status_code == 404


# tags


@pytest.mark.parametrize(
    ("written", "status", "tag"),
    [("a%20b", 204, "a b"), ("%C3%BC", 204, "ü"), ("a%25b", 204, "a%b"), ("x" * 255, 204, "x" * 255),
     ("x" * 256, 400, ""), ("a%2Fb", 404, ""), ("", 404, ""), ("%FF", 400, "")],
)  # fmt: skip
def test_tags_in_the_url(ada, written: str, status: int, tag: str) -> None:
    image_id = ada.image()
    assert ada("PUT", f"/v2/images/{image_id}/tags/{written}").status_code == status
    assert ada.get(f"/v2/images/{image_id}")["tags"] == ([tag] if tag else [])


def test_a_tag_is_set_once_and_removed_once(ada) -> None:
    image_id = ada.image()
    for status in (204, 204):
        assert ada("PUT", f"/v2/images/{image_id}/tags/x").status_code == status
    assert ada.get(f"/v2/images/{image_id}")["tags"] == ["x"]
    for status in (204, 404):
        assert ada("DELETE", f"/v2/images/{image_id}/tags/x").status_code == status


def test_tag_129_is_413(ada) -> None:
    image_id = ada.image(tags=[str(n) for n in range(128)])
    assert ada("PUT", f"/v2/images/{image_id}/tags/more").status_code == 413
    assert ada("PUT", f"/v2/images/{image_id}/tags/5").status_code == 204
