"""The command line's language."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.bulk_options import add_bulk_commands
from api.command_line.chosen import add_choice
from api.command_line.download_options import add_download_command
from api.command_line.exporting_options import add_export_commands
from api.command_line.history_options import add_history_commands
from api.command_line.product_options import add_product_commands
from api.command_line.profile_options import add_profile_commands
from api.command_line.signing_in import add_consent_options, add_sign_in_options
from api.command_line.snippet_options import add_snippet_command, add_value_options
from api.command_line.upload_options import add_upload_command
from api.command_line.watch_options import add_watch_command
from api.constants import LINK_SCHEME, NAME, VERSION


class _Parser(argparse.ArgumentParser):
    """Takes options by their whole names only: ``--y`` must not confirm what destroys."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line. Exits with 2 on a mistake, as argparse does.

    ``command`` is None for the window, else "calls", "call", "bulk", "clean-up" or "profile". A link to a call may
    stand for ``--open LINK``.
    """
    parser = _parser()
    _add_commands(parser)
    return parser.parse_args(_with_link(arguments))


def _with_link(arguments: list[str]) -> list[str]:
    """A link that stands alone, or behind the window's own options, is one to be opened: so systems hand it over."""
    *before, last = arguments or [""]
    alone = not before or (before[0].startswith("-") and before[-1] != "--open")
    return [*before, f"--open={last}"] if alone and last.lower().startswith(LINK_SCHEME) else arguments


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pitchfork",
        description=f"{NAME}: browse API calls, fill in a form, see the exact request, send it.",
        parents=[_shared()],
    )
    parser.set_defaults(command=None)
    parser.add_argument("--version", action="version", version=f"{NAME} {VERSION}")
    parser.add_argument(
        "--self-test", action="store_true", help="check this installation and print one JSON line"
    )
    parser.add_argument(
        "--open",
        dest="link",
        default="",
        metavar="LINK",
        help="open the window with a call's form, filled in",
    )
    for option, face in (("--practice", "rackspace"), ("--practice-openstack", "openstack")):
        parser.add_argument(
            option,
            dest="open_practice",
            action="store_const",
            const=face,
            default="",
            help=f"open the window signed in to the practice cloud ({face} face)",
        )
    return parser


def _shared() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data-dir", metavar="DIR", help="keep everything under DIR and nothing elsewhere")
    return shared


def _add_commands(parser: argparse.ArgumentParser) -> None:
    shared = _shared()
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    calls = commands.add_parser("calls", parents=[shared], help="list every call of the catalogue")
    calls.add_argument("--json", action="store_true", help="as a JSON list with parameters")
    _add_call(commands.add_parser("call", parents=[shared], help="send or mock one call"))
    add_upload_command(commands, shared)
    add_download_command(commands, shared)
    add_bulk_commands(commands, shared)
    add_watch_command(commands, shared)
    add_snippet_command(commands, shared)
    add_history_commands(commands, shared)
    add_export_commands(commands, shared)
    add_profile_commands(commands, shared)
    add_product_commands(commands, shared)


def _add_call(parser: argparse.ArgumentParser) -> None:
    add_choice(parser)
    where = add_sign_in_options(parser)
    where.add_argument(
        "--address", metavar="URL", help="for calls that need no sign-in: the service's address"
    )
    add_value_options(parser)
    _add_many(parser)
    parser.add_argument("--mock", action="store_true", help="build the request and send nothing")
    parser.add_argument("--json", action="store_true", help="print request and response as JSON")
    parser.add_argument(
        "--show-secrets", action="store_true", help="print tokens and passwords as they are"
    )
    add_consent_options(parser)


def _add_many(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--all-pages", action="store_true", help="fetch a list to its end and print it as one answer"
    )
    parser.add_argument(
        "--max", type=_count, metavar="N", help="with --all-pages: at most N items (of each region)"
    )
    parser.add_argument(
        "--all-regions", action="store_true", help="ask every region at once and print one answer"
    )
    parser.add_argument("--regions", metavar="R,R", help="ask these regions at once")


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count
