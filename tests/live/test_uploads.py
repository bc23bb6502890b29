"""Files into images of a real Glance: compared, refused, broken off, stopped, and by way of its staging area."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.errors import Cancelled
from api.running import CancelToken
from api.work.transfers import standing
from api.work.transfers.new_image import NewImage
from api.work.transfers.sniffing import sniff
from api.work.transfers.standing import UploadFailed
from api.work.transfers.upload import Upload, Way
from api.work.work import State
from tests.builders import disk_files
from tests.builders.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.live.driver import Driver

MEBI = 1024 * 1024
SECONDS = 120.0
FILE = r"/file$"
FORMATS = {"qcow2": "qcow2", "vmdk": "vmdk", "vpc": "vhd", "vhdx": "vhdx", "vdi": "vdi", "raw": "raw"}
"""What qemu-img calls a format, and what Glance does."""

Make = Callable[..., Path]
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine's Glance takes its time to give an upload up."""
    monkeypatch.setattr(standing, "PATIENCE", 30.0)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """make(format, *options) -> the file of a small disk, made by qemu-img."""

    def made(kind: str, *options: str) -> Path:
        tool = shutil.which("qemu-img")
        assert tool is not None, "qemu-utils is needed"
        plain = tmp_path / "plain"
        plain.write_bytes(b"data" * MEBI)
        path = tmp_path / f"disk.{kind}"
        subprocess.run([tool, "convert", "-q", "-O", kind, *options, plain, path], check=True)
        return path

    return made


@pytest.fixture
def run(alice: Driver) -> Iterator[Run]:
    """run(plan, cancel) -> its outcome. The images that were made are deleted in the end."""

    def carry_out(plan: Any, cancel: CancelToken | None = None) -> Any:
        return alice.desk.works.run(plan, cancel or CancelToken())

    yield carry_out
    for image_id in {work.memory.facts.get("image", "") for work in alice.desk.works.all()} - {""}:
        alice.send("image.delete-image", image_id=image_id, confirmed=True)


def again(alice: Driver) -> Any:
    """The outcome of the last plan, carried out once more."""
    works, ended = alice.desk.works, threading.Event()
    leave = works.listen(lambda work: ended.set() if work.state.ended else None)
    work = works.again(works.all()[-1])
    assert ended.wait(SECONDS)
    leave()
    assert work.outcome is not None, work.sentence
    return work.outcome


def created(alice: Driver) -> str:
    """The image of the last plan."""
    return str(alice.desk.works.all()[-1].memory.facts["image"])


def new_image(alice: Driver, file: Path, disk_format: str, way: Way = Way.DIRECT, **more: Any) -> NewImage:
    members = {"name": "uploaded", "disk_format": disk_format, "container_format": "bare", **more}
    return NewImage(alice.place, file, members, {"os_distro": "none"}, way)


@pytest.fixture
def proxy(alice: Driver, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        yield proxy


@pytest.mark.parametrize("kind", FORMATS)
def test_glance_takes_each_format_for_what_it_was_sniffed_to_be(
    alice: Driver, run: Run, make: Make, kind: str
) -> None:
    file = make(kind)
    assert sniff(file).disk_format == FORMATS[kind]
    outcome = run(new_image(alice, file, FORMATS[kind], min_disk=1, tags=["a", "b"]))
    assert (outcome.value["status"], outcome.value["verified"]) == ("active", "sha512")
    record = alice.get("image.show-image", image_id=outcome.value["image_id"])
    assert (record["os_distro"], sorted(record["tags"]), record["min_disk"]) == ("none", ["a", "b"], 1)


def test_by_way_of_the_staging_area(alice: Driver, run: Run, make: Make) -> None:
    outcome = run(new_image(alice, make("qcow2"), "qcow2", Way.IMPORT))
    assert (outcome.value["status"], outcome.value["verified"]) == ("active", "sha512")


def test_content_of_another_format_spoils_the_image_as_it_is_said(
    alice: Driver, run: Run, make: Make
) -> None:
    with pytest.raises(UploadFailed) as caught:
        run(new_image(alice, make("vmdk"), "qcow2"))
    first = created(alice)
    assert "415" in caught.value.sentence
    assert f"Image {first} was created." in caught.value.hint
    assert "create it anew with disk format vmdk" in caught.value.hint
    assert not caught.value.again
    with pytest.raises(UploadFailed) as second:
        run(Upload(alice.place, first, make("qcow2")))
    assert "delete it and create it anew" in second.value.hint


def test_an_import_that_fails_tells_why(
    alice: Driver, run: Run, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PATIENCE", 2.0)  # Glance never takes it back
    with pytest.raises(UploadFailed) as caught:
        run(new_image(alice, make("vmdk"), "qcow2", Way.IMPORT))
    assert "yet the image is" in caught.value.sentence
    assert "Task failed" in caught.value.sentence
    assert "was created" in caught.value.hint


@pytest.mark.parametrize("tenth", [0, 5, 9])
def test_a_connection_that_breaks_leaves_an_image_to_go_on_with(
    alice: Driver, run: Run, proxy: FaultProxy, tmp_path: Path, tenth: int
) -> None:
    file = tmp_path / "disk.raw"
    file.write_bytes(b"0123456789abcdef" * MEBI)
    proxy.add(Fault("PUT", FILE, cut_up=file.stat().st_size * tenth // 10))
    plan = new_image(alice, file, "raw")
    with pytest.raises(UploadFailed) as caught:
        run(plan)
    first = created(alice)
    assert "Trying again goes on with it." in caught.value.hint
    assert again(alice).value["image_id"] == first


def test_a_stop_is_prompt_and_says_how_it_stands(alice: Driver, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "disk.raw"
    with file.open("wb") as output:
        output.truncate(600 * MEBI)
    works, cancel, stopped = alice.desk.works, CancelToken(), []

    def stop_in_the_middle() -> None:
        ended = threading.Event()
        works.listen(lambda work: ended.set() if work.state is State.CANCELLED else None)
        while not works.all() or works.all()[-1].progress.done < 50 * MEBI:
            cancel.wait(0.01)
        begun = time.monotonic()
        cancel.cancel()
        assert ended.wait(SECONDS)
        stopped.append(time.monotonic() - begun)

    thread = threading.Thread(target=stop_in_the_middle, daemon=True)
    thread.start()
    plan = new_image(alice, file, "raw")
    with pytest.raises(Cancelled) as caught:
        run(plan, cancel)
    thread.join()
    assert "is queued - waiting for data" in caught.value.hint
    assert stopped[0] < 1.0  # 0.1 on a machine that does nothing else
    assert again(alice).value["verified"] == "sha512"


def test_a_token_that_ends_in_mid_upload(alice: Driver, run: Run, proxy: FaultProxy, make: Make) -> None:
    proxy.add(Fault("PUT", FILE, status=401, swallow=True))
    outcome = run(new_image(alice, make("qcow2"), "qcow2"))
    assert outcome.value["verified"] == "sha512"
    assert len(proxy.seen_of("PUT", FILE)) == 2


def test_a_fixed_vhd_is_what_services_take_for_raw(alice: Driver, run: Run, make: Make) -> None:
    file = make("vpc", "-o", "subformat=fixed")
    assert "take it for raw" in " ".join(sniff(file).remarks)
    with pytest.raises(UploadFailed) as caught:
        run(new_image(alice, file, "vhd"))
    assert "as its disk format says, but the service does not take it" in caught.value.hint


def test_a_qcow2_file_on_another_one_is_refused_as_it_is_remarked(
    alice: Driver, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "disk.qcow2"
    file.write_bytes(disk_files.qcow2(backing=512))
    assert "services refuse it" in " ".join(sniff(file).remarks)
    with pytest.raises(UploadFailed):
        run(new_image(alice, file, "qcow2"))
