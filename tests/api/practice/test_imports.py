"""Imports that take seconds, and what only administrators may do."""

from __future__ import annotations

from typing import Any

import pytest

FORMATS = {"disk_format": "raw", "container_format": "bare"}
WEB = {"method": {"name": "web-download", "uri": "https://images.example/disk.raw"}}


@pytest.fixture
def ada(timed, sign_in):
    return sign_in["openstack"](timed, timed.credentials)


def state(ada, image_id: str) -> dict[str, Any]:
    return ada.get(f"/v2/images/{image_id}")


def test_a_web_download_takes_seconds(ada, clock) -> None:
    image_id = ada.image(**FORMATS)
    answer = ada("POST", f"/v2/images/{image_id}/import", WEB)
    assert (answer.status_code, answer.text) == (202, "")
    assert state(ada, image_id)["status"] == "importing"
    assert state(ada, image_id)["os_glance_importing_to_stores"] == "fast"
    assert ada.get(f"/v2/images/{image_id}/tasks")["tasks"][0]["status"] == "processing"
    clock.advance(3)
    assert state(ada, image_id)["status"] == "importing"
    clock.advance(2)
    done = state(ada, image_id)
    assert (done["status"], done["os_glance_importing_to_stores"]) == ("active", "")
    assert len(ada("GET", f"/v2/images/{image_id}/file").content) == done["size"]
    (task,) = ada.get(f"/v2/images/{image_id}/tasks")["tasks"]
    assert (task["status"], task["result"]) == ("success", {"image_id": image_id})


def test_a_failed_import_leaves_the_image_queued_and_says_why(ada, clock) -> None:
    image_id = ada.image(**FORMATS)
    ada(
        "POST",
        f"/v2/images/{image_id}/import",
        {"method": {"name": "web-download", "uri": "http://x/missing.raw"}},
    )
    clock.advance(5)
    failed = state(ada, image_id)
    assert (failed["status"], failed["os_glance_failed_import"]) == ("queued", "fast")
    (task,) = ada.get(f"/v2/images/{image_id}/tasks")["tasks"]
    assert (task["status"], task["message"]) == ("failure", "HTTP Error 404: Not Found")
    assert ada("POST", f"/v2/images/{image_id}/import", WEB).status_code == 202
    clock.advance(5)
    assert state(ada, image_id)["status"] == "active"


def test_staged_bytes_become_the_image(ada, clock) -> None:
    image_id = ada.image(**FORMATS)
    direct = {"method": {"name": "glance-direct"}}
    assert ada("POST", f"/v2/images/{image_id}/import", direct).status_code == 409
    assert ada.upload(image_id, b"staged bytes", part="stage").status_code == 204
    assert (state(ada, image_id)["status"], state(ada, image_id)["size"]) == ("uploading", 12)
    assert ada("GET", f"/v2/images/{image_id}/file").status_code == 204
    assert ada.upload(image_id, b"twice", part="stage").status_code == 409
    assert ada("POST", f"/v2/images/{image_id}/import", direct).status_code == 202
    clock.advance(5)
    assert ada("GET", f"/v2/images/{image_id}/file").content == b"staged bytes"


def test_a_change_while_importing_survives_the_end(ada, clock) -> None:
    image_id = ada.image(**FORMATS)
    ada("POST", f"/v2/images/{image_id}/import", WEB)
    assert ada("PUT", f"/v2/images/{image_id}/tags/kept").status_code == 204
    clock.advance(5)
    assert (state(ada, image_id)["status"], state(ada, image_id)["tags"]) == ("active", ["kept"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400), ({"method": {}}, 400), ({"method": {"name": "x"}}, 400), ({"method": {"name": "web-download"}}, 400),
        ({"method": {"name": "web-download", "uri": "file:///etc/passwd"}}, 400), (WEB | {"all_stores": "x"}, 400),
        ({"method": {"name": "glance-download"}}, 400), (WEB | {"stores": ["nowhere"]}, 409),
        ({"method": {"name": "copy-image"}}, 409), ({"method": {"name": "glance-direct"}}, 409),
    ],
)  # fmt: skip
def test_imports_that_cannot_be(ada, body: dict[str, Any], status: int) -> None:
    assert ada("POST", f"/v2/images/{ada.image(**FORMATS)}/import", body).status_code == status


def test_imports_need_formats_and_an_empty_image_of_ones_own(timed, ada, sign_in) -> None:
    grace = sign_in["openstack"](timed, timed.second_credentials)
    assert ada("POST", f"/v2/images/{ada.image()}/import", WEB).status_code == 409
    assert ada("POST", f"/v2/images/{ada.named('tiny test image')}/import", WEB).status_code == 409
    assert ada("POST", "/v2/images/nope/import", WEB).status_code == 404
    community = ada.image(visibility="community", **FORMATS)
    assert grace("POST", f"/v2/images/{community}/import", WEB).status_code == 403
    copy = {"method": {"name": "copy-image"}, "stores": ["archive"]}
    assert ada("POST", f"/v2/images/{ada.named('tiny test image')}/import", copy).status_code == 403


def test_a_location_fills_a_queued_image_later(ada, clock) -> None:
    image_id = ada.image(**FORMATS)
    path = f"/v2/images/{image_id}/locations"
    assert ada("POST", path, {}).status_code == 400
    assert ada("POST", path, {"url": "file:///x"}).status_code == 403
    assert ada("POST", path, {"url": "http://images.example/x"}).status_code == 202
    clock.advance(5)
    assert state(ada, image_id)["status"] == "active"
    assert ada("POST", path, {"url": "http://images.example/x"}).status_code == 409
    assert ada("GET", path).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v2/tasks"), ("GET", "/v2/tasks/x"), ("DELETE", "/v2/tasks/x"), ("GET", "/v2/cache"),
     ("DELETE", "/v2/cache"), ("PUT", "/v2/cache/x"), ("POST", "/v2/cache/clean"), ("GET", "/v2/info/stores/detail")],
)  # fmt: skip
def test_what_is_for_administrators_only(ada, method: str, path: str) -> None:
    assert ada(method, path).status_code == 403


def test_dropping_a_copy(ada) -> None:
    image_id = ada.named("tiny test image")
    assert ada("DELETE", f"/v2/stores/nowhere/{image_id}").status_code == 409
    assert ada("DELETE", "/v2/stores/fast/nope").status_code == 404
    assert ada("DELETE", f"/v2/stores/fast/{image_id}").status_code == 403


def test_what_the_service_tells_about_itself(ada) -> None:
    assert "web-download" in ada.get("/v2/info/import")["import-methods"]["value"]
    stores = ada.get("/v2/info/stores")["stores"]
    assert [store.get("default") for store in stores] == ["true", None, None]
    before = ada.get("/v2/info/usage")["usage"]["image_count_total"]["usage"]
    ada.image()
    assert ada.get("/v2/info/usage")["usage"]["image_count_total"]["usage"] == before + 1
