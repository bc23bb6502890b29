"""The language of `bulk` and `clean-up`."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.signing_in import add_sign_in_options


def add_bulk_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add both to the subparsers; ``shared`` has the options of every command."""
    _add_bulk(commands.add_parser("bulk", parents=[shared], help="run one call on many resources"))
    _add_clean_up(
        commands.add_parser("clean-up", parents=[shared], help="find own old images, and delete them")
    )


def _add_bulk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("call_id", metavar="CALL_ID", help="for example image.delete-image; see `calls`")
    add_sign_in_options(parser)
    parser.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar="FILE",
        help="the ids: one a line, CSV with a column id, or JSON such as `call --json` prints (- for a pipe)",
    )
    parser.add_argument(
        "-p",
        "--parameter",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value for all of them",
    )
    parser.add_argument("--dry-run", action="store_true", help="show every request and send nothing")
    _add_running(parser)


def _add_clean_up(parser: argparse.ArgumentParser) -> None:
    add_sign_in_options(parser, required=True)
    parser.add_argument(
        "--older-than", type=int, default=30, metavar="DAYS", help="30 unless given; 0 for any age"
    )
    parser.add_argument(
        "--status", dest="statuses", action="append", default=[], metavar="STATUS", help="any unless given"
    )
    parser.add_argument("--all-types", action="store_true", help="other images than snapshots, too")
    parser.add_argument("--shared", action="store_true", help="images that others have, too")
    parser.add_argument("--price", default="", metavar="P", help="what a GiB costs a month")
    parser.add_argument(
        "--csv", default="", metavar="FILE", help="save the list there before anything else"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--delete", action="store_true", help="delete them; needs --yes")
    _add_running(parser)


def _add_running(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--parallel", type=int, default=4, metavar="N", help="requests at once, 1 to 16; 4 unless given"
    )
    parser.add_argument("--stop-on-error", action="store_true", help="begin nothing more after a failure")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--yes", action="store_true", help="confirm what destroys something")
    parser.add_argument(
        "--confirm",
        metavar="NUMBER@ACCOUNT",
        help="how many are destroyed where: in production, with --yes",
    )
