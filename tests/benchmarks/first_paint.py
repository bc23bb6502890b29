"""How long from the start of the process until the window is painted, against a bare PySide6 widget."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHILD = Path(__file__).resolve().parent / "children" / "first_paint.py"
ROUNDS = 15
TARGET_RATIO = 1.6
HEAVY = {
    "requests", "urllib3", "http", "ssl", "truststore", "cryptography", "keystoneauth1", "openstack", "stevedore",
    "keyring", "secretstorage", "yaml", "cheroot", "werkzeug", "sqlite3", "asyncio", "concurrent",
}  # fmt: skip
"""What has no business before the first picture."""


def run() -> list[dict]:
    """Medians of interleaved starts of the window on an empty data folder and of a bare widget, and the heavy
    modules that the window had loaded by then.
    """
    ours, bare, loaded = [], [], set()
    with tempfile.TemporaryDirectory(prefix="first-paint-") as folder:
        for which in ("bare", "window"):
            _start(which, Path(folder))  # once, to compile and for the disk
        for number in range(ROUNDS):
            for which in ("bare", "window") if number % 2 else ("window", "bare"):
                seconds, modules = _start(which, Path(folder))
                (ours if which == "window" else bare).append(seconds)
                loaded |= modules if which == "window" else set()
    return [_time_row(statistics.median(ours), statistics.median(bare)), _modules_row(loaded & HEAVY)]


def _start(which: str, folder: Path) -> tuple[float, set[str]]:
    """Seconds to the first paint and the names of the top-level packages that were loaded."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    with tempfile.TemporaryDirectory(dir=folder) as data_dir:
        begun = time.monotonic_ns()
        done = subprocess.run(
            [sys.executable, str(CHILD), which],
            env={**environment, "PITCHFORK_DATA_DIR": data_dir},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    told = json.loads(done.stdout)
    return (told["at"] - begun) / 1e9, {name.partition(".")[0] for name in told["modules"]}


def _time_row(ours: float, bare: float) -> dict:
    return {
        "name": "process start to first paint, against a bare QWidget",
        "value": ours * 1e3,
        "unit": "ms",
        "floor": bare * 1e3,
        "ratio": ours / bare,
        "target": TARGET_RATIO,
        "met": ours / bare <= TARGET_RATIO,
    }


def _modules_row(heavy: set[str]) -> dict:
    names = f": {' '.join(sorted(heavy))}" if heavy else ""
    return {
        "name": f"heavy modules at first paint{names}",
        "value": len(heavy),
        "unit": "",
        "floor": None,
        "ratio": None,
        "target": 0,
        "met": not heavy,
    }
