"""New image from a file: its record, its data, the comparison and the wait until it is active, as one piece of work."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from api.answer.plain import middle, one_line
from api.errors import Cancelled, NoAnswer, PitchforkError
from api.model import Place
from api.work.answers import value
from api.work.pace import BYTES
from api.work.plan import Outcome
from api.work.transfers.sending import file_body
from api.work.transfers.standing import (
    UploadFailed,
    can_take_data,
    look_after_failure,
    may_take_data,
    read_record,
    status_of,
    unseen,
)
from api.work.transfers.upload import Upload, Way, path_of
from api.work.work import Tone, Work

CREATE = "image.create-image"


@dataclass(frozen=True, slots=True)
class NewImage:
    """Make an image of a file. ``members`` are those of Create image: name, disk_format, container_format, visibility,
    tags, …; ``properties`` are custom ones.

    The image's id is made here, so that a lost answer leaves no image that nobody knows of. The work remembers it as
    ``image``, and ``over`` once nothing can be gone on with: carried out again after a failure, it goes on with
    the image that was created, as long as that waits for data. Its outcome's value is that of Upload.
    """

    kind: ClassVar[str] = "new-image"
    unit: ClassVar[str] = BYTES

    place: Place
    path: Path
    members: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    way: Way = Way.DIRECT
    store: str = ""

    @property
    def title(self) -> str:
        """What the person reads."""
        name = self.members.get("name")
        return f"New image “{middle(one_line(name), 60)}”" if name else f"New image from {self.path.name}"

    def kept(self) -> dict[str, Any]:
        """What it takes to go on after the program ended."""
        return {
            "file": str(self.path),
            "members": dict(self.members),
            "properties": dict(self.properties),
            "way": self.way.value,
            "store": self.store,
        }

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises UploadFailed, CallRefused, NoAnswer, PitchforkError and Cancelled."""
        file_body(self.path)  # nothing is created for a file that cannot be read
        image_id = self._image(work)
        upload = Upload(self.place, image_id, self.path, self.way, self.store)
        work.afterwards(lambda: f"{_created(image_id)} It waits for its data.")
        try:
            outcome = upload.carry_out(work)
        except Cancelled:
            raise
        except UploadFailed as error:
            work.memory.note(over=not error.again)
            raise _told(error, image_id) from None
        except PitchforkError as error:
            error.hint = f"{error.hint} {_how_it_stands(work, image_id)}".strip()
            raise
        work.memory.note(over=True)
        return replace(outcome, sentence=f"{outcome.sentence} Its id is {image_id}.")

    def _image(self, work: Work) -> str:
        """The id of the image that waits for the data: that of an earlier try, else of a new one."""
        facts = work.memory.facts
        kept = "" if facts.get("over") else str(facts.get("image", ""))
        record, how = look_after_failure(work, kept) if kept else (None, "")
        if record is None:
            return self._create(work)
        if can_take_data(record):
            work.note(f"Going on with image {kept}, which waits for its data.")
            return kept
        if may_take_data(record):
            raise UploadFailed("Nothing was sent: the image cannot be gone on with yet.", how, again=True)
        work.memory.note(over=True)
        raise UploadFailed(
            f"Image {kept} of the try before is {status_of(record)} and takes no data.",
            "Delete it, or keep it. The next try creates another one.",
        )

    def _create(self, work: Work) -> str:
        image_id = str(uuid.uuid4())
        work.memory.note(image=image_id, over=False)
        more = {"*": dict(self.properties)} if self.properties else {}
        work.afterwards(lambda: f"If image {image_id} is there, it waits for its data.")
        exchange = work.ask(CREATE, {**self.members, **more, "id": image_id})
        if isinstance(exchange.error, NoAnswer):
            self._look_for(work, image_id, exchange.error)
        elif (made := value(exchange, 201).get("id")) != image_id:
            image_id = str(made)
            work.memory.note(image=image_id)
        work.note(f"Created image {image_id}.")
        return image_id

    def _look_for(self, work: Work, image_id: str, error: NoAnswer) -> None:
        """Whether the image is there although the answer got lost. Raises UploadFailed when it is not."""
        try:
            record = read_record(work, image_id)
        except PitchforkError as reason:
            work.check()
            raise UploadFailed(
                error.sentence, unseen(image_id, reason), error.details, again=True
            ) from None
        if record is None:
            raise UploadFailed(error.sentence, "No image was created.", error.details, again=True)
        work.note("The answer got lost, but the image is there.", Tone.WARNING)


def restored(place: Place, kept: Mapping[str, Any]) -> NewImage:
    """The plan of what kept() told. Raises KeyError, TypeError and ValueError for what is damaged."""
    members, properties = dict(kept["members"]), dict(kept["properties"])
    return NewImage(place, path_of(kept), members, properties, Way(kept["way"]), str(kept["store"]))


def _told(error: UploadFailed, image_id: str) -> UploadFailed:
    more = " Trying again goes on with it." if error.again else ""
    return type(error)(
        error.sentence, f"{_created(image_id)} {error.hint}{more}", error.details, again=error.again
    )


def _how_it_stands(work: Work, image_id: str) -> str:
    """How it stands with the image after an error that the upload did not look behind, as sentences."""
    done, total = work.progress.done, work.progress.total
    sent = " All data was sent." if total and done >= total else ""
    return f"{_created(image_id)}{sent} {look_after_failure(work, image_id)[1]}"


def _created(image_id: str) -> str:
    return f"Image {image_id} was created."
