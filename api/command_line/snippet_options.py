"""The language of `snippet`."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.chosen import add_choice
from api.command_line.signing_in import add_sign_in_options
from api.records.snippets.kinds import KINDS


def add_snippet_command(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command with the options that say what the request is made from."""
    parser = commands.add_parser(
        "snippet", parents=[shared], help="print a call as another tool would do it, and send nothing"
    )
    add_choice(parser)
    parser.add_argument(
        "--as",
        dest="kind",
        required=True,
        choices=[kind.value for kind in KINDS],
        help="the tool; the token is $OS_TOKEN and other secrets are variables, too",
    )
    where = add_sign_in_options(parser)
    where.add_argument(
        "--address", metavar="URL", help="for calls that need no sign-in: the service's address"
    )
    add_value_options(parser)


def add_value_options(parser: argparse.ArgumentParser) -> None:
    """What a request is made from: values, a body of its own, examples."""
    parser.add_argument(
        "-p",
        "--parameter",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value; NAME=@FILE, NAME=@- and NAME=env:VARIABLE read it from elsewhere; repeat for lists",
    )
    parser.add_argument("--body", metavar="FILE", help="send this file as the body (- for standard input)")
    parser.add_argument(
        "--content-type", metavar="TYPE", help="which form of the body, where a call has several"
    )
    parser.add_argument("--examples", action="store_true", help="fill what is required from the examples")
