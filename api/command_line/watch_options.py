"""The language of `watch`."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.signing_in import add_sign_in_options


def add_watch_command(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add it to the subparsers; ``shared`` has the options of every command."""
    parser = commands.add_parser(
        "watch", parents=[shared], help="wait until an image, a task or a share is done"
    )
    parser.add_argument(
        "call_id", metavar="CALL_ID", help="the call that shows it, for example image.show-image"
    )
    parser.add_argument(
        "-p",
        "--parameter",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="which one, for example image_id=…",
    )
    parser.add_argument(
        "--until",
        type=_states,
        default=(),
        metavar="STATUS[,STATUS]",
        help="the states to wait for (gone: no longer found); without, whatever ends it",
    )
    parser.add_argument(
        "--timeout", type=_seconds, metavar="SECONDS", help="wait no longer; then the exit code is 4"
    )
    add_sign_in_options(parser, required=True)
    parser.add_argument("--json", action="store_true", help="print how it ended as JSON")


def _states(text: str) -> tuple[str, ...]:
    states = tuple(state.strip() for state in text.split(",") if state.strip())
    if not states:
        raise argparse.ArgumentTypeError("name at least one state")
    return states


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return seconds
