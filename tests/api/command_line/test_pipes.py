"""Headless commands in pipes, as shells use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("arguments", [["calls", "--json"], ["calls"]])
def test_a_reader_that_leaves_early_ends_the_command_in_silence(arguments, data_dir):
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments, "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait(30) == 0
