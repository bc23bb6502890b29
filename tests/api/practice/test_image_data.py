"""Upload and download of image data."""

from __future__ import annotations

import hashlib
import random
import socket
from urllib.parse import urlsplit

import pytest

FORMATS = {"disk_format": "raw", "container_format": "bare"}
DATA = random.Random(1).randbytes(256_000)


@pytest.fixture
def filled(ada) -> str:
    image_id = ada.image(**FORMATS)
    assert ada.upload(image_id, DATA).status_code == 204
    return image_id


def test_what_is_uploaded_comes_back_with_its_hashes(ada, filled: str) -> None:
    image = ada.get(f"/v2/images/{filled}")
    assert (image["status"], image["size"], image["stores"]) == ("active", len(DATA), "fast")
    assert image["checksum"] == hashlib.md5(DATA).hexdigest()
    assert image["os_hash_value"] == hashlib.sha512(DATA).hexdigest()
    answer = ada("GET", f"/v2/images/{filled}/file")
    assert answer.content == DATA
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-MD5"] == image["checksum"]
    assert "Content-Length" not in answer.headers


def test_uploads_may_be_chunked(ada) -> None:
    image_id = ada.image(**FORMATS)
    assert ada.upload(image_id, iter([b"a" * 100_000, b"b" * 5])).status_code == 204
    assert ada.get(f"/v2/images/{image_id}")["size"] == 100_005


@pytest.mark.parametrize(
    ("span", "status", "part"),
    [("bytes=0-4", 206, DATA[:5]), ("bytes=255990-", 206, DATA[255990:]), ("bytes=-3", 206, DATA[-3:]),
     ("bytes=0-999999", 206, DATA), ("bytes=999999-", 416, b""), ("bytes=5-2", 416, b""),
     ("items=0-1", 416, b""), ("bytes=0-1,4-5", 400, b"")],
)  # fmt: skip
def test_ranges(ada, filled: str, span: str, status: int, part: bytes) -> None:
    answer = ada("GET", f"/v2/images/{filled}/file", headers={"Range": span})
    assert answer.status_code == status
    if status == 206:
        assert answer.content == part
        start = DATA.index(part)
        assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(DATA)}"


def test_data_is_written_once(ada, filled: str) -> None:
    assert ada.upload(filled, b"again").status_code == 409


def test_uploads_that_cannot_be(ada, grace) -> None:
    image_id = ada.image(**FORMATS)
    assert ada.upload(image_id, b"x", **{"Content-Type": "text/plain"}).status_code == 415
    assert ada.upload(image_id, b"x", **{"x-openstack-image-size": "many"}).status_code == 400
    assert ada.upload(image_id, b"x", **{"x-openstack-image-size": "2"}).status_code == 400
    assert ada.upload(image_id, b"x", **{"X-Image-Meta-Store": "nowhere"}).status_code == 400
    assert ada.upload("nope", b"x").status_code == 404
    assert ada.get(f"/v2/images/{image_id}")["status"] == "queued"
    bare = ada.image()
    assert ada.upload(bare, b"x").status_code == 400
    assert ada.get(f"/v2/images/{bare}")["status"] == "queued"
    assert grace.upload(ada.image(visibility="community", **FORMATS), b"x").status_code == 403


def test_content_must_be_what_the_record_says(ada) -> None:
    image_id = ada.image(disk_format="qcow2", container_format="bare")
    assert ada.upload(image_id, b"not a qcow2").status_code == 415
    other = ada.image(disk_format="qcow2", container_format="bare")
    assert ada.upload(other, b"QFI\xfb" + b"\0" * 100).status_code == 204


def test_without_data_there_is_nothing_to_download(ada) -> None:
    answer = ada("GET", f"/v2/images/{ada.image()}/file")
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_broken_upload_leaves_the_image_queued(ada) -> None:
    image_id = ada.image(**FORMATS)
    where = urlsplit(ada.endpoints["DFW"])
    head = (
        f"PUT /v2/images/{image_id}/file HTTP/1.1\r\nHost: {where.netloc}\r\nX-Auth-Token: {ada.token}\r\n"
        "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf"
    )
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(head.encode())
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
    assert ada.get(f"/v2/images/{image_id}")["status"] == "queued"
    assert ada.upload(image_id, b"whole").status_code == 204


def test_while_bytes_arrive_the_image_is_saving_and_may_vanish(ada) -> None:
    image_id = ada.image(**FORMATS)
    seen: list[str] = []

    def body():
        yield b"a" * 200_000
        while not seen or seen[-1] != "saving":
            seen.append(ada.get(f"/v2/images/{image_id}")["status"])
        assert ada("DELETE", f"/v2/images/{image_id}").status_code == 204
        yield b"b"

    assert ada.upload(image_id, body()).status_code == 410


def test_deactivated_data_is_out_of_reach(ada, filled: str) -> None:
    action = f"/v2/images/{filled}/actions"
    for _ in range(2):
        assert ada("POST", f"{action}/deactivate").status_code == 204
    assert ada.get(f"/v2/images/{filled}")["status"] == "deactivated"
    assert ada("GET", f"/v2/images/{filled}/file").status_code == 403
    for _ in range(2):
        assert ada("POST", f"{action}/reactivate").status_code == 204
    assert ada("GET", f"/v2/images/{filled}/file").status_code == 200
    assert ada("POST", f"/v2/images/{ada.image()}/actions/deactivate").status_code == 403


def test_samples_can_be_downloaded_and_their_hashes_hold(ada) -> None:
    image_id = ada.named("tiny test image")
    image, data = ada.get(f"/v2/images/{image_id}"), ada("GET", f"/v2/images/{image_id}/file").content
    assert len(data) == image["size"]
    assert hashlib.md5(data).hexdigest() == image["checksum"]
    assert hashlib.sha512(data).hexdigest() == image["os_hash_value"]


def test_deleting_an_image_deletes_its_file(cloud, ada, filled: str) -> None:
    path = cloud._ground.data.path("openstack/DFW", filled)
    assert path.exists()
    ada("DELETE", f"/v2/images/{filled}")
    assert not path.exists()
