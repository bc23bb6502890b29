"""The calls on image records: list, show, create, update, delete, deactivate, reactivate."""

from __future__ import annotations

import re
import uuid
from typing import Any

from werkzeug import Response
from werkzeug.datastructures import MultiDict

from api.practice.bodies import empty_reply, json_reply, read_object, refuse_body
from api.practice.clock import Document, stamp
from api.practice.faults import Refusal
from api.practice.filters import image_tests
from api.practice.ground import Visit
from api.practice.image import (
    PROPERTY_QUOTA,
    TAG_QUOTA,
    find,
    find_own,
    mine,
    new_image,
    reachable,
    save,
    view,
)
from api.practice.listing import links, ordered, page, page_size, sorting
from api.practice.patch import apply_change, read_changes
from api.practice.routing import Route
from api.practice.schemas import check_image, reserved

SORT_KEYS = (
    "name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at",
)  # fmt: skip
IMPORT_METHODS = ("glance-direct", "web-download", "copy-image", "glance-download")
STORES = ("fast", "archive", "web")


def index(visit: Visit) -> Response:
    """``GET /v2/images``: the one reading call that does not mind a body."""
    _need_project(visit, "get_images")
    parameters = MultiDict(visit.request.args)
    size = page_size(parameters, *((100, 100) if visit.rackspace else (25, 1000)))
    marker = parameters.pop("marker", None)
    order = sorting(parameters, SORT_KEYS)
    tests = image_tests(visit, parameters)
    after = _marker(visit, marker) if marker is not None else None
    every = ordered(visit.load_all("image"), order)
    rows = [image for image in every if image["id"] == after or all(test(image) for test in tests)]
    shown, more = page(rows, after, size)
    body: Document = {"images": [view(visit, image) for image in shown], "schema": "/v2/schemas/images"}
    return json_reply(body | links(visit.request, "/v2/images", shown[-1]["id"] if more else None))


def _need_project(visit: Visit, action: str) -> None:
    """A token of no project opens public images by their id, and nothing else."""
    if not visit.caller.project_id:
        raise Refusal(403, f"You are not authorized to complete {action} action.")


def _marker(visit: Visit, marker: str) -> str:
    """The marker's id: any image the caller may see, listed or not; 400 for none, 403 for somebody else's."""
    image = visit.load("image", marker)
    if image is None or image.get("absent"):
        raise Refusal(400, f"No image found with ID {marker}")
    if not reachable(visit, image):
        raise Refusal(403 if not visit.rackspace else 400, "Access was denied to this resource.")
    return marker


def show(visit: Visit, image_id: str) -> Response:
    """``GET /v2/images/{image_id}``."""
    refuse_body(visit.request)
    return json_reply(view(visit, find(visit, image_id)))


def create(visit: Visit) -> Response:
    """``POST /v2/images``."""
    values = read_object(visit.request)
    for key in ("direct_url", "self", "file", "schema", "stores"):
        if key in values:
            raise Refusal(403, f"Attribute '{key}' is read-only.")
    check_image(values)
    _need_project(visit, "add_image")
    image = _from_body(visit, values)
    with visit.ground.store.writing() as documents:
        if documents.get("image", visit.place, image["id"]):
            raise Refusal(409, f"Image ID {image['id']} already exists!")
        save(visit, documents, image)
    headers = {
        "Location": f"/v2/images/{image['id']}",
        "OpenStack-image-import-methods": ",".join(IMPORT_METHODS),
        "OpenStack-image-store-ids": ",".join(
            (*STORES, "os_glance_staging_store", "os_glance_tasks_store")
        ),
    }
    return json_reply(view(visit, image), 201, headers)


_SETTABLE = frozenset(
    {
        "name",
        "container_format",
        "disk_format",
        "visibility",
        "protected",
        "os_hidden",
        "min_disk",
        "min_ram",
    }
)
_REFUSED = frozenset({"created_at", "updated_at", "status", "checksum", "size", "virtual_size"})


def _from_body(visit: Visit, values: dict[str, Any]) -> Document:
    _check_new(visit, values)
    base = {key: values.pop(key) for key in _SETTABLE & values.keys()}
    base["tags"] = values.pop("tags", [])
    if any(len(key) > 255 for key in values):
        raise Refusal(400, "A property's name has at most 255 characters.")
    image_id = values.pop("id", None) or str(uuid.uuid4())
    values.pop("owner", None)
    for key in values:
        reserved(key)
    if len(values) > PROPERTY_QUOTA or len(base["tags"]) > TAG_QUOTA:
        raise Refusal(413, f"The limit of {PROPERTY_QUOTA} is exceeded.")
    base["tags"] = list(dict.fromkeys(base["tags"]))
    created = stamp(visit.ground.clock.now())
    return new_image(image_id, visit.caller.project_id, created, base | {"properties": values})


def _check_new(visit: Visit, values: dict[str, Any]) -> None:
    for key in _REFUSED & values.keys():
        raise Refusal(403, f"Attribute '{key}' is read-only.")
    if values.get("visibility") == "public":
        raise Refusal(403, "You are not authorized to complete publicize_image action.")
    if values.get("owner", visit.caller.project_id) != visit.caller.project_id:
        raise Refusal(403, "You are not permitted to create images owned by another project.")


def update(visit: Visit, image_id: str) -> Response:
    """``PATCH /v2/images/{image_id}``: all changes or none."""
    changes = read_changes(visit.request)
    with visit.ground.store.writing() as documents:
        image = find(visit, image_id, documents)
        for change in changes:
            if not mine(visit, image):
                raise Refusal(403, "You are not permitted to modify this image.")
            apply_change(visit, image, change)
        if changes:
            save(visit, documents, image)
    return json_reply(view(visit, image))


def delete(visit: Visit, image_id: str) -> Response:
    """``DELETE /v2/images/{image_id}``."""
    refuse_body(visit.request)
    with visit.ground.store.writing() as documents:
        image = find_own(visit, image_id, "delete this image", documents)
        if image["protected"]:
            raise Refusal(403, f"Image {image_id} is protected and cannot be deleted.")
        documents.delete("image", visit.place, image_id)
    visit.ground.data.forget(visit.place, image_id)
    return empty_reply()


def deactivate(visit: Visit, image_id: str) -> Response:
    """``POST /v2/images/{image_id}/actions/deactivate``."""
    return _switch(visit, image_id, "deactivated")


def reactivate(visit: Visit, image_id: str) -> Response:
    """``POST /v2/images/{image_id}/actions/reactivate``."""
    return _switch(visit, image_id, "active")


def _switch(visit: Visit, image_id: str, status: str) -> Response:
    refuse_body(visit.request)
    verb = "deactivate" if status == "deactivated" else "reactivate"
    with visit.ground.store.writing() as documents:
        image = find_own(visit, image_id, f"{verb} this image", documents)
        if image["status"] not in {"active", "deactivated"}:
            raise Refusal(403, f"Not allowed to {verb} image in status '{image['status']}'")
        if image["status"] != status:
            image["status"] = status
            save(visit, documents, image)
    return empty_reply()


def checked_uuid(text: str) -> bool:
    """Whether it is written as a UUID."""
    return re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None


ROUTES = (
    Route("GET", "/v2/images", index),
    Route("POST", "/v2/images", create, faces=("openstack",), closed=("rackspace",)),
    Route("GET", "/v2/images/{image_id}", show),
    Route("PATCH", "/v2/images/{image_id}", update),
    Route("DELETE", "/v2/images/{image_id}", delete),
    Route("POST", "/v2/images/{image_id}/actions/deactivate", deactivate, faces=("openstack",)),
    Route("POST", "/v2/images/{image_id}/actions/reactivate", reactivate, faces=("openstack",)),
)
