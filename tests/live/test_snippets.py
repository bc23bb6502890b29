"""Every kind of snippet over a real Keystone and Glance: it reads an image, and makes, tags, fills and deletes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.exchange.convert import find_parameter
from api.model import FileValue
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import taken, why_not
from api.running import CancelToken
from tests.builders.tools import run_playbook, run_python, run_shell
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.people import DOMAIN
from tests.live.driver import Driver

Run = Callable[[str, Path, Mapping[str, str]], str]
RUN: dict[Kind, Run] = {
    Kind.CURL: run_shell,
    Kind.HTTPIE: run_shell,
    Kind.REQUESTS: run_python,
    Kind.OPENSTACKSDK: run_python,
    Kind.OPENSTACK: run_shell,
    Kind.ANSIBLE: run_playbook,
}
"""PowerShell is not among the tools of the tests."""
QUIET = {Kind.OPENSTACKSDK, Kind.ANSIBLE}
"""Kinds that do not print the whole answer."""
REFUSED = {
    (Kind.OPENSTACK, f"image.{name}") for name in ("create-image", "add-image-tag", "upload-image-data")
}
"""What a tool would not do as the call does."""


class Elsewhere:
    """Somebody who has a snippet of each call run by one tool, with what it asks for set."""

    def __init__(self, driver: Driver, kind: Kind, cloud: LiveCloud, folder: Path) -> None:
        self.driver, self.kind, self.folder = driver, kind, folder
        person = cloud.people.alpha
        signed_in = driver.desk.cloud(driver.place.profile)
        assert signed_in is not None
        self.token = signed_in.token(CancelToken())
        self.variables = {
            "OS_AUTH_URL": cloud.identity_url,
            "OS_USERNAME": person.name,
            "OS_PASSWORD": person.password,
            "OS_PROJECT_NAME": person.project,
            "OS_USER_DOMAIN_NAME": DOMAIN,
            "OS_PROJECT_DOMAIN_NAME": DOMAIN,
            "OS_IDENTITY_API_VERSION": "3",
        }

    def run(self, call_id: str, /, **values: Any) -> str:
        """Run the snippet of a call; answers with what the tool prints. What it refuses, the program sends."""
        call = self.driver.desk.catalogue.call(call_id)
        given = {find_parameter(call, name).key: value for name, value in values.items()}
        draft = self.driver.desk.draft(call, given, self.driver.place)
        assert draft.request is not None, draft.faults
        if (self.kind, call_id) in REFUSED:
            assert why_not(draft.request, self.kind)
            return str(self.driver.send(call_id, confirmed=True, **values).status)
        snippet = taken(draft.request, self.kind)
        assert self.token not in snippet.text
        by_token = {"OS_TOKEN": self.token} if "OS_TOKEN" in snippet.variables else self.variables
        return RUN[self.kind](snippet.text, self.folder, by_token)


@pytest.fixture(params=list(RUN), ids=lambda kind: kind.value)
def elsewhere(
    request: pytest.FixtureRequest, alice: Driver, live_cloud: LiveCloud, tmp_path: Path
) -> Elsewhere:
    return Elsewhere(alice, request.param, live_cloud, tmp_path)


@pytest.fixture
def image(alice: Driver) -> Iterator[dict[str, Any]]:
    """An image of Alice's with an awkward name, deleted at the end."""
    made = alice.get("image.create-image", 201, name="it's $HOME {{ 7*7 }} é")
    yield made
    alice.send("image.delete-image", image_id=made["id"], confirmed=True)


def test_an_image_is_read(elsewhere: Elsewhere, image: dict[str, Any]) -> None:
    printed = elsewhere.run("image.show-image", image_id=image["id"])
    if elsewhere.kind not in QUIET:
        assert image["id"] in printed


def test_an_image_is_made_tagged_filled_and_deleted(
    elsewhere: Elsewhere, alice: Driver, tmp_path: Path
) -> None:
    name = f"snippet's {elsewhere.kind.value}"
    disk = tmp_path / "it's a disk"
    disk.write_bytes(b"\0\xffdisk" * 100)
    made = None
    try:
        elsewhere.run("image.create-image", name=name, disk_format="raw", container_format="bare")
        (made,) = alice.get("image.list-images", name=name)["images"]
        elsewhere.run("image.add-image-tag", image_id=made["id"], tag_value="ta g's")
        elsewhere.run("image.upload-image-data", image_id=made["id"], file=FileValue(str(disk)))
        now = alice.until("image.show-image", "status", "active", image_id=made["id"])
        assert now["tags"] == ["ta g's"]
        assert now["size"] == disk.stat().st_size
        elsewhere.run("image.delete-image", image_id=made["id"])
        assert alice.send("image.show-image", image_id=made["id"]).status == 404
    finally:
        if made is not None:
            alice.send("image.delete-image", image_id=made["id"], confirmed=True)
