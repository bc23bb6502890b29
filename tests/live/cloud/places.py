"""Where the live cloud lies: its requirements, its environment, and everything it writes (below build/live)."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
REQUIREMENTS = ROOT / "packaging" / "requirements" / "live.txt"
ENVIRONMENT = ROOT / ".venv-live"
BUILD = ROOT / "build" / "live"
LOGS = BUILD / "logs"
TEMPLATES = BUILD / "templates"
RUNS = BUILD / "runs"
SERVING = HERE / "serving.py"
