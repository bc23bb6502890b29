"""Deletes exported disks that have served: manifest and segments, each only if it still is what was copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from api.answer.plain import middle, one_line
from api.answer.sizes import counted, size
from api.errors import Cancelled, PitchforkError
from api.exchange.gates import Confirmed, Several
from api.model import Place
from api.running import Progress
from api.work.answers import good
from api.work.moving import calls
from api.work.moving.checks import header
from api.work.moving.files import Segment, StoredDisk, manifest_of, read_disk, restored_disk
from api.work.plan import Outcome
from api.work.work import Tone, Work

_FACT = "deleting"


@dataclass(frozen=True, slots=True)
class DeleteDisks:
    """Delete exported disks that the person has confirmed by name: (region, container, object) each.

    ``word`` is what they typed, which production asks for.

    Carried out again after a failure, it goes on with what it knew of them, for a manifest may be gone by then.
    Its outcome's value has ``deleted`` and ``size``, the objects and bytes that this try deleted, and ``stays``: the
    locations of what is no longer what it was.
    """

    kind: ClassVar[str] = "delete-disks"
    unit: ClassVar[str] = "objects"

    place: Place
    disks: tuple[tuple[str, str, str], ...]
    word: Several | None = None

    @property
    def title(self) -> str:
        """What the person reads."""
        places = ", ".join(f"{container} in {region}" for region, container, _ in self.disks)
        return f"Delete exported disks from {places}"

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises CallRefused, PitchforkError and Cancelled."""
        disks = begun_deleting(work, self.place)
        if disks is None:
            disks = [
                read_disk(work, Place(self.place.profile, self.place.account, region), container, name)
                for region, container, name in self.disks
            ]
        gone = delete_disks(work, disks, self.word or True)
        said = f"Deleted {counted(gone.objects, 'objects')}; {size(gone.size)} are no longer charged."
        value = {"deleted": gone.objects, "size": gone.size, "stays": gone.stays}
        return Outcome(" ".join((said, *gone.remarks)), value, whole=not gone.stays)


@dataclass(slots=True)
class Gone:
    """What was deleted on the person's ``word``: ``objects`` of ``size`` bytes. ``stays`` are the locations of those
    that are no longer what they were, and were left.
    """

    word: Confirmed = True
    objects: int = 0
    size: int = 0
    stays: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> tuple[str, ...]:
        """A sentence on what stays; none where nothing does."""
        if not self.stays:
            return ()
        what = counted(len(self.stays), "objects")
        return (f"{what} changed since then; what changed was left, and stays charged.",)


def begun_deleting(work: Work, place: Place) -> list[StoredDisk] | None:
    """The disks that an earlier try of the work has begun to delete; None where none has."""
    kept = work.memory.facts.get(_FACT)
    try:
        return [restored_disk(place, each) for each in kept] if kept else None
    except (KeyError, TypeError, ValueError, AttributeError):  # damaged
        return None


def delete_disks(work: Work, disks: Iterable[StoredDisk], word: Confirmed = True) -> Gone:
    """Delete disks that the person has confirmed by name; see delete_disk().

    They are remembered before, so that a further try knows the segments of a manifest that is gone.
    """
    disks, gone = list(disks), Gone(word)
    work.memory.note(**{_FACT: [disk.kept() for disk in disks]})
    work.afterwards(lambda: unfinished(gone))
    try:
        for disk in disks:
            delete_disk(work, disk, gone)
    except Cancelled:
        raise
    except PitchforkError:
        work.note(unfinished(gone), Tone.WARNING)
        raise
    return gone


def unfinished(gone: Gone) -> str:
    """What is to be said when deleting ends on the way."""
    return (
        f"Only {counted(gone.objects, 'objects')} of {size(gone.size)} were deleted in this try; the rest stays "
        "charged. Begin again to delete it."
    )


def delete_disk(work: Work, disk: StoredDisk, gone: Gone) -> None:
    """Delete a disk: the manifest first, so that nobody reads half of it.

    A segment that is no longer what it was is left, and a disk whose manifest is so is left as a whole.
    ``gone`` counts along. Raises CallRefused where it cannot be seen what something is, and what ask() raises.
    """
    before = gone.objects
    if disk.prefix and not _delete_manifest(work, disk, gone):
        return
    for number, segment in enumerate(disk.segments):
        work.report(Progress("deleting", number, len(disk.segments)))
        _delete_segment(work, disk, segment, gone)
    count = counted(gone.objects - before, "objects")
    work.note(f"Deleted of {disk.location} in {disk.place.region}: {count}.")


def _delete_manifest(work: Work, disk: StoredDisk, gone: Gone) -> bool:
    """Whether it is gone now; one that is no longer that of the disk stays."""
    shown = work.ask(calls.SHOW_OBJECT, {"container": disk.container, "object": disk.name}, disk.place)
    if shown.status == 404:
        return True
    good(shown)
    same = manifest_of(shown) == f"{disk.segments_in}/{disk.prefix}"
    if not same or header(shown, "ETag").strip('"') != disk.joint_md5:
        _leave(work, disk, disk.container, disk.name, gone)
        return False
    gone.objects += _delete(work, disk.place, disk.container, disk.name, gone.word)
    return True


def _delete_segment(work: Work, disk: StoredDisk, segment: Segment, gone: Gone) -> None:
    asked = {"container": disk.segments_in, "object": segment.name}
    shown = work.ask(calls.SHOW_OBJECT, asked, disk.place)
    if shown.status == 404:
        return
    good(shown)
    if header(shown, "ETag").strip('"') != segment.md5:
        _leave(work, disk, disk.segments_in, segment.name, gone)
    elif _delete(work, disk.place, disk.segments_in, segment.name, gone.word):
        gone.objects += 1
        gone.size += segment.size


def _leave(work: Work, disk: StoredDisk, container: str, name: str, gone: Gone) -> None:
    gone.stays.append(f"{container}/{name}")
    told = middle(one_line(f"{container}/{name}", 300), 80)
    work.note(f"{told} in {disk.place.region} is no longer what it was, and is left.", Tone.WARNING)


def _delete(work: Work, place: Place, container: str, name: str, word: Confirmed) -> bool:
    """Whether this has deleted it; somebody else may have."""
    request, secrets = work.draft(calls.DELETE_OBJECT, {"container": container, "object": name}, place)
    return good(work.send(request, secrets, confirmed=word), 204, 404).status == 204
