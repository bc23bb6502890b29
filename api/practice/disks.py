"""Disks between Cloud Images and Cloud Files: what an import finds, what an export writes."""

from __future__ import annotations

import uuid
from datetime import datetime

from api.practice.clock import Document, later
from api.practice.ground import Visit
from api.practice.image import mine, reachable
from api.practice.shelf import Shelf, made_up
from api.practice.store import Documents
from api.practice.vhd import FOOTER, footer, import_fault

SEGMENT = 4 * 2**20
"""Bytes of one segment of an exported disk; the real service's are of 125 MB."""
_PACKED = 64
"""The disks of sample images are mostly empty: their exports are that many times smaller."""
_SMALLEST = 64 * 1024


def shelf_of(visit: Visit) -> Shelf:
    """The caller's containers in the region."""
    return Shelf(visit.ground, visit.place, visit.caller.project_id)


def find_disk(visit: Visit, given: Document) -> tuple[Document, str]:
    """The object that an import is to read, and why it will fail ("" when it will not)."""
    properties = given.get("image_properties")
    if not isinstance(properties, dict) or set(properties) != {"name"}:
        return {}, "Unsupported element in image_properties, please consult the documentation."
    container, slash, name = str(given.get("import_from", "")).partition("/")
    shelf = shelf_of(visit)
    if not slash or not name or shelf.container(container) is None:
        return {}, "Error: Image not found for import. Possible invalid location"
    found = shelf.object(container, name)
    if found is None:
        return {}, f"Error: Swift could not find object {name} in container {container}"
    size = shelf.size(found)
    end = b"".join(shelf.content(found, max(size - FOOTER, 0)))
    return found | {"whole": size}, import_fault(end)


def export_fault(visit: Visit, documents: Documents, given: Document) -> str:
    """Why an export will fail, "" when it will not."""
    image_id, container = str(given.get("image_uuid", "")), str(given.get("receiving_swift_container"))
    image = visit.load("image", image_id, documents)
    if image is None or not reachable(visit, image):
        return f"No image found with ID {image_id}"
    if not mine(visit, image):
        return "An image may only be exported by the image owner."
    options = image["properties"].get("com.rackspace__1__options", "0")
    if options != "0":
        return (
            "Image cannot be exported due to licensing or billing restrictions"
            f" (com.rackspace__1__options: '{options}')."
        )
    if image["status"] != "active":
        return f"Only active images can be exported, this one is {image['status']}."
    shelf = shelf_of(visit)
    if shelf.container(container) is None:
        return f"Container not found. Container: {container}"
    if shelf.object(container, f"{image_id}.vhd") or _written(visit, documents, container, image_id):
        return f"Swift already has an object with id '{image_id}.vhd' in container '{container}'"
    return ""


def write_export(visit: Visit, documents: Documents, given: Document, ready: datetime) -> str:
    """Write the disk of an image as segments and a manifest that are there from ``ready`` on; returns its name."""
    image_id, container = given["image_uuid"], given["receiving_swift_container"]
    image = visit.load("image", image_id, documents)
    assert image is not None
    name, shelf = f"{image_id}.vhd", shelf_of(visit)
    for number, part in enumerate(_segments(image), 1):
        about = {"name": f"{name}-{number:04d}", "content_type": "application/octet-stream"}
        _keep(shelf, documents, container, about | part, ready)
    manifest = made_up(name, 0) | {"name": name, "dynamic": f"{container}/{name}-"}
    _keep(shelf, documents, container, manifest | {"content_type": "application/octet-stream"}, ready)
    return name


def _segments(image: Document) -> list[Document]:
    size = max((image["size"] or 0) // _PACKED, _SMALLEST)
    end = footer((image["min_disk"] or 1) * 2**30, unique=uuid.UUID(image["id"]))
    parts = [made_up(f"{image['id']}-{start}", SEGMENT) for start in range(0, size - SEGMENT, SEGMENT)]
    rest = size - SEGMENT * len(parts)
    return [*parts, made_up(f"{image['id']}-end", rest, end)]


def _keep(shelf: Shelf, documents: Documents, container: str, found: Document, ready: datetime) -> None:
    found |= {"at": ready.timestamp(), "meta": {}, "absent": True}
    later(found, ready, {"absent": False})
    shelf.put_object(documents, container, found)


def _written(visit: Visit, documents: Documents, container: str, image_id: str) -> bool:
    """Whether another export of it is under way."""
    place = f"{visit.place}/{visit.caller.project_id}/{container}"
    return documents.get("object", place, f"{image_id}.vhd") is not None
