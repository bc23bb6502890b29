"""How it stands with an image that data is sent to: its record, in words, and waiting until it is settled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from api.answer.plain import middle, one_line
from api.answer.sizes import size as size_text
from api.errors import NoAnswer, PitchforkError
from api.exchange.exchange import Exchange
from api.running import Progress
from api.work.answers import value
from api.work.work import Work

SHOW = "image.show-image"
TASKS = "image.list-image-tasks"
PRODUCT = "image"
"""The product whose images take data from a file; Rackspace's Cloud Images only import."""
UNDER_WAY = frozenset({"saving", "uploading", "importing"})
"""States that end by themselves, or are left behind by an upload that the service has not given up yet."""
PATIENCE = 8.0
"""Seconds that a service has for giving up an upload that broke off."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_TRIES = 4

Record = Mapping[str, Any]


class UploadFailed(PitchforkError):
    """Data did not get into an image as it should. The hint says how it stands with the image now.

    ``again`` tells whether the same image can still take the data, now or in a while.
    """

    def __init__(self, sentence: str, hint: str = "", details: str = "", *, again: bool = False) -> None:
        super().__init__(sentence, hint, details)
        self.again = again


class UploadBroken(UploadFailed, NoAnswer):
    """The connection ended before the service had answered."""


def read_record(work: Work, image_id: str) -> Record | None:
    """The image's record, None when there is no such image (any more). Short failures of the network are survived.

    Raises CallRefused, NoAnswer and Cancelled.
    """
    for number in range(_TRIES):
        exchange = work.ask(SHOW, {"image_id": image_id})
        if isinstance(exchange.error, NoAnswer) and number < _TRIES - 1:
            work.rest(_FIRST_PAUSE * 4**number)
            continue
        return _record(exchange)
    raise AssertionError("the last try returns or raises")


def _record(exchange: Exchange) -> Record | None:
    if exchange.status == 404:
        return None
    found = value(exchange, 200)
    return found if isinstance(found, dict) else {}


def status_of(record: Record | None) -> str:
    """The image's status; "gone" where there is no image."""
    return str(record.get("status", "")) if record is not None else "gone"


def wait_until_settled(work: Work, image_id: str, *, stage: str) -> Record | None:
    """Look, with growing pauses, until the image is under way no more. ``stage`` is what is told meanwhile.

    Raises what read_record raises.
    """
    pause, told = _FIRST_PAUSE, ""
    record = read_record(work, image_id)
    over: float | None = None
    while status_of(record) in UNDER_WAY:
        if (status := status_of(record)) != told:
            work.note(f"The image is {status}.")
            told = status
        if _has_failed(record):
            over = (
                over or time.monotonic() + PATIENCE
            )  # Glance takes a moment to take it back, or never does
            if time.monotonic() >= over:
                break
        work.report(Progress(stage, work.progress.done, work.progress.total))
        work.rest(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
        record = read_record(work, image_id)
    return record


def _has_failed(record: Record | None) -> bool:
    """Whether its import failed for every store."""
    marks = record or {}
    return bool(marks.get("os_glance_failed_import")) and not marks.get("os_glance_importing_to_stores")


def look_after_failure(
    work: Work, image_id: str, leaving: frozenset[str] = UNDER_WAY
) -> tuple[Record | None, str]:
    """The record and how it stands after an upload that failed; waits a moment for the service to give it up.

    ``leaving`` are the states that are waited out. The sentence says when nothing can be seen. Raises Cancelled.
    """
    try:
        return _given_up(lambda: read_record(work, image_id), work.rest, image_id, leaving)
    except PitchforkError as error:
        work.check()
        return {}, unseen(image_id, error)


def look_after_stop(work: Work, image_id: str) -> str:
    """How it stands with the image after the work was stopped. Raises PitchforkError when that cannot be seen."""

    def read() -> Record | None:
        return _record(work.ask_afterwards(SHOW, {"image_id": image_id}))

    return _given_up(read, time.sleep, image_id, UNDER_WAY)[1]


def unseen(image_id: str, error: PitchforkError) -> str:
    """What is said where the image's state cannot be seen."""
    return f"What became of image {image_id} could not be seen: {error}"


def _given_up(
    read: Callable[[], Record | None],
    rest: Callable[[float], object],
    image_id: str,
    leaving: frozenset[str],
) -> tuple[Record | None, str]:
    until, pause = time.monotonic() + PATIENCE, _FIRST_PAUSE
    record = read()
    while status_of(record) in leaving and time.monotonic() < until:
        rest(pause)
        pause *= 1.5
        record = read()
    return record, standing(record, image_id)


def can_take_data(record: Record | None) -> bool:
    """Whether data can be sent to it (now, for the first time)."""
    return status_of(record) == "queued"


def may_take_data(record: Record | None) -> bool:
    """Whether it waits for data, or may do so once the service has given a broken upload up, or is not known."""
    return status_of(record) in ("queued", "saving", "")


def standing(record: Record | None, image_id: str) -> str:
    """How it stands with an image whose data did not get there, and what can be done, as sentences."""
    status, image = status_of(record), f"Image {image_id}"
    known = {
        "gone": f"{image} is gone.",
        "queued": f"{image} is queued - waiting for data: the file can be sent again.",
        "saving": f"{image} is still saving: the service has not given the broken upload up yet. Look again in a "
        "while; if it stays so, delete it and create it anew.",
        "uploading": f"{image} is uploading: it holds staged data, perhaps not all of it. Delete it and create it "
        "anew, unless you are sure of the data.",
        "importing": f"{image} is importing what was staged: look again in a while. If it stays so, delete it and "
        "create it anew.",
        "killed": f"{image} is killed - failed: delete it and create it anew.",
    }
    if status in known:
        return known[status]
    holds = record.get("size") if record is not None else None
    data = f" and has data ({size_text(holds)})" if isinstance(holds, int) else ""
    return f"{image} is {one_line(status) or 'in an unknown state'}{data}."


def named(record: Record, image_id: str) -> str:
    """The image for the person: “Debian 12”, else its id."""
    name = record.get("name")
    return f"“{middle(one_line(name), 60)}”" if isinstance(name, str) and name else f"image {image_id}"


def why_import_failed(work: Work, image_id: str) -> str:
    """What the last of the image's own tasks says; "" where the cloud does not tell."""
    try:
        tasks = value(work.ask(TASKS, {"image_id": image_id}), 200).get("tasks", [])
        messages = [str(task["message"]) for task in tasks if task.get("message")]
    except (PitchforkError, AttributeError, TypeError, KeyError):
        work.check()
        return ""
    return one_line(messages[-1]) if messages else ""
