"""Gives a copied image the properties that its import could not carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.answer.plain import one_line
from api.edit.patch import make_patch
from api.errors import NoAnswer
from api.model import Call, Place, Remark
from api.work.answers import CallRefused, good, value
from api.work.moving import calls
from api.work.work import Tone, Work

_ITS_OWN = Remark(
    (
        *("visibility", "disk_format", "container_format", "name", "min_disk"),
        *("instance_uuid", "base_image_ref", "user_id", "image_type", "instance_type*", "cache_in_nova"),
    ),
    "The import knows disk and formats, everybody shares anew, and the server of the source is elsewhere.",
)
"""What a copy has of its own or has not at all."""


def carried(call: Call, image: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an image that a copy takes on: those that the service lets people change."""
    stays = (_ITS_OWN, *(call.edit.locked if call.edit is not None else ()))
    return {
        name: found
        for name, found in image.items()
        if found is not None and not any(remark.fits(name) for remark in stays)
    }


def carry_over(work: Work, source: Mapping[str, Any], image: Mapping[str, Any], place: Place) -> list[str]:
    """Patch the copy until it has the properties of its source; returns the names that could not be set.

    All at once first; where the service refuses that, one by one, so that one bad property does not cost the others.
    """
    try:
        return _carry_over(work, source, image, place)
    except NoAnswer as error:  # it may have been done all the same: look, and do the rest
        work.note(f"{error.sentence} Looking what was set.", Tone.WARNING)
        now = read_image(work, calls.IMAGE_DETAILS, str(image["id"]), place)
        return _carry_over(work, source, now, place)


def _carry_over(work: Work, source: Mapping[str, Any], image: Mapping[str, Any], place: Place) -> list[str]:
    call = work.catalogue.call(calls.UPDATE_IMAGE)
    wanted = {**image, **carried(call, source)}
    patch = make_patch(image, wanted, call.edit.unordered if call.edit is not None else ())
    if not patch:
        return []
    try:
        _send(work, str(image["id"]), patch, place)
    except CallRefused as refused:
        work.note(f"{refused.sentence} Setting the properties one by one.", Tone.WARNING)
        return list(_one_by_one(work, str(image["id"]), patch, place))
    work.note(f"Set {len(patch)} properties: {_named(patch)}.")
    return []


def _one_by_one(work: Work, image_id: str, patch: list[dict[str, Any]], place: Place) -> Iterable[str]:
    for operation in patch:
        try:
            _send(work, image_id, [operation], place)
        except CallRefused as refused:
            name = _named([operation])
            work.note(f"{name} could not be set: {refused.sentence}", Tone.WARNING)
            yield name


def _send(work: Work, image_id: str, patch: list[dict[str, Any]], place: Place) -> None:
    good(work.ask(calls.UPDATE_IMAGE, {"image_id": image_id, "body": patch}, place))


def _named(patch: Iterable[Mapping[str, Any]]) -> str:
    names = (str(each["path"]).lstrip("/").replace("~1", "/").replace("~0", "~") for each in patch)
    return one_line(", ".join(names), 300)


def read_image(work: Work, call_id: str, image_id: str, place: Place) -> dict[str, Any]:
    """An image as it is now. Raises CallRefused."""
    return dict(value(work.ask(call_id, {"image_id": image_id}, place)))
