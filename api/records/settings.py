"""The person's settings, kept as one readable file in which unknown keys survive."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from api import plain_file
from api.errors import PlainDataError


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; each default is what most people want.

    ``theme`` is "system", "light" or "dark"; the time limits are in seconds; ``answer_limit`` in bytes.
    """

    theme: str = "system"
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    answer_limit: int = 512 * 1024 * 1024


class SettingsFile:
    """Reads and replaces settings.json; only what differs from the defaults is written."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "settings.json"
        self.damage: PlainDataError | None = None

    def load(self) -> Settings:
        """The settings; defaults where a value is missing or of another type."""
        raw = self._read()
        defaults = asdict(Settings())
        kept = {n: raw[n] for n, d in defaults.items() if n in raw and _alike(raw[n], d)}
        return Settings(**kept)

    def save(self, settings: Settings) -> None:
        """Keep these settings."""
        known = {field.name for field in fields(Settings)}
        raw = {name: value for name, value in self._read().items() if name not in known}
        defaults = asdict(Settings())
        raw |= {name: value for name, value in asdict(settings).items() if value != defaults[name]}
        plain_file.write(self._path, raw)

    def _read(self) -> dict[str, Any]:
        try:
            return plain_file.read(self._path)
        except PlainDataError as error:
            self.damage = error
            return {}


def _alike(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float) and value > 0
    return isinstance(value, type(default))
