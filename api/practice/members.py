"""The calls on image members: whom an image is shared with, and what they answered."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from api.practice.bodies import bare_reply, json_reply, read_object, refuse_body
from api.practice.clock import Document, stamp
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import MEMBER_QUOTA, find, mine
from api.practice.routing import Route

_STATUSES = ("pending", "accepted", "rejected")


def index(visit: Visit, image_id: str) -> Response:
    """``GET /v2/images/{image_id}/members``."""
    refuse_body(visit.request)
    image = _shared(visit, image_id)
    shown = [_view(image, name) for name in sorted(_seen(visit, image))]
    return json_reply({"members": shown, "schema": "/v2/schemas/members"})


def show(visit: Visit, image_id: str, member_id: str) -> Response:
    """``GET /v2/images/{image_id}/members/{member_id}``."""
    refuse_body(visit.request)
    try:
        image = _shared(visit, image_id)
    except Refusal as fault:
        raise Refusal(404, fault.explanation) from None
    return json_reply(_view(image, _member(visit, image, member_id)))


def create(visit: Visit, image_id: str) -> Response:
    """``POST /v2/images/{image_id}/members``: answers 200, not 201."""
    name = _wanted_member(read_object(visit.request))
    now = stamp(visit.ground.clock.now())
    with visit.ground.store.writing() as documents:
        image = _shared(visit, image_id, documents)
        _need_owner(visit, image, "create")
        if name in image["members"]:
            raise Refusal(409, f"Member {name} is duplicated for image {image_id}")
        if len(image["members"]) >= MEMBER_QUOTA:
            raise Refusal(413, f"Image member limit exceeded for image {image_id}: Maximum: {MEMBER_QUOTA}")
        image["members"][name] = {"status": "pending", "created_at": now, "updated_at": now}
        documents.put("image", visit.place, image_id, image)
    return json_reply(_view(image, name))


def update(visit: Visit, image_id: str, member_id: str) -> Response:
    """``PUT /v2/images/{image_id}/members/{member_id}``: only the member itself may answer."""
    status = read_object(visit.request).get("status")
    if status is None:
        raise Refusal(400, "Status not specified")
    with visit.ground.store.writing() as documents:
        image = _shared(visit, image_id, documents)
        name = _member(visit, image, member_id)
        if mine(visit, image):
            raise Refusal(403, f"Not allowed to update members for image {image_id}.")
        if status not in _STATUSES:
            raise Refusal(
                400, f'Incorrect request: Status must be "pending", "accepted" or "rejected". not {status}'
            )
        image["members"][name] |= {"status": status, "updated_at": stamp(visit.ground.clock.now())}
        documents.put("image", visit.place, image_id, image)
    return json_reply(_view(image, name))


def delete(visit: Visit, image_id: str, member_id: str) -> Response:
    """``DELETE /v2/images/{image_id}/members/{member_id}``."""
    refuse_body(visit.request)
    with visit.ground.store.writing() as documents:
        image = _shared(visit, image_id, documents)
        _need_owner(visit, image, "delete")
        del image["members"][_member(visit, image, member_id)]
        documents.put("image", visit.place, image_id, image)
    return bare_reply()


def _shared(visit: Visit, image_id: str, documents: Any = None) -> Document:
    """The image, if it is one that has members: private on Rackspace's face, ``shared`` on Glance's."""
    image = find(visit, image_id, documents)
    if visit.rackspace and image["visibility"] == "public":
        raise Refusal(403, "Public images do not have members.")
    if not visit.rackspace and image["visibility"] != "shared":
        raise Refusal(403, f"Only shared images have members. Image {image_id} is not shared.")
    return image


def _need_owner(visit: Visit, image: Document, verb: str) -> None:
    if mine(visit, image):
        return
    if visit.rackspace and verb == "create":
        raise Refusal(404, f"No image found with ID {image['id']}")
    raise Refusal(403, f"Not allowed to {verb} members for image {image['id']}.")


def _seen(visit: Visit, image: Document) -> list[str]:
    """The owner sees every member, a member only itself."""
    return [name for name in image["members"] if mine(visit, image) or name == visit.caller.project_id]


def _member(visit: Visit, image: Document, member_id: str) -> str:
    if member_id not in _seen(visit, image):
        raise Refusal(404, f"{member_id} not found in the member list of the image {image['id']}.")
    return member_id


def _wanted_member(body: dict[str, Any]) -> str:
    if "member" not in body:
        raise Refusal(400, "Member to be added not specified")
    name = body["member"]
    if not name:
        raise Refusal(400, "Member can't be empty")
    return str(name)  # nobody checks that such an account exists


def _view(image: Document, name: str) -> Document:
    view: Document = {"member_id": name, "image_id": image["id"], "schema": "/v2/schemas/member"}
    view |= image["members"][name]
    return view


ROUTES = (
    Route("GET", "/v2/images/{image_id}/members", index),
    Route("POST", "/v2/images/{image_id}/members", create),
    Route("GET", "/v2/images/{image_id}/members/{member_id}", show),
    Route("PUT", "/v2/images/{image_id}/members/{member_id}", update),
    Route("DELETE", "/v2/images/{image_id}/members/{member_id}", delete),
)
