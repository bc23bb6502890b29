"""A small JSON file for this person only: replaced whole, and set aside when it is damaged."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from api.errors import PlainDataError


class PlainFile:
    """A JSON object in a file of mode 0600 within a folder of mode 0700. Thread-safe.

    ``problem`` says what was wrong when it was last read. A file of a newer version counts as damaged:
    rewriting it would lose what that version keeps in it.
    """

    def __init__(self, path: Path, version: int) -> None:
        self._path = path
        self._version = version
        self._lock = threading.Lock()
        self.problem: PlainDataError | None = None

    def read(self) -> dict[str, Any]:
        """The object in the file, {} when there is none. A damaged file is renamed aside."""
        with self._lock:
            try:
                return self._read()
            except OSError as error:
                self.problem = PlainDataError(f"{self._path.name} cannot be read.", details=str(error))
                return {}

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """The object, to be changed in place; written when the block ends well.

        Raises OSError, also when the file is there and cannot be read: it is not replaced unseen.
        """
        with self._lock:
            content = self._read()
            yield content
            self._write({**content, "version": self._version})

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:
            return self._set_aside(f"It is not valid JSON: {type(error).__name__}.")
        if not isinstance(content, dict):
            return self._set_aside("It does not hold a JSON object.")
        if not _is_at_most(content.get("version", self._version), self._version):
            return self._set_aside("A newer version of the program wrote it.")
        return content

    def _set_aside(self, reason: str) -> dict[str, Any]:
        aside = _free_name(self._path)
        with suppress(OSError):
            self._path.rename(aside)
        self.problem = PlainDataError(
            f"{self._path.name} could not be used and was set aside as {aside.name}.",
            "The program started with an empty one.",
            reason,
        )
        return {}

    def _write(self, content: dict[str, Any]) -> None:
        make_private_folder(self._path.parent)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def make_private_folder(folder: Path) -> Path:
    """Make the folder for this person only and return it. One that exists keeps its mode. Raises OSError.

    On Windows the mode 0700 makes an access list of the owner, the system and administrators, which files in the folder
    inherit (Python 3.11.10, 3.12.4, 3.13 and later: https://github.com/python/cpython/issues/118486); before these, the
    folder has the access list of the one it is in, which in the person's own profile says the same.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _is_at_most(version: Any, limit: int) -> bool:
    return isinstance(version, int) and version <= limit


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return aside
