"""New images from files: one piece of work, and after a failure no second image where the first can be gone on with."""

from __future__ import annotations

import hashlib
import json

import pytest

from api.errors import Cancelled, NoAnswer, PitchforkError
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.kept import KINDS
from api.work.transfers import standing, upload
from api.work.transfers.new_image import NewImage, restored
from api.work.transfers.standing import UploadFailed
from api.work.transfers.upload import Upload, Way
from api.work.transfers.upload import restored as restored_upload
from tests.builders import disk_files
from tests.builders.fault_proxy import Fault

DATA = disk_files.qcow2()
MEMBERS = {
    "name": "Debian 13",
    "disk_format": "qcow2",
    "container_format": "bare",
    "visibility": "private",
    "min_disk": 2,
    "tags": ["debian", "13"],
}
CREATE, FILE = r"/v2/images$", r"/file$"


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    monkeypatch.setattr(standing, "PATIENCE", 2.0)
    monkeypatch.setattr(standing, "_FIRST_PAUSE", 0.01)


@pytest.fixture
def plan(person, tmp_path):
    file = tmp_path / "debian.qcow2"
    file.write_bytes(DATA)
    return NewImage(person.place, file, MEMBERS, {"os_distro": "debian"})


def images(person):
    listed = person.get("image.list-images", limit=1000)["images"]
    return [image for image in listed if image["name"] == "Debian 13"]


def fails(person, plan):
    with pytest.raises(PitchforkError) as caught:
        person.run(plan)
    return caught.value


def test_an_image_is_made_of_a_file(person, plan):
    outcome = person.run(plan)
    (image,) = images(person)
    assert {name: image[name] for name in MEMBERS} == MEMBERS
    assert (image["status"], image["os_distro"]) == ("active", "debian")
    assert image["os_hash_value"] == hashlib.sha512(DATA).hexdigest()
    assert outcome.value["image_id"] == image["id"]
    assert outcome.sentence == (
        "Uploaded 64 KiB to “Debian 13”, which is active. Its SHA-512 is the file's. "
        f"Its id is {image['id']}."
    )
    assert plan.title == "New image “Debian 13”"
    person.again()
    assert len(images(person)) == 2


def test_by_way_of_the_staging_area(person, plan):
    plan = NewImage(person.place, plan.path, {**MEMBERS, "name": None}, way=Way.IMPORT)
    assert plan.title == "New image from debian.qcow2"
    assert person.run(plan).value["status"] == "active"


@pytest.mark.parametrize("tenth", range(0, 10, 3))
def test_after_a_break_it_goes_on_with_the_same_image(person, proxy, plan, tenth):
    proxy.add(Fault("PUT", FILE, cut_up=len(DATA) * tenth // 10))
    error = fails(person, plan)
    (image,) = images(person)
    assert isinstance(error, UploadFailed)
    assert error.hint == (
        f"Image {image['id']} was created. Image {image['id']} is queued - waiting for data: "
        "the file can be sent again. Trying again goes on with it."
    )
    assert person.again().value["image_id"] == image["id"]
    assert "Going on with image" in person.notes
    assert len(images(person)) == 1


def test_after_a_stop_it_goes_on_with_the_same_image(person, proxy, monkeypatch, plan):
    from api.work.transfers import sending

    cancel = CancelToken()
    monkeypatch.setattr(sending._Tap, "begin", lambda _tap: cancel.cancel())
    with pytest.raises(Cancelled) as caught:
        person.run(plan, cancel)
    (image,) = images(person)
    assert f"Image {image['id']} is queued" in caught.value.hint
    monkeypatch.undo()
    assert person.again().value["image_id"] == image["id"]


def test_a_stop_between_record_and_data_says_that_the_record_is_there(person, monkeypatch, plan):
    from api.work.transfers import upload

    cancel = CancelToken()
    monkeypatch.setattr(upload, "sniff", lambda _path: cancel.cancel())
    with pytest.raises(Cancelled) as caught:
        person.run(plan, cancel)
    (image,) = images(person)
    assert caught.value.hint == f"Image {image['id']} was created. It waits for its data."


def test_a_spoilt_image_is_not_gone_on_with(person, proxy, plan):
    plan.path.write_bytes(disk_files.vhdx())
    error = fails(person, plan)
    (image,) = images(person)
    assert f"Image {image['id']} was created. The file is VHDX" in error.hint
    assert "Trying again" not in error.hint
    plan.path.write_bytes(DATA)
    assert person.again().value["image_id"] != image["id"]


def test_an_image_that_was_used_meanwhile_is_not_gone_on_with(person, proxy, plan):
    proxy.add(Fault("PUT", FILE, cut_up=5))
    fails(person, plan)
    (image,) = images(person)
    person.ask("image.upload-image-data", image_id=image["id"], file=_file(plan.path))
    with pytest.raises(UploadFailed) as caught:
        person.again()
    assert f"Image {image['id']} of the try before is active" in caught.value.sentence
    assert person.again().value["image_id"] != image["id"]


def test_an_image_that_the_service_has_not_given_up_is_waited_for(person, proxy, monkeypatch, plan):
    monkeypatch.setattr(standing, "PATIENCE", 0.05)
    proxy.add(Fault("PUT", FILE, cut_up=5))
    fails(person, plan)
    (image,) = images(person)
    saving = json.dumps({"id": image["id"], "status": "saving"}).encode()
    proxy.add(Fault("GET", r"/v2/images/", status=200, body=saving, times=99))
    with pytest.raises(UploadFailed, match="cannot be gone on with yet") as caught:
        person.again()
    assert caught.value.again
    assert "Look again in a while" in caught.value.hint
    proxy.clear()
    assert person.again().value["image_id"] == image["id"]


def test_an_image_that_was_deleted_meanwhile_is_made_anew(person, proxy, plan):
    proxy.add(Fault("PUT", FILE, cut_up=5))
    fails(person, plan)
    (image,) = images(person)
    person.ask("image.delete-image", image_id=image["id"], confirmed=True)
    assert person.again().value["image_id"] != image["id"]


def _file(path):
    from api.model import FileValue

    return FileValue(str(path))


def test_a_record_that_is_refused(person, plan):
    plan = NewImage(person.place, plan.path, {**MEMBERS, "visibility": "public"})
    error = fails(person, plan)
    assert "403" in error.sentence
    assert images(person) == []


def test_a_lost_answer_leaves_no_image_that_nobody_knows_of(person, proxy, plan):
    proxy.add(Fault("POST", CREATE, lose=True))
    outcome = person.run(plan)
    (image,) = images(person)
    assert outcome.value["image_id"] == image["id"]
    assert "answer got lost, but the image is there" in person.notes


def test_a_request_that_got_lost_made_no_image(person, proxy, plan):
    proxy.add(Fault("POST", CREATE, cut_up=10))
    error = fails(person, plan)
    assert error.hint == "No image was created."
    assert images(person) == []


def test_what_cannot_be_seen_is_said_and_looked_at_the_next_time(person, proxy, plan):
    proxy.add(Fault("POST", CREATE, lose=True))
    proxy.add(Fault("GET", r"/v2/images/", cut_down=0, times=4))
    error = fails(person, plan)
    (image,) = images(person)
    assert f"What became of image {image['id']} could not be seen" in error.hint
    assert person.again().value["image_id"] == image["id"]
    assert len(images(person)) == 1


def test_a_service_that_makes_ids_of_its_own(person, proxy, plan):
    made = person.image(name="Debian 13", disk_format="qcow2")
    proxy.add(Fault("POST", CREATE, status=201, swallow=True, body=json.dumps({"id": made}).encode()))
    assert person.run(plan).value["image_id"] == made


def test_no_image_is_made_of_a_file_that_cannot_be_read(person, plan):
    error = fails(person, NewImage(person.place, plan.path.with_name("nothing"), MEMBERS))
    assert "cannot be read" in error.sentence
    assert images(person) == []


def test_an_error_that_is_no_uploads_names_the_image_too(person, proxy, plan):
    proxy.add(Fault("GET", r"/v2/images/", status=500))
    error = fails(person, plan)
    (image,) = images(person)
    assert "500" in error.sentence
    assert f"Image {image['id']} was created." in error.hint
    assert person.again().value["image_id"] == image["id"]


def test_a_network_that_is_lost_behind_the_data_is_no_answer_and_says_so(person, proxy, plan, monkeypatch):
    def lost(work, image_id, **_more):
        proxy.add(Fault("GET", r"/v2/images/", cut_down=0, times=99))
        return read(work, image_id)

    read = standing.read_record
    monkeypatch.setattr(upload, "wait_until_settled", lost)
    error = fails(person, plan)
    (image_id,) = (work.memory.facts["image"] for work in person.desk.works.all())
    assert isinstance(error, NoAnswer)
    assert "All data was sent." in error.hint
    assert f"Image {image_id} was created." in error.hint
    assert f"What became of image {image_id} could not be seen" in error.hint


def test_an_error_keeps_its_kind(person, proxy, plan):
    proxy.add(Fault("GET", r"/v2/images/", status=500))
    error = fails(person, plan)
    assert isinstance(error, CallRefused)
    assert error.status == 500
    assert "is queued - waiting for data" in error.hint
    assert "All data was sent" not in error.hint


def test_it_survives_the_end_of_the_program(person, plan):
    made = restored(person.place, json.loads(json.dumps(plan.kept())))
    assert made == plan
    upload = Upload(person.place, "1", plan.path, Way.IMPORT, "fast")
    assert restored_upload(person.place, json.loads(json.dumps(upload.kept()))) == upload
    for damaged in ({}, {**plan.kept(), "file": "here"}, {**plan.kept(), "way": "by ship"}):
        with pytest.raises((KeyError, ValueError)):
            restored(person.place, damaged)


@pytest.mark.parametrize("kind", ["upload", "new-image"])
def test_both_are_taken_up_again(person, plan, kind):
    made = plan if kind == "new-image" else Upload(person.place, "1", plan.path)
    assert KINDS[kind].restore(person.desk.catalogue, person.place, made.kept()) == made
    assert not KINDS[kind].at_once
