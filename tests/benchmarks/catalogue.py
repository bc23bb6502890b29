"""Loading a bundled document, product and heads and all, against json.loads of the same bytes."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from api.catalog.loader import load_document
from api.constants import RESOURCES

_ROUNDS = 60
_TARGET = 1.0


def run() -> list[dict[str, Any]]:
    """One row a document and one for all together; times in milliseconds, medians of interleaved rounds."""
    rows, whole, floor = [], 0.0, 0.0
    for path in sorted((RESOURCES / "catalog").glob("*.json")):
        if path.name.endswith(".schema.json"):
            continue
        data = path.read_bytes()
        value, parsed = _medians(
            lambda data=data, name=path.name: load_document(data, name), lambda data=data: json.loads(data)
        )
        rows.append(_row(f"catalogue: load {path.stem}", value, parsed))
        whole, floor = whole + value, floor + parsed
    return [*rows, _row("catalogue: load all documents", whole, floor)]


def _medians(load: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    """The median milliseconds of both, measured in turns so that a busy machine slows both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for taken, work in zip(times, (load, floor), strict=True):
            started = time.perf_counter()
            work()
            taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(times[0]), statistics.median(times[1])


def _row(name: str, value: float, floor: float) -> dict[str, Any]:
    ratio = value / floor
    return {
        "name": name,
        "value": value,
        "unit": "ms",
        "floor": floor,
        "ratio": ratio,
        "target": _TARGET,
        "met": ratio <= _TARGET,
    }
