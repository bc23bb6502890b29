"""The programs that snippets are for: each is run as a person would run it, from .venv-tools (`make tools`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parents[2] / ".venv-tools"
BIN = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
SECONDS = 120


def tool(name: str) -> str:
    """A program of the environment."""
    path = BIN / name
    if not path.exists():
        raise RuntimeError(f"{name} is not installed: `make tools` does it")
    return str(path)


def run(
    command: list[str], folder: Path, variables: Mapping[str, str] | None = None, text: str = ""
) -> str:
    """What a program prints; raises with all of it when the program fails."""
    environment = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "NO_PROXY": "*",
        **(variables or {}),
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=text.encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{said}\n{done.stderr.decode()}")
    return said


def run_shell(
    script: str, folder: Path, variables: Mapping[str, str] | None = None, shell: str = "sh"
) -> str:
    """A script, read by a POSIX shell from a file as a person would keep it."""
    path = folder / "snippet.sh"
    path.write_bytes(script.encode())
    return run([shutil.which(shell) or shell, str(path)], folder, variables)


def run_python(script: str, folder: Path, variables: Mapping[str, str] | None = None) -> str:
    """A script in Python."""
    path = folder / "snippet.py"
    path.write_text(script, "utf-8")
    return run([tool("python"), str(path)], folder, variables)


def run_playbook(script: str, folder: Path, variables: Mapping[str, str] | None = None) -> str:
    """A playbook of Ansible."""
    path = folder / "snippet.yaml"
    path.write_text(script, "utf-8")
    return run([tool("ansible-playbook"), str(path)], folder, variables)
