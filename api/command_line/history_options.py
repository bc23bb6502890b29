"""The language of `history` and `replay`."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.signing_in import add_consent_options, add_sign_in_options


def add_history_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add them to the subparsers; ``shared`` has the options of every command."""
    history = commands.add_parser("history", parents=[shared], help="list what was sent, the newest first")
    history.add_argument(
        "--search", default="", metavar="TEXT", help="words of the title, address, status, error or bodies"
    )
    history.add_argument("--limit", type=_count, default=50, metavar="N", help="at most N entries (50)")
    history.add_argument("--json", action="store_true", help="as a JSON list")
    _add_replay(
        commands.add_parser("replay", parents=[shared], help="send an entry of the history once more")
    )


def _add_replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entry_id", metavar="ENTRY_ID", help="the entry's number or id; see `history`")
    add_sign_in_options(parser, region=False)
    parser.add_argument(
        "-p",
        "--parameter",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a secret that was sent with it and is not kept; NAME=@FILE and NAME=env:VARIABLE read it from elsewhere",
    )
    parser.add_argument("--json", action="store_true", help="print request and response as JSON")
    add_consent_options(parser)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count
