"""What the Image service says about itself: versions, health, import methods, stores, usage."""

from __future__ import annotations

from werkzeug import Request, Response

from api.practice.bodies import json_reply
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.images import IMPORT_METHODS, STORES
from api.practice.routing import Route

MINOR_VERSIONS = tuple(range(19))
_NOW = 18


def is_version(segment: str) -> bool:
    """Whether a path's first segment names a version that is announced: ``v2``, ``v2.0`` ... ``v2.18``."""
    return segment == "v2" or segment in {f"v2.{minor}" for minor in MINOR_VERSIONS}


def versions(endpoint: str, status: int) -> Response:
    """The list of versions; as an answer to anything unknown it has status 300."""
    link = {"rel": "self", "href": f"{endpoint}/v2/"}
    rows = [
        {"id": f"v2.{minor}", "status": "CURRENT" if minor == _NOW else "SUPPORTED", "links": [link]}
        for minor in reversed(MINOR_VERSIONS)
    ]
    return json_reply({"versions": rows}, status)


def health(request: Request) -> Response:
    """``GET /healthcheck``: needs no token."""
    if request.accept_mimetypes.best == "application/json":
        return json_reply({"detailed": False, "reasons": ["OK"]})
    return Response("OK", content_type="text/plain; charset=UTF-8")


def import_methods(_visit: Visit) -> Response:
    """``GET /v2/info/import``."""
    about = {"description": "Import methods available.", "type": "array", "value": list(IMPORT_METHODS)}
    return json_reply({"import-methods": about})


def stores(_visit: Visit) -> Response:
    """``GET /v2/info/stores``."""
    rows: list[Document] = [{"id": name} for name in STORES]
    rows[0]["default"] = "true"
    rows[-1]["read-only"] = "true"
    return json_reply({"stores": rows})


def stores_detail(_visit: Visit) -> Response:
    """``GET /v2/info/stores/detail``: administrators only."""
    raise Refusal(403, "You are not authorized to complete stores_info_detail action.")


def usage(visit: Visit) -> Response:
    """``GET /v2/info/usage``."""
    rows = [image for image in visit.load_all("image") if image["owner"] == visit.caller.project_id]
    busy = [image for image in rows if image["status"] in {"saving", "uploading", "importing"}]
    staged = [image for image in busy if image["status"] != "saving"]
    limits = {
        "image_size_total": (10_000, _mebibytes(rows)),
        "image_stage_total": (10_000, _mebibytes(staged)),
        "image_count_total": (1000, len(rows)),
        "image_count_uploading": (100, len(busy)),
    }
    shown = {name: {"limit": limit, "usage": used} for name, (limit, used) in limits.items()}
    return json_reply({"usage": shown})


def _mebibytes(images: list[Document]) -> int:
    return int(sum(image["size"] or 0 for image in images) // 2**20)


def refused(_visit: Visit, **_path: str) -> Response:
    """Calls that only administrators may make; the practice cloud has none."""
    raise Refusal(403, "You are not authorized to complete this action.")


ROUTES = (
    Route("GET", "/v2/info/import", import_methods, faces=("openstack",)),
    Route("GET", "/v2/info/stores", stores, faces=("openstack",)),
    Route("GET", "/v2/info/stores/detail", stores_detail, faces=("openstack",)),
    Route("GET", "/v2/info/usage", usage, faces=("openstack",)),
    Route("GET", "/v2/cache", refused, faces=("openstack",)),
    Route("DELETE", "/v2/cache", refused, faces=("openstack",)),
    Route("POST", "/v2/cache/clean", refused, faces=("openstack",)),
    Route("POST", "/v2/cache/prune", refused, faces=("openstack",)),
    Route("GET", "/v2/cache/nodes/{image_id}", refused, faces=("openstack",)),
    Route("PUT", "/v2/cache/{image_id}", refused, faces=("openstack",)),
    Route("DELETE", "/v2/cache/{image_id}", refused, faces=("openstack",)),
)
