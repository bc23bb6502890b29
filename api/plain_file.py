"""JSON files of the program's own: replaced atomically, readable by the owner only, set aside when damaged."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from api.errors import PlainDataError


def make_private_folder(folder: Path) -> Path:
    """Create the folder (and its parents) for the owner only, and return it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read(path: Path) -> dict[str, Any]:
    """The object in a file; {} when there is none.

    A damaged file is renamed to ``NAME.damaged`` (numbered when taken) and PlainDataError says so.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise _set_aside(path, str(error)) from None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _set_aside(path, str(error)) from None
    if not isinstance(value, dict):
        raise _set_aside(path, "it does not hold a JSON object")
    return value


def write(path: Path, value: dict[str, Any]) -> None:
    """Replace the file in one step, so that a crash leaves the old or the new one."""
    make_private_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _set_aside(path: Path, reason: str) -> PlainDataError:
    aside = path.with_name(f"{path.name}.damaged")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    try:
        path.rename(aside)
    except OSError as error:
        return PlainDataError(
            f"{path.name} cannot be read: {reason}.", "Check the permissions.", str(error)
        )
    return PlainDataError(
        f"{path.name} was damaged and has been set aside as {aside.name}.",
        "The program goes on with an empty one; nothing was deleted.",
        reason,
    )
