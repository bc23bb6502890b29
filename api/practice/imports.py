"""Glance's interoperable import, copies in stores, locations, and the tasks that belong to an image."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from werkzeug import Response

from api.practice.bodies import empty_reply, json_reply, read_object, refuse_body
from api.practice.clock import Document, later, stamp
from api.practice.data import Received
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import find, find_own, mine, save
from api.practice.image_data import data_values
from api.practice.images import IMPORT_METHODS, STORES, checked_uuid
from api.practice.routing import Route
from api.practice.sample_glance import zeros
from api.practice.store import Documents

TAKES = timedelta(seconds=4)
"""How long an import is under way."""
_KEPT = timedelta(hours=48)


def start(visit: Visit, image_id: str) -> Response:
    """``POST /v2/images/{image_id}/import``: 202, then the image is importing, then active or queued again."""
    body = read_object(visit.request)
    method = _checked_method(body)
    now = visit.ground.clock.now()
    with visit.ground.store.writing() as documents:
        image = find(visit, image_id, documents)
        _check_status(image, method["name"])
        _check_download(method)
        if method["name"] == "copy-image" or not mine(visit, image):
            raise Refusal(403, "You are not authorized to complete this action.")
        stores = _stores(visit, body)
        if method["name"] == "web-download" and not _fetchable(method.get("uri")):
            raise Refusal(400, f"URI for web-download does not pass filtering: {method.get('uri')}")
        _run(visit, documents, image, (body, method, stores), now)
    return empty_reply(202)


def _checked_method(body: dict[str, Any]) -> Document:
    method = body.get("method")
    if not isinstance(method, dict):
        raise Refusal(400, "Import request requires a 'method' field.")
    if "name" not in method:
        raise Refusal(400, "Import request requires a 'name' field.")
    if method["name"] not in IMPORT_METHODS:
        raise Refusal(400, f"Unknown import method name '{method['name']}'.")
    for name in ("all_stores_must_succeed", "all_stores"):
        if not isinstance(body.get(name, True), bool):
            raise Refusal(400, f"'{name}' must be boolean value only")
    return method


def _check_status(image: Document, method: str) -> None:
    status = image["status"]
    if status == "active" and method != "copy-image":
        raise Refusal(409, "Image with status active cannot be target for import")
    if status != "active" and method == "copy-image":
        raise Refusal(409, "Only images with status active can be targeted for copying")
    if status != "queued" and method in {"web-download", "glance-download"}:
        raise Refusal(409, f"Image needs to be in 'queued' state to use '{method}' method")
    if status != "uploading" and method == "glance-direct":
        raise Refusal(409, "Image needs to be staged before 'glance-direct' method can be used")
    for name in ("container_format", "disk_format"):
        if not image[name]:
            raise Refusal(409, f"'{name}' needs to be set before import")


def _check_download(method: Document) -> None:
    if method["name"] != "glance-download":
        return
    for name in ("glance_region", "glance_image_id"):
        if name not in method:
            raise Refusal(400, f"'{name}' needs to be set for glance-download import method")
    if not checked_uuid(str(method["glance_image_id"])):
        raise Refusal(400, f"Remote image id does not look like a UUID: {method['glance_image_id']}")


def _stores(visit: Visit, body: dict[str, Any]) -> list[str]:
    if body.get("all_stores"):
        return [store for store in STORES if store != STORES[-1]]
    wanted = body.get("stores") or [visit.request.headers.get("X-Image-Meta-Store", STORES[0])]
    for store in wanted:
        if store not in STORES:
            raise Refusal(409, f"Unknown scheme '{store}' found in URI")
    return list(wanted)


def _fetchable(uri: Any) -> bool:
    if not isinstance(uri, str):
        return False
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _run(
    visit: Visit,
    documents: Documents,
    image: Document,
    asked: tuple[Document, Document, list[str]],
    now: datetime,
) -> None:
    """Write the task and the image so that both read right at every later moment."""
    body, method, stores = asked
    task = _task(visit, image["id"], body, stores, now)
    held = image["status"] == "uploading"
    fault = "" if held else _fetch_fault(visit, method)
    at_first = {"os_glance_import_task": task["id"], "os_glance_importing_to_stores": ",".join(stores)}
    marks = at_first | {"os_glance_failed_import": ""}
    values: Document = {"status": "importing", "marks": marks}
    later(task, now + TAKES, _outcome(fault, image["id"], now))
    if fault:
        failed = {"os_glance_importing_to_stores": "", "os_glance_failed_import": ",".join(stores)}
        later(values, now + TAKES, {"status": "queued", "size": None, "marks": failed})
    else:
        # The marker of a task that succeeded goes; the other two stay, empty.
        done = {"os_glance_importing_to_stores": "", "os_glance_failed_import": ""}
        later(values, now + TAKES, _data(visit, image, stores) | {"marks": done})
    documents.put("image_task", visit.place, task["id"], task)
    save(visit, documents, image | values)


def _data(visit: Visit, image: Document, stores: list[str]) -> Document:
    staged = image.get("staged")
    if not staged:
        return data_values(zeros(1), image, ",".join(stores)) | {"made_up": True}
    path = visit.ground.data.path(visit.place, image["id"], "staged")
    path.replace(visit.ground.data.path(visit.place, image["id"]))
    return data_values(Received(**staged), image, ",".join(stores))


def _fetch_fault(visit: Visit, method: Document) -> str:
    """Nothing is fetched: hosts under ``.invalid`` and paths with ``missing`` in them fail, the rest is zeros."""
    if method["name"] == "glance-download":
        remote = visit.ground.store.documents.get(
            "image", f"openstack/{method['glance_region']}", str(method["glance_image_id"])
        )
        return "" if remote else "HTTP Error 404: Not Found"
    parts = urlsplit(method["uri"])
    if (parts.hostname or "").endswith(".invalid"):
        return "<urlopen error [Errno -2] Name or service not known>"
    return "HTTP Error 404: Not Found" if "missing" in parts.path else ""


def _task(visit: Visit, image_id: str, body: Document, stores: list[str], now: datetime) -> Document:
    return {
        "id": str(uuid.uuid4()),
        "type": "api_image_import",
        "status": "processing",
        "owner": visit.caller.project_id,
        "user_id": visit.caller.user_id,
        "image_id": image_id,
        "request_id": f"req-{uuid.uuid4()}",
        "input": {"image_id": image_id, "import_req": body, "backend": stores},
        "result": None,
        "message": "",
        "created_at": stamp(now),
        "updated_at": stamp(now),
        "expires_at": None,
    }


def _outcome(fault: str, image_id: str, now: datetime) -> Document:
    expires = {"expires_at": stamp(now + TAKES + _KEPT)}
    if fault:
        return expires | {"status": "failure", "message": fault}
    return expires | {"status": "success", "result": {"image_id": image_id}}


def tasks(visit: Visit, image_id: str) -> Response:
    """``GET /v2/images/{image_id}/tasks``."""
    find(visit, image_id)
    rows = [task for task in visit.load_all("image_task") if task["image_id"] == image_id]
    shown = [{key: value for key, value in task.items() if key != "phases"} for task in rows]
    return json_reply({"tasks": [task | _bare_times(task) for task in shown]})


def _bare_times(task: Document) -> Document:
    """This one list prints times without their zone."""
    names = ("created_at", "updated_at", "expires_at")
    times = {name: task[name].replace("Z", ".000000") for name in names if task[name]}
    return times | {"deleted": False, "deleted_at": None}


def drop_copy(visit: Visit, store_id: str, image_id: str) -> Response:
    """``DELETE /v2/stores/{store_id}/{image_id}``: administrators only, as by the stock policy."""
    refuse_body(visit.request)
    if store_id not in STORES:
        raise Refusal(409, f"The selected store {store_id} is not available on this node.")
    find(visit, image_id)
    raise Refusal(403, "You are not authorized to complete delete_image_location action.")


def add_location(visit: Visit, image_id: str) -> Response:
    """``POST /v2/images/{image_id}/locations``: plain users may point at HTTP only."""
    body = read_object(visit.request)
    url = body.get("url")
    if not isinstance(url, str):
        raise Refusal(400, "Provided object does not match schema 'location': url is required")
    with visit.ground.store.writing() as documents:
        image = find_own(visit, image_id, "add a location to this image", documents)
        if image["status"] != "queued":
            raise Refusal(409, f"It's not allowed to add locations if image status is {image['status']}.")
        if not _fetchable(url):
            raise Refusal(403, "It's not allowed to add locations other than http.")
        values: Document = {}
        later(
            values,
            visit.ground.clock.now() + TAKES,
            data_values(zeros(1), image, STORES[-1]) | {"made_up": True},
        )
        save(visit, documents, image | values)
    return empty_reply(202)


def locations(_visit: Visit, image_id: str) -> Response:
    """``GET /v2/images/{image_id}/locations``: for service users only."""
    raise Refusal(403, f"You are not authorized to see the locations of {image_id}.")


ROUTES = (
    Route("POST", "/v2/images/{image_id}/import", start, faces=("openstack",)),
    Route("GET", "/v2/images/{image_id}/tasks", tasks, faces=("openstack",)),
    Route("DELETE", "/v2/stores/{store_id}/{image_id}", drop_copy, faces=("openstack",)),
    Route("POST", "/v2/images/{image_id}/locations", add_location, faces=("openstack",)),
    Route("GET", "/v2/images/{image_id}/locations", locations, faces=("openstack",)),
)
