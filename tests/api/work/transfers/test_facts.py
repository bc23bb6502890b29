"""What a record says of data, whatever a service puts in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.model import Transfer, TransferKind
from api.running import CancelToken
from api.work.plan import Outcome
from api.work.transfers.facts import Facts, Hash, facts_of, hash_title, read_facts
from tests.api.work.test_works import Doing


@pytest.mark.parametrize(
    ("record", "facts"),
    [
        (None, Facts()),
        ([], Facts()),
        ({"name": 5, "size": "12", "status": None}, Facts()),
        ({"size": True}, Facts()),
        ({"size": -1}, Facts()),
        ({"name": "x", "size": 0, "status": "active"}, Facts("x", "active", 0)),
        ({"checksum": "ABC"}, Facts(hash=Hash("md5", "abc", "the record"))),
        (
            {"os_hash_algo": "sha512", "os_hash_value": "1", "checksum": "2"},
            Facts(hash=Hash("sha512", "1", "the record")),
        ),
        (
            {"os_hash_algo": "whirl", "os_hash_value": "1", "checksum": "2"},
            Facts(hash=Hash("md5", "2", "the record"), unknown_hash="whirl"),
        ),
        ({"os_hash_algo": "sha512", "os_hash_value": None}, Facts()),
    ],
)
def test_records(record, facts):
    assert facts_of(record) == facts


def test_titles():
    assert [hash_title(name) for name in ("sha512", "md5", "sha3_256")] == ["SHA-512", "MD5", "SHA3_256"]


def test_headers_tell_as_well(person):
    """A service whose things are told by a HEAD: here the image itself stands in for one."""
    call = person.desk.catalogue.call("image.download-image-data")
    headers = (("size", "Content-Length"), ("checksum", "X-None"))
    transfer = Transfer(TransferKind.DOWNLOAD, "image.show-image", (("image_id", "image_id"),), headers)
    image_id, found = person.image(), []

    def look(work):
        found.append(read_facts(work, replace(call, transfer=transfer), {"image_id": image_id}))
        return Outcome("Looked.")

    person.desk.works.run(Doing(look, person.place), CancelToken())
    assert found[0].size > 100
    assert found[0].hash is None
