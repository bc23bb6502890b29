"""Downloads from the practice cloud, whole and broken in every way a proxy can break them."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import replace

import pytest

from api.errors import BadInput, Cancelled, ConnectionLost, MachineFailed, TimedOut, WrongBytes
from api.model import FileValue
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.kept import KINDS
from api.work.transfers import part_file
from api.work.transfers.download import Download, restored
from api.work.transfers.fetching import PAUSES, NoData
from api.work.transfers.part_file import DiskFull
from api.work.work import State
from tests.builders.fault_proxy import Fault

SIZE = 3_000_000
FILE = r"/file$"
AT_ONCE = (0.0,) * 3
PATIENCE = 30.0


def data_of(size=SIZE):
    """Bytes of which no two blocks are equal."""
    return b"".join(hashlib.sha512(str(n).encode()).digest() for n in range(size // 64 + 1))[:size]


DATA = data_of()


class Cloud:
    """Somebody signed in to the OpenStack face, with what these tests ask for."""

    def __init__(self, person):
        self.desk, self.place, self.person = person.desk, person.place, person

    def image(self, folder, data=DATA):
        """A new image with that data (None: none); returns its id."""
        image_id = self.person.image()
        if data is not None:
            source = folder / f"{image_id}.source"
            source.write_bytes(data)
            file = FileValue(str(source))
            assert self.person.ask("image.upload-image-data", image_id=image_id, file=file).status == 204
        return image_id

    def plan(self, image_id, target, **more):
        return Download(
            self.place,
            self.desk.catalogue.call("image.download-image-data"),
            {"image_id": image_id},
            target,
            **({"pauses": AT_ONCE} | more),
        )

    def run(self, plan, cancel=None):
        return self.desk.works.run(plan, cancel or CancelToken())

    @property
    def notes(self):
        return [note.sentence for note in self.desk.works.all()[-1].notes]


@pytest.fixture
def cloud(person):
    return Cloud(person)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "downloads"
    made.mkdir()
    return made


@pytest.fixture
def image(cloud, tmp_path):
    return cloud.image(tmp_path)


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


def ranges(proxy):
    return [seen.header("range") for seen in proxy.seen_of("GET", FILE)]


def test_a_download_is_verified_and_named_at_the_end(cloud, image, folder):
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA
    assert left_in(folder) == ["disk.raw"]
    assert "SHA-512 is that of the record" in outcome.sentence
    assert outcome.value == {
        "file": str(folder / "disk.raw"),
        "size": SIZE,
        "verified": "sha512",
        "hash": hashlib.sha512(DATA).hexdigest(),
        "interruptions": 0,
    }
    work = cloud.desk.works.all()[-1]
    assert (work.progress.done, work.progress.total) == (SIZE, SIZE)
    assert not work.changes_cloud
    assert [exchange.status for exchange in work.exchanges] == [200, 200]


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("hard", [False, True])
def test_a_cut_at_every_tenth_is_gone_on_from(cloud, proxy, image, folder, tenth, hard):
    cut = SIZE * tenth // 10
    proxy.add(Fault("GET", FILE, cut_down=cut, hard=hard))
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA
    assert outcome.value["interruptions"] == 1
    assert "after 1 interruption." in outcome.sentence
    first, second = ranges(proxy)
    assert first is None
    if hard:  # a reset overtakes bytes
        assert second is None or int(second.removeprefix("bytes=").removesuffix("-")) <= cut
    else:
        assert second == f"bytes={cut}-"
    assert any("Interrupted at" in note for note in cloud.notes)


def test_a_connection_that_breaks_at_every_tenth_in_one_download(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=SIZE // 10, times=9))
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA
    assert outcome.value["interruptions"] == 9
    assert ranges(proxy)[1:] == [f"bytes={SIZE // 10 * n}-" for n in range(1, 10)]


def test_it_gives_up_when_nothing_comes_any_more_and_goes_on_the_next_time(cloud, proxy, image, folder):
    fault = proxy.add(Fault("GET", FILE, cut_down=1000, times=1))
    dead = proxy.add(Fault("GET", FILE, cut_down=0, times=100))
    with pytest.raises(ConnectionLost):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert fault.happened == 1
    assert dead.happened == len(AT_ONCE)
    assert left_in(folder) == ["disk.raw.part", "disk.raw.part.json"]
    assert (folder / "disk.raw.part").read_bytes() == DATA[:1000]
    assert "disk.raw.part holds 1000 bytes of 2.9 MiB" in cloud.notes[-1]
    proxy.clear()
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert ranges(proxy) == ["bytes=1000-"]
    assert left_in(folder) == ["disk.raw"]
    assert (folder / "disk.raw").read_bytes() == DATA
    assert "going on from there" in cloud.notes[0]


def test_a_part_that_was_spoilt_meanwhile_is_found_out(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=1000, times=9))
    proxy.add(Fault("GET", FILE, cut_down=0, times=9))
    with pytest.raises(ConnectionLost):
        cloud.run(cloud.plan(image, folder / "disk.raw", pauses=()))
    proxy.clear()
    (folder / "disk.raw.part").write_bytes(b"x" * 1000)
    with pytest.raises(WrongBytes):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert left_in(folder) == ["disk.raw.mismatch"]


def test_a_stalled_connection_is_given_up_and_gone_on_from(cloud, proxy, image, folder):
    cloud.desk.change_settings(replace(cloud.desk.settings, read_timeout=0.3))
    proxy.add(Fault("GET", FILE, stall_down=50_000))
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert ranges(proxy) == [None, "bytes=50000-"]
    assert any("stood still" in note for note in cloud.notes)
    proxy.add(Fault("GET", FILE, stall_down=0, times=9))
    with pytest.raises(TimedOut):
        cloud.run(cloud.plan(image, folder / "again.raw", pauses=()))
    assert left_in(folder) == ["disk.raw"]


def test_a_busy_service_is_waited_for(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, status=503, headers=(("Retry-After", "0"),), times=2))
    proxy.add(Fault("GET", FILE, status=502))
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert outcome.value["interruptions"] == 3
    assert sum("asks to wait" in note for note in cloud.notes) == 2


def test_a_service_that_stays_busy_is_given_up(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, status=503, times=99))
    with pytest.raises(CallRefused, match="503"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert left_in(folder) == []


def test_a_wrong_byte_keeps_the_file_apart(cloud, proxy, image, folder):
    (folder / "disk.raw.mismatch").write_bytes(b"another one")
    proxy.add(Fault("GET", FILE, flip=SIZE // 2))
    with pytest.raises(WrongBytes, match="SHA-512 is not the one of the record") as caught:
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert "disk.raw.2.mismatch holds what came" in caught.value.hint
    assert hashlib.sha512(DATA).hexdigest() in caught.value.details
    assert left_in(folder) == ["disk.raw.2.mismatch", "disk.raw.mismatch"]
    assert (folder / "disk.raw.mismatch").read_bytes() == b"another one"


def test_an_answer_that_ends_early_in_order_is_gone_on_from(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, truncate=100_000))
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert ranges(proxy) == [None, "bytes=100000-"]
    assert (folder / "disk.raw").read_bytes() == DATA


def test_a_service_that_has_only_a_piece_is_given_up_with_a_sentence(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, truncate=100_000))
    proxy.add(Fault("GET", FILE, truncate=0, times=99))
    with pytest.raises(Exception, match=r"ended its answer at 97\.7 KiB of 2\.9 MiB"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert left_in(folder) == ["disk.raw.part", "disk.raw.part.json"]


def test_a_server_that_ignores_ranges_begins_anew(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=100_000))
    proxy.add(Fault("GET", FILE, ignore=("Range",), times=9))
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA
    assert any("from its beginning" in note for note in cloud.notes)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET", FILE, drop=("Content-Range",)),
        Fault(
            "GET", FILE, drop=("Content-Range",), headers=(("Content-Range", f"bytes 5-{SIZE - 1}/{SIZE}"),)
        ),
        Fault("GET", FILE, status=416),
    ],
    ids=["no range", "another range", "416"],
)
def test_an_answer_with_another_part_is_not_taken(cloud, proxy, image, folder, fault):
    proxy.add(Fault("GET", FILE, cut_down=100_000))
    proxy.add(fault)
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert fault.happened == 1
    assert ranges(proxy) == [None, "bytes=100000-", None]
    assert (folder / "disk.raw").read_bytes() == DATA


def test_another_size_than_the_records_is_told(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=100_000))
    other = (("Content-Range", f"bytes 100000-{SIZE - 1}/{SIZE + 5}"),)
    proxy.add(Fault("GET", FILE, drop=("Content-Range",), headers=other))
    with pytest.raises(WrongBytes, match="3,000,000 bytes, and the service now announces 3,000,005"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert left_in(folder) == ["disk.raw.mismatch"]


def test_a_token_that_ended_is_renewed_in_between(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=100_000))
    proxy.add(Fault("GET", FILE, status=401))
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA
    assert ranges(proxy) == [None, "bytes=100000-", "bytes=100000-"]


def test_a_token_that_cannot_be_renewed_keeps_the_part(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=100_000))
    proxy.add(Fault("GET", FILE, status=401, times=9))
    with pytest.raises(CallRefused, match="401"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert left_in(folder) == ["disk.raw.part", "disk.raw.part.json"]
    assert "goes on from there" in cloud.notes[-1]


def test_an_image_without_data_has_nothing_to_download(cloud, folder, tmp_path):
    image = cloud.image(tmp_path, data=None)
    with pytest.raises(NoData, match="its status is queued"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert left_in(folder) == []


def test_a_deactivated_image_is_not_given_out(cloud, proxy, image, folder, monkeypatch):
    proxy.add(Fault("GET", FILE, status=403))
    import api.work.transfers.download as module

    real = module.read_facts
    monkeypatch.setattr(module, "read_facts", lambda *args: replace(real(*args), status="deactivated"))
    with pytest.raises(NoData, match="deactivated"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))


def test_an_image_that_is_not_there(cloud, folder):
    with pytest.raises(CallRefused, match="404"):
        cloud.run(cloud.plan("00000000-0000-4000-8000-000000000000", folder / "disk.raw"))
    assert left_in(folder) == []


def test_a_record_that_may_not_be_read_leaves_content_md5(cloud, proxy, image, folder):
    proxy.add(Fault("GET", f"{image}$", status=403))
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert outcome.value["verified"] == "md5"
    assert "MD5 is that of Content-MD5" in outcome.sentence


def test_nothing_to_verify_by_is_said_plainly(cloud, proxy, image, folder):
    proxy.add(Fault("GET", f"{image}$", status=403))
    proxy.add(Fault("GET", FILE, drop=("Content-MD5",)))
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert outcome.value["verified"] is None
    assert "could not be verified" in outcome.sentence
    assert "Nothing tells whether the data is right." in cloud.notes


def test_a_part_of_unknown_data_is_never_gone_on_with(cloud, proxy, image, folder):
    proxy.add(Fault("GET", f"{image}$", status=403, times=2))
    proxy.add(Fault("GET", FILE, cut_down=1000))
    proxy.add(Fault("GET", FILE, status=404))
    with pytest.raises(CallRefused, match="404"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert "begins anew then" in cloud.notes[-1]
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert ranges(proxy)[-1] is None
    assert (folder / "disk.raw").read_bytes() == DATA


# What is there already


def test_what_is_there_is_never_overwritten_unless_told(cloud, image, folder):
    target = folder / "disk.raw"
    target.write_bytes(b"precious")
    with pytest.raises(BadInput, match="exists already"):
        cloud.run(cloud.plan(image, target))
    assert target.read_bytes() == b"precious"
    cloud.run(cloud.plan(image, target, overwrite=True))
    assert target.read_bytes() == DATA
    with pytest.raises(BadInput, match="is a folder"):
        cloud.run(cloud.plan(image, folder))


def test_what_appears_meanwhile_is_not_overwritten_either(cloud, proxy, image, folder):
    target = folder / "disk.raw"
    plan = cloud.plan(image, target)
    real = proxy.fault_for

    def fault_for(seen):
        if seen.target.endswith("/file"):
            target.write_bytes(b"precious")
        return real(seen)

    proxy.fault_for = fault_for
    with pytest.raises(MachineFailed, match="exists by now"):
        cloud.run(plan)
    assert target.read_bytes() == b"precious"
    assert (folder / "disk.raw.part").read_bytes() == DATA


def test_a_part_of_somebody_else_is_left_alone(cloud, image, folder, tmp_path):
    (folder / "disk.raw.part").write_bytes(b"precious")
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw.part").read_bytes() == b"precious"
    assert left_in(folder) == ["disk.raw", "disk.raw.part"]


def test_a_part_of_another_image_is_left_alone(cloud, proxy, image, folder, tmp_path):
    other = cloud.image(tmp_path, data=b"y" * 5000)
    proxy.add(Fault("GET", FILE, cut_down=1000))
    with pytest.raises(ConnectionLost):
        cloud.run(cloud.plan(other, folder / "disk.raw", pauses=()))
    proxy.clear()
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA
    assert (folder / "disk.raw.part").read_bytes() == b"y" * 1000


def test_two_downloads_do_not_write_to_one_part(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, stall_down=1000))
    work = cloud.desk.works.begin(cloud.plan(image, folder / "disk.raw"))
    until(lambda: has(folder, 1000))
    with pytest.raises(MachineFailed, match="Another download writes"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    work.cancel.cancel()
    until(lambda: work.state.ended)


def test_a_folder_that_is_not_there(cloud, image, folder):
    with pytest.raises(MachineFailed, match="Nothing can be written"):
        cloud.run(cloud.plan(image, folder / "missing" / "disk.raw"))


# The disk


def test_a_full_disk_is_foreseen(cloud, proxy, image, folder, monkeypatch):
    monkeypatch.setattr(part_file.shutil, "disk_usage", lambda _path: Usage(SIZE))
    with pytest.raises(DiskFull, match=r"2\.9 MiB are to come"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert ranges(proxy) == []
    assert left_in(folder) == []


class Usage:
    def __init__(self, free):
        self.free = free


def test_a_disk_that_fills_up_keeps_the_part_and_goes_on_later(cloud, image, folder, monkeypatch):
    real, room = part_file.os.write, [1_000_000]
    part = folder / "disk.raw.part"

    def write(handle, block):
        if not os.path.samestat(os.fstat(handle), part.stat()):  # the note beside it
            return real(handle, block)
        if not room[0]:
            raise OSError(28, "No space left on device")
        written = real(handle, block[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(part_file.os, "write", write)
    with pytest.raises(DiskFull, match=r"The disk is full: disk.raw.part holds 977 KiB"):
        cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw.part").stat().st_size == 1_000_000
    monkeypatch.setattr(part_file.os, "write", real)
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == DATA


# Pausing and stopping


def has(folder, size):
    part = folder / "disk.raw.part"
    return part.exists() and part.stat().st_size == size


def until(condition):
    done, waited = threading.Event(), 0.0
    while not condition():
        done.wait(0.005)
        waited += 0.005
        assert waited < PATIENCE


def test_a_pause_keeps_what_is_there_and_resuming_asks_for_the_rest(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, stall_down=1_000_000))
    work = cloud.desk.works.begin(cloud.plan(image, folder / "disk.raw"))
    until(lambda: has(folder, 1_000_000))
    until(lambda: work.progress.done == 1_000_000)
    work.pause()
    until(lambda: work.state is State.PAUSED)
    assert (folder / "disk.raw.part").stat().st_size == 1_000_000
    work.resume()
    until(lambda: work.state.ended)
    assert work.state is State.DONE, work.sentence
    assert ranges(proxy) == [None, "bytes=1000000-"]
    assert (folder / "disk.raw").read_bytes() == DATA
    assert "Paused at 977 KiB of 2.9 MiB." in cloud.notes


def test_a_stop_keeps_the_part_and_says_so(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, stall_down=1_000_000))
    work = cloud.desk.works.begin(cloud.plan(image, folder / "disk.raw"))
    until(lambda: has(folder, 1_000_000))
    work.cancel.cancel()
    until(lambda: work.state.ended)
    assert work.state is State.CANCELLED
    assert "disk.raw.part holds 977 KiB of 2.9 MiB" in str(work.error)
    assert left_in(folder) == ["disk.raw.part", "disk.raw.part.json"]
    again = cloud.desk.works.again(work)
    until(lambda: again.state.ended)
    assert again.state is State.DONE, again.sentence
    assert ranges(proxy)[-1] == "bytes=1000000-"


def test_a_stop_before_the_first_byte_leaves_nothing(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, stall_down=0))
    work = cloud.desk.works.begin(cloud.plan(image, folder / "disk.raw"))
    until(lambda: ranges(proxy))
    work.cancel.cancel()
    until(lambda: work.state.ended)
    assert str(work.error) == "Cancelled."
    assert left_in(folder) == []


def test_a_wait_for_the_next_try_can_be_stopped(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=1000, times=99))
    cancel = CancelToken()
    work = cloud.desk.works.begin(cloud.plan(image, folder / "disk.raw", pauses=(600.0,)))
    until(lambda: any("Going on in" in note.sentence for note in work.notes))
    work.cancel.cancel()
    until(lambda: work.state.ended)
    assert isinstance(work.error, Cancelled)
    assert not cancel.cancelled


def test_an_empty_image(cloud, folder, tmp_path):
    image = cloud.image(tmp_path, data=b"")
    outcome = cloud.run(cloud.plan(image, folder / "disk.raw"))
    assert (folder / "disk.raw").read_bytes() == b""
    assert outcome.value["verified"] == "sha512"


def test_no_note_holds_the_token(cloud, proxy, image, folder):
    proxy.add(Fault("GET", FILE, cut_down=1000))
    cloud.run(cloud.plan(image, folder / "disk.raw"))
    token = proxy.seen_of("GET", FILE)[0].header("X-Auth-Token")
    assert token
    assert not any(token in note for note in cloud.notes)


# What survives the end of the program


def test_it_can_be_kept_and_restored(cloud, image, folder):
    plan = cloud.plan(image, folder / "disk.raw", name="Debian 12", overwrite=True)
    kept = json.loads(json.dumps(plan.kept()))
    back = KINDS[plan.kind].restore(cloud.desk.catalogue, plan.place, kept)
    assert back == plan
    assert back.pauses == PAUSES
    assert not KINDS[plan.kind].at_once


@pytest.mark.parametrize(
    "wrong", [{"call": "image.upload-image-data"}, {"call": "image.list-images"}, {"target": "relative"}]
)
def test_what_is_damaged_is_not_restored(cloud, image, folder, wrong):
    kept = cloud.plan(image, folder / "disk.raw").kept() | wrong
    with pytest.raises(TypeError):
        restored(cloud.desk.catalogue, cloud.place, kept)
