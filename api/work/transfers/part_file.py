"""The file that a download grows in: ``NAME.part``, with a note beside it that says of what it is a part.

Nothing that was there before is ever overwritten: a part of something else, one that another download is writing
to, or one that nobody knows makes this one take another name.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.answer.sizes import size as size_text
from api.errors import MachineFailed
from api.work.transfers.locking import try_lock
from api.work.transfers.naming import free_name

PART, ABOUT = ".part", ".part.json"
MISMATCH = ".mismatch"
SPARE = 16 << 20
"""Bytes that a disk should have left."""
_BLOCK = 1 << 20
_MOST_NAMES = 100
_CLOSED = -1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})
_BINARY: int = getattr(os, "O_BINARY", 0)


class DiskFull(MachineFailed):
    """The disk has no room for the rest; what is there stays, and can be gone on with."""


class PartFile:
    """What has arrived so far. Made by open_part(); close() it, or use it as a context.

    ``count`` is how many bytes are in it, ``path`` where they are.
    """

    def __init__(self, target: Path, path: Path, handle: int, about: int, count: int) -> None:
        self.target, self.path, self.count = target, path, count
        self._handle, self._about = handle, about

    def __enter__(self) -> PartFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def write(self, block: bytes) -> None:
        """Add bytes at the end. Raises DiskFull, and MachineFailed for other faults of the disk."""
        rest = memoryview(block)
        try:
            while rest:
                written = os.write(self._handle, rest)
                self.count += written
                rest = rest[written:]
        except OSError as reason:
            raise self._trouble(reason) from None

    def restart(self) -> None:
        """Forget what is there: the data comes from its beginning again."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.ftruncate(self._handle, 0)
        self.count = 0

    def read(self, feed: Callable[[bytes], object]) -> None:
        """Hand on all that is there, from the beginning."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        left = self.count
        while left and (block := os.read(self._handle, min(_BLOCK, left))):
            feed(block)
            left -= len(block)
        os.lseek(self._handle, 0, os.SEEK_END)

    def check_room(self, whole: int) -> None:
        """Raise DiskFull when a file of so many bytes in the end has no room where this one is."""
        free = shutil.disk_usage(self.path.parent).free
        if whole - self.count > max(free - SPARE, 0):
            raise DiskFull(
                f"{size_text(whole - self.count)} are to come, and the disk of {self.target.name} has room for "
                f"{size_text(free)}.",
                "Make room, or choose a folder on another disk.",
            )

    def complete(self, *, overwrite: bool) -> None:
        """Everything is there and right: give it its name. Raises MachineFailed when that is taken meanwhile."""
        try:
            os.fsync(self._handle)
            self._close_data()
            self._rename(overwrite=overwrite)
        except FileExistsError:
            raise MachineFailed(
                f"{self.target.name} exists by now, and is not overwritten.",
                f"What was downloaded is whole and stays in {self.path.name}.",
            ) from None
        except OSError as reason:
            raise self._trouble(reason) from None
        self._forget_about()
        _flush_folder(self.target.parent)

    def _rename(self, *, overwrite: bool) -> None:
        """A rename overwrites where POSIX rules: so the name is taken first, by an empty file."""
        if overwrite:
            self.path.replace(self.target)
            return
        os.close(os.open(self.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            self.path.replace(self.target)
        except OSError:
            self.target.unlink()
            raise

    def set_aside(self) -> Path:
        """The data is not what it should be: keep it apart, under a name that says so; returns that."""
        self._close_data()
        aside = free_name(self.target, MISMATCH)
        try:
            self.path.rename(aside)
        except OSError:
            aside = self.path
        self._forget_about()
        return aside

    def close(self) -> None:
        """Let go of it; one without a byte is removed."""
        if self._about == _CLOSED:
            return
        self._close_data()
        if self.count:
            self._close_about()
        else:
            self.path.unlink(missing_ok=True)
            self._forget_about()

    def _forget_about(self) -> None:
        self._close_about()
        with suppress(OSError):
            about_of(self.path).unlink()

    def _close_data(self) -> None:
        self._handle = _closed(self._handle)

    def _close_about(self) -> None:
        self._about = _closed(self._about)

    def _trouble(self, reason: OSError) -> MachineFailed:
        kept = f"{self.path.name} holds {size_text(self.count)}"
        if reason.errno in _FULL:
            return DiskFull(
                f"The disk is full: {kept}.",
                "Make room, then download to the same file again: it goes on from there.",
            )
        if reason.errno == errno.EFBIG:
            return MachineFailed(
                f"This disk takes no file as large as that: {kept}.", "Choose a folder on another disk."
            )
        return MachineFailed(
            f"{self.path.name} cannot be written: {reason.strerror}.", "Choose another folder."
        )


def about_of(part: Path) -> Path:
    """The note beside a part."""
    return part.with_name(part.name.removesuffix(PART) + ABOUT)


def open_part(target: Path, about: Mapping[str, Any]) -> PartFile:
    """The part of a download to ``target``, gone on with where a part of the very same data is there.

    ``about`` tells the data apart: a JSON object, the same for the same data and no other. Its members ``of`` name
    the thing, ``same`` what has to be equal for a part to be gone on with (falsy: never).
    Raises MachineFailed where nothing can be written.
    """
    try:
        for number in range(1, _MOST_NAMES):
            middle = f".{number}" if number > 1 else ""
            path = target.with_name(f"{target.name}{middle}{PART}")
            if (found := _take(target, path, about)) is not None:
                return found
    except OSError as reason:
        raise MachineFailed(
            f"Nothing can be written to {target.parent}: {reason.strerror}.", "Choose another folder."
        ) from None
    raise MachineFailed(f"There are too many parts of {target.name} already.", "Remove them.")


def _take(target: Path, path: Path, about: Mapping[str, Any]) -> PartFile | None:
    """This name's part, None when it is of something else or of nobody knows what."""
    note = about_of(path)
    if path.is_symlink() or note.is_symlink() or (path.exists() and not note.exists()):
        return None
    handle = os.open(note, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
    part = None
    try:
        if not (try_lock(handle) and _is_still(note, handle)):
            raise MachineFailed(
                f"Another download writes to {path.name} just now.",
                "Wait until it is done, or choose another name.",
            )
        part = _locked(target, path, handle, about)
    finally:
        if part is None:
            os.close(handle)
    return part


def _is_still(path: Path, handle: int) -> bool:
    """Whether the open file still bears that name: whoever completes a part removes its note."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _locked(target: Path, path: Path, note: int, about: Mapping[str, Any]) -> PartFile | None:
    before = _read(note)
    ours = before is not None and before.get("of") == about["of"]
    if not ours and (path.exists() or os.fstat(note).st_size):
        return None
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
    same = before is not None and bool(about["same"]) and before.get("same") == about["same"]
    if not same:
        os.ftruncate(handle, 0)
    _write(note, about)
    return PartFile(target, path, handle, note, os.lseek(handle, 0, os.SEEK_END))


def _read(handle: int) -> dict[str, Any] | None:
    try:
        found = json.loads(os.read(handle, _BLOCK))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _write(handle: int, about: Mapping[str, Any]) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(about, indent=1).encode())


def _closed(handle: int) -> int:
    """Close it once: its number is at once given to whatever else is opened, by any thread."""
    if handle != _CLOSED:
        with suppress(OSError):
            os.close(handle)
    return _CLOSED


def _flush_folder(folder: Path) -> None:
    """So that the new name survives a power cut; where folders cannot be flushed, nothing."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
