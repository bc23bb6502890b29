"""File names for what is downloaded: from names that people gave in a cloud, made safe for any file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LONGEST = 180
"""Bytes (UTF-8) of a suggested name: file systems take 255, and ``.part.json`` and the like are added."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters that are not seen, and some of which make a name look like another one."""
_PLAIN_CONTAINERS = frozenset({"bare", ""})


def suggested_name(record: Mapping[str, Any], otherwise: str = "download") -> str:
    """A file name for an image: its own name and its disk format as suffix; its id where it has no usable name."""
    own, image_id = record.get("name"), record.get("id")
    stem = safe_name(own if isinstance(own, str) else "") or safe_name(
        image_id if isinstance(image_id, str) else ""
    )
    stem, suffix = stem or safe_name(otherwise) or "download", _suffix(record)
    return stem if not suffix or stem.lower().endswith(suffix) else _shortened(stem, LONGEST) + suffix


def safe_name(text: str) -> str:
    """The text as a file name on every system; "" when nothing of it can stand there."""
    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in _UNSEEN
    )
    clean = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", seen)).strip(" .-")
    if _RESERVED.fullmatch(clean):
        clean = f"_{clean}"
    return _shortened(clean, LONGEST)


def free_name(path: Path, ending: str = "") -> Path:
    """The path with that ending, numbered where something bears the name already: ``a.raw``, ``a.2.raw``."""
    number, found = 1, path.with_name(path.name + ending)
    while found.exists() or found.is_symlink():
        number += 1
        middle = f".{number}"
        found = path.with_name(
            f"{path.name}{middle}{ending}" if ending else f"{path.stem}{middle}{path.suffix}"
        )
    return found


def _suffix(record: Mapping[str, Any]) -> str:
    container, disk = record.get("container_format"), record.get("disk_format")
    named = container if isinstance(container, str) and container not in _PLAIN_CONTAINERS else disk
    clean = safe_name(named).lower() if isinstance(named, str) else ""
    return f".{clean}" if re.fullmatch(r"[a-z0-9]{1,12}", clean) else ""


def _shortened(text: str, most: int) -> str:
    return text.encode("utf-8")[:most].decode("utf-8", "ignore").strip(" .")
