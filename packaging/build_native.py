"""Builds the small native library that reads large answers, beside its source. Needs a C compiler and nothing else.

Without the library the program works as well: large answers are then read in Python, some fifty times slower.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "api" / "answer" / "native_index.c"
ENDING = {"win32": "dll", "darwin": "dylib"}.get(sys.platform, "so")
LIBRARY = SOURCE.with_name(f"libnative_index.{ENDING}")
FLAGS = ["-std=c99", "-O2", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror"]


def compiler() -> str | None:
    """The C compiler: CC from the environment, or the usual names."""
    return next(filter(None, map(shutil.which, (os.environ.get("CC") or "cc", "gcc", "clang"))), None)


def build(target: Path = LIBRARY, more_flags: tuple[str, ...] = ()) -> bool:
    """Build the library; answers whether there was a compiler. Raises CalledProcessError if it refused."""
    chosen = compiler()
    if chosen is None:
        return False
    position = [] if sys.platform == "win32" else ["-fPIC"]
    fresh = target.with_name(f"{target.name}.new")
    subprocess.run([chosen, *FLAGS, *position, *more_flags, "-o", str(fresh), str(SOURCE)], check=True)
    fresh.replace(target)  # a running program keeps the one it has
    return True


def main() -> int:
    """Build it, or say that large answers will take longer."""
    if not build():
        print(
            "No C compiler was found (on Debian: gcc). Large answers will be read slowly.", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
