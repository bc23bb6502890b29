"""Secrets in a real gnome-keyring, on a session bus and in folders of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).resolve().parents[2] / "builders" / "keyring_child.py"
UNLOCK = "printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
SECRET = 'canary-sécret 🔑 "quoted"\\'
SECONDS = 60


class Session:
    """Runs children one after the other, each on a new bus; what is kept lies in the folders, as after a restart."""

    def __init__(self, folder: Path) -> None:
        self.home, runtime = folder / "home", folder / "run"
        runtime.mkdir(mode=0o700)
        self._environment = {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }
        for name in ("data", "config", "cache"):
            (self.home / name).mkdir(parents=True, exist_ok=True)

    def run(self, *deeds: str, unlock: bool = True, secret: str = "") -> list[object]:
        """What each deed came to."""
        child = f'printf %s "$SECRET" | "{sys.executable}" "{CHILD}" pitchfork:test'
        steps = [UNLOCK] * unlock + [f"{child} {deed}" for deed in deeds]
        done = subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", "; ".join(steps)],
            env=self._environment | {"SECRET": secret},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def session(tmp_path):
    assert shutil.which("gnome-keyring-daemon"), "install what packaging/debian-packages.txt names"
    return Session(tmp_path)


def test_a_secret_outlives_the_program_and_the_session(session):
    (status,) = session.run("probe")
    assert status["works"] is True
    assert "keyring" in status["sentence"]
    assert session.run("set", secret=SECRET) == [True]
    assert session.run("get", "elsewhere") == [SECRET, None]
    assert session.run("delete", "get") == ["", None]
    assert session.run("get", "delete") == [None, ""]


def test_the_folders_hold_no_readable_secret(session):
    assert session.run("set", secret=SECRET) == [True]
    kept = [path.read_bytes() for path in session.home.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"canary" in content for content in kept)


def test_a_locked_keyring_is_memory_only_and_says_so(session):
    session.run("set", secret=SECRET)
    status, kept, found = session.run("probe", "set", "get", unlock=False, secret="other")
    assert status["works"] is False
    assert "stay in memory" in status["sentence"]
    assert (kept, found) == (False, None)
    assert session.run("get") == [SECRET]


def test_without_a_bus_there_is_no_keyring(session):
    done = subprocess.run(
        [sys.executable, str(CHILD), "pitchfork:test", "probe"],
        env={k: v for k, v in session._environment.items() if k != "XDG_RUNTIME_DIR"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    assert "stay in memory" in json.loads(done.stdout)["sentence"]
