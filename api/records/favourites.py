"""The calls a person marked with a star."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.plain_file import PlainFile


class Favourites:
    """Call ids in the order in which they were marked, until they are moved."""

    def __init__(self, data_dir: Path) -> None:
        self._file = PlainFile(data_dir / "favourites.json", version=1)

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    @property
    def ids(self) -> tuple[str, ...]:
        """The marked call ids."""
        return tuple(_ids(self._file.read()))

    def toggle(self, call_id: str) -> bool:
        """Mark or unmark a call; returns whether it is marked now. Raises OSError."""
        with self._file.changing() as content:
            ids = _ids(content)
            content["calls"] = [each for each in ids if each != call_id]
            if call_id not in ids:
                content["calls"].append(call_id)
            return call_id not in ids

    def move(self, call_id: str, to: int) -> None:
        """Put a marked call at that place of the order, counted without itself from 0. Raises OSError."""
        with self._file.changing() as content:
            ids = _ids(content)
            if call_id in ids:
                ids.remove(call_id)
                ids.insert(max(0, to), call_id)
                content["calls"] = ids


def _ids(content: dict[str, Any]) -> list[str]:
    calls = content.get("calls", [])
    return [each for each in calls if isinstance(each, str)] if isinstance(calls, list) else []
