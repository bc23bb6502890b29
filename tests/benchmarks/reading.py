"""Large answers in the program's window: how soon the first rows stand there, how long it stood still, and memory.

The longest gap of the event loop is the worst of all rounds; everything else is a median. The floor of a gap is the
longest one of the same window with nothing to do, the floor of the first rows is orjson.loads of the same bytes.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from tests.builders.big_documents import image_list, nested, numbers, rows

CHILDREN = Path(__file__).resolve().parent / "children"
ORJSON = """
import sys, time, orjson
data = open(sys.argv[1], "rb").read()
begun = time.perf_counter(); orjson.loads(data); print(time.perf_counter() - begun)
"""
MB = 1_000_000
MOST_MEMORY, MOST_LEFT = 1.5, 0.1
PREPARING = 200_000


class Case(NamedTuple):
    """A document, how often it is tried, and what is asked of it (None: nothing)."""

    name: str
    make: Callable[[], bytes]
    rounds: int
    longest_gap: float
    first_rows_ms: float | None = None
    first_rows_ratio: float | None = None
    memory: bool = False


CASES = (
    Case("1 MB of images", lambda: image_list(MB), 3, 16),
    Case("10 MB of images", lambda: image_list(10 * MB), 3, 16, first_rows_ms=50),
    Case("100 MB of images", lambda: image_list(100 * MB), 3, 50, first_rows_ratio=0.5, memory=True),
    Case("1,050,000 rows, 31 MB", rows, 1, 50),
    Case("1,000,000 numbers, 9 MB", numbers, 1, 16),
    Case("10,000 levels", nested, 1, 16),
)


def run() -> list[dict]:
    """Rows for every document."""
    with tempfile.TemporaryDirectory(prefix="reading-") as name, ExitStack() as stack:
        folder = Path(name)
        small = stack.enter_context(_server(folder / "small.json", image_list(PREPARING)))
        found = []
        for case in CASES:
            file = folder / "large.json"
            with _server(file, case.make()) as address:
                told = [_work(address, small, folder) for _ in range(case.rounds)]
                found += _rows(case, told, file)
        return found


class _server:  # noqa: N801 - used as a context
    """Serves the bytes from a process of its own."""

    def __init__(self, file: Path, data: bytes) -> None:
        file.write_bytes(data)
        self._process = subprocess.Popen(
            [sys.executable, str(CHILDREN / "answers_server.py"), str(file)],
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> str:
        assert self._process.stdout is not None
        return f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()


def _work(address: str, small: str, folder: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=folder) as data_dir:
        done = subprocess.run(
            [sys.executable, str(CHILDREN / "reading.py"), address, small, data_dir],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def _rows(case: Case, told: list[dict[str, Any]], file: Path) -> list[dict]:
    found = [_first_rows(case, told, file)]
    idle = max(each["gaps"]["idle"] for each in told)
    for name in told[0]["gaps"]:
        gap = max(each["gaps"][name] for each in told)
        if name != "idle":
            found.append(
                _row(
                    f"{case.name}: gap, {name}",
                    gap,
                    "ms",
                    idle,
                    None,
                    case.longest_gap,
                    gap < case.longest_gap,
                )
            )
    if case.memory:
        found += _memory(case, told, file.stat().st_size)
    return found


def _first_rows(case: Case, told: list[dict[str, Any]], file: Path) -> dict:
    value = statistics.median(each["first_rows"] for each in told) * 1e3
    ratio = target = met = None
    floors = []
    for _ in range(case.rounds):
        done = subprocess.run(
            [sys.executable, "-c", ORJSON, str(file)], capture_output=True, text=True, check=False
        )
        floors += [float(done.stdout) * 1e3] if done.returncode == 0 else []  # it refuses 10,000 levels
    floor = statistics.median(floors) if floors else None
    if floor is not None:
        ratio = value / floor
    if case.first_rows_ms is not None:
        target, met = case.first_rows_ms, value <= case.first_rows_ms
    elif case.first_rows_ratio is not None and ratio is not None:
        target, met = case.first_rows_ratio, ratio <= case.first_rows_ratio
    return _row(f"{case.name}: last byte to first rows", value, "ms", floor, ratio, target, met)


def _memory(case: Case, told: list[dict[str, Any]], size: int) -> list[dict]:
    found = []
    for moment, since, words, target in (
        ("shown", "before", "memory above the body, shown", MOST_MEMORY),
        ("most", "before", "memory above the body, at the most", MOST_MEMORY),
        (
            "after",
            "before",
            "memory kept after closing the first",
            None,
        ),  # what allocators keep for the next one
        ("again", "after", "memory kept after closing another one", MOST_LEFT),
    ):
        above = statistics.median(each["memory"][moment] - each["memory"][since] for each in told)
        found.append(
            _row(
                f"{case.name}: {words}",
                above / MB,
                "MB",
                size / MB,
                above / size,
                target,
                None if target is None else above / size <= target,
            )
        )
    return found


def _row(
    name: str,
    value: float,
    unit: str,
    floor: float | None,
    ratio: float | None,
    target: float | None,
    met: bool | None,
) -> dict:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "floor": floor,
        "ratio": ratio,
        "target": target,
        "met": met,
    }
