"""Runs every benchmark, prints one table and writes build/benchmarks.json.

Each module beside this one has ``run() -> list[dict]`` with the members name, value, unit, floor, ratio, target
and met. The floor is measured in the same run, so that a busy machine slows both.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))


def load(path: Path) -> ModuleType:
    """The module in a file."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def show(rows: list[dict]) -> None:
    """Print the table."""
    print(f"{'benchmark':<58} {'value':>12} {'unit':<6} {'floor':>12} {'ratio':>8} {'target':>8}  met")
    for row in rows:
        numbers = [
            f"{row[key]:.4g}" if row[key] is not None else "-" for key in ("value", "floor", "ratio")
        ]
        target = f"{row['target']:.4g}" if row["target"] is not None else "-"
        met = {True: "yes", False: "NO", None: "-"}[row["met"]]
        print(
            f"{row['name']:<58} {numbers[0]:>12} {row['unit']:<6} {numbers[1]:>12} {numbers[2]:>8} {target:>8}  {met}"
        )


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; returns 1 when a target is missed."""
    rows: list[dict] = []
    for path in sorted(HERE.glob("*.py")):
        if path.name != Path(__file__).name and (not names or path.stem in names):
            module = load(path)
            if hasattr(module, "run"):
                rows += module.run()
    show(rows)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "benchmarks.json").write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    return 0 if all(row["met"] is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
