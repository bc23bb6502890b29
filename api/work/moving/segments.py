"""Copies segments from a container of one region to one of another: through a file of one segment, checked by MD5."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from api.answer.sizes import size
from api.errors import Cancelled, MachineFailed, NoAnswer, PitchforkError, WrongBytes
from api.model import FileValue, Place
from api.running import CancelToken, Progress
from api.wire.streams import Head, Streams
from api.work.answers import CallRefused, good
from api.work.moving import calls
from api.work.moving.checks import header, length_of
from api.work.moving.files import Segment, StoredDisk
from api.work.patience import asked_to_wait
from api.work.watch.pauses import Clock
from api.work.work import Tone, Work

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before each further try of a segment; after the last it gives up."""
_PASSING = frozenset({408, 429, 498, 500, 502, 503, 504})
STAGE = "copying segments"


class SegmentCopier:
    """Copies the segments of one disk, one after the other; what is there already stays.

    Never holds more of them than one, in a file; a pause interrupts it and repeats the segment under way.
    """

    def __init__(self, work: Work, disk: StoredDisk, target: Place, container: str, clock: Clock) -> None:
        self._work, self._disk = work, disk
        self._target, self._container, self._clock = target, container, clock
        self._done = 0
        self.copied = self.kept = 0
        """How many segments were copied, and how many were there already."""

    def run(self) -> None:
        """Copy what is not there. Raises WrongBytes, MachineFailed, CallRefused, NoAnswer and Cancelled."""
        for segment in self._disk.segments:
            self._work.resting_place()
            self._work.report(Progress(STAGE, self._done, self._disk.size))
            if self._is_there(segment):
                self.kept += 1
            else:
                self._copy_stubbornly(segment)
                self.copied += 1
            self._done += segment.size
        self._work.report(Progress(STAGE, self._done, self._disk.size))

    def _is_there(self, segment: Segment) -> bool:
        asked = {"container": self._container, "object": segment.name}
        shown = self._work.ask(calls.SHOW_OBJECT, asked, self._target)
        if shown.status == 404:
            return False
        good(shown)
        return length_of(shown) == segment.size and header(shown, "ETag").strip('"') == segment.md5

    def _copy_stubbornly(self, segment: Segment) -> None:
        """Copy one, again where the way was broken or a pause came in between."""
        tries = iter(PAUSES)
        while True:
            try:
                self._copy(segment)
                return
            except Cancelled:
                if self._work.cancel.cancelled or not self._work.pausing:
                    raise
                self._work.resting_place()
            except (NoAnswer, CallRefused) as error:
                self._wait(segment, error, next(tries, None))

    def _wait(self, segment: Segment, error: PitchforkError, pause: float | None) -> None:
        passing = not isinstance(error, CallRefused) or error.status in _PASSING
        if pause is None or not passing:
            raise error
        asked = asked_to_wait(error.exchange) if isinstance(error, CallRefused) else None
        self._work.note(f"{segment.name}: {error.sentence} Trying again.", Tone.WARNING)
        self._clock.rest(self._work, max(pause, asked or 0.0))

    def _copy(self, segment: Segment) -> None:
        with self._work.interruptible() as token, _spool() as path:
            self._fetch(segment, path, token)
            self._store(segment, path, token)

    def _fetch(self, segment: Segment, path: Path, token: CancelToken) -> None:
        asked = {"container": self._disk.segments_in, "object": segment.name}
        request, secrets = self._work.draft(calls.DOWNLOAD_OBJECT, asked, self._disk.place)
        with path.open("wb") as file:
            sink = _FileSink(file, lambda count: self._tell(count // 2))
            exchange = self._work.send(
                request, secrets, streams=Streams(sink=sink), cancel=token, keep=False
            )
            good(exchange, 200)
        if (sink.size, sink.md5) != (segment.size, segment.md5):
            raise WrongBytes(
                f"{segment.name} did not arrive as the container lists it.",
                "It is copied again.",
                f"listed: {segment.size} bytes, {segment.md5}; arrived: {sink.size} bytes, {sink.md5}",
            )

    def _store(self, segment: Segment, path: Path, token: CancelToken) -> None:
        asked = {"container": self._container, "object": segment.name, "ETag": segment.md5}
        request, secrets = self._work.draft(
            calls.UPLOAD_OBJECT, asked | {"file": FileValue(str(path))}, self._target
        )
        half = segment.size // 2

        def report(progress: Progress) -> None:
            self._tell(half + progress.done // 2)

        stored = good(self._work.send(request, secrets, report=report, cancel=token), 201)
        if (etag := header(stored, "ETag").strip('"').lower()) != segment.md5:
            raise WrongBytes(
                f"{segment.name} did not arrive in {self._target.region} as it was sent.",
                "It is copied again.",
                f"sent: {segment.md5}; stored: {etag}",
            )

    def _tell(self, count: int) -> None:
        self._work.report(Progress(STAGE, self._done + count, self._disk.size))


class _FileSink:
    """Takes a segment into a file and computes its MD5."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell
        self.size = 0
        self._md5 = hashlib.md5(usedforsecurity=False)

    @property
    def md5(self) -> str:
        """MD5 of what came, in hex."""
        return self._md5.hexdigest()

    def begin(self, head: Head) -> bool:
        """Take the content itself, no error page."""
        if head.status != 200:
            return False
        self._file.seek(0)
        self._file.truncate()
        self.size, self._md5 = 0, hashlib.md5(usedforsecurity=False)
        return True

    def write(self, block: bytes) -> None:
        """Keep the next bytes. Raises MachineFailed when the disk does not take them."""
        try:
            self._file.write(block)
        except OSError as reason:
            raise _disk_failed(reason) from reason
        self._md5.update(block)
        self.size += len(block)
        self._tell(self.size)


@contextmanager
def _spool() -> Iterator[Path]:
    """A file of its own that is gone afterwards. Raises MachineFailed."""
    try:
        number, name = tempfile.mkstemp(prefix="pitchfork-segment-")
    except OSError as reason:
        raise _disk_failed(reason) from reason
    os.close(number)
    try:
        yield Path(name)
    except OSError as reason:
        raise _disk_failed(reason) from reason
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _disk_failed(reason: OSError) -> MachineFailed:
    return MachineFailed(
        f"A segment cannot be kept on this computer for its way: {reason.strerror}.",
        f"Make room in {tempfile.gettempdir()}; a segment takes up to {size(5 << 30)}.",
    )
