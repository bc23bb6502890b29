"""Export: an image as a VHD in a container of Cloud Files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from api.answer.plain import middle, one_line
from api.answer.sizes import counted, size
from api.catalog.catalogue import Catalogue
from api.model import Place
from api.work.moving import calls
from api.work.moving.checks import check_export, export_name
from api.work.moving.files import StoredDisk, make_container, read_disk
from api.work.moving.findings import CREATE, Unfit, stopping
from api.work.moving.tasks import finished_task
from api.work.plan import Outcome
from api.work.watch.pauses import CLOCK, Clock
from api.work.work import Tone, Work


@dataclass(frozen=True, slots=True)
class Export:
    """Write an image into a container of its region. ``name`` is what people call the image; ``create`` makes the
    container where there is none.

    Its outcome's value has location, container, object, size, segments.
    """

    kind: ClassVar[str] = "export"
    unit: ClassVar[str] = ""

    place: Place
    image_id: str
    container: str
    name: str = ""
    create: bool = False
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Export {middle(one_line(self.name or self.image_id, 200), 60)} to {self.container}"

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises Unfit when it would fail, EndedBadly when the task did, CallRefused and Cancelled."""
        if not work.memory.facts.get("export"):
            prepare_export(work, self)
        work.afterwards(lambda: _left(work))
        disk = export(work, self)
        sentence = (
            f"Exported to {disk.location} in {self.place.region}: {size(disk.size)} in "
            f"{counted(len(disk.segments), 'segments')}. It is charged as Cloud Files storage until it is deleted."
        )
        return Outcome(sentence, described(disk))

    def kept(self) -> dict[str, Any]:
        """What it takes to begin it anew, as JSON."""
        return {
            "image": self.image_id,
            "container": self.container,
            "name": self.name,
            "create": self.create,
        }


def restored_export(_catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Export:
    """The plan that kept() told of. Raises KeyError where it is damaged."""
    return Export(
        place, str(kept["image"]), str(kept["container"]), str(kept["name"]), bool(kept["create"])
    )


def prepare_export(work: Work, plan: Export) -> None:
    """Check what the service would find out only later, and make the container where that is wanted. Raises Unfit."""
    account = plan.place.account or ""
    found = check_export(
        lambda call, values: work.ask(call, values, plan.place), account, plan.image_id, plan.container
    )
    if stops := stopping(found, {CREATE} if plan.create else ()):
        raise Unfit(stops)
    if any(each.remedy == CREATE for each in found):
        make_container(work, plan.place, plan.container)


def export(work: Work, plan: Export) -> StoredDisk:
    """Run the export's task to its end and read what it wrote."""
    asked = {"input.image_uuid": plan.image_id, "input.receiving_swift_container": plan.container}
    task = finished_task(work, calls.EXPORT_TASK, asked, plan.place, plan.clock, "export")
    result = task.get("result")
    location = result.get("export_location") if isinstance(result, dict) else None
    container, _, name = str(location or f"{plan.container}/{export_name(plan.image_id)}").partition("/")
    disk = read_disk(work, plan.place, container, name)
    work.note(f"{disk.location} holds {size(disk.size)}.", Tone.GOOD)
    return disk


def described(disk: StoredDisk) -> dict[str, Any]:
    """A stored disk as JSON."""
    return {
        "region": disk.place.region,
        "location": disk.location,
        "container": disk.container,
        "object": disk.name,
        "size": disk.size,
        "segments": len(disk.segments),
    }


def _left(work: Work) -> str:
    task = work.memory.facts.get("export")
    if not task:
        return ""
    return f"Task {task} goes on in the cloud; what it writes is charged. Begin again to watch it."
