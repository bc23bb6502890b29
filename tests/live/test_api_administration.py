"""What administrators do through the api: tasks, the cache, metadata definitions, publishing, Keystone's own lists."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.model import FileValue
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.driver import Driver
from tests.scenarios.file_server import file_server

CONTENT = b"the data of a task" * 100


@pytest.fixture
def files() -> Iterator[str]:
    with file_server({"disk.raw": CONTENT}) as address:
        yield address


def test_import_task(admin: Driver, files: str) -> None:
    assert shutil.which("qemu-img"), (
        "Glance's import tasks need qemu-img, see packaging/debian-packages.txt"
    )
    task = admin.get(
        "image.create-task",
        201,
        type="import",
        input__import_from=f"{files}/disk.raw",
        input__import_from_format="raw",
        input__image_properties={"name": "by task", "disk_format": "raw", "container_format": "bare"},
    )
    done = admin.until("image.show-task", "status", "success", "failure", task_id=task["id"])
    assert done["status"] == "success", done
    image_id = done["result"]["image_id"]
    assert admin.get("image.show-image", image_id=image_id)["size"] == len(CONTENT)
    listed = admin.get("image.list-tasks", status="success")["tasks"]
    assert task["id"] in {each["id"] for each in listed}
    assert admin.send("image.delete-task", task_id=task["id"], confirmed=True).status == 405
    assert admin.send("image.delete-image", image_id=image_id, confirmed=True).status == 204


def test_members_have_no_tasks(alice: Driver) -> None:
    assert alice.send("image.list-tasks").status == 403


def test_publishing(admin: Driver, alice: Driver) -> None:
    members = {"name": "for all", "disk_format": "raw", "container_format": "bare"}
    image_id = admin.get("image.create-image", 201, visibility="public", tags=["published"], **members)[
        "id"
    ]
    listed = alice.get("image.list-images", visibility="public", tag=["published"])["images"]
    assert [image["id"] for image in listed] == [image_id]
    assert admin.send("image.delete-image", image_id=image_id, confirmed=True).status == 204
    assert alice.send("image.create-image", visibility="public", **members).status == 403


def test_stores_and_cache(admin: Driver, tmp_path: Path) -> None:
    file = tmp_path / "disk.raw"
    file.write_bytes(CONTENT)
    image = admin.get("image.create-image", 201, name="c", disk_format="raw", container_format="bare")
    image_id = image["id"]
    assert admin.send("image.upload-image-data", image_id=image_id, file=FileValue(str(file))).status == 204
    copying = {"method__name": "copy-image", "stores": ["archive"]}
    assert admin.send("image.import-image", image_id=image_id, **copying).status == 202
    shown = admin.until("image.show-image", "stores", "fast,archive", "archive,fast", image_id=image_id)
    assert shown["status"] == "active"
    gone = admin.send("image.delete-image-from-store", store_id="fast", image_id=image_id, confirmed=True)
    assert gone.status == 204
    assert admin.get("image.show-image", image_id=image_id)["stores"] == "archive"
    last = admin.send(
        "image.delete-image-from-store", store_id="archive", image_id=image_id, confirmed=True
    )
    assert last.status == 403
    assert admin.send("image.queue-image", image_id=image_id).status == 202
    assert admin.send("image.clear-cache", confirmed=True).status == 204
    cache = admin.get("image.show-cache")
    assert set(cache) == {"cached_images", "queued_images"}
    assert admin.send("image.delete-image", image_id=image_id, confirmed=True).status == 204


def test_metadata_definitions(admin: Driver, alice: Driver) -> None:
    name = f"Pitchfork::{secrets.token_hex(4)}"
    made = admin.get("image.create-metadef-namespace", 201, namespace=name, visibility="public")
    assert made["namespace"] == name
    own = {"namespace": name}
    admin.get(
        "image.create-metadef-property", 201, **own, name="size", title="Size", type="integer", minimum=1
    )
    admin.get("image.create-metadef-object", 201, **own, name="disk", properties={})
    admin.get("image.create-metadef-tag", 201, **own, tag_name="big one")
    admin.get("image.create-metadef-association", 201, **own, name="OS::Glance::Image")
    shown = alice.get("image.show-metadef-namespace", **own)
    assert shown["properties"]["size"]["minimum"] == 1
    assert [each["name"] for each in shown["tags"]] == ["big one"]
    renamed = admin.get("image.rename-metadef-tag", **own, tag_name="big one", name="small/one")
    assert renamed["name"] == "small/one"
    assert alice.send("image.delete-metadef-namespace", **own, confirmed=True).status == 403
    assert admin.send("image.delete-metadef-namespace", **own, confirmed=True).status == 204
    assert alice.send("image.show-metadef-namespace", **own).status == 404


def test_application_credentials(alice: Driver, live_cloud: LiveCloud) -> None:
    user = {"user_id": live_cloud.people.alpha.user_id}
    name = secrets.token_hex(4)
    made = alice.get(
        "identity.create-application-credential", 201, **user, application_credential__name=name
    )
    credential_id = made["application_credential"]["id"]
    listed = alice.get("identity.list-application-credentials", **user)["application_credentials"]
    assert credential_id in {each["id"] for each in listed}
    one = {**user, "application_credential_id": credential_id}
    shown = alice.get("identity.show-application-credential", **one)["application_credential"]
    assert shown["name"] == name
    assert "secret" not in shown
    gone = alice.send("identity.delete-application-credential", **one, confirmed=True)
    assert gone.status == 204


def test_tokens_are_made_shown_and_revoked(alice: Driver, live_cloud: LiveCloud) -> None:
    person = live_cloud.people.alpha
    made = alice.send(
        "identity.create-token-with-password",
        user=person.name,
        user_domain="Default",
        password=person.password,
        project=person.project,
        project_domain="Default",
    )
    assert made.status == 201
    assert person.password not in repr(made)
    token = {"header:X-Subject-Token": made.response.header("X-Subject-Token")}
    assert alice.get("identity.show-token", **token)["token"]["user"]["id"] == person.user_id
    assert alice.send("identity.revoke-token", **token, confirmed=True).status == 204
    assert alice.send("identity.show-token", **token).status == 404
