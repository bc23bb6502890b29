"""Plants what the practice cloud holds at first: public images of each face and the accounts' own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from api.practice import sample_glance, sample_rackspace
from api.practice.accounts import fixed_id
from api.practice.clock import Document, stamp
from api.practice.ground import REGIONS
from api.practice.image import new_image
from api.practice.sample_objects import plant_objects
from api.practice.store import Documents, Store

_FIRST = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
EDITION = 2
KINDS = ("image", "task", "image_task", "namespace", "container", "object")
"""What a reset puts back; tokens and application credentials stay."""


def plant_once(store: Store) -> None:
    """Plant the samples in a new folder; one of several processes does it."""
    if _edition(store.documents) == EDITION:
        return
    with store.writing() as documents:
        edition = _edition(documents)
        if not edition:
            plant(documents)
        elif edition < EDITION:  # a folder from before there were containers keeps its images
            plant_objects(documents)
            _note_edition(documents)


def _edition(documents: Documents) -> int:
    kept = documents.get("edition", "", "samples")
    return kept["edition"] if kept else 0


def _note_edition(documents: Documents) -> None:
    documents.put("edition", "", "samples", {"edition": EDITION})


def plant(documents: Documents) -> None:
    """Replace everything but people's sign-ins with the samples."""
    for kind in KINDS:
        documents.clear(kind)
    for place, image in _images():
        documents.put("image", place, image["id"], image)
    plant_objects(documents)
    _note_edition(documents)


def _images() -> Iterator[tuple[str, Document]]:
    for region in REGIONS:
        for face, rows in (("rackspace", sample_rackspace.rows), ("openstack", sample_glance.rows)):
            place = f"{face}/{region.name}"
            for number, (name, owner, values) in enumerate(rows(region.name)):
                image_id = str(fixed_id(place, name))
                created = _FIRST + timedelta(days=number // 2, hours=number % 2, minutes=number * 7 % 60)
                image = new_image(image_id, owner, stamp(created), {"name": name} | values)
                yield place, _with_base(place, image)


def _with_base(place: str, image: Document) -> Document:
    """Snapshots name the image their server was made from; on the wire it is that image's id."""
    properties = image["properties"]
    if "base_image_ref" in properties:
        properties["base_image_ref"] = str(fixed_id(place, properties["base_image_ref"]))
    return image
