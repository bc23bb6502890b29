"""The main job against a real Glance through the api: create, fill, change, tag, share, import, switch off, delete."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.errors import BadInput, NotConfirmed
from api.exchange.convert import find_parameter
from api.model import FileValue
from api.running import CancelToken
from tests.live.cloud.configuration import REGIONS
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.driver import Driver
from tests.scenarios.file_server import file_server

CONTENT = bytes(range(256)) * 400
UNKNOWN = "0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    file = tmp_path / "disk.raw"
    file.write_bytes(CONTENT)
    return file


@pytest.fixture
def files() -> Iterator[str]:
    with file_server({"disk.raw": CONTENT}) as address:
        yield address


def new_image(driver: Driver, **members: Any) -> str:
    members = {"name": "a test", "disk_format": "raw", "container_format": "bare", **members}
    return driver.get("image.create-image", 201, **members)["id"]


def delete(driver: Driver, image_id: str) -> None:
    assert driver.send("image.delete-image", image_id=image_id, confirmed=True).status == 204


@pytest.mark.parametrize("region", REGIONS)
def test_life_of_an_image(alice: Driver, disk: Path, region: str) -> None:
    alice = replace(alice, place=replace(alice.place, region=region))
    image_id = new_image(alice, name="Zürich 日本", tags=["gold"], min_ram=64, visibility="private")
    shown = alice.get("image.show-image", image_id=image_id)
    assert (shown["name"], shown["min_ram"], shown["status"]) == ("Zürich 日本", 64, "queued")
    exchange = alice.send("image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    assert exchange.status == 204
    shown = alice.get("image.show-image", image_id=image_id)
    assert (shown["status"], shown["size"]) == ("active", len(CONTENT))
    assert shown["os_hash_value"] == hashlib.sha512(CONTENT).hexdigest()
    data = alice.send("image.download-image-data", image_id=image_id)
    assert data.response.content.bytes() == CONTENT
    delete(alice, image_id)
    assert alice.send("image.show-image", image_id=image_id).status == 404


def test_regions_keep_their_images_apart(alice: Driver) -> None:
    image_id = new_image(alice)
    elsewhere = replace(alice, place=replace(alice.place, region=REGIONS[1]))
    assert elsewhere.send("image.show-image", image_id=image_id).status == 404
    assert [i["id"] for i in elsewhere.get("image.list-images", id=image_id)["images"]] == []
    delete(alice, image_id)


def test_properties(alice: Driver) -> None:
    image_id = new_image(alice)
    name = "com.example/team~a"
    for call, value in (("add", "red"), ("replace", "blau")):
        call_id = f"image.{call}-image-property"
        shown = alice.get(call_id, image_id=image_id, property=name, value=value)
        assert shown[name] == value
    gone = {"image_id": image_id, "property": name, "confirmed": True}
    assert name not in alice.get("image.remove-image-property", **gone)
    exchange = alice.send("image.remove-image-property", **gone)
    assert exchange.status == 409
    assert exchange.request_id.startswith("req-")
    delete(alice, image_id)


def test_several_changes_at_once(alice: Driver) -> None:
    image_id = new_image(alice)
    changes = [
        {"op": "replace", "path": "/name", "value": "renamed"},
        {"op": "add", "path": "/note", "value": "ü"},
        {"op": "replace", "path": "/tags", "value": ["a", "ß"]},
    ]
    shown = alice.get("image.update-image", image_id=image_id, body=changes)
    assert (shown["name"], shown["note"], sorted(shown["tags"])) == ("renamed", "ü", ["a", "ß"])
    delete(alice, image_id)


@pytest.mark.parametrize("tag", ["gold", "two words", "100%", "what?", "a#b", "x" * 255])
def test_tags(alice: Driver, tag: str) -> None:
    image_id = new_image(alice)
    assert alice.send("image.add-image-tag", image_id=image_id, tag_value=tag).status == 204
    assert alice.get("image.show-image", image_id=image_id)["tags"] == [tag]
    found = alice.get("image.list-images", tag=[tag], id=image_id)["images"]
    assert [image["id"] for image in found] == [image_id]
    gone = alice.send("image.delete-image-tag", image_id=image_id, tag_value=tag, confirmed=True)
    assert gone.status == 204
    assert alice.get("image.show-image", image_id=image_id)["tags"] == []
    delete(alice, image_id)


def test_sharing(alice: Driver, bob: Driver) -> None:
    image_id = new_image(alice, tags=["shared with beta"])
    assert bob.send("image.show-image", image_id=image_id).status == 404
    member = alice.get("image.create-image-member", image_id=image_id, member=bob.place.account)
    assert (member["member_id"], member["status"]) == (bob.place.account, "pending")
    waiting = {"visibility": "shared", "member_status": "pending", "tag": ["shared with beta"]}
    assert [i["id"] for i in bob.get("image.list-images", **waiting)["images"]] == [image_id]
    mine = {"image_id": image_id, "member_id": bob.place.account}
    assert alice.send("image.update-image-member", **mine, status="accepted").status == 403
    assert bob.get("image.update-image-member", **mine, status="accepted")["status"] == "accepted"
    assert [i["id"] for i in bob.get("image.list-images", tag=["shared with beta"])["images"]] == [image_id]
    assert bob.send("image.delete-image", image_id=image_id, confirmed=True).status == 403
    members = alice.get("image.list-image-members", image_id=image_id)["members"]
    assert [m["status"] for m in members] == ["accepted"]
    assert alice.send("image.delete-image-member", **mine, confirmed=True).status == 204
    assert bob.send("image.show-image", image_id=image_id).status == 404
    delete(alice, image_id)


def test_what_would_be_destroyed_is_shown_first(alice: Driver, bob: Driver) -> None:
    image_id = new_image(alice, name="precious")
    alice.get("image.create-image-member", image_id=image_id, member=bob.place.account)
    desk, call = alice.desk, alice.desk.catalogue.call("image.delete-image")
    values = {find_parameter(call, "image_id").key: image_id}
    facts = desk.look(call, values, alice.place, CancelToken())
    assert not facts.error
    assert "precious" in repr(facts)
    assert bob.place.account in repr(facts)
    with pytest.raises(NotConfirmed):
        alice.send("image.delete-image", image_id=image_id)
    assert alice.send("image.show-image", image_id=image_id).status == 200
    delete(alice, image_id)


def test_import_from_an_address(alice: Driver, files: str) -> None:
    image_id = new_image(alice)
    started = alice.send(
        "image.import-image",
        image_id=image_id,
        method__name="web-download",
        method__uri=f"{files}/disk.raw",
    )
    assert started.status == 202
    shown = alice.until("image.show-image", "status", "active", image_id=image_id)
    assert shown["os_hash_value"] == hashlib.sha512(CONTENT).hexdigest()
    tasks = alice.get("image.list-image-tasks", image_id=image_id)["tasks"]
    assert [task["type"] for task in tasks] == ["api_image_import"]
    delete(alice, image_id)


def test_stage_and_import(alice: Driver, disk: Path) -> None:
    image_id = new_image(alice)
    staged = alice.send("image.stage-image-data", image_id=image_id, file=FileValue(str(disk)))
    assert staged.status == 204
    assert alice.get("image.show-image", image_id=image_id)["status"] == "uploading"
    started = alice.send("image.import-image", image_id=image_id, method__name="glance-direct")
    assert started.status == 202
    shown = alice.until("image.show-image", "status", "active", image_id=image_id)
    assert shown["size"] == len(CONTENT)
    delete(alice, image_id)


def test_deactivate_and_reactivate(alice: Driver, disk: Path) -> None:
    image_id = new_image(alice)
    alice.send("image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    off = alice.send("image.deactivate-image", image_id=image_id, confirmed=True)
    assert off.status == 204
    assert alice.get("image.show-image", image_id=image_id)["status"] == "deactivated"
    assert alice.send("image.download-image-data", image_id=image_id).status == 403
    assert alice.send("image.reactivate-image", image_id=image_id).status == 204
    assert alice.send("image.download-image-data", image_id=image_id).status == 200
    delete(alice, image_id)


def test_an_image_without_data_has_an_empty_answer(alice: Driver) -> None:
    image_id = new_image(alice)
    exchange = alice.send("image.download-image-data", image_id=image_id)
    assert exchange.status == 204
    assert len(exchange.response.content) == 0
    delete(alice, image_id)


def test_pages(alice: Driver) -> None:
    ids = {new_image(alice, name=f"page {number}", tags=["pages"]) for number in range(5)}
    seen: list[str] = []
    query: dict[str, Any] = {"tag": ["pages"], "limit": 2, "sort": "name:asc"}
    while True:
        page = alice.get("image.list-images", **query)
        seen += [image["id"] for image in page["images"]]
        if "next" not in page:
            break
        query["marker"] = page["images"][-1]["id"]
    assert set(seen) == ids
    assert len(seen) == len(ids)
    for image_id in ids:
        delete(alice, image_id)


def test_free_filters(alice: Driver) -> None:
    image_id = new_image(alice, **{"*": {"os_distro": "debian", "com.example/team": "a b&c"}})
    filters = {"os_distro": "debian", "com.example/team": "a b&c"}
    found = alice.get("image.list-images", filters=filters)["images"]
    assert [image["id"] for image in found] == [image_id]
    assert alice.get("image.list-images", filters={**filters, "os_distro": "x"})["images"] == []
    delete(alice, image_id)


def test_refused_values_are_not_sent(alice: Driver) -> None:
    desk, call = alice.desk, alice.desk.catalogue.call("image.create-image")
    draft = desk.draft(call, {find_parameter(call, "min_ram").key: -1}, alice.place)
    assert draft.request is None
    assert draft.faults[0].sentence
    with pytest.raises(BadInput):
        find_parameter(call, "nonsense")


def test_where_data_lies(alice: Driver, disk: Path) -> None:
    image_id = new_image(alice)
    alice.send("image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    assert alice.get("image.show-image", image_id=image_id)["locations"][0]["metadata"]["store"] == "fast"
    delete(alice, image_id)


def test_two_clouds_at_once_keep_their_places(alice: Driver, bob: Driver, live_cloud: LiveCloud) -> None:
    mine, theirs = new_image(alice, visibility="private"), new_image(bob, visibility="private")
    assert alice.send("image.show-image", image_id=theirs).status == 404
    assert bob.send("image.show-image", image_id=mine).status == 404
    exchange = alice.send("image.show-image", image_id=mine)
    assert exchange.place == alice.place
    assert live_cloud.people.alpha.project_id == exchange.place.account
    delete(alice, mine)
    delete(bob, theirs)


def test_no_token_is_kept_in_an_exchange(alice: Driver) -> None:
    token = alice.desk.cloud(alice.place.profile).token(CancelToken())
    exchange = alice.send("image.list-images", limit=1)
    assert token not in repr(exchange)
    assert token not in repr(exchange.request)


def test_unknown_image(alice: Driver) -> None:
    exchange = alice.send("image.show-image", image_id=UNKNOWN)
    assert exchange.status == 404
    assert exchange.response.content_type == "application/json"
