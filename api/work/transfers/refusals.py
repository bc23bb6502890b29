"""What a service means when it refuses an upload, and what to do then."""

from __future__ import annotations

from api.answer.sizes import size as size_text
from api.errors import NoAnswer
from api.running import Progress
from api.work.answers import refusal
from api.work.transfers.sending import Sent
from api.work.transfers.sniffing import Sniffed
from api.work.transfers.standing import Record, UploadBroken, UploadFailed, may_take_data

_ANEW = "This image takes no other data any more: delete it and create it anew"


def broken_off(error: NoAnswer, progress: Progress, record: Record | None, how: str) -> UploadBroken:
    """The error of an upload that got no answer, and how far it was then.

    ``record`` is the image's now, ``how`` says how it stands with it.
    """
    done = f" after {size_text(progress.done)}" if progress.done else ""
    if progress.total is not None and progress.done >= progress.total:
        done = " after all of it was sent"
    whole = f" of {size_text(progress.total)}" if progress.total and progress.done < progress.total else ""
    sentence = f"The upload broke off{done}{whole if done else ''}. {error.sentence}"
    return UploadBroken(sentence, how, error.details, again=may_take_data(record))


def refused(sent: Sent, record: Record | None, how: str, sniffed: Sniffed) -> UploadFailed:
    """The error of an upload that was refused; see broken_off()."""
    status = sent.exchange.status or 0
    sentence = f"The service refused the data: {refusal(sent.exchange)}"
    if status == 415:
        return UploadFailed(sentence, f"{_wrong_content(record, sniffed)} {_kept(record)}".strip())
    if status == 500:
        return UploadFailed(sentence, f"If other data was refused before: {_ANEW}. {how}", again=True)
    meaning = _meaning(status, sent)
    again = may_take_data(record) and status not in (400, 403)
    return UploadFailed(f"{sentence} {meaning}".strip(), how, again=again)


def _meaning(status: int, sent: Sent) -> str:
    if status == 409 and sent.exchange.attempts > 1:
        return "The token ended in mid-upload, and the service still held the first try when it was sent again."
    return {
        400: "The image needs disk_format and container_format before it takes data.",
        401: "The token ended while the data was on its way: sign in again, then send the file again.",
        404: "The image is gone, or this way of sending data is off in this cloud.",
        409: "It has data already, or another upload to it runs: data is written once.",
        410: "Somebody deleted the image meanwhile.",
        413: f"The service, its store or the quota has no room for {size_text(sent.body.size)}.",
        503: "The service is busy or its store is full: try again later.",
    }.get(status, "")


def _wrong_content(record: Record | None, sniffed: Sniffed) -> str:
    named = record.get("disk_format") if record else None
    is_what = f"The file is {sniffed.title}"
    if sniffed.kind != "disk":
        return f"{is_what}, and its disk format was {named}. {_ANEW} with a file that is a disk."
    if sniffed.disk_format == named:
        return f"{is_what}, as its disk format says, but the service does not take it. {_ANEW}."
    return f"{is_what}, and its disk format was {named}. {_ANEW} with disk format {sniffed.disk_format}."


def _kept(record: Record | None) -> str:
    return f"Its id is {record['id']}." if record and isinstance(record.get("id"), str) else ""
