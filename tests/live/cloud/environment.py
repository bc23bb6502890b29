"""The Python environment of the live cloud: made from live.txt, made again when that file changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.live.cloud.places import ENVIRONMENT, LOGS, REQUIREMENTS

STAMP = ENVIRONMENT / "installed.sha256"
INSTALL_SECONDS = 1200.0


class LiveCloudError(RuntimeError):
    """The live cloud could not be made or started; the message names the log that tells why."""


def requirements_hash() -> str:
    """What the environment depends on: the pinned requirements and the Python version."""
    return hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()


def ensure_environment() -> Path:
    """The environment's interpreter; installs first if it is missing or out of date (half a minute).

    Raises LiveCloudError when the installation fails.
    """
    wanted = requirements_hash()
    if not STAMP.is_file() or STAMP.read_text() != wanted:
        _install()
        STAMP.write_text(wanted)
    return ENVIRONMENT / "bin" / "python"


def _install() -> None:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    python = str(ENVIRONMENT / "bin" / "python")
    log = LOGS / "install.log"
    run_logged([sys.executable, "-m", "venv", str(ENVIRONMENT)], log, seconds=INSTALL_SECONDS)
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
    run_logged([*pip, "-r", str(REQUIREMENTS)], log, seconds=INSTALL_SECONDS)


def run_logged(
    command: list[str], log: Path, *, seconds: float, variables: dict[str, str] | None = None
) -> None:
    """Run a command to its end, its output appended to the log. Raises LiveCloudError unless it returns 0."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(os.environ) if variables is None else variables,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LiveCloudError(f"{command[0]} took more than {seconds:.0f} s, see {log}") from None
    if done.returncode:
        raise LiveCloudError(f"{' '.join(command[:4])} ... ended with {done.returncode}, see {log}")
