"""Objects of Cloud Files go down and up as transfers: single ones by their MD5, large ones whole but unverified."""

from __future__ import annotations

import hashlib

import pytest

from api.desk import Desk
from api.model import FileValue
from api.running import CancelToken
from api.work.transfers.download import Download


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def place(desk):
    return desk.place(desk.practice_sign_in(CancelToken()).profile.id)


def put(desk, place, call_id, **values):
    call = desk.catalogue.call(call_id)
    keyed = {p.key: values[p.name] for p in call.fields() if p.name in values}
    draft = desk.draft(call, keyed, place)
    assert draft.request is not None, draft.faults
    assert desk.send(draft.request, cancel=CancelToken()).status == 201


def fetch(desk, place, name, target):
    call = desk.catalogue.call("cloud-files.download-object")
    plan = Download(place, call, {"container": "backups", "object": name}, target)
    return desk.works.run(plan, CancelToken())


def test_a_single_object_is_verified_by_its_md5(desk, place, tmp_path):
    (tmp_path / "up").write_bytes(b"hello" * 1000)
    file = FileValue(str(tmp_path / "up"))
    put(desk, place, "cloud-files.upload-object", container="backups", object="a/b c", file=file)
    outcome = fetch(desk, place, "a/b c", tmp_path / "down")
    assert (tmp_path / "down").read_bytes() == b"hello" * 1000
    assert outcome.value["verified"] == "md5"
    assert outcome.value["hash"] == hashlib.md5(b"hello" * 1000, usedforsecurity=False).hexdigest()


def test_the_etag_of_a_large_object_is_no_hash_of_it(desk, place, tmp_path):
    for number in (1, 2):
        put(
            desk,
            place,
            "cloud-files.upload-object",
            container="backups",
            object=f"big-{number}",
            file=b"xy",
        )
    told = {"X-Object-Manifest": "backups/big-"}
    put(desk, place, "cloud-files.create-dynamic-manifest", container="backups", object="big", **told)
    outcome = fetch(desk, place, "big", tmp_path / "down")
    assert (tmp_path / "down").read_bytes() == b"xyxy"
    assert (outcome.value["verified"], outcome.value["size"]) == (None, 4)
