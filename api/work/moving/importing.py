"""Import from Cloud Files: a VHD of a container becomes an image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from api.answer.plain import middle, one_line
from api.catalog.catalogue import Catalogue
from api.errors import PitchforkError
from api.model import Place
from api.work.moving import calls
from api.work.moving.checks import check_import
from api.work.moving.findings import Unfit, stopping
from api.work.moving.tasks import active_image, finished_task
from api.work.plan import Outcome
from api.work.watch.pauses import CLOCK, Clock
from api.work.work import Tone, Work


@dataclass(frozen=True, slots=True)
class ImportDisk:
    """Make an image of ``source`` ("container/object") of the same region. Its outcome's value has image_id, source."""

    kind: ClassVar[str] = "import"
    unit: ClassVar[str] = ""

    place: Place
    source: str
    name: str
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return (
            f"Import {middle(one_line(self.name, 200), 60)} from {middle(one_line(self.source, 200), 60)}"
        )

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises Unfit when it would fail, EndedBadly when the task did, CallRefused and Cancelled."""
        if not work.memory.facts.get("import"):
            found = check_import(
                lambda call, values: work.ask(call, values, self.place), self.source, self.name
            )
            if stops := stopping(found):
                raise Unfit(stops)
            for each in found:
                work.note(each.sentence, Tone.WARNING)
        work.afterwards(lambda: _left(work))
        image = import_disk(work, self.place, self.source, self.name, self.clock)
        sentence = (
            f"Imported as image {image['id']} in {self.place.region}. The image and {self.source} are both charged "
            "as storage; the object is not needed any more."
        )
        value = {"image_id": image["id"], "region": self.place.region, "source": self.source}
        return Outcome(sentence, value, work.exchanges[-1] if work.exchanges else None)

    def kept(self) -> dict[str, Any]:
        """What it takes to begin it anew, as JSON."""
        return {"source": self.source, "name": self.name}


def restored_import(_catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> ImportDisk:
    """The plan that kept() told of. Raises KeyError where it is damaged."""
    return ImportDisk(place, str(kept["source"]), str(kept["name"]))


def import_disk(work: Work, place: Place, source: str, name: str, clock: Clock) -> dict[str, Any]:
    """Run the import's task to its end, and wait until its image is active; returns the image."""
    asked = {"input.import_from": source, "input.image_properties.name": name}
    task = finished_task(work, calls.IMPORT_TASK, asked, place, clock, "import")
    result = task.get("result")
    image_id = result.get("image_id") if isinstance(result, dict) else None
    if not image_id:
        raise PitchforkError(
            f"Task {task.get('id')} succeeded and names no image.", "Look for it in the list of images."
        )
    work.note(f"The new image is {image_id}.", Tone.GOOD)
    return active_image(work, calls.IMAGE_DETAILS, str(image_id), place, clock)


def _left(work: Work) -> str:
    task = work.memory.facts.get("import")
    return (
        f"Task {task} goes on in the cloud and may make the image. Begin again to watch it." if task else ""
    )
