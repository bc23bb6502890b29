"""An image record: how it is made, who sees it, who may change it, and how it reads on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.practice.clock import Document, stamp
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.store import Documents

SHOWN = (
    "name", "disk_format", "container_format", "visibility", "size", "status", "checksum",
    "protected", "min_ram", "min_disk", "owner", "id", "created_at", "updated_at", "tags",
)  # fmt: skip
SHOWN_BY_GLANCE = (*SHOWN, "virtual_size", "os_hidden", "os_hash_algo", "os_hash_value")
MEMBER_QUOTA = TAG_QUOTA = PROPERTY_QUOTA = 128


def new_image(image_id: str, owner: str, created: str, values: Mapping[str, Any]) -> Document:
    """A record with every member set; ``values`` overrides the defaults of a queued image."""
    blank: Document = {
        "id": image_id,
        "name": None,
        "owner": owner,
        "status": "queued",
        "visibility": "shared",
        "protected": False,
        "os_hidden": False,
        "min_disk": 0,
        "min_ram": 0,
        "disk_format": None,
        "container_format": None,
        "size": None,
        "virtual_size": None,
        "checksum": None,
        "os_hash_algo": None,
        "os_hash_value": None,
        "tags": [],
        "created_at": created,
        "updated_at": created,
        "properties": {},
        "members": {},
    }
    return blank | dict(values)


def view(visit: Visit, image: Document) -> Document:
    """The image as this face prints it."""
    shown = dict(image["properties"])
    shown |= image.get("marks", {})
    shown |= {key: image[key] for key in (SHOWN if visit.rackspace else SHOWN_BY_GLANCE)}
    here = f"/v2/images/{image['id']}"
    shown |= {"self": here, "file": f"{here}/file", "schema": "/v2/schemas/image"}
    if not visit.rackspace and image["status"] == "active":
        shown["stores"] = image.get("stores", "fast")
    if not visit.rackspace:
        shown["locations"] = _locations(shown)
    return shown


def _locations(shown: Document) -> list[Document]:
    stores = shown.get("stores", "")
    return [
        {"url": f"file:///var/lib/practice/{store}/{shown['id']}", "metadata": {"store": store}}
        for store in stores.split(",")
        if store
    ]


def mine(visit: Visit, image: Document) -> bool:
    """Whether the caller's account owns it."""
    return bool(image["owner"] == visit.caller.project_id)


def membership(visit: Visit, image: Document) -> str:
    """The caller's member status on it, "" for none; only shareable images have members that count."""
    counts = image["visibility"] == ("private" if visit.rackspace else "shared")
    member = image["members"].get(visit.caller.project_id) if counts else None
    return member["status"] if member else ""


def reachable(visit: Visit, image: Document) -> bool:
    """Whether the caller may open it by its id."""
    if image.get("absent"):
        return False
    return (
        image["visibility"] in {"public", "community"}
        or mine(visit, image)
        or bool(membership(visit, image))
    )


def find(visit: Visit, image_id: str, documents: Documents | None = None) -> Document:
    """The image of that id; 404 when there is none or the caller may not see it."""
    image = visit.load("image", image_id, documents)
    if image is None or not reachable(visit, image):
        raise Refusal(404, f"No image found with ID {image_id}")
    return image


def find_own(visit: Visit, image_id: str, doing: str, documents: Documents | None = None) -> Document:
    """The caller's own image of that id; 403 when it is somebody else's."""
    image = find(visit, image_id, documents)
    if not mine(visit, image):
        raise Refusal(403, f"You are not permitted to {doing}.")
    return image


def save(visit: Visit, documents: Documents, image: Document) -> None:
    """Store it with a new ``updated_at``."""
    image["updated_at"] = stamp(visit.ground.clock.now())
    documents.put("image", visit.place, image["id"], image)
