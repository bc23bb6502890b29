"""No network but the person's own calls: the suite runs with loopback alone, and whoever reaches out is noticed."""

import socket
import subprocess
import sys

import pytest

from api.constants import RESOURCES
from tests import no_network

ROOT = RESOURCES.parent
ALONE = [sys.executable, str(ROOT / "packaging" / "loopback_only.py"), sys.executable, "-c"]
FLAG = "PITCHFORK_TEST_LOOPBACK_ONLY"
TRY = f"""
import os, socket
if os.environ.get("{FLAG}") != "1": raise SystemExit(7)
listener = socket.create_server(("127.0.0.1", 0))
socket.create_connection(listener.getsockname()).close()
try:
    socket.create_connection(("192.0.2.1", 80), 5)
except OSError as error:
    raise SystemExit(0 if error.errno == 101 else 1)
raise SystemExit(2)
"""


def test_there_is_loopback_and_nothing_else():
    done = subprocess.run([*ALONE, TRY], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode == 7:
        pytest.skip(f"no network namespace here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr


@pytest.mark.reaches_out
def test_reaching_out_is_noticed():
    no_network._attempts.clear()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sys.audit("socket.connect", sock, ("192.0.2.1", 9))
    sys.audit("socket.getaddrinfo", "telemetry.cloud", 443, 0, 0, 0)
    sys.audit("socket.getaddrinfo", "localhost", 443, 0, 0, 0)
    sys.audit("socket.getaddrinfo", "cloud.example", 443, 0, 0, 0)
    assert [attempt[2] for attempt in no_network._attempts] == ["192.0.2.1", "telemetry.cloud"]


def test_make_runs_the_suite_there():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "packaging/loopback_only.py" in recipe.partition("\ntest:")[2].partition("\n\n")[0]
