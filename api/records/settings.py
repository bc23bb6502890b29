"""The person's settings, kept as one readable file in which unknown keys survive."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.plain_file import PlainFile

_MOST = 1e15
"""No time limit and no size is as large; infinity is not, either."""


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
        self._file = PlainFile(data_dir / "settings.json", version=1)

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    def load(self) -> Settings:
        """The settings; defaults where a value is missing or of another type."""
        raw = self._file.read()
        defaults = asdict(Settings())
        return Settings(**{n: raw[n] for n, d in defaults.items() if n in raw and _alike(raw[n], d)})

    def save(self, settings: Settings) -> None:
        """Keep these settings; a value that is the default is not written. Raises OSError."""
        with self._file.changing() as content:
            for field in fields(Settings):
                value = getattr(settings, field.name)
                if value == field.default:
                    content.pop(field.name, None)
                else:
                    content[field.name] = value


def _alike(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, int | float):
        whole = isinstance(default, int)
        return isinstance(value, int if whole else int | float) and 0 < value < _MOST
    return isinstance(value, type(default))
