"""What an editor holds at one moment, apart from Qt: it can be read on any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.model import UNSET


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of an editor (UNSET: none), or the sentence that says why its text has none."""

    value: Any = UNSET
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A snapshot of an editor: ``read`` touches no widget, ``size`` is the length of its text in characters.

    ``slow`` says that checking the value asks the disk, which may be one far away that does not answer.
    """

    read: Callable[[], Reading]
    size: int = 0
    slow: bool = False


def plain(value: Any) -> Capture:
    """The snapshot of an editor whose value is at hand."""
    return Capture(lambda: Reading(value))


def collect(parts: list[tuple[Capture | None, str]], join: Callable[[list[Any]], Any]) -> Capture:
    """The snapshot of several editors as one value; the first fault of a part, with its name, is the whole's.

    A part without a snapshot counts as an empty text.
    """

    def read() -> Reading:
        values = []
        for part, name in parts:
            reading = part.read() if part is not None else Reading("")
            if reading.fault:
                return Reading(fault=f"{name}: {reading.fault}")
            values.append(reading.value)
        return Reading(join(values))

    given = [part for part, _ in parts if part is not None]
    return Capture(read, sum(part.size for part in given), any(part.slow for part in given))
