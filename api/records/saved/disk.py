"""Files of saved calls on the disk: read as they are, made without replacing any, replaced only if unchanged."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from api.records.saved.trouble import ChangedMeanwhile

LARGEST = 512 * 1024
"""Bytes of a file that are read; a saved call is far smaller."""


def stamp_of(data: bytes) -> str:
    """Equal for equal contents."""
    return hashlib.sha256(data).hexdigest()


def read(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, ValueError for one that is too large or a link."""
    if path.is_symlink():
        raise ValueError("It is a link; links are not followed.")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"It is larger than {LARGEST // 1024} KB.")
    return data


def create(path: Path, data: bytes) -> None:
    """Write a new file, whole. Raises FileExistsError where there is one, OSError."""

    def put(whole: Path) -> None:
        try:
            os.link(whole, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            with path.open("xb") as file:
                file.write(data)

    _whole(path.parent, data, put)


def replace(path: Path, data: bytes, stamp: str) -> None:
    """Replace a file that still has the content of that stamp. Raises ChangedMeanwhile, OSError."""
    check(path, stamp)
    mode = path.stat().st_mode & 0o777

    def put(whole: Path) -> None:
        whole.chmod(mode)
        check(path, stamp)
        whole.replace(path)

    _whole(path.parent, data, put)


def check(path: Path, stamp: str) -> bytes:
    """The content of a file that still has that stamp. Raises ChangedMeanwhile."""
    try:
        data = read(path)
    except FileNotFoundError:
        raise ChangedMeanwhile(
            f"“{path.stem}” is not there any more.", "Somebody removed or renamed it."
        ) from None
    except ValueError as error:
        raise ChangedMeanwhile(f"“{path.stem}” was changed meanwhile: {error}") from None
    if stamp_of(data) != stamp:
        raise ChangedMeanwhile(
            f"“{path.stem}” was changed meanwhile, by somebody else.", "It was left as it is."
        )
    return data


def _whole(folder: Path, data: bytes, put: Callable[[Path], None]) -> None:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".saving-")  # mode 0600
    whole = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        put(whole)
    finally:
        with suppress(OSError):
            whole.unlink(missing_ok=True)
