"""The calls that sharing takes, by product, and the words that product has for who shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.errors import NotOffered
from api.model import Place


@dataclass(frozen=True, slots=True)
class SharingCalls:
    """Complete ids of the calls; ``who`` is the word for one who shares ("account", "project").

    ``opened`` is the visibility that an image needs to have members at all, ``closed`` the one from which a step
    leads there ("" where no such step exists). ``lookup`` tells who a project is ("" where no call does).
    """

    show: str
    list: str
    members: str
    create: str
    answer: str
    remove: str
    replace: str
    who: str
    opened: str
    closed: str = ""
    lookup: str = ""


BY_PRODUCT: Mapping[str, SharingCalls] = {
    "cloud-images": SharingCalls(
        show="cloud-images.get-image-details",
        list="cloud-images.list-images",
        members="cloud-images.list-image-members",
        create="cloud-images.create-image-member",
        answer="cloud-images.update-image-member",
        remove="cloud-images.delete-image-member",
        replace="cloud-images.replace-image-property",
        who="account",
        opened="private",
    ),
    "image": SharingCalls(
        show="image.show-image",
        list="image.list-images",
        members="image.list-image-members",
        create="image.create-image-member",
        answer="image.update-image-member",
        remove="image.delete-image-member",
        replace="image.replace-image-property",
        who="project",
        opened="shared",
        closed="private",
        lookup="identity.show-project",
    ),
}


def sharing_calls(offered: Iterable[str], place: Place) -> SharingCalls:
    """The calls of the image service among the products that a cloud offers. Raises NotOffered."""
    for product in offered:
        if product in BY_PRODUCT:
            return BY_PRODUCT[product]
    where = place.region or "this cloud"
    raise NotOffered(f"There is no image service in {where}.", "Choose another region.")


def obstacle(image: Mapping[str, Any], place: Place, calls: SharingCalls) -> str:
    """Why the image cannot be shared from this place, as a sentence; "" where it can."""
    visibility = image.get("visibility")
    if image.get("owner") != place.account:
        return f"Only its owner can share an image; this one belongs to {calls.who} {image.get('owner')}."
    if image.get("status") in ("deleted", "pending_delete", "killed"):
        return f"Its status is {image.get('status')}: there is nothing to share."
    if visibility in (calls.opened, calls.closed):
        return ""
    if visibility == "public":
        return "It is public: everybody in this cloud has it already."
    if visibility == "community":
        return "It is a community image: everybody in this cloud can use it by its id already."
    return f"An image of visibility {visibility} cannot have members."


def needs_opening(image: Mapping[str, Any], calls: SharingCalls) -> bool:
    """Whether its visibility has to be changed before it can have members."""
    return bool(calls.closed) and image.get("visibility") == calls.closed
