"""Rackspace's tasks: import and export, whose outcome shows only in the task itself, seconds later."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from werkzeug import Response
from werkzeug.datastructures import MultiDict

from api.practice.bodies import json_reply, need_media_type, read_object, refuse_body
from api.practice.clock import Document, later, stamp
from api.practice.disks import export_fault, find_disk, write_export
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import new_image
from api.practice.images import checked_uuid
from api.practice.listing import links, ordered, page, page_size, sorting
from api.practice.routing import Route
from api.practice.store import Documents

STARTS = timedelta(seconds=2)
"""How long a task is pending."""
ENDS = timedelta(seconds=8)
"""How long until it has succeeded or failed."""
_KEPT = timedelta(hours=48)
_SORT_KEYS = ("created_at", "expires_at", "status", "type", "updated_at")
_SHORT = ("id", "type", "status", "owner", "created_at", "updated_at")


def index(visit: Visit) -> Response:
    """``GET /v2/tasks``: items carry neither input nor result."""
    _need_rackspace(visit)
    refuse_body(visit.request)
    parameters = MultiDict(visit.request.args)
    size = page_size(parameters, 100, 100)
    marker = parameters.pop("marker", None)
    order = sorting(parameters, _SORT_KEYS)
    wanted = {name: parameters.get(name) for name in ("status", "type") if name in parameters}
    _check_filters(wanted, marker)
    rows = [task for task in _alive(visit) if all(task[name] == value for name, value in wanted.items())]
    shown, more = page(ordered(rows, order), marker, size)
    body: Document = {"tasks": [_short(task) for task in shown], "schema": "/v2/schemas/tasks"}
    return json_reply(body | links(visit.request, "/v2/tasks", shown[-1]["id"] if more else None))


def show(visit: Visit, task_id: str) -> Response:
    """``GET /v2/tasks/{task_id}``."""
    _need_rackspace(visit)
    refuse_body(visit.request)
    task = next((task for task in _alive(visit) if task["id"] == task_id), None)
    if task is None:
        raise Refusal(404, f"No task found with ID {task_id}")
    return json_reply(_view(task))


def create(visit: Visit) -> Response:
    """``POST /v2/tasks``: 201 for nearly anything; what is wrong shows as a failure later."""
    _need_rackspace(visit)
    need_media_type(visit.request, "application/json")
    kind, given = _checked(read_object(visit.request))
    now = visit.ground.clock.now()
    task: Document = {
        "id": str(uuid.uuid4()),
        "type": kind,
        "status": "pending",
        "owner": visit.caller.project_id,
        "input": given,
        "message": "None",
        "created_at": stamp(now),
        "updated_at": stamp(now),
    }
    later(task, now + STARTS, {"status": "processing"})
    with visit.ground.store.writing() as documents:
        outcome = (_import if kind == "import" else _export)(visit, documents, given, now)
        later(task, now + ENDS, outcome | {"expires_at": stamp(now + ENDS + _KEPT)})
        documents.put("task", visit.place, task["id"], task)
    return json_reply(_view(task), 201, {"Location": f"/v2/tasks/{task['id']}"})


def refuse_delete(visit: Visit, task_id: str) -> Response:
    """``DELETE /v2/tasks/{task_id}``: routed, and never allowed."""
    _need_rackspace(visit)
    raise Refusal(405, f"Task {task_id} cannot be deleted.", {"Allow": "GET"})


def _need_rackspace(visit: Visit) -> None:
    """Glance keeps tasks to administrators, and the practice cloud has none."""
    if not visit.rackspace:
        raise Refusal(403, "You are not authorized to complete tasks_api_access action.")


def _check_filters(wanted: dict[str, str | None], marker: str | None) -> None:
    if wanted.get("status") not in {None, "pending", "processing", "success", "failure"}:
        raise Refusal(400, f"Invalid status value: {wanted['status']}")
    if wanted.get("type") not in {None, "import", "export"}:
        raise Refusal(400, f"Invalid type value: {wanted['type']}")
    if marker is not None and not checked_uuid(marker):
        raise Refusal(400, "Invalid marker format")


def _alive(visit: Visit) -> list[Document]:
    now = stamp(visit.ground.clock.now())
    return [
        task
        for task in visit.load_all("task")
        if task["owner"] == visit.caller.project_id and task.get("expires_at", now) >= now
    ]


def _checked(body: dict[str, Any]) -> tuple[str, Document]:
    kind, given = body.get("type"), body.get("input")
    if kind not in {"import", "export"}:
        raise Refusal(
            400, f"Provided object does not match schema 'task': type: {kind!r} is not one of its values"
        )
    if not isinstance(given, dict):
        raise Refusal(400, "Provided object does not match schema 'task': input: an object is needed")
    return kind, given


def _import(visit: Visit, documents: Documents, given: Document, now: datetime) -> Document:
    disk, fault = find_disk(visit, given)
    if fault:
        return {"status": "failure", "message": fault}
    image = new_image(
        str(uuid.uuid4()),
        visit.caller.project_id,
        stamp(now + STARTS),
        {
            "absent": True,
            "name": given["image_properties"]["name"],
            "visibility": "private",
            "disk_format": "vhd",
            "container_format": "ovf",
            "properties": {"image_type": "import", "com.rackspace__1__options": "0", "vm_mode": "hvm"},
        },
    )
    # The service packs the disk: size and checksum of the image are never those of the object.
    done = {
        "size": disk["whole"] * 2 // 3,
        "checksum": uuid.uuid5(uuid.NAMESPACE_OID, image["id"]).hex,
        "min_disk": 40,
    }
    later(image, now + STARTS, {"absent": False, "status": "saving"})
    later(image, now + ENDS, {"status": "active"} | done)
    documents.put("image", visit.place, image["id"], image)
    return {"status": "success", "result": {"image_id": image["id"]}}


def _export(visit: Visit, documents: Documents, given: Document, now: datetime) -> Document:
    if fault := export_fault(visit, documents, given):
        return {"status": "failure", "message": fault}
    name = write_export(visit, documents, given, now + ENDS)
    return {
        "status": "success",
        "result": {"export_location": f"{given['receiving_swift_container']}/{name}"},
    }


def _short(task: Document) -> Document:
    shown = {key: task[key] for key in _SHORT}
    if "expires_at" in task:
        shown["expires_at"] = task["expires_at"]
    return shown | {"self": f"/v2/tasks/{task['id']}", "schema": "/v2/schemas/task"}


def _view(task: Document) -> Document:
    more = {key: task[key] for key in ("input", "message", "result") if key in task}
    return _short(task) | more


ROUTES = (
    Route("GET", "/v2/tasks", index),
    Route("POST", "/v2/tasks", create),
    Route("GET", "/v2/tasks/{task_id}", show),
    Route("DELETE", "/v2/tasks/{task_id}", refuse_delete),
)
