"""File names made from a person's words, such as every file system takes; and folders that stay inside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from api.records.saved.trouble import SavedCallError

SUFFIX = ".json"
_LONGEST = 80
_MOST_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


def plain_name(words: str, instead: str = "call") -> str:
    """The words as the name of a file or folder on any system (Windows' rules are the strictest)."""
    name = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", words))
    name = " ".join(name.split())[:_LONGEST]
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1]
    name = name.strip(" .")
    return f"{name}-" if _RESERVED.fullmatch(name) else name or instead


def free_name(words: str, taken: Iterable[str], suffix: str = SUFFIX) -> str:
    """A file name for these words that none of the taken ones equals, whatever their case."""
    used = {folded(name) for name in taken}
    stem, number = plain_name(words), 1
    name = f"{stem}{suffix}"
    while folded(name) in used:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


def folded(name: str) -> str:
    """Equal for names that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def inside(root: Path, folder: str) -> Path:
    """A folder ("a/b", "" is the root) under a root. Raises SavedCallError for one that leads out of it."""
    parts = folder.split("/") if folder else []
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part or _DRIVE.match(part) for part in parts):
        raise SavedCallError(f"“{folder}” is no folder of saved calls.")
    path = root.joinpath(*parts)
    try:
        within = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        within = False
    if not within:
        raise SavedCallError(
            f"“{folder}” leads out of {root.name}.", "Links to elsewhere are not followed."
        )
    return path
