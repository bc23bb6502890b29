"""Large image data to and from a real Glance: streamed, told about, and stopped at once when the person says so."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.errors import Cancelled
from api.exchange.convert import find_parameter
from api.model import FileValue
from api.running import CancelToken, Progress, ProgressReport
from api.wire.request import Request
from tests.live.driver import Driver

MEBI = 1024 * 1024
SIZE = 96 * MEBI
PROMPTLY = 1.0


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A file of zeros that takes no room on the disk."""
    file = tmp_path / "disk.raw"
    with file.open("wb") as output:
        output.truncate(SIZE)
    return file


@pytest.fixture
def image_id(alice: Driver) -> Iterator[str]:
    members = {"name": "large", "disk_format": "raw", "container_format": "bare"}
    made: str = alice.get("image.create-image", 201, **members)["id"]
    yield made
    alice.send("image.delete-image", image_id=made, confirmed=True)


def request_of(driver: Driver, call_id: str, **values: object) -> Request:
    call = driver.desk.catalogue.call(call_id)
    given = {find_parameter(call, name).key: value for name, value in values.items()}
    draft = driver.desk.draft(call, given, driver.place)
    assert draft.request is not None, draft.faults
    return draft.request


class CancelAfter:
    """A report that cancels once so many bytes are done, and remembers when."""

    def __init__(self, cancel: CancelToken, size: int) -> None:
        self._cancel = cancel
        self._size = size
        self.at = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.done >= self._size and not self._cancel.cancelled:
            self.at = time.monotonic()
            self._cancel.cancel()


def send(driver: Driver, request: Request, cancel: CancelToken, report: ProgressReport) -> None:
    driver.desk.send(request, {}, cancel=cancel, report=report)


def test_there_and_back(alice: Driver, image_id: str, disk: Path) -> None:
    told: list[Progress] = []
    request = request_of(alice, "image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    exchange = alice.desk.send(request, {}, cancel=CancelToken(), report=told.append)
    assert exchange.status == 204
    for stage in {progress.stage for progress in told}:
        done = [progress.done for progress in told if progress.stage == stage]
        assert done == sorted(done), f"{stage} went backwards"
    assert max(progress.done for progress in told) == SIZE
    shown = alice.get("image.show-image", image_id=image_id)
    back = alice.send("image.download-image-data", image_id=image_id)
    with back.response.content.view as view:
        assert hashlib.sha512(view).hexdigest() == shown["os_hash_value"]
    back.response.content.close()


def test_an_upload_is_stopped(alice: Driver, image_id: str, disk: Path) -> None:
    request = request_of(alice, "image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    cancel = CancelToken()
    report = CancelAfter(cancel, 8 * MEBI)
    with pytest.raises(Cancelled):
        send(alice, request, cancel, report)
    assert time.monotonic() - report.at < PROMPTLY
    # Glance notices the lost connection and takes the record back.
    alice.until("image.show-image", "status", "queued", image_id=image_id)
    assert alice.send("image.upload-image-data", image_id=image_id, file=FileValue(str(disk))).status == 204


def test_a_download_is_stopped(alice: Driver, image_id: str, disk: Path) -> None:
    alice.send("image.upload-image-data", image_id=image_id, file=FileValue(str(disk)))
    request = request_of(alice, "image.download-image-data", image_id=image_id)
    cancel = CancelToken()
    report = CancelAfter(cancel, 8 * MEBI)
    with pytest.raises(Cancelled):
        send(alice, request, cancel, report)
    assert time.monotonic() - report.at < PROMPTLY
    assert alice.send("image.show-image", image_id=image_id).status == 200
