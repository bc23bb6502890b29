"""Imports from the web, copies to another region and to further stores of a real Glance."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from api.model import FileValue
from api.running import CancelToken
from api.work.moving.glance import GlanceCopy, Import, StoreCopy
from api.work.watch.ending import EndedBadly
from tests.live.driver import Driver

SIZE = 5 * 1024 * 1024 + 11
FORMATS = {"disk_format": "raw", "container_format": "bare"}


class Quiet(SimpleHTTPRequestHandler):
    """A web server that writes nothing down."""

    def log_message(self, *_anything: Any) -> None:
        """Nothing."""


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """What is moved."""
    data = hashlib.shake_128(str(tmp_path).encode()).digest(SIZE)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "disk.raw").write_bytes(data)
    return data


@pytest.fixture
def address(content: bytes, tmp_path: Path) -> Iterator[str]:
    """Where the disk lies in the web."""
    handler = partial(Quiet, directory=str(tmp_path / "web"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def image(alice: Driver, content: bytes, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """An active image of the first region, with properties."""
    further = {"com.example.team": "data", "os_distro": "debian"}
    made = alice.get(
        "image.create-image", 201, name="to move", tags=["a", "b"], **{"*": further}, **FORMATS
    )
    disk = FileValue(str(tmp_path / "web" / "disk.raw"))
    alice.send("image.upload-image-data", image_id=made["id"], file=disk)
    yield alice.get("image.show-image", image_id=made["id"])
    alice.send("image.delete-image", image_id=made["id"], confirmed=True)


def run(driver: Driver, plan: Any) -> Any:
    return driver.desk.works.run(plan, CancelToken())


def story(driver: Driver) -> str:
    return "\n".join(note.sentence for note in driver.desk.works.all()[-1].notes)


def elsewhere(driver: Driver) -> Driver:
    return Driver(driver.desk, replace(driver.place, region="RegionTwo"))


def test_the_service_fetches_an_image_from_the_web(alice: Driver, content: bytes, address: str) -> None:
    members = {"name": "from the web", "com.example.team": "data", **FORMATS}
    outcome = run(alice, Import(alice.place, f"{address}/disk.raw", members))
    shown = alice.get("image.show-image", image_id=outcome.value["image_id"])
    assert (shown["status"], shown["com.example.team"]) == ("active", "data")
    assert outcome.value["hash"] == hashlib.sha512(content).hexdigest()
    assert "importing" in story(alice) or "active" in story(alice)


def test_what_is_not_in_the_web_fails_with_the_services_reason(alice: Driver, address: str) -> None:
    with pytest.raises(EndedBadly) as failed:
        run(alice, Import(alice.place, f"{address}/missing.raw", {"name": "missing", **FORMATS}))
    assert "import into fast failed" in str(failed.value)
    assert "The service says" in str(failed.value)
    image_id = alice.desk.works.all()[-1].memory.facts["image"]
    assert alice.get("image.show-image", image_id=image_id)["status"] == "queued"


def test_the_other_region_fetches_the_image_with_its_properties(
    alice: Driver, image: dict[str, Any]
) -> None:
    outcome = run(alice, GlanceCopy(alice.place, image["id"], "RegionTwo", image["name"]))
    copy = elsewhere(alice).get("image.show-image", image_id=outcome.value["image_id"])
    assert (copy["status"], copy["os_hash_value"]) == ("active", image["os_hash_value"])
    assert (copy["com.example.team"], copy["os_distro"]) == ("data", "debian")
    assert sorted(copy["tags"]) == ["a", "b"]
    assert copy["visibility"] == "private"
    assert "Size and hash are those of the source." in story(alice)


def test_an_administrator_copies_to_further_stores(admin: Driver, image: dict[str, Any]) -> None:
    outcome = run(admin, StoreCopy(admin.place, image["id"], ("archive",)))
    assert set(outcome.value["stores"]) == {"fast", "archive"}
    assert outcome.whole
