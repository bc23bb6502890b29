"""The calls a person marked with a star."""

from __future__ import annotations

from pathlib import Path

from api import plain_file
from api.errors import PlainDataError


class Favourites:
    """Call ids in the order in which they were marked."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "favourites.json"
        self._ids: list[str] | None = None
        self.damage: PlainDataError | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The marked call ids."""
        return tuple(self._loaded())

    def toggle(self, call_id: str) -> bool:
        """Mark or unmark a call; returns whether it is marked now."""
        ids = self._loaded()
        if call_id in ids:
            ids.remove(call_id)
        else:
            ids.append(call_id)
        plain_file.write(self._path, {"calls": ids})
        return call_id in ids

    def _loaded(self) -> list[str]:
        if self._ids is None:
            try:
                calls = plain_file.read(self._path).get("calls", [])
            except PlainDataError as error:
                self.damage, calls = error, []
            self._ids = [each for each in calls if isinstance(each, str)]
        return self._ids
