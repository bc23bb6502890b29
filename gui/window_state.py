"""What a window looked like when it was closed: kept in the data folder, under lasting ids."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

FILE_NAME = "window_state.json"
_NUMBERS = ("split", "work_height")


class WindowState(NamedTuple):
    """``profile`` and ``region`` as chosen in the top bar, ``expanded`` and ``current`` are keys of the call tree,
    ``geometry`` is Qt's own description in base64, ``split`` the width of the tree in pixels,
    ``theme`` the mode of the colours, so that the first paint has them already, ``work_height`` how high the panel
    of the long work is, ``left`` the key of the page that the left side shows.
    """

    profile: str = ""
    region: str = ""
    expanded: tuple[str, ...] = ()
    current: str = ""
    geometry: str = ""
    split: int = 300
    theme: str = ""
    work_height: int = 260
    left: str = ""


class WindowStateFile:
    """Keeps the state of the window that was closed last."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME

    def load(self) -> WindowState | None:
        """The kept state; None at the first start. Values of a wrong type are left out."""
        try:
            raw = json.loads(self._path.read_bytes())["window"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if not isinstance(raw, dict):
            return None
        known = {name: raw[name] for name in WindowState._fields if name in raw}
        expanded = known.pop("expanded", [])
        good = {name: value for name, value in known.items() if _fits(name, value)}
        return WindowState(**good, expanded=_texts(expanded))

    def save(self, state: WindowState) -> None:
        """Keep this state; a disk that refuses loses nothing but the looks of the window."""
        from api.plain_file import PlainFile

        file = PlainFile(self._path, version=1)
        with suppress(OSError), file.changing() as content:
            content["window"] = {**state._asdict(), "expanded": sorted(state.expanded)}


def _fits(name: str, value: Any) -> bool:
    return isinstance(value, int if name in _NUMBERS else str) and not isinstance(value, bool)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
