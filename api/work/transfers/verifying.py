"""Whether what the service stored is what was sent: the record's size and hash against the file's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.answer.sizes import size as size_text
from api.work.transfers.facts import hash_of
from api.work.transfers.sending import Sent, has_changed, hash_again
from api.work.transfers.standing import Record, UploadFailed
from api.work.work import Work

_NEXT = "Do not use this image: delete it, create it anew and send the file again."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was compared ("sha512", "md5"; "" for nothing but the size), and that as a sentence."""

    by: str
    sentence: str


def verify(work: Work, record: Record, sent: Sent, *, disk_format: Any) -> Verdict:
    """Compare an active image's record with what was sent. Raises UploadFailed where they differ.

    ``disk_format`` is the image's before: an import may convert, and then there is nothing to compare.
    """
    if record.get("disk_format") != disk_format:
        return Verdict(
            "", f"The cloud converted it to {record.get('disk_format')}, so its hash is another one."
        )
    _check_size(record, sent)
    if has_changed(sent.body):
        raise UploadFailed(
            f"{sent.body.path.name} changed while it was being sent: the image holds a mixture.",
            f"{_NEXT} Let nothing write to the file meanwhile.",
        )
    return _check_hash(work, record, sent)


def arrived(record: Record | None, sent: Sent) -> bool:
    """Whether the image is active and has for certain what was sent, whatever the answer to it was."""
    if record is None or record.get("status") != "active":
        return False
    there = hash_of(record)
    same = there is not None and sent.digests.get(there.name) == there.value
    return same and record.get("size") == sent.body.size


def _check_size(record: Record, sent: Sent) -> None:
    there, here = record.get("size"), sent.body.size
    if isinstance(there, int) and there != here:
        raise UploadFailed(
            f"The service stored {there:,} bytes ({size_text(there)}) of {here:,} ({size_text(here)}).",
            _NEXT,
        )


def _check_hash(work: Work, record: Record, sent: Sent) -> Verdict:
    there = hash_of(record)
    if there is None:
        return Verdict("", "The service names no hash, so only the size could be compared.")
    here = sent.digests.get(there.name) or hash_again(work, sent.body, there.name)
    if here != there.value:
        raise UploadFailed(
            f"What the service stored is not what was sent: its {there.title} is another one.",
            _NEXT,
            f"{there.title} there: {there.value}\n{there.title} here: {here}",
        )
    return Verdict(there.name, f"Its {there.title} is the file's.")
