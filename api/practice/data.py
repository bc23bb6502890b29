"""Image data as files: uploaded, staged, and the made-up content of samples."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Received:
    """What arrived: bytes and their hashes in hex."""

    size: int
    md5: str
    sha512: str


class DataFiles:
    """The data of images, one file each, by place and image id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, place: str, image_id: str, part: str = "data") -> Path:
        """Where an image's data (or its staged bytes) lie."""
        return self._folder / place.replace("/", "-") / f"{image_id}.{part}"

    def receive(self, stream: Callable[[int], bytes], target: Path) -> Received:
        """Write a stream to ``target`` as it comes, never holding more than a chunk of it."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{uuid.uuid4().hex}")
        try:
            with draft.open("wb") as file:
                received = _copy(stream, file)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        return received

    def forget(self, place: str, image_id: str) -> None:
        """Remove an image's data and staged bytes."""
        for part in ("data", "staged"):
            self.path(place, image_id, part).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _copy(stream: Callable[[int], bytes], file: BinaryIO) -> Received:
    md5, sha512, size = hashlib.md5(usedforsecurity=False), hashlib.sha512(), 0
    while chunk := stream(CHUNK):
        file.write(chunk)
        md5.update(chunk)
        sha512.update(chunk)
        size += len(chunk)
    return Received(size, md5.hexdigest(), sha512.hexdigest())


def file_bytes(path: Path, start: int, count: int) -> Iterator[bytes]:
    """``count`` bytes of a file from ``start`` on, in chunks."""
    with path.open("rb") as file:
        file.seek(start)
        while count > 0 and (chunk := file.read(min(CHUNK, count))):
            count -= len(chunk)
            yield chunk


def made_up_bytes(count: int) -> Iterator[bytes]:
    """The content of sample images: ``count`` zero bytes, in chunks."""
    zeros = bytes(CHUNK)
    while count > 0:
        yield zeros if count >= CHUNK else zeros[:count]
        count -= CHUNK
