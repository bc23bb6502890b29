"""Placeholders in saved values, ``{{image_id}}``: found, filled in, escaped; and their values by profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.plain_file import PlainFile

LONGEST = 4096
"""Characters of one placeholder's value that are kept."""
NAME = r"[A-Za-z_][A-Za-z0-9_.-]{0,63}"
_FOUND = re.compile(r"(\\*)\{\{\s*(" + NAME + r")\s*\}\}")
_WHOLE = re.compile(r"\{\{\s*(" + NAME + r")\s*\}\}")
_NAME = re.compile(NAME)


def is_name(text: str) -> bool:
    """Whether a placeholder can be called that."""
    return _NAME.fullmatch(text) is not None


def placeholder(name: str) -> str:
    """How a placeholder of that name is written."""
    return f"{{{{{name}}}}}"


def whole_name(template: Any) -> str:
    """The name of the placeholder that a template is and nothing else; "" for any other."""
    found = _WHOLE.fullmatch(template) if isinstance(template, str) else None
    return found[1] if found else ""


def names_in(template: Any) -> tuple[str, ...]:
    """The names of the placeholders in the texts of a JSON value, each once, in order."""
    found = (m[2] for text in _texts(template) for m in _FOUND.finditer(text) if len(m[1]) % 2 == 0)
    return tuple(dict.fromkeys(found))


def filled(template: Any, known: Mapping[str, str]) -> Any:
    """The JSON value with the placeholders of known names filled in, and what was escaped as it is."""

    def put(found: re.Match[str]) -> str:
        slashes, name = found[1], found[2]
        if len(slashes) % 2:
            return slashes[: len(slashes) // 2] + found[0][len(slashes) :]
        return slashes[: len(slashes) // 2] + known.get(name, placeholder(name))

    return _mapped(template, lambda text: _FOUND.sub(put, text))


def escaped(value: Any) -> Any:
    """The template that stands for exactly this JSON value: braces that look like a placeholder are none in it."""

    def guard(found: re.Match[str]) -> str:
        slashes = found[1]
        return f"{slashes}{slashes}\\{found[0][len(slashes) :]}"

    return _mapped(value, lambda text: _FOUND.sub(guard, text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _mapped(each, change) for name, each in value.items()}
    return [_mapped(each, change) for each in value] if isinstance(value, list) else value


class PlaceholderValues:
    """What the placeholders stand for, by profile, in one readable file. Thread-safe.

    Values are texts; never those of secret parameters, which are no placeholders.
    """

    def __init__(self, data_dir: Path) -> None:
        self._file = PlainFile(data_dir / "placeholders.json", version=1)

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    def of(self, profile: str | None) -> dict[str, str]:
        """The values of a profile (None: of nobody signed in) by name."""
        return _values(self._file.read(), profile)

    def save(self, profile: str | None, values: Mapping[str, str]) -> None:
        """Keep exactly these values for a profile. Raises OSError."""
        with self._file.changing() as content:
            profiles = content["profiles"] = _profiles(content)
            profiles[profile or ""] = {
                name: values[name] for name in sorted(values) if _fits(name, values[name])
            }

    def learn(self, profile: str | None, values: Mapping[str, str]) -> None:
        """Keep these values beside those that a profile has. Raises OSError."""
        before = self.of(profile)
        if values and {**before, **values} != before:
            self.save(profile, {**before, **values})


def _profiles(content: dict[str, Any]) -> dict[str, Any]:
    profiles = content.get("profiles")
    return profiles if isinstance(profiles, dict) else {}


def _values(content: dict[str, Any], profile: str | None) -> dict[str, str]:
    values = _profiles(content).get(profile or "")
    if not isinstance(values, dict):
        return {}
    return {name: value for name, value in values.items() if _fits(name, value)}


def _fits(name: str, value: Any) -> bool:
    return is_name(name) and isinstance(value, str) and 0 < len(value) <= LONGEST
