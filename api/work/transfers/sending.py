"""Sends a file as the body of a call: hashed on the way, at constant memory, later when the service asks to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.answer.times import duration
from api.errors import BadInput, MachineFailed
from api.exchange.exchange import Exchange
from api.running import Progress
from api.wire.request import FileBody
from api.wire.streams import Streams
from api.work.patience import LONGEST_WAIT, asked_to_wait
from api.work.transfers.hashes import Hasher
from api.work.work import Tone, Work

LIKELY = "sha512"
"""What the service most likely hashes with; it tells only afterwards."""
MOST_WAITS = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of sending a file: its last exchange, and size and hashes of what went out."""

    exchange: Exchange
    body: FileBody
    digests: Mapping[str, str]


def file_body(path: Path) -> FileBody:
    """The file as it is now. Raises MachineFailed when it cannot be read."""
    try:
        with path.open("rb"):
            return FileBody.of(path)
    except OSError as reason:
        raise MachineFailed(f"{path.name} cannot be read: {reason.strerror}.", "Choose a file.") from None


def send_file(work: Work, call_id: str, values: Mapping[str, Any], body: FileBody) -> Sent:
    """Send the file with a call. Where the service asks to wait, wait and send it from its beginning.

    Raises what work.send raises; BadInput means that the file changed.
    """
    request, secrets = work.draft(call_id, values, raw_body=body)
    with Hasher([LIKELY]) as hasher:
        streams = Streams(tap=_Tap(hasher))
        for _ in range(MOST_WAITS):
            exchange = work.send(request, secrets, streams=streams, report=_Report(work, body.size))
            wait = asked_to_wait(exchange)
            if wait is None or wait > LONGEST_WAIT:
                break
            work.note(f"{exchange.status}: the service asks to wait {duration(wait)}.", Tone.WARNING)
            work.rest(wait)
        else:
            exchange = work.send(request, secrets, streams=streams, report=_Report(work, body.size))
        return Sent(exchange, body, hasher.digests())


def hash_again(work: Work, body: FileBody, name: str) -> str:
    """The hash of the whole file by another name, in hex. Raises MachineFailed and Cancelled."""
    done = 0
    with Hasher([name]) as hasher:
        try:
            with body.path.open("rb", buffering=0) as file:
                while block := file.read(1 << 20):
                    work.check()
                    hasher.feed(block)
                    done += len(block)
                    work.report(Progress("hashing the file", done, body.size))
        except OSError as reason:
            raise MachineFailed(f"{body.path.name} cannot be read: {reason.strerror}.") from None
        return hasher.digests()[name]


def has_changed(body: FileBody) -> bool:
    """Whether the file is another one than when it was sent."""
    try:
        return FileBody.of(body.path) != body
    except OSError:
        return True


def what_changed(error: BadInput) -> str:
    """What is wrong with the file, without the form of a fault."""
    return " ".join(fault.sentence for fault in error.faults)


class _Tap:
    """Shows what is sent to the hashes."""

    def __init__(self, hasher: Hasher) -> None:
        self._hasher = hasher

    def begin(self) -> None:
        """From the beginning, perhaps again."""
        self._hasher.begin()

    def sent(self, block: bytes) -> None:
        """The next bytes."""
        self._hasher.feed(block)


class _Report:
    """Tells how much was sent; what comes before and after that never takes the count back."""

    def __init__(self, work: Work, size: int) -> None:
        self._work, self._size = work, size

    def __call__(self, progress: Progress) -> None:
        if progress.stage == "sending":
            self._work.report(Progress("sending", progress.done, self._size))
        elif progress.stage == "waiting":
            self._work.report(Progress("waiting for the service", self._size, self._size))
        elif progress.stage != "receiving":
            self._work.report(Progress(progress.stage, 0, self._size))
