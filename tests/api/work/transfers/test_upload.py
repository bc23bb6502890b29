"""Uploads: the bytes there, compared, and whatever can go wrong on the way told with the image's state."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace

import pytest

from api.errors import BadInput, Cancelled, PitchforkError
from api.running import CancelToken
from api.work.transfers import standing
from api.work.transfers.standing import UploadFailed
from api.work.transfers.upload import Upload, Way
from api.work.work import State
from tests.builders import disk_files
from tests.builders.fault_proxy import Fault

SIZE = 1_000_003
DATA = random.Random(1).randbytes(SIZE)
SHA512 = hashlib.sha512(DATA).hexdigest()
FILE = r"/file$"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "disk.raw"
    path.write_bytes(DATA)
    return path


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    monkeypatch.setattr(standing, "PATIENCE", 2.0)


@pytest.fixture
def image_id(person):
    return person.image()


@pytest.fixture
def failing(person):
    """failing(plan) -> the UploadFailed that it ends with."""

    def run(plan):
        with pytest.raises(UploadFailed) as caught:
            person.run(plan)
        assert person.desk.works.all()[-1].state is State.FAILED
        return caught.value

    return run


def test_the_bytes_are_there_and_compared(person, proxy, image_id, file):
    outcome = person.run(Upload(person.place, image_id, file))
    record = person.record(image_id)
    assert (record["status"], record["size"], record["os_hash_value"]) == ("active", SIZE, SHA512)
    assert outcome.sentence == "Uploaded 977 KiB to “disk”, which is active. Its SHA-512 is the file's."
    assert outcome.value["verified"] == "sha512"
    assert outcome.exchange.status == 200
    (sent,) = proxy.seen_of("PUT", FILE)
    assert sent.header("Content-Type") == "application/octet-stream"
    assert sent.header("Content-Length") == sent.header("x-openstack-image-size") == str(SIZE)
    assert sent.header("Transfer-Encoding") is None


def test_by_way_of_the_staging_area(person, proxy, image_id, file):
    outcome = person.run(Upload(person.place, image_id, file, Way.IMPORT, store="archive"))
    assert outcome.value["verified"] == "sha512"
    record = person.record(image_id)
    assert (record["status"], record["stores"]) == ("active", "archive")
    sent = [each.target.rpartition("/")[2] for each in proxy.seen if each.method != "GET"]
    assert sent == ["images", "stage", "import"]
    assert "The image is importing." in person.notes


def test_only_into_the_staging_area(person, image_id, file):
    outcome = person.run(Upload(person.place, image_id, file, Way.STAGE))
    assert "is staged" in outcome.sentence
    assert person.record(image_id)["status"] == "uploading"


def test_into_a_store(person, image_id, file):
    person.run(Upload(person.place, image_id, file, store="archive"))
    assert person.record(image_id)["stores"] == "archive"


@pytest.mark.parametrize("tenth", range(10))
def test_a_connection_that_breaks(person, proxy, image_id, file, failing, tenth):
    plan = Upload(person.place, image_id, file)
    proxy.add(Fault("PUT", FILE, cut_up=SIZE * tenth // 10))
    error = failing(plan)
    assert error.again
    assert error.sentence.startswith("The upload broke off")
    assert error.hint == f"Image {image_id} is queued - waiting for data: the file can be sent again."
    person.run(plan)
    assert person.record(image_id)["os_hash_value"] == SHA512


def test_an_answer_that_gets_lost_after_all_was_stored(person, proxy, image_id, file):
    proxy.add(Fault("PUT", FILE, lose=True))
    assert person.run(Upload(person.place, image_id, file)).value["verified"] == "sha512"
    assert "the image has all data" in person.notes


def test_a_service_that_takes_no_more(person, proxy, image_id, tmp_path, failing):
    person.desk.change_settings(replace(person.desk.settings, read_timeout=0.5))
    file = tmp_path / "large.raw"
    with file.open("wb") as output:
        output.truncate(64 << 20)
    proxy.add(Fault("PUT", FILE, stall_up=SIZE))
    error = failing(Upload(person.place, image_id, file))
    assert "took no more of the request" in error.sentence
    assert " of 64 MiB" in error.sentence


def test_a_service_that_asks_to_wait(person, proxy, image_id, file):
    proxy.add(Fault("PUT", FILE, status=503, headers=(("Retry-After", "0"),), swallow=True, times=2))
    person.run(Upload(person.place, image_id, file))
    assert person.notes.count("503: the service asks to wait") == 2
    assert len(proxy.seen_of("PUT", FILE)) == 3
    assert person.record(image_id)["os_hash_value"] == SHA512


def test_a_service_that_never_has_room(person, proxy, image_id, file, failing):
    proxy.add(Fault("PUT", FILE, status=413, headers=(("Retry-After", "0"),), swallow=True, times=99))
    error = failing(Upload(person.place, image_id, file))
    assert len(proxy.seen_of("PUT", FILE)) == 4
    assert "413" in error.sentence
    assert "no room for 977 KiB" in error.sentence
    assert error.again


def test_a_refusal_without_a_time_to_wait_is_final(person, proxy, image_id, file, failing):
    proxy.add(Fault("PUT", FILE, status=413, swallow=True))
    failing(Upload(person.place, image_id, file))
    assert len(proxy.seen_of("PUT", FILE)) == 1


def test_a_refusal_in_mid_upload_is_heard(person, proxy, image_id, tmp_path, failing):
    file = tmp_path / "large.raw"
    with file.open("wb") as output:
        output.truncate(32 << 20)
    proxy.add(Fault("PUT", FILE, status=403))
    error = failing(Upload(person.place, image_id, file))
    assert image_id in error.hint


def test_what_was_sent_in_spite_of_a_warning_is_told_in_the_end(person, image_id, tmp_path):
    file = tmp_path / "disk.raw"
    file.write_bytes(disk_files.qcow2().ljust(1 << 16, b"\0"))
    outcome = person.run(Upload(person.place, image_id, file))
    assert outcome.value["warning"].startswith("The file is QCOW2 (version 3), not raw")
    assert outcome.sentence.endswith(outcome.value["warning"])


def test_a_token_that_ends_in_mid_upload(person, proxy, image_id, file):
    proxy.add(Fault("PUT", FILE, status=401, swallow=True))
    outcome = person.run(Upload(person.place, image_id, file))
    assert outcome.value["verified"] == "sha512"
    assert "renewed, and the file sent anew" in person.notes
    first, second = proxy.seen_of("PUT", FILE)
    assert first.header("X-Auth-Token") != second.header("X-Auth-Token")


def test_a_token_that_ends_while_the_service_holds_on_to_the_first_try(
    person, proxy, image_id, file, failing
):
    proxy.add(Fault("PUT", FILE, status=401, swallow=True))
    proxy.add(Fault("PUT", FILE, status=409, swallow=True))
    error = failing(Upload(person.place, image_id, file))
    assert "still held the first try" in error.sentence


def test_a_token_that_cannot_be_renewed(person, proxy, image_id, file, failing):
    proxy.add(Fault("PUT", FILE, status=401, swallow=True, times=2))
    assert "sign in again" in failing(Upload(person.place, image_id, file)).sentence


def test_content_of_another_format_is_refused_and_explained(person, tmp_path, failing):
    image_id = person.image(disk_format="qcow2")
    file = tmp_path / "disk.img"
    file.write_bytes(disk_files.vmdk())
    error = failing(Upload(person.place, image_id, file))
    assert "415" in error.sentence
    assert not error.again
    assert "The file is VMDK (monolithicSparse), and its disk format was qcow2." in error.hint
    assert "delete it and create it anew with disk format vmdk" in error.hint
    assert image_id in error.hint
    assert "The file is VMDK (monolithicSparse), not QCOW2" in person.notes


@pytest.mark.parametrize(
    ("data", "named", "words"),
    [
        (b"\x1f\x8b\x08" + bytes(99), "raw", "with a file that is a disk"),
        (
            disk_files.qcow2(backing=512),
            "qcow2",
            "as its disk format says, but the service does not take it",
        ),
    ],
    ids=["packed", "the right one"],
)
def test_other_contents_that_are_refused(person, proxy, tmp_path, failing, data, named, words):
    image_id = person.image(disk_format=named)
    file = tmp_path / "disk.img"
    file.write_bytes(data)
    proxy.add(Fault("PUT", FILE, status=415, swallow=True))
    assert words in failing(Upload(person.place, image_id, file)).hint


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "needs disk_format"),
        (404, "is gone"),
        (409, "written once"),
        (410, "deleted the image meanwhile"),
        (500, "delete it and create it anew"),
        (503, "try again later"),
        (418, "418"),
    ],
)
def test_other_refusals(person, proxy, image_id, file, failing, status, words):
    proxy.add(Fault("PUT", FILE, status=status, swallow=True))
    error = failing(Upload(person.place, image_id, file))
    assert words in str(error)
    assert f"Image {image_id} is queued" in error.hint


def test_an_image_that_is_deleted_meanwhile(person, proxy, image_id, file, failing):
    proxy.add(Fault("PUT", FILE, status=410, swallow=True))
    proxy.add(Fault("GET", rf"{image_id}$", status=404, spare=1))
    error = failing(Upload(person.place, image_id, file))
    assert not error.again
    assert error.hint == f"Image {image_id} is gone."


def test_nothing_is_sent_to_an_image_that_has_data(person, proxy, image_id, file, failing):
    plan = Upload(person.place, image_id, file)
    person.run(plan)
    proxy.clear()
    error = failing(plan)
    assert error.sentence == "Nothing was sent: “disk” takes no data, for data is written once."
    assert error.hint == f"Image {image_id} is active and has data (977 KiB)."
    assert not proxy.seen_of("PUT", FILE)


def test_nothing_is_sent_without_formats_or_an_image(person, proxy, file, failing):
    image_id = person.image(container_format=None, disk_format=None)
    error = failing(Upload(person.place, image_id, file))
    assert "no disk_format and no container_format" in error.sentence
    gone = "00000000-0000-0000-0000-000000000000"
    assert "There is no image" in failing(Upload(person.place, gone, file)).sentence
    assert not proxy.seen_of("PUT", FILE)
    with pytest.raises(BadInput):
        person.run(Upload(person.place, "no id", file))
    with pytest.raises(PitchforkError, match="cannot be read: No such file"):
        person.run(Upload(person.place, image_id, file.with_name("nothing")))


def lie(proxy, monkeypatch, **members):
    """From the second look on, the record says something else."""
    real, looks = standing._record, []

    def record(exchange):
        looks.append(1)
        found = real(exchange)
        return {**found, **members} if len(looks) > 1 else found

    monkeypatch.setattr(standing, "_record", record)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"os_hash_value": "0" * 128}, "its SHA-512 is another one"),
        ({"os_hash_algo": "sha256", "os_hash_value": "0" * 64}, "its SHA-256 is another one"),
        ({"os_hash_algo": None, "checksum": "0" * 32}, "its MD5 is another one"),
        ({"size": 5}, "stored 5 bytes (5 bytes) of 1,000,003 (977 KiB)"),
        ({"status": "killed"}, "yet the image is killed"),
        ({"status": "queued"}, "yet the image is queued"),
    ],
    ids=["sha512", "sha256", "md5", "size", "killed", "queued"],
)
def test_what_was_stored_is_not_what_was_sent(
    person, proxy, monkeypatch, image_id, file, failing, members, words
):
    lie(proxy, monkeypatch, **members)
    error = failing(Upload(person.place, image_id, file))
    assert words in error.sentence
    assert "delete it" in error.hint or "sent again" in error.hint


@pytest.mark.parametrize(
    ("members", "verified"),
    [
        ({"os_hash_algo": "sha256", "os_hash_value": hashlib.sha256(DATA).hexdigest()}, "sha256"),
        ({"os_hash_algo": None, "os_hash_value": None}, "md5"),
        ({"os_hash_algo": "of-2040", "checksum": None}, ""),
        ({"disk_format": "qcow2", "os_hash_value": "0" * 128}, ""),
    ],
    ids=["another hash", "an old service", "no hash", "converted"],
)
def test_what_can_be_compared_is(person, proxy, monkeypatch, image_id, file, members, verified):
    lie(proxy, monkeypatch, **members)
    outcome = person.run(Upload(person.place, image_id, file))
    assert outcome.value["verified"] == verified


def test_a_file_that_changes_while_it_is_sent(person, proxy, monkeypatch, image_id, file, failing):
    from api.work.transfers import sending

    real = sending._Tap.sent

    def sent(self, block):
        real(self, block)
        file.write_bytes(DATA)

    monkeypatch.setattr(sending._Tap, "sent", sent)
    error = failing(Upload(person.place, image_id, file))
    assert "disk.raw changed while it was being sent" in error.sentence
    assert "Let nothing write" in error.hint


def test_a_file_that_becomes_shorter(person, proxy, monkeypatch, image_id, file, failing):
    from api.work.transfers import sending

    real = sending._Tap.begin

    def begin(self):
        real(self)
        file.write_bytes(b"short")

    monkeypatch.setattr(sending._Tap, "begin", begin)
    error = failing(Upload(person.place, image_id, file))
    assert "became shorter" in error.sentence
    assert error.again
    assert "queued" in error.hint


def test_data_that_somebody_else_sent_meanwhile_is_not_taken_for_the_files(
    person, proxy, monkeypatch, image_id, file, failing
):
    proxy.add(Fault("PUT", FILE, status=409, swallow=True))
    lie(proxy, monkeypatch, status="active", size=SIZE, os_hash_algo="sha512", os_hash_value="0" * 128)
    error = failing(Upload(person.place, image_id, file))
    assert "written once" in error.sentence
    assert not error.again


class CancelAt:
    """A tap's place to stop a work from: once so many bytes went out."""

    def __init__(self, monkeypatch, cancel, count):
        from api.work.transfers import sending

        real = sending._Tap.sent

        def sent(tap, block):
            real(tap, block)
            if tap._hasher.count >= count:
                cancel.cancel()

        monkeypatch.setattr(sending._Tap, "sent", sent)


def test_a_stop_says_how_it_stands_with_the_image(person, proxy, monkeypatch, image_id, file):
    cancel = CancelToken()
    CancelAt(monkeypatch, cancel, SIZE // 2)
    with pytest.raises(Cancelled) as caught:
        person.run(Upload(person.place, image_id, file), cancel)
    assert (
        caught.value.hint == f"Image {image_id} is queued - waiting for data: the file can be sent again."
    )
    assert person.desk.works.all()[-1].state is State.CANCELLED
    assert person.record(image_id)["status"] == "queued"


def test_a_stop_before_anything_was_sent_says_nothing_more(person, image_id, file):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled) as caught:
        person.run(Upload(person.place, image_id, file), cancel)
    assert not caught.value.hint


def test_what_cannot_be_seen_after_a_failure_is_said(person, proxy, image_id, file, failing, monkeypatch):
    monkeypatch.setattr(standing, "_FIRST_PAUSE", 0.001)
    proxy.add(Fault("PUT", FILE, cut_up=1000))
    proxy.add(Fault("GET", rf"{image_id}$", cut_down=0, spare=1, times=99))
    error = failing(Upload(person.place, image_id, file))
    assert f"What became of image {image_id} could not be seen" in error.hint
    assert error.again


def test_a_short_loss_of_the_network_while_looking_is_survived(person, proxy, image_id, file, monkeypatch):
    monkeypatch.setattr(standing, "_FIRST_PAUSE", 0.001)
    proxy.add(Fault("GET", rf"{image_id}$", cut_down=0, spare=1, times=2))
    assert person.run(Upload(person.place, image_id, file)).value["verified"] == "sha512"


def test_an_import_that_is_refused(person, proxy, image_id, file, failing):
    proxy.add(Fault("POST", r"/import$", status=404))
    error = failing(Upload(person.place, image_id, file, Way.IMPORT))
    assert "404" in error.sentence
    assert "glance-direct makes an image of it" in error.hint
    assert f"Image {image_id} is uploading" in error.hint


def test_an_import_that_fails_tells_why(person, proxy, image_id, file, failing, monkeypatch):
    lie(proxy, monkeypatch, status="queued", os_glance_failed_import="fast")
    tasks = b'{"tasks": [{"message": ""}, {"message": "the store\\nis gone"}]}'
    proxy.add(Fault("GET", r"/tasks$", status=200, body=tasks))
    error = failing(Upload(person.place, image_id, file, Way.IMPORT))
    assert error.sentence == r"All data was sent, and yet the image is queued. the store\nis gone"


@pytest.mark.parametrize("status", ["saving", "importing", "killed", "deactivated", "", "gone"])
def test_every_state_has_its_sentence(status):
    record = {"status": status} if status != "gone" else None
    assert standing.standing(record, "1").startswith("Image 1 is ")


def test_an_import_that_failed_and_is_never_taken_back(person, proxy, image_id, file, failing, monkeypatch):
    monkeypatch.setattr(standing, "PATIENCE", 0.1)
    lie(proxy, monkeypatch, status="importing", os_glance_failed_import="fast")
    error = failing(Upload(person.place, image_id, file, Way.IMPORT))
    assert "yet the image is importing" in error.sentence
    assert "If it stays so, delete it" in error.hint


def test_an_upload_that_the_service_is_about_to_give_up_is_waited_for(person, proxy, image_id, file):
    saving = b'{"status": "saving", "disk_format": "raw", "container_format": "bare"}'
    proxy.add(Fault("GET", rf"{image_id}$", status=200, body=saving, times=2))
    assert person.run(Upload(person.place, image_id, file)).value["verified"] == "sha512"


def test_a_file_that_is_gone_when_it_was_sent(person, proxy, monkeypatch, image_id, file, failing):
    from api.work.transfers import sending

    monkeypatch.setattr(sending._Tap, "sent", lambda _self, _block: file.unlink(missing_ok=True))
    assert "changed while it was being sent" in failing(Upload(person.place, image_id, file)).sentence


def test_a_failed_import_whose_reason_nobody_tells(person, proxy, image_id, file, failing, monkeypatch):
    lie(proxy, monkeypatch, status="queued", os_glance_failed_import="fast")
    proxy.add(Fault("GET", r"/tasks$", status=403))
    error = failing(Upload(person.place, image_id, file, Way.IMPORT))
    assert error.sentence == "All data was sent, and yet the image is queued."


def test_a_file_that_goes_while_it_is_hashed_once_more(person, proxy, image_id, file, monkeypatch):
    from api.work.transfers import verifying

    lie(proxy, monkeypatch, os_hash_algo="sha256", os_hash_value="0" * 64)
    real = verifying.hash_again

    def gone(work, body, name):
        file.unlink()
        return real(work, body, name)

    monkeypatch.setattr(verifying, "hash_again", gone)
    with pytest.raises(PitchforkError, match="cannot be read: No such file"):
        person.run(Upload(person.place, image_id, file))
