"""The calls on image tags."""

from __future__ import annotations

from werkzeug import Response

from api.practice.bodies import empty_reply, refuse_body
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import TAG_QUOTA, find_own, save
from api.practice.routing import Route


def add(visit: Visit, image_id: str, tag: str) -> Response:
    """``PUT /v2/images/{image_id}/tags/{tag}``: repeating it changes nothing."""
    refuse_body(visit.request)
    if len(tag) > 255:
        raise Refusal(400, f"Image tag '{tag}' is too long: at most 255 characters.")
    with visit.ground.store.writing() as documents:
        image = find_own(visit, image_id, "update tags for this image", documents)
        if tag not in image["tags"]:
            if len(image["tags"]) >= TAG_QUOTA:
                raise Refusal(
                    413,
                    f"Image tag limit exceeded. Attempted: {len(image['tags']) + 1}, Maximum: {TAG_QUOTA}",
                )
            image["tags"].append(tag)
            save(visit, documents, image)
    return empty_reply()


def remove(visit: Visit, image_id: str, tag: str) -> Response:
    """``DELETE /v2/images/{image_id}/tags/{tag}``."""
    refuse_body(visit.request)
    with visit.ground.store.writing() as documents:
        image = find_own(visit, image_id, "delete tags for this image", documents)
        if tag not in image["tags"]:
            raise Refusal(404, f"The tag {tag} could not be found.")
        image["tags"].remove(tag)
        save(visit, documents, image)
    return empty_reply()


ROUTES = (
    Route("PUT", "/v2/images/{image_id}/tags/{tag}", add),
    Route("DELETE", "/v2/images/{image_id}/tags/{tag}", remove),
)
