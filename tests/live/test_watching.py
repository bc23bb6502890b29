"""Watching a real Glance: imports that succeed and fail, copies to stores, tasks, deletion, and a bad network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from api.model import FileValue
from api.running import CancelToken
from api.work.watch.ending import EndedBadly
from api.work.watch.plan import plan_watch
from api.work.watch.started import started
from api.work.work import State, Work
from tests.builders.fault_proxy import Fault, fault_proxy
from tests.live.driver import Driver
from tests.scenarios.file_server import file_server

CONTENT = bytes(range(256)) * 4000
SHOW = "image.show-image"
RECORD = r"/v2/images/[^/]+$"


@pytest.fixture
def files() -> Iterator[str]:
    with file_server({"disk.raw": CONTENT}) as address:
        yield address


def new_image(driver: Driver) -> str:
    members = {"name": "a test", "disk_format": "raw", "container_format": "bare"}
    return str(driver.get("image.create-image", 201, **members)["id"])


def imported(driver: Driver, address: str, **more: Any) -> str:
    image_id = new_image(driver)
    given = {"method__name": "web-download", "method__uri": address, **more}
    assert driver.send("image.import-image", image_id=image_id, **given).status == 202
    return image_id


def watch(driver: Driver, image_id: str, *goal: str) -> Work:
    """Watch an image to its end; returns the piece of work."""
    catalogue, works = driver.desk.catalogue, driver.desk.works
    works.run(plan_watch(catalogue, SHOW, {"image_id": image_id}, driver.place, goal=goal), CancelToken())
    return works.all()[-1]


def story(work: Work) -> list[str]:
    return [note.sentence for note in work.notes]


def delete(driver: Driver, image_id: str) -> None:
    assert driver.send("image.delete-image", image_id=image_id, confirmed=True).status == 204


def test_an_import_that_succeeds(alice: Driver, files: str) -> None:
    image_id = imported(alice, f"{files}/disk.raw")
    work = watch(alice, image_id)
    assert work.state is State.DONE, story(work)
    assert story(work)[-1] == "active - ready to use"
    assert alice.get(SHOW, image_id=image_id)["size"] == len(CONTENT)
    delete(alice, image_id)
    assert watch(alice, image_id, "gone").sentence == "Gone."


def test_an_import_that_fails_says_why(alice: Driver, files: str) -> None:
    image_id = imported(alice, f"{files}/missing.raw")
    with pytest.raises(EndedBadly) as caught:
        watch(alice, image_id)
    assert caught.value.ending.state == "queued"
    assert "its import into fast failed. The service says: “" in str(caught.value)
    assert "cannot be reached from the cloud" in caught.value.hint
    delete(alice, image_id)


def test_a_copy_to_another_store_is_awaited(admin: Driver, files: str) -> None:
    image_id = imported(admin, f"{files}/disk.raw")
    watch(admin, image_id)
    exchange = admin.send(
        "image.import-image", image_id=image_id, method__name="copy-image", stores=["archive"]
    )
    assert exchange.status == 202
    plan = started(exchange, admin.desk.catalogue)
    assert plan is not None
    admin.desk.works.run(plan, CancelToken())
    assert set(admin.get(SHOW, image_id=image_id)["stores"].split(",")) == {"fast", "archive"}
    delete(admin, image_id)


def test_a_copy_that_a_store_refuses_is_named(admin: Driver, files: str) -> None:
    image_id = imported(admin, f"{files}/disk.raw")
    watch(admin, image_id)
    given = {"method__name": "copy-image", "stores": ["archive", "web"], "all_stores_must_succeed": False}
    assert admin.send("image.import-image", image_id=image_id, **given).status == 202
    work = watch(admin, image_id)
    assert work.state is State.PARTLY, story(work)
    assert "but its import into web failed" in work.sentence
    delete(admin, image_id)


def test_a_task_is_watched_to_its_end(admin: Driver, files: str) -> None:
    exchange = admin.send(
        "image.create-task",
        type="import",
        input__import_from=f"{files}/missing.raw",
        input__import_from_format="raw",
        input__image_properties={"name": "a test", "disk_format": "raw", "container_format": "bare"},
    )
    assert exchange.status == 201
    plan = started(exchange, admin.desk.catalogue)
    assert plan is not None
    with pytest.raises(EndedBadly, match="Failure"):
        admin.desk.works.run(plan, CancelToken())
    listed = admin.get("image.list-tasks", status="failure")["tasks"]
    assert dict(plan.values)["task_id"] in [task["id"] for task in listed]


def test_a_bad_network_is_survived(alice: Driver, files: str, monkeypatch: pytest.MonkeyPatch) -> None:
    image_id = imported(alice, f"{files}/disk.raw")
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        proxy.add(Fault("GET", RECORD, status=401))  # the token is renewed
        proxy.add(Fault("GET", RECORD, spare=1, cut_down=10, hard=True))
        proxy.add(Fault("GET", RECORD, spare=2, status=503, headers=(("Retry-After", "1"),), times=2))
        proxy.add(Fault("GET", RECORD, spare=4, truncate=20))
        work = watch(alice, image_id)
    assert work.state is State.DONE, story(work)
    told = "\n".join(story(work))
    assert "Trying again for 15 min" in told
    assert "Answered again after" in told
    assert "active - ready to use" in told
    delete(alice, image_id)


def test_an_upload_is_awaited_from_the_side(alice: Driver, tmp_path: Any) -> None:
    image_id, ended = new_image(alice), threading.Event()
    alice.desk.works.listen(lambda work: ended.set() if work.state.ended else None)
    work = alice.desk.works.begin(
        plan_watch(alice.desk.catalogue, SHOW, {"image_id": image_id}, alice.place)
    )
    disk = tmp_path / "disk.raw"
    disk.write_bytes(CONTENT)
    alice.send("image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    assert ended.wait(60)
    assert work.state is State.DONE, story(work)
    assert story(work)[-1] == "active - ready to use"
    delete(alice, image_id)
