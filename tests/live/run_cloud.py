"""Starts the live cloud by hand, prints where it is as JSON, and stops it when standard input ends."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.live.cloud.live_cloud import RunningCloud


def main() -> None:
    """Run until the other end closes standard input."""
    running = RunningCloud()
    try:
        print(json.dumps(asdict(running.cloud), default=str), flush=True)
        sys.stdin.read()
    finally:
        running.close()


if __name__ == "__main__":
    main()
