"""The calls that move image data: upload, stage, download with ranges."""

from __future__ import annotations

import re
from typing import BinaryIO

from werkzeug import Request, Response

from api.practice.bodies import bare_reply, empty_reply, refuse_body
from api.practice.clock import Document
from api.practice.data import Received, file_bytes, made_up_bytes
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import find, find_own, save
from api.practice.images import STORES
from api.practice.routing import Route

BINARY = "application/octet-stream"
_BEGINNINGS = {
    "qcow2": (0, b"QFI\xfb"),
    "vmdk": (0, b"KDMV"),
    "vhdx": (0, b"vhdxfile"),
    "iso": (32769, b"CD001"),
}
"""Where and how a format gives itself away; anything may pass as raw."""


def upload(visit: Visit, image_id: str) -> Response:
    """``PUT /v2/images/{image_id}/file``: write-once data of a queued image."""
    size = _announced_size(visit.request)
    store = _store(visit.request)
    image = _begin(visit, image_id, "saving", "upload image data for image")
    if image["disk_format"] is None or image["container_format"] is None:
        _restore(visit, image_id)
        raise Refusal(400, "Properties disk_format, container_format must be set prior to saving data.")
    received = _receive(visit, image, "data", size)
    _check_format(visit, image)
    with visit.ground.store.writing() as documents:
        stored = documents.get("image", visit.place, image_id)
        if stored is None:
            visit.ground.data.forget(visit.place, image_id)
            raise Refusal(410, f"Image {image_id} could not be found after upload.")
        save(visit, documents, stored | data_values(received, stored, store))
    return empty_reply()


def data_values(received: Received, image: Document, store: str) -> Document:
    """What an image's record says once it has that data."""
    plain = (image["disk_format"], image["container_format"]) == ("raw", "bare")
    return {
        "status": "active",
        "size": received.size,
        "virtual_size": (received.size or None) if plain else None,
        "checksum": received.md5,
        "os_hash_algo": "sha512",
        "os_hash_value": received.sha512,
        "stores": store,
    }


def stage(visit: Visit, image_id: str) -> Response:
    """``PUT /v2/images/{image_id}/stage``: bytes that a glance-direct import takes later."""
    size = _announced_size(visit.request)
    image = _begin(visit, image_id, "uploading", "modify this image")
    received = _receive(visit, image, "staged", size)
    with visit.ground.store.writing() as documents:
        stored = find(visit, image_id, documents)
        kept = {"size": received.size, "md5": received.md5, "sha512": received.sha512}
        save(visit, documents, stored | {"size": received.size, "staged": kept})
    return empty_reply()


def download(visit: Visit, image_id: str) -> Response:
    """``GET /v2/images/{image_id}/file``: 204 when there is no data, 206 for one range of it."""
    refuse_body(visit.request)
    image = find(visit, image_id)
    if image["status"] == "deactivated":
        raise Refusal(403, "The requested image has been deactivated. Image data download is forbidden.")
    if image["status"] != "active":
        return bare_reply()
    total: int = image["size"]
    span = _range(visit.request, total)
    start, end = span or (0, total)
    headers = {"Content-MD5": image["checksum"]}
    if span:  # a whole download comes chunked, without its length
        headers["Content-Length"] = str(end - start)
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{total}"
    path = visit.ground.data.path(visit.place, image_id)
    content = made_up_bytes(end - start) if image.get("made_up") else file_bytes(path, start, end - start)
    return Response(content, status=206 if span else 200, content_type=BINARY, headers=headers)


def _announced_size(request: Request) -> int | None:
    if request.mimetype != BINARY:
        raise Refusal(415, f"Invalid content type {request.mimetype or 'none'}")
    announced = request.headers.get("x-openstack-image-size")
    try:
        return int(announced) if announced is not None else None
    except ValueError:
        raise Refusal(400, "Invalid or missing image size in request headers.") from None


def _store(request: Request) -> str:
    store = request.headers.get("X-Image-Meta-Store", STORES[0])
    if store not in STORES:
        raise Refusal(400, f"Unknown scheme '{store}' found in URI")
    return store


def _begin(visit: Visit, image_id: str, status: str, doing: str) -> Document:
    with visit.ground.store.writing() as documents:
        image = find_own(visit, image_id, doing, documents)
        if image["status"] != "queued":
            raise Refusal(409, f"Image status transition from {image['status']} to {status} is not allowed")
        save(visit, documents, image | {"status": status, "phases": []})
    return image


def _restore(visit: Visit, image_id: str) -> None:
    with visit.ground.store.writing() as documents:
        image = documents.get("image", visit.place, image_id)
        if image is not None:
            save(visit, documents, image | {"status": "queued", "size": None})


def _receive(visit: Visit, image: Document, part: str, size: int | None) -> Received:
    """Take the body; whatever goes wrong, the image is queued again and holds no data."""
    request = visit.request
    stream: BinaryIO = request.environ["wsgi.input"]
    target = visit.ground.data.path(visit.place, image["id"], part)
    try:
        received = visit.ground.data.receive(stream.read, target)
        if request.content_length is not None and received.size < request.content_length:
            raise ConnectionError("The upload broke off.")
        if size is not None and size != received.size:
            raise Refusal(400, f"Size mismatch: {size} bytes were announced, {received.size} came.")
    except BaseException:
        target.unlink(missing_ok=True)
        _restore(visit, image["id"])
        raise
    return received


def _check_format(visit: Visit, image: Document) -> None:
    place, sign = _BEGINNINGS.get(image["disk_format"], (0, b""))
    path = visit.ground.data.path(visit.place, image["id"])
    with path.open("rb") as file:
        file.seek(place)
        if file.read(len(sign)) == sign:
            return
    path.unlink()
    _restore(visit, image["id"])
    raise Refusal(415, f"Image content does not match disk_format {image['disk_format']}")


def _range(request: Request, total: int) -> tuple[int, int] | None:
    """(first, one after the last) of the wanted bytes; None for all; 416 and 400 for what cannot be."""
    text = request.headers.get("Range")
    if text is None:
        return None
    if "," in text:
        raise Refusal(400, "Requests with multiple ranges are not supported in Glance.")
    match = re.fullmatch(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", text)
    if match is None or not any(match.groups()):
        raise Refusal(416, f"Invalid range: {text}")
    first, last = match.groups()
    if not first:
        return max(total - (int(last) or total), 0), total
    start, end = int(first), min(int(last) + 1, total) if last else total
    if start >= total or end <= start:
        raise Refusal(416, f"The byte range {text} is outside the image.")
    return start, end


ROUTES = (
    Route("PUT", "/v2/images/{image_id}/file", upload, faces=("openstack",), closed=("rackspace",)),
    Route("GET", "/v2/images/{image_id}/file", download, faces=("openstack",), closed=("rackspace",)),
    Route("PUT", "/v2/images/{image_id}/stage", stage, faces=("openstack",)),
)
