"""Writes a bundle: as pieces, into a Content that can be shown, or to a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from api.errors import MachineFailed
from api.records.bundle.har import har_pieces
from api.records.bundle.markdown import markdown_pieces
from api.records.bundle.plain_json import plain_json_pieces
from api.records.bundle.stand_ins import StandIns
from api.records.bundle.told import told
from api.records.bundle.wish import BundleForm, Wish
from api.running import CancelToken, Progress, ProgressReport, ignore_progress
from api.wire.response import Content

if TYPE_CHECKING:
    from api.records.redacting import Redacted

_IN_MEMORY = 1 << 20


def bundle_pieces(
    redacted: Sequence[Redacted], wish: Wish, check: Callable[[], None] = lambda: None
) -> Iterator[bytes]:
    """The bundle in UTF-8, a piece at a time; the same exchanges and wish give the same bytes.

    ``check`` may raise to stop. The contents of the exchanges must stay open meanwhile.
    """
    exchanges = [each.exchange for each in redacted]
    stand_ins = StandIns.of(exchanges, check) if wish.stand_ins else StandIns()
    ready = told(exchanges, stand_ins, wish)
    if wish.form is BundleForm.HAR:
        pieces = har_pieces(ready)
    elif wish.form is BundleForm.JSON:
        pieces = plain_json_pieces(ready, check)
    else:
        pieces = markdown_pieces(ready, check)
    for piece in pieces:
        check()
        yield piece.encode("utf-8", "replace")


def as_content(pieces: Iterable[bytes]) -> Content:
    """The pieces together, in memory or, when they are many, in a file without a name. Raises OSError."""
    held: list[bytes] = []
    room, pieces = _IN_MEMORY, iter(pieces)
    for piece in pieces:
        held.append(piece)
        room -= len(piece)
        if room < 0:
            return _in_file(held, pieces)
    return Content(b"".join(held))


def _in_file(held: Iterable[bytes], rest: Iterable[bytes]) -> Content:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the Content has it from here on
    try:
        file.writelines(held)
        file.writelines(rest)
        file.flush()
    except BaseException:
        file.close()
        raise
    return Content(file=file)


def write_file(
    pieces: Iterable[bytes],
    target: Path,
    cancel: CancelToken,
    report: ProgressReport = ignore_progress,
    *,
    replace: bool = False,
) -> int:
    """Write a file for this person only (0600), whole or not at all; returns how many bytes it has.

    Raises MachineFailed where a file of that name is there and may not be replaced, or the disk refuses, and
    Cancelled.
    """
    try:
        return _write(pieces, target, cancel, report, replace)
    except FileExistsError:
        raise MachineFailed(
            f"{target.name} is there already.", "Nothing was written. Choose another name."
        ) from None
    except OSError as error:
        raise MachineFailed(
            f"{target.name} could not be written: {error.strerror or type(error).__name__}.",
            "Choose another folder, or make room.",
        ) from None


def _write(
    pieces: Iterable[bytes], target: Path, cancel: CancelToken, report: ProgressReport, replace: bool
) -> int:
    if target.exists() and not replace:
        raise FileExistsError
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.")  # mode 0600
    part, done = Path(name), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                cancel.check()
                done += file.write(piece)
                report(Progress("Writing", done))
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, target, replace)
    finally:
        part.unlink(missing_ok=True)
    return done


def _put_in_place(part: Path, target: Path, replace: bool) -> None:
    """Where nothing may be replaced, a file that came there meanwhile stays (as far as the disk can tell)."""
    if replace:
        part.replace(target)
        return
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a stick without hard links
        if target.exists():
            raise FileExistsError from None
        part.replace(target)
