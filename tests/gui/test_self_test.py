"""The self-test, run as a person or an installer would: a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_self_test_passes_and_prints_one_line(data_dir):
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--data-dir", str(data_dir), "--self-test"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (line,) = done.stdout.splitlines()
    report = json.loads(line)
    assert done.returncode == 0, line
    assert report["ok"] is True
    assert report["status"] == 200
    assert report["calls"] > 100
    assert report["icons"] > 10
    assert report["apart"] is True


def test_a_broken_installation_fails(monkeypatch, qapp, capsys, tmp_path):
    from gui import self_test

    monkeypatch.setattr(self_test, "RESOURCES", tmp_path)
    assert self_test.self_test(tmp_path) == 1
    report = json.loads(capsys.readouterr().out)
    assert "icons" in report["error"]
