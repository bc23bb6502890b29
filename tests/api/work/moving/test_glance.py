"""Imports from the web, copies to other regions and stores on the practice cloud's OpenStack face."""

from __future__ import annotations

import pytest

from api.errors import Cancelled, WrongBytes
from api.work.answers import CallRefused
from api.work.moving.glance import GlanceCopy, Import, StoreCopy, _compare, restored_glance_copy
from api.work.watch.ending import EndedBadly
from tests.builders.fault_proxy import Fault

FORMATS = {"disk_format": "raw", "container_format": "bare"}


def web(ada, uri="https://example.org/x.img", **members):
    return Import(ada.place, uri, {"name": "Web", **FORMATS, **members}, clock=ada.clock)


def shown(ada, image_id, region="DFW"):
    return ada.get("image.show-image", region, image_id=image_id)


def test_an_import_from_the_web_ends_with_an_active_image(ada):
    outcome = ada.run(web(ada, purpose="test"))
    image = shown(ada, outcome.value["image_id"])
    assert (image["status"], image["name"], image["purpose"]) == ("active", "Web", "test")
    assert outcome.value["hash"] == image["os_hash_value"]
    assert web(ada).title == "Import Web"
    assert "secret" not in Import(ada.place, "https://me:secret@example.org/x", {}).title


def test_a_failed_import_says_why_and_goes_on_with_the_same_image(ada):
    plan = web(ada, "https://example.org/missing.img")
    with pytest.raises(EndedBadly, match="HTTP Error 404"):
        ada.run(plan)
    failed = ada.work
    image_id = failed.memory.facts["image"]
    again = ada.desk.works.again(failed)
    ada.wait_for(again)
    assert f"Going on with image {image_id}." in [note.sentence for note in again.notes]


def test_a_refused_import_says_so(ada):
    with pytest.raises(CallRefused, match="does not pass filtering"):
        ada.run(web(ada, "ftp://example.org/x"))


def test_a_stop_names_the_image_that_stays(ada):
    ada.clock.before_rest = lambda: ada.work.cancel.cancel()
    with pytest.raises(Cancelled):
        ada.run(web(ada))
    assert f"Image {ada.work.memory.facts['image']} stays in DFW" in ada.work.sentence


@pytest.fixture
def source(ada):
    (image,) = [
        each
        for each in ada.get("image.list-images", name="eq:web-01 golden")["images"]
        if each["status"] == "active"
    ] or [ada.get("image.list-images", owner=ada.place.account, status="active")["images"][0]]
    return image


def copy_of(ada, source):
    return GlanceCopy(ada.place, source["id"], "LON", source["name"], clock=ada.clock)


def test_a_copy_in_another_region_has_formats_properties_and_hash(ada, source, monkeypatch):
    monkeypatch.setattr(
        "api.work.moving.glance._compare", lambda *_: None
    )  # the practice cloud fetches nothing
    outcome = ada.run(copy_of(ada, source))
    copy = shown(ada, outcome.value["image_id"], "LON")
    assert (copy["status"], copy["name"], copy["disk_format"], copy["visibility"]) == (
        "active",
        source["name"],
        source["disk_format"],
        "private",
    )
    assert outcome.value["region"] == "LON"
    assert "members are not copied" in outcome.sentence


def test_a_copy_with_another_hash_is_an_error(ada, source):
    with pytest.raises(WrongBytes, match="not what the source is"):
        ada.run(copy_of(ada, source))


def test_what_cannot_be_compared_is_no_difference():
    one = {"size": 5, "os_hash_algo": "sha512", "os_hash_value": "a", "checksum": None}
    _compare(one, {"size": 5, "os_hash_algo": "sha256", "os_hash_value": "b", "checksum": "c"})
    with pytest.raises(WrongBytes, match="os_hash_value differs"):
        _compare(one, one | {"os_hash_value": "b"})


def test_copies_come_back_from_what_was_kept(ada, source):
    plan = copy_of(ada, source)
    assert restored_glance_copy(ada.desk.catalogue, ada.place, plan.kept()) == plan
    assert plan.title.endswith("from DFW to LON")


def test_further_stores_are_the_services_to_allow(ada, source, proxy):
    plan = StoreCopy(ada.place, source["id"], ("archive",), source["name"], clock=ada.clock)
    assert plan.title.endswith("to archive")
    with pytest.raises(CallRefused, match="403"):
        ada.run(plan)
    proxy.add(Fault("POST", "/import$", status=202, times=2))
    outcome = ada.run(plan)
    assert not outcome.whole
    assert "did not get to archive" in outcome.sentence
    assert ada.run(StoreCopy(ada.place, source["id"], clock=ada.clock)).whole
