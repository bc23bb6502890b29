"""Copy to another region, for Rackspace: export, transfer of the segments, import, properties, as one piece of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from api.answer.plain import middle, one_line
from api.answer.sizes import counted, size
from api.catalog.catalogue import Catalogue
from api.errors import PitchforkError
from api.exchange.gates import Several
from api.model import Place
from api.work.moving import calls
from api.work.moving.checks import check_export, check_target, disk_at_end, export_name
from api.work.moving.cleaning import Gone, begun_deleting, delete_disks
from api.work.moving.exporting import Export, described, export
from api.work.moving.files import StoredDisk, check_room, make_container, read_disk, write_manifest
from api.work.moving.findings import CREATE, REUSE, TARGET, Ask, Finding, Unfit, stopping
from api.work.moving.importing import import_disk
from api.work.moving.properties import carry_over, read_image
from api.work.moving.segments import SegmentCopier
from api.work.pace import BYTES
from api.work.plan import Outcome
from api.work.watch.pauses import CLOCK, Clock
from api.work.work import Tone, Work


@dataclass(frozen=True, slots=True)
class RegionCopy:
    """Copy an image of ``place`` to the region ``to`` of the same account.

    The disk goes through ``container`` here and ``target`` there; containers that lack are made. With ``reuse``, an
    export that lies there already is taken; with ``tidy``, both exports are deleted in the end, which the person has
    confirmed beforehand: ``word`` is what they typed, which production asks for. Carried out again after a failure,
    it goes on where it stood: tasks are begun once, and segments that are there stay.

    Its outcome's value has image_id, region, ``left``: the exports that stay, and stay charged, as described(); and
    ``stays``: the locations of what tidying left, for it is no longer what it was.
    """

    kind: ClassVar[str] = "region-copy"
    unit: ClassVar[str] = BYTES

    place: Place
    image_id: str
    to: str
    container: str
    target: str
    name: str = ""
    reuse: bool = False
    tidy: bool = False
    word: Several | None = None
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Copy {middle(one_line(self.name or self.image_id, 200), 60)} from {self.place.region} to {self.to}"

    @property
    def there(self) -> Place:
        """The cloud and region that the copy is made in."""
        return replace(self.place, region=self.to)

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises Unfit, EndedBadly, CallRefused, WrongBytes, MachineFailed, Cancelled and their kin."""
        return _Copying(self, work).run()

    def kept(self) -> dict[str, Any]:
        """What it takes to begin it anew, as JSON."""
        return {
            "image": self.image_id,
            "to": self.to,
            "container": self.container,
            "target": self.target,
            "name": self.name,
            "reuse": self.reuse,
            "tidy": self.tidy,
        }


def restored_copy(_catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> RegionCopy:
    """The plan that kept() told of. Raises KeyError where it is damaged."""
    return RegionCopy(
        place,
        str(kept["image"]),
        to=str(kept["to"]),
        container=str(kept["container"]),
        target=str(kept["target"]),
        name=str(kept["name"]),
        reuse=bool(kept["reuse"]),
        tidy=bool(kept["tidy"]),
    )


def check_copy(here: Ask, there: Ask, plan: RegionCopy) -> tuple[Finding, ...]:
    """What is against a copy; ``here`` and ``there`` ask the two regions. Raises Cancelled only."""
    found = [*check_export(here, plan.place.account or "", plan.image_id, plan.container)]
    if not plan.to or plan.to == plan.place.region:
        found.append(Finding("region", "Choose another region than the image's own."))
    elif not plan.target:
        found.append(Finding(TARGET, "Choose the container that takes the disk there."))
    else:
        found += check_target(there, plan.image_id, plan.target)
    return tuple(found)


class _Copying:
    """One carrying-out."""

    def __init__(self, plan: RegionCopy, work: Work) -> None:
        self._plan, self._work = plan, work
        self._left: list[StoredDisk] = []

    def run(self) -> Outcome:
        self._work.afterwards(self._standing)
        image_id, lacking = self._made_before() or self._made()
        return self._outcome(image_id, lacking, self._tidied() if self._plan.tidy else None)

    def _made_before(self) -> tuple[str, list[str]] | None:
        """The image of an earlier try that only tidying was left of, and the properties that it lacks."""
        plan, work = self._plan, self._work
        image_id, lacking = work.memory.facts.get("made"), work.memory.facts.get("lacking")
        if not image_id or not isinstance(lacking, list) or not (disks := begun_deleting(work, plan.there)):
            return None
        image = read_image(work, calls.IMAGE_DETAILS, str(image_id), plan.there)
        if image.get("status") != "active":
            raise PitchforkError(
                f"Image {image_id} in {plan.to} is not active any more, so the exports stay.",
                "Delete them by hand once nobody needs them.",
            )
        work.note(f"Image {image_id} is made; going on with deleting the exports.")
        self._left = disks
        return str(image_id), [str(name) for name in lacking]

    def _made(self) -> tuple[str, list[str]]:
        """Make the image; its id, and the names of the properties that it lacks."""
        plan, work = self._plan, self._work
        source = read_image(work, calls.IMAGE_DETAILS, plan.image_id, plan.place)
        if not work.memory.facts.get("export") and not work.memory.facts.get("exported"):
            self._prepare()
        disk = self._exported()
        copy = self._carried(disk)
        name = str(source.get("name") or plan.name or plan.image_id)
        image = import_disk(work, plan.there, copy.location, name, plan.clock)
        lacking = carry_over(work, source, image, plan.there)
        work.memory.note(made=str(image["id"]), lacking=lacking)
        return str(image["id"]), lacking

    def _ask(self, place: Place) -> Ask:
        return lambda call, values: self._work.ask(call, values, place)

    def _prepare(self) -> None:
        plan, work = self._plan, self._work
        found = check_copy(self._ask(plan.place), self._ask(plan.there), plan)
        remedies = {CREATE, REUSE} if plan.reuse else {CREATE}
        if stops := stopping(found, remedies):
            raise Unfit(stops)
        for each in found:
            if each.remedy == CREATE:
                away = each.field == TARGET
                make_container(
                    work, plan.there if away else plan.place, plan.target if away else plan.container
                )
            elif each.remedy == REUSE:
                work.memory.note(exported=True)

    def _exported(self) -> StoredDisk:
        plan, work = self._plan, self._work
        if work.memory.facts.get("exported"):
            disk = read_disk(work, plan.place, plan.container, export_name(plan.image_id))
            work.note(f"Using the export that lies at {disk.location}.")
        else:
            first = Export(plan.place, plan.image_id, plan.container, plan.name, clock=plan.clock)
            disk = export(work, first)
            work.memory.note(exported=True)
        self._left.append(disk)
        if disk_at_end(self._ask(plan.place), disk.container, disk.name, disk.size) is None:
            raise PitchforkError(
                f"{disk.location} does not end as a VHD does: its last segments may be missing.",
                "Delete it, and begin again: the image is exported anew.",
            )
        return disk

    def _carried(self, disk: StoredDisk) -> StoredDisk:
        """The copy of the disk in the other region, whole and compared with its source."""
        plan, work = self._plan, self._work
        copy = replace(disk, place=plan.there, container=plan.target, segments_in=plan.target)
        check_room(work, copy, begun=work.memory.facts.get("carrying") == [plan.target, disk.joint_md5])
        work.memory.note(carrying=[plan.target, disk.joint_md5])  # from here on, what lies there is ours
        self._left.append(copy)
        copier = SegmentCopier(work, disk, plan.there, plan.target, plan.clock)
        copier.run()
        if copier.kept:
            work.note(f"{counted(copier.kept, 'segments')} were there already.")
        if disk.prefix:
            write_manifest(work, copy)
        arrived = read_disk(work, plan.there, plan.target, disk.name)
        if (arrived.size, arrived.joint_md5) != (disk.size, disk.joint_md5):
            raise PitchforkError(
                f"{arrived.location} in {plan.to} is not the whole of {disk.location}.",
                "Begin again: what is right stays, the rest is copied anew.",
            )
        work.note(
            f"{size(disk.size)} lie in {plan.to} as {arrived.location}, and all MD5s are those of the source.",
            Tone.GOOD,
        )
        return arrived

    def _tidied(self) -> Gone:
        gone = delete_disks(self._work, self._left, self._plan.word or True)
        self._left = []
        return gone

    def _outcome(self, image_id: str, lacking: list[str], gone: Gone | None) -> Outcome:
        plan = self._plan
        parts = [f"Image {image_id} in {plan.to} is a copy of {plan.image_id}."]
        if lacking:
            parts.append(f"These properties could not be set: {', '.join(lacking)}.")
        stays = gone.stays if gone is not None else []
        parts += gone.remarks if gone is not None and stays else (_charged(self._left),)
        value = {
            "image_id": image_id,
            "region": plan.to,
            "lacking": lacking,
            "left": [described(disk) for disk in self._left],
            "stays": stays,
        }
        return Outcome(" ".join(parts), value, whole=not lacking and not stays)

    def _standing(self) -> str:
        """What is to be said when it is stopped on the way."""
        task = self._task()
        parts = [f"Task {task} goes on in the cloud."] if task else []
        if self._left:
            parts.append(_charged(self._left, ", as far as it came,"))
        if parts:
            parts.append("Begin again to go on from there.")
        return " ".join(parts)

    def _task(self) -> str:
        """The task that may still be at work; "" for none."""
        facts = self._work.memory.facts
        if facts.get("made"):
            return ""
        return str(facts.get("import" if facts.get("exported") else "export") or "")


def _charged(left: list[StoredDisk], how_far: str = "") -> str:
    if not left:
        return "Both exports are deleted; only the new image is charged in addition."
    places = " and ".join(
        f"{disk.container} in {disk.place.region} ({disk.name}, {size(disk.size)})" for disk in left
    )
    return f"Stays charged{how_far} until it is deleted: {places}."
