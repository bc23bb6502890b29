"""Upload: a file's bytes into an image that waits for data, hashed on the way and compared afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from api.answer.sizes import size as size_text
from api.errors import BadInput, NoAnswer, PitchforkError
from api.model import Place
from api.wire.request import FileBody
from api.work.answers import good
from api.work.pace import BYTES
from api.work.plan import Outcome
from api.work.transfers.refusals import broken_off, refused
from api.work.transfers.sending import Sent, file_body, send_file, what_changed
from api.work.transfers.sniffing import Sniffed, disagreement, sniff
from api.work.transfers.standing import (
    Record,
    UploadFailed,
    can_take_data,
    look_after_failure,
    look_after_stop,
    may_take_data,
    named,
    read_record,
    standing,
    status_of,
    wait_until_settled,
    why_import_failed,
)
from api.work.transfers.verifying import arrived, verify
from api.work.work import Tone, Work

DIRECT, STAGE, IMPORT = "image.upload-image-data", "image.stage-image-data", "image.import-image"


class Way(StrEnum):
    """How data gets into an image: at once, by way of the staging area, or into the staging area only."""

    DIRECT = "direct"
    IMPORT = "import"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Upload:
    """Send a file to an image. ``store`` is where the data goes; "" for the service's own choice.

    Its outcome's value has image_id, name, status, size, verified ("sha512", "md5", "" for the size only).
    Whatever goes wrong, the error says how it stands with the image.
    """

    kind: ClassVar[str] = "upload"
    unit: ClassVar[str] = BYTES

    place: Place
    image_id: str
    path: Path
    way: Way = Way.DIRECT
    store: str = ""

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Upload {self.path.name}"

    def kept(self) -> dict[str, Any]:
        """What it takes to begin anew after the program ended."""
        kept = {"image": self.image_id, "file": str(self.path)}
        return {**kept, "way": self.way.value, "store": self.store}

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises UploadFailed, CallRefused, NoAnswer, PitchforkError and Cancelled."""
        body, sniffed = file_body(self.path), sniff(self.path)
        record = self._ready(work)
        odd = self._warn(work, record, sniffed)
        work.afterwards(lambda: look_after_stop(work, self.image_id))
        sent = self._send(work, body)
        self._check_answer(work, sent, sniffed)
        if self.way is Way.STAGE:
            return self._staged(work, record, odd)
        settled = self._settle(work)
        verdict = verify(work, settled, sent, disk_format=record.get("disk_format"))
        sentence = f"Uploaded {size_text(body.size)} to {named(settled, self.image_id)}, which is active."
        return self._outcome(work, settled, f"{sentence} {verdict.sentence}", odd, verified=verdict.by)

    def _ready(self, work: Work) -> Record:
        """The record of an image that takes data; nothing is sent to any other."""
        record = read_record(work, self.image_id)
        if status_of(record) == "saving":  # perhaps of an upload that broke off a moment ago
            record = look_after_failure(work, self.image_id, frozenset({"saving"}))[0]
        if record is None:
            raise UploadFailed(f"There is no image {self.image_id} here.", "Check the id and the region.")
        if not can_take_data(record):
            raise UploadFailed(
                f"Nothing was sent: {named(record, self.image_id)} takes no data, for data is written once.",
                standing(record, self.image_id),
            )
        missing = [name for name in ("disk_format", "container_format") if not record.get(name)]
        if missing:
            raise UploadFailed(
                f"Nothing was sent: the image has no {' and no '.join(missing)}.",
                "Set it on the image, then send the file.",
                again=True,
            )
        return record

    def _warn(self, work: Work, record: Record, sniffed: Sniffed) -> str:
        """Say what is odd about the file; returns where its content is not what the image says, "" where it is."""
        odd = disagreement(str(record.get("disk_format")), sniffed, str(record.get("container_format")))
        for sentence in (odd, *sniffed.remarks):
            if sentence:
                work.note(sentence, Tone.WARNING)
        return odd

    def _send(self, work: Work, body: FileBody) -> Sent:
        call_id = DIRECT if self.way is Way.DIRECT else STAGE
        values: dict[str, Any] = {"image_id": self.image_id, "x-openstack-image-size": body.size}
        if self.store and self.way is Way.DIRECT:
            values["X-Image-Meta-Store"] = self.store
        work.note(f"Sending {size_text(body.size)} to image {self.image_id}.")
        try:
            return send_file(work, call_id, values, body)
        except BadInput as error:
            record, how = look_after_failure(work, self.image_id)
            raise UploadFailed(what_changed(error), how, again=may_take_data(record)) from None

    def _check_answer(self, work: Work, sent: Sent, sniffed: Sniffed) -> None:
        exchange = sent.exchange
        if exchange.attempts > 1:
            work.note(
                "The token ended in mid-upload: it was renewed, and the file sent anew.", Tone.WARNING
            )
        if exchange.error is None and 200 <= (exchange.status or 0) < 300:
            return
        progress = work.progress
        record, how = look_after_failure(work, self.image_id)
        if arrived(record, sent):
            work.note("The answer says otherwise or got lost, but the image has all data.", Tone.WARNING)
        elif isinstance(exchange.error, NoAnswer):
            raise broken_off(exchange.error, progress, record, how)
        else:
            raise refused(sent, record, how, sniffed)

    def _settle(self, work: Work) -> Record:
        """The record of the active image."""
        if self.way is Way.IMPORT:
            self._import(work)
        record = wait_until_settled(work, self.image_id, stage="waiting for the image")
        if status_of(record) == "active" and record is not None:
            return record
        raise UploadFailed(
            f"All data was sent, and yet the image is {status_of(record)}. {self._why(work, record)}".strip(),
            standing(record, self.image_id),
            again=may_take_data(record),
        )

    def _import(self, work: Work) -> None:
        work.note("The data is staged; it is imported now.")
        stores: Mapping[str, Any] = {"stores": [self.store]} if self.store else {}
        values = {"image_id": self.image_id, "method.name": "glance-direct", **stores}
        try:
            good(work.ask(IMPORT, values))
        except PitchforkError as error:
            work.check()
            how = "The data is staged: Import image with the method glance-direct makes an image of it."
            raise UploadFailed(
                error.sentence, f"{how} {look_after_failure(work, self.image_id)[1]}"
            ) from None

    def _why(self, work: Work, record: Record | None) -> str:
        if self.way is not Way.IMPORT or record is None:
            return ""
        return why_import_failed(work, self.image_id)

    def _staged(self, work: Work, before: Record, odd: str) -> Outcome:
        record = read_record(work, self.image_id) or before
        sentence = (
            f"The data of {named(record, self.image_id)} is staged. "
            "Import image with the method glance-direct makes an image of it."
        )
        return self._outcome(work, record, sentence, odd)

    def _outcome(
        self, work: Work, record: Record, sentence: str, odd: str, *, verified: str = ""
    ) -> Outcome:
        """What came of it; ``odd`` is what the person was warned of, and had sent all the same."""
        kept = ("name", "status", "size", "os_hash_algo", "os_hash_value", "checksum")
        found = {"image_id": self.image_id, **{name: record.get(name) for name in kept}}
        exchanges = work.exchanges
        told = {**found, "verified": verified, "warning": odd}
        return Outcome(f"{sentence} {odd}".rstrip(), told, exchanges[-1] if exchanges else None)


def restored(place: Place, kept: Mapping[str, Any]) -> Upload:
    """The plan of what kept() told. Raises KeyError, TypeError and ValueError for what is damaged."""
    return Upload(place, str(kept["image"]), path_of(kept), Way(kept["way"]), str(kept["store"]))


def path_of(kept: Mapping[str, Any]) -> Path:
    """The file of what kept() told. Raises KeyError, TypeError and ValueError."""
    path = Path(kept["file"])
    if not path.is_absolute():
        raise ValueError(kept["file"])
    return path
