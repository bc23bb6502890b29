"""Image data from a real Glance: chunked, verified, broken off and gone on with by Range, paused, and by command."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.errors import Cancelled, WrongBytes
from api.model import FileValue
from api.running import CancelToken
from api.work.transfers.download import IMAGE_DATA, Download
from api.work.transfers.fetching import NoData
from api.work.work import State
from tests.builders.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.people import DOMAIN
from tests.live.cloud.places import ROOT
from tests.live.driver import Driver

SIZE = 20 * 1024 * 1024
FILE = r"/file$"
SECONDS = 60.0

Plan = Callable[..., Download]


@pytest.fixture(scope="module")
def data() -> bytes:
    """What the image holds."""
    return os.urandom(1024) * (SIZE // 1024)


@pytest.fixture
def image_id(alice: Driver, tmp_path: Path, data: bytes) -> Iterator[str]:
    """An active image with that data."""
    members = {"name": "Debian 12", "disk_format": "raw", "container_format": "bare"}
    made: str = alice.get("image.create-image", 201, **members)["id"]
    source = tmp_path / "source.raw"
    source.write_bytes(data)
    assert alice.send("image.upload-image-data", image_id=made, file=FileValue(str(source))).status == 204
    yield made
    alice.send("image.delete-image", image_id=made, confirmed=True)


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    """What stands between the program and Glance."""
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        yield proxy


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder / "disk.raw"


@pytest.fixture
def plan(alice: Driver, image_id: str, target: Path) -> Plan:
    """plan(image): a download of that image, else of the one with data."""

    def make(image: str = image_id) -> Download:
        call = alice.desk.catalogue.call(IMAGE_DATA)
        return Download(alice.place, call, {"image_id": image}, target, pauses=(0.0, 0.0, 0.0))

    return make


def run(driver: Driver, plan: Download) -> Any:
    return driver.desk.works.run(plan, CancelToken())


def ranges(proxy: FaultProxy) -> list[str | None]:
    return [seen.header("range") for seen in proxy.seen_of("GET", FILE)]


def until(condition: Callable[[], object]) -> None:
    step, waited = threading.Event(), 0.0
    while not condition():
        step.wait(0.01)
        waited += 0.01
        assert waited < SECONDS


def test_it_comes_whole_and_right(alice: Driver, plan: Plan, target: Path, data: bytes) -> None:
    outcome = run(alice, plan())
    assert target.read_bytes() == data
    assert outcome.value["verified"] == "sha512"
    assert outcome.value["hash"] == hashlib.sha512(data).hexdigest()
    work = alice.desk.works.all()[-1]
    assert work.progress.total == SIZE  # from the record: the answer itself is chunked
    head = work.exchanges[-1].response
    assert head is not None
    assert head.header("Content-Length") is None


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_at_every_tenth_is_gone_on_from(
    alice: Driver, plan: Plan, proxy: FaultProxy, target: Path, data: bytes, tenth: int
) -> None:
    cut = SIZE * tenth // 10
    proxy.add(Fault("GET", FILE, cut_down=cut))
    assert run(alice, plan()).value["interruptions"] == 1
    assert ranges(proxy) == [None, f"bytes={cut}-"]
    assert target.read_bytes() == data


def test_faults_of_every_kind_in_one_download(
    alice: Driver, plan: Plan, proxy: FaultProxy, target: Path, data: bytes
) -> None:
    proxy.add(Fault("GET", FILE, cut_down=SIZE // 4, hard=True))
    proxy.add(Fault("GET", FILE, status=503, headers=(("Retry-After", "0"),)))
    proxy.add(Fault("GET", FILE, truncate=SIZE // 4))
    proxy.add(Fault("GET", FILE, status=401))
    proxy.add(Fault("GET", FILE, cut_down=1000))
    assert run(alice, plan()).value["interruptions"] == 4
    assert target.read_bytes() == data


def test_a_wrong_byte_is_found(alice: Driver, plan: Plan, proxy: FaultProxy, target: Path) -> None:
    proxy.add(Fault("GET", FILE, flip=SIZE - 1))
    with pytest.raises(WrongBytes, match="SHA-512"):
        run(alice, plan())
    assert [path.name for path in target.parent.iterdir()] == ["disk.raw.mismatch"]


def test_it_is_paused_and_goes_on(
    alice: Driver, plan: Plan, proxy: FaultProxy, target: Path, data: bytes
) -> None:
    proxy.add(Fault("GET", FILE, stall_down=SIZE // 2))
    work = alice.desk.works.begin(plan())
    part = target.with_name("disk.raw.part")
    until(lambda: part.exists() and part.stat().st_size == SIZE // 2)
    work.pause()
    until(lambda: work.state is State.PAUSED)
    work.resume()
    until(lambda: work.state.ended)
    assert work.state is State.DONE, work.sentence
    assert ranges(proxy) == [None, f"bytes={SIZE // 2}-"]
    assert target.read_bytes() == data


def test_it_is_stopped_and_gone_on_with_later(
    alice: Driver, plan: Plan, proxy: FaultProxy, target: Path, data: bytes
) -> None:
    proxy.add(Fault("GET", FILE, stall_down=SIZE // 2))
    work = alice.desk.works.begin(plan())
    part = target.with_name("disk.raw.part")
    until(lambda: part.exists() and part.stat().st_size == SIZE // 2)
    work.cancel.cancel()
    until(lambda: work.state.ended)
    assert isinstance(work.error, Cancelled)
    assert "disk.raw.part holds 10 MiB of 20 MiB" in str(work.error)
    run(alice, plan())
    assert ranges(proxy)[-1] == f"bytes={SIZE // 2}-"
    assert target.read_bytes() == data


def test_an_image_without_data(alice: Driver, plan: Plan, target: Path) -> None:
    empty = alice.get("image.create-image", 201, name="empty")["id"]
    try:
        with pytest.raises(NoData, match="its status is queued"):
            run(alice, plan(empty))
    finally:
        alice.send("image.delete-image", image_id=empty, confirmed=True)
    assert not list(target.parent.iterdir())


def test_a_deactivated_image(alice: Driver, admin: Driver, plan: Plan, image_id: str) -> None:
    assert admin.send("image.deactivate-image", image_id=image_id, confirmed=True).status == 204
    with pytest.raises(NoData, match="deactivated"):
        run(alice, plan())


def test_by_command(
    live_cloud: LiveCloud, image_id: str, target: Path, data: bytes, data_dir: Path, private_home: Path
) -> None:
    alice = live_cloud.people.alpha
    variables = {
        "OS_AUTH_URL": live_cloud.identity_url,
        "OS_USERNAME": alice.name,
        "OS_PASSWORD": alice.password,
        "OS_PROJECT_NAME": alice.project,
        "OS_USER_DOMAIN_NAME": DOMAIN,
        "OS_PROJECT_DOMAIN_NAME": DOMAIN,
        "OS_REGION_NAME": "RegionOne",
    }
    done = subprocess.run(
        [sys.executable, "main.py", "download", image_id, "-o", str(target.parent), "--cloud", "envvars",
         "--json", "--data-dir", str(data_dir)],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["verified"] == "sha512"
    assert Path(told["file"]).name == "Debian 12.raw"
    assert Path(told["file"]).read_bytes() == data
