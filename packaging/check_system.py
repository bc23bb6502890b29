"""Names the Debian packages that are missing on this machine, with the apt command that installs them.

Run with the system's own Python before anything is installed: standard library only. Arguments: the uses
(run, test, look) to check. Prints nothing and exits 0 when all is there; --packages prints the missing names only.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import sys
from pathlib import Path

LIST = Path(__file__).with_name("debian-packages.txt")


def has_library(name: str) -> bool:
    """Whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


PROBES = {
    "library": has_library,
    "tool": lambda name: shutil.which(name) is not None,
    "module": lambda name: importlib.util.find_spec(name) is not None,
    "file": lambda name: Path(name).exists(),
}


def missing(uses: list[str]) -> list[str]:
    """The packages of these uses whose probe fails, in the order of the list."""
    found: list[str] = []
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        use, package, probe = line.split()
        kind, _, what = probe.partition(":")
        if use in uses and not PROBES[kind](what):
            found.append(package)
    return found


def main(arguments: list[str]) -> int:
    """Tell what is missing; returns the exit code."""
    packages = missing([argument for argument in arguments if not argument.startswith("-")])
    if "--packages" in arguments:
        print(" ".join(packages))
        return 0
    if sys.platform != "linux" or not packages:
        return 0
    print("These system libraries are missing. On Debian or Ubuntu:", file=sys.stderr)
    print(f"    sudo apt-get install {' '.join(packages)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
