"""Cloud Files as far as import and export need it: which containers and objects an account has."""

from __future__ import annotations

from typing import Any

from api.practice.clock import Document
from api.practice.ground import Visit
from api.practice.image import mine, reachable
from api.practice.store import Documents

CONTAINERS = ("exports", "backups")
"""Every account has these in every region."""
OBJECTS = {
    "my-excellent-image.vhd": "",
    "appliance.vhd": "",
    "notes.txt": "396: The object is not a VHD.",
    "huge.vhd": "413: The virtual size of the VHD is over the limit.",
    "wrong-kind.vhd": "523: The VHD is neither a fixed nor a dynamic disk.",
    "zero-id.vhd": "614: The unique id of the VHD is all zeros.",
    "child.vhd": "721: The VHD has a parent disk.",
}
"""What lies in ``exports`` at first, and what is wrong with it."""


def import_fault(visit: Visit, documents: Documents, given: Document) -> str:
    """Why an import will fail, "" when it will not."""
    properties = given.get("image_properties")
    if not isinstance(properties, dict) or set(properties) != {"name"}:
        return "Unsupported element in image_properties, please consult the documentation."
    container, slash, name = str(given.get("import_from", "")).partition("/")
    if not slash or not name or container not in CONTAINERS:
        return "Error: Image not found for import. Possible invalid location"
    if name in _exported(visit, documents, container):
        return ""
    if container != "exports" or name not in OBJECTS:
        return f"Error: Swift could not find object {name} in container {container}"
    return OBJECTS[name]


def export_fault(visit: Visit, documents: Documents, given: Document) -> str:
    """Why an export will fail, "" when it will not."""
    image_id, container = str(given.get("image_uuid", "")), given.get("receiving_swift_container")
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
    if container not in CONTAINERS:
        return f"Container not found. Container: {container}"
    if f"{image_id}.vhd" in _exported(visit, documents, container):
        return f"Swift already has an object with id '{image_id}.vhd' in container '{container}'"
    return ""


def note_export(visit: Visit, documents: Documents, container: str, name: str) -> None:
    """Remember an object that an export writes."""
    names = [*_exported(visit, documents, container), name]
    documents.put("container", visit.place, _key(visit, container), {"objects": names})


def _exported(visit: Visit, documents: Documents, container: str) -> list[Any]:
    kept = documents.get("container", visit.place, _key(visit, container))
    return kept["objects"] if kept else []


def _key(visit: Visit, container: str) -> str:
    return f"{visit.caller.project_id}/{container}"
