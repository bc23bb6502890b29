"""The language of `profile`."""

from __future__ import annotations

import argparse
from typing import Any


def add_profile_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add it to the subparsers; ``shared`` has the options of every command."""
    parser = commands.add_parser("profile", parents=[shared], help="manage profiles")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", parents=[shared], help="list the profiles")
    listing.add_argument("--json", action="store_true")
    remove = actions.add_parser("remove", parents=[shared], help="remove a profile and its secret")
    remove.add_argument("name", metavar="NAME")
    _add_add(
        actions.add_parser(
            "add", parents=[shared], help="add a profile; its secret is asked for (or PITCHFORK_SECRET)"
        )
    )
    _add_edit(
        actions.add_parser("edit", parents=[shared], help="change a profile; what is not named stays")
    )
    copy = actions.add_parser("copy", parents=[shared], help="copy a profile, without its secret")
    copy.add_argument("name", metavar="NAME")
    copy.add_argument("new_name", metavar="NEW_NAME")
    _add_import(
        actions.add_parser("import", parents=[shared], help="make profiles of an openrc or clouds.yaml")
    )


def _add_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--kind", required=True, help="rackspace, rackspace-flex or openstack")
    parser.add_argument("--method", default="", help="api-key, password, token or application-credential")
    _add_fields(parser)
    _add_marks(parser)


def _add_edit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--rename", metavar="NEW_NAME", default="")
    parser.add_argument(
        "--secret", action="store_true", help="ask for another secret (or PITCHFORK_SECRET)"
    )
    _add_fields(parser)
    _add_marks(parser)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="an openrc, which is read and never run, or a clouds.yaml"
    )
    parser.add_argument("--name", default="", help="what the profile is called; for an openrc")
    parser.add_argument("--cloud", default="", metavar="NAME", help="only this cloud of a clouds.yaml")
    _add_marks(parser)


def _add_fields(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        dest="fields",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="auth_url, user, project, region, ...",
    )


def _add_marks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--color", default=None, help="blue, green, amber, red, violet or teal")
    parser.add_argument(
        "--production",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="read-only until it is unlocked, and asks for names before it destroys",
    )
