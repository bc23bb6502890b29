"""The program's name and version, and where its resources lie: the one source for window, packages and wire."""

from __future__ import annotations

from pathlib import Path

NAME = "Pitchfork Desktop"
IDENTIFIER = "pitchfork-desktop"
VERSION = "0.1.0"
LINK_SCHEME = "pitchfork:"
"""What links to calls begin with; api/records/saved/link.py says how they go on."""
USER_AGENT = f"{IDENTIFIER}/{VERSION}"

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
"""Holds in a checkout, in a frozen bundle and in an installed package alike."""

APART = "--run-apart"
"""The first argument of a process that runs one task for another; see api/answer/apart.py."""
