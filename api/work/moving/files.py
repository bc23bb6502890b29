"""Objects of a container and the manifests of large ones, as exports and copies see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from api.answer.plain import middle, one_line
from api.errors import PitchforkError
from api.model import Place
from api.work.answers import good, value
from api.work.moving import calls
from api.work.moving.checks import header, length_of
from api.work.work import Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange

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

    def kept(self) -> dict[str, Any]:
        """As JSON, for a work's memory."""
        return {
            "region": self.place.region,
            "container": self.container,
            "object": self.name,
            "segments_in": self.segments_in,
            "prefix": self.prefix,
            "segments": [list(segment) for segment in self.segments],
        }


def restored_disk(place: Place, kept: Mapping[str, Any]) -> StoredDisk:
    """The disk that kept() told of, in its region of ``place``. Raises KeyError, TypeError and ValueError where it is
    damaged.
    """
    return StoredDisk(
        replace(place, region=kept["region"]),
        str(kept["container"]),
        str(kept["object"]),
        str(kept["segments_in"]),
        str(kept["prefix"]),
        tuple(Segment(str(name), int(count), str(md5)) for name, count, md5 in kept["segments"]),
    )


def read_disk(work: Work, place: Place, container: str, name: str) -> StoredDisk:
    """An object and its segments, checked against each other. Raises CallRefused, and PitchforkError where what is
    there is not whole.
    """
    shown = good(work.ask(calls.SHOW_OBJECT, {"container": container, "object": name}, place))
    size, etag = length_of(shown), header(shown, "ETag")
    told = manifest_of(shown)
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
    if (missing := missing_number(segment.name.removeprefix(prefix) for segment in segments)) is not None:
        raise PitchforkError(
            f"The segment {prefix}{missing} of {disk.location} is missing.",
            "The service leaves it out of every download without a word: export the image anew.",
        )
    return disk


def manifest_of(shown: Exchange) -> str:
    """Where the segments of an object lie, as container/prefix; "" for one that has none."""
    return unquote(header(shown, "X-Object-Manifest")).lstrip("/")


def missing_number(names: Iterable[str]) -> str | None:
    """The first number that lacks among names that are numbers of one width, from 0 or 1 on; None for other names.

    That the last ones lack cannot be seen so.
    """
    found = sorted(names)
    width = len(found[0]) if found else 0
    if not width or not all(name.isascii() and name.isdecimal() and len(name) == width for name in found):
        return None
    first = min(int(found[0]), 1)
    wanted = (f"{number:0{width}}" for number in range(first, first + len(found)))
    return next((name for name, there in zip(wanted, found, strict=True) if name != there), None)


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


def check_room(work: Work, disk: StoredDisk, *, begun: bool) -> None:
    """See that a disk can be written there and overwrites nothing: its name is free, and nothing lies under its prefix
    but, where an earlier try of this work has ``begun`` it, what that wrote.

    Raises PitchforkError with what lies there, and CallRefused where that cannot be seen.
    """
    _check_name(work, disk, begun=begun)
    own = {segment.name for segment in disk.segments} if begun else set()
    there = list_objects(work, disk.place, disk.segments_in, disk.prefix) if disk.prefix else []
    if foreign := [each.name for each in there if each.name not in own]:
        raise PitchforkError(
            f"In {disk.place.region}, other objects lie under {disk.segments_in}/{disk.prefix}, so the copy would "
            f"hold them as well: {middle(one_line(foreign[0], 200), 80)}.",
            "Choose another container there.",
        )


def _check_name(work: Work, disk: StoredDisk, *, begun: bool) -> None:
    shown = work.ask(calls.SHOW_OBJECT, {"container": disk.container, "object": disk.name}, disk.place)
    if shown.status == 404:
        return
    told = manifest_of(good(shown))
    if not begun or told != (f"{disk.segments_in}/{disk.prefix}" if disk.prefix else ""):
        raise PitchforkError(
            f"{disk.location} lies in {disk.place.region} already, and this copy has not written it.",
            "Choose another container there, or delete it first if nobody needs it.",
        )


def write_manifest(work: Work, disk: StoredDisk) -> None:
    """Write the manifest of a disk whose segments are there. Raises CallRefused."""
    told = f"{quote(disk.segments_in)}/{quote(disk.prefix)}"
    asked = {"container": disk.container, "object": disk.name, "X-Object-Manifest": told}
    good(work.ask(calls.CREATE_MANIFEST, asked, disk.place), 201)
