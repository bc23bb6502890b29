"""Objects of a container and the manifests of large ones, as exports and copies see them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, unquote

from api.errors import PitchforkError
from api.model import Place
from api.work.answers import good, value
from api.work.moving import calls
from api.work.moving.checks import header, length_of
from api.work.work import Work

PAGE = 1000


class Segment(NamedTuple):
    """One object as its container lists it: name, bytes, MD5."""

    name: str
    size: int
    md5: str


@dataclass(frozen=True, slots=True)
class StoredDisk:
    """An object with the segments that it is made of; one that is no large object is its own only segment.

    ``place`` is the cloud and region, ``segments_in`` the container of the segments, ``prefix`` what their names
    begin with ("" for an object that is none of a manifest).
    """

    place: Place
    container: str
    name: str
    segments_in: str
    prefix: str
    segments: tuple[Segment, ...]

    @property
    def size(self) -> int:
        """Bytes of all segments."""
        return sum(segment.size for segment in self.segments)

    @property
    def joint_md5(self) -> str:
        """What the service makes of the segments' MD5s: the ETag of the manifest, without its quotes."""
        joint = "".join(segment.md5 for segment in self.segments)
        return hashlib.md5(joint.encode(), usedforsecurity=False).hexdigest()

    @property
    def location(self) -> str:
        """container/object."""
        return f"{self.container}/{self.name}"


def read_disk(work: Work, place: Place, container: str, name: str) -> StoredDisk:
    """An object and its segments, checked against each other. Raises CallRefused, and PitchforkError where what is
    there is not whole.
    """
    shown = good(work.ask(calls.SHOW_OBJECT, {"container": container, "object": name}, place))
    size, etag = length_of(shown), header(shown, "ETag")
    told = unquote(header(shown, "X-Object-Manifest")).lstrip("/")
    if header(shown, "X-Static-Large-Object").lower() == "true":
        raise PitchforkError(
            f"{container}/{name} is a static large object, which is not copied here.",
            "An export of the service is a dynamic one.",
        )
    if not told:
        return StoredDisk(place, container, name, container, "", (Segment(name, size, etag.strip('"')),))
    inside, _, prefix = told.partition("/")
    segments = tuple(list_objects(work, place, inside, prefix))
    disk = StoredDisk(place, container, name, inside, prefix, segments)
    if not segments or disk.size != size or disk.joint_md5 != etag.strip('"'):
        raise PitchforkError(
            f"The segments of {disk.location} do not make up the whole that its manifest tells of.",
            "A segment may be missing or be written just now: look again later, or export anew.",
            f"manifest: {size} bytes, ETag {etag}; {len(segments)} segments: {disk.size} bytes",
        )
    return disk


def list_objects(work: Work, place: Place, container: str, prefix: str = "") -> list[Segment]:
    """Every object whose name begins so, page after page."""
    found: list[Segment] = []
    marker: dict[str, str] = {}
    while True:
        asked = {"container": container, "prefix": prefix, "limit": PAGE} | marker
        rows = value(work.ask(calls.LIST_OBJECTS, asked, place))
        page = [Segment(str(row["name"]), int(row["bytes"]), str(row["hash"])) for row in rows]
        found += page
        if len(page) < PAGE or not page or page[-1].name == marker.get("marker"):
            return found
        marker = {"marker": page[-1].name}


def make_container(work: Work, place: Place, container: str) -> None:
    """Make a container; one that is there stays as it is."""
    made = good(work.ask(calls.CREATE_CONTAINER, {"container": container}, place), 201, 202)
    if made.status == 201:
        work.note(f"Made the container {container} in {place.region}.")


def write_manifest(work: Work, disk: StoredDisk) -> None:
    """Write the manifest of a disk whose segments are there, and see that it makes up the whole.

    Raises PitchforkError when it does not: then something else lies under the same prefix.
    """
    told = f"{quote(disk.segments_in)}/{quote(disk.prefix)}"
    asked = {"container": disk.container, "object": disk.name, "X-Object-Manifest": told}
    good(work.ask(calls.CREATE_MANIFEST, asked, disk.place), 201)
    read = read_disk(work, disk.place, disk.container, disk.name)
    if read.segments != disk.segments:
        raise PitchforkError(
            f"In {disk.place.region}, other objects lie under {disk.segments_in}/{disk.prefix}, so the copy would "
            "hold them as well.",
            "Choose another container there.",
        )
