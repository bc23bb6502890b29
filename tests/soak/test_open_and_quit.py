"""The program is opened and quit again and again with calls on their way: it always ends soon, and without a word."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHILD = Path(__file__).parent / "children" / "open_and_quit.py"
SOON = 2.0
"""Seconds from closing the window to the end of the process."""


@pytest.fixture
def silent():
    """The address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_it_always_ends_soon(silent, data_dir, request):
    ends = []
    for _ in range(request.config.getoption("--soak-cycles")):
        done = subprocess.run(
            [sys.executable, str(CHILD), str(data_dir), silent],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        ended = time.monotonic()
        assert (done.returncode, done.stderr) == (0, "")
        closed, running = done.stdout.split()
        assert int(running) == 7
        ends.append(ended - float(closed))
    print(f"{len(ends)} cycles: closing took at most {max(ends):.2f} s")
    assert max(ends) < SOON
