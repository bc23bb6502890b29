"""The last values of each call and profile: never secrets, never files' contents, never ids of what is destroyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.model import Call, Change, FileValue, Key, Location, Values
from api.plain_file import PlainFile

_LONGEST = 64 * 1024
"""Values that are longer as JSON (pasted bodies) are not kept: they would slow every start."""


class Remembered:
    """Values by call and profile, in one readable file."""

    def __init__(self, data_dir: Path) -> None:
        self._file = PlainFile(data_dir / "values.json", version=1)

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    def load(self, call: Call, profile: str | None) -> dict[Key, Any]:
        """What was last sent or mocked with this call on this profile, without what the call no longer takes."""
        kept = self._file.read().get(_entry(call, profile))
        if not isinstance(kept, dict):
            return {}
        known = {str(parameter.key): parameter for parameter in call.fields()}
        for body in call.bodies[1:]:
            known |= {str(parameter.key): parameter for parameter in body.parameters}
        return {
            known[name].key: value
            for name, value in kept.items()
            if name in known and _may_be_kept(call, known[name].key, value) and not known[name].secret
        }

    def save(self, call: Call, profile: str | None, values: Values) -> None:
        """Keep these values; what must not be kept is left out."""
        secret = {p.key for p in call.fields() if p.secret}
        secret |= {p.key for body in call.bodies for p in body.parameters if p.secret}
        kept = {
            str(key): value
            for key, value in values.items()
            if key not in secret and _may_be_kept(call, key, value)
        }
        if self._file.read().get(_entry(call, profile), {}) != kept:
            with self._file.changing() as content:
                content[_entry(call, profile)] = kept


def _entry(call: Call, profile: str | None) -> str:
    return f"{call.id} @ {profile or '-'}"


def _may_be_kept(call: Call, key: Key, value: Any) -> bool:
    if isinstance(value, FileValue | bytes) or len(json.dumps(value)) > _LONGEST:
        return False
    return not (call.effects.changes is Change.DESTROY and key.location is Location.PATH)
