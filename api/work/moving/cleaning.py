"""Deletes exported disks that have served: manifest and segments, each only if it still is what was copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from api.answer.sizes import counted, size
from api.model import Place
from api.running import Progress
from api.work.answers import good
from api.work.moving import calls
from api.work.moving.checks import header
from api.work.moving.files import StoredDisk, read_disk
from api.work.plan import Outcome
from api.work.work import Work


@dataclass(frozen=True, slots=True)
class DeleteDisks:
    """Delete exported disks that the person has confirmed by name: (region, container, object) each.

    Its outcome's value has ``deleted``: how many objects went.
    """

    kind: ClassVar[str] = "delete-disks"
    unit: ClassVar[str] = "objects"

    place: Place
    disks: tuple[tuple[str, str, str], ...]

    @property
    def title(self) -> str:
        """What the person reads."""
        places = ", ".join(f"{container} in {region}" for region, container, _ in self.disks)
        return f"Delete exported disks from {places}"

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises CallRefused, PitchforkError and Cancelled."""
        count = freed = 0
        for region, container, name in self.disks:
            place = Place(self.place.profile, self.place.account, region)
            disk = read_disk(work, place, container, name)
            count += delete_disk(work, disk)
            freed += disk.size
        said = f"Deleted {counted(count, 'objects')}; {size(freed)} are no longer charged."
        return Outcome(said, {"deleted": count, "size": freed})


def delete_disk(work: Work, disk: StoredDisk) -> int:
    """Delete a disk: the manifest first, so that nobody reads half of it. Returns how many objects went.

    The person has confirmed it by name. A segment that is no longer what it was is left.
    """
    gone = 0
    if disk.prefix:
        _delete(work, disk.place, disk.container, disk.name)
        gone = 1
    for number, segment in enumerate(disk.segments):
        work.report(Progress("deleting", number, len(disk.segments)))
        asked = {"container": disk.segments_in, "object": segment.name}
        shown = work.ask(calls.SHOW_OBJECT, asked, disk.place)
        if shown.status == 404 or header(shown, "ETag").strip('"') != segment.md5:
            continue
        _delete(work, disk.place, disk.segments_in, segment.name)
        gone += 1
    work.note(f"Deleted {disk.location} in {disk.place.region}: {counted(gone, 'objects')}.")
    return gone


def _delete(work: Work, place: Place, container: str, name: str) -> None:
    good(
        work.send(
            *work.draft(calls.DELETE_OBJECT, {"container": container, "object": name}, place),
            confirmed=True,
        ),
        204,
        404,
    )
