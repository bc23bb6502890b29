"""The language of `upload`."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.signing_in import add_sign_in_options

VISIBILITIES = ("private", "shared", "community", "public")


def add_upload_command(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add it to the subparsers; ``shared`` has the options of every command."""
    parser = commands.add_parser(
        "upload", parents=[shared], help="send a file to an image, or make a new image of it"
    )
    parser.add_argument("file", metavar="FILE", help="the disk's file")
    add_sign_in_options(parser)
    parser.add_argument(
        "--image", metavar="ID", help="an image that waits for its data; else one is created"
    )
    _add_members(parser)
    parser.add_argument(
        "--stage", action="store_true", help="by way of the staging area and an import (glance-direct)"
    )
    parser.add_argument("--store", default="", metavar="ID", help="where the data goes")
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")
    parser.add_argument(
        "--yes", action="store_true", help="send a file whose content is not what its disk format says"
    )


def _add_members(parser: argparse.ArgumentParser) -> None:
    new = parser.add_argument_group("the new image")
    new.add_argument("--name", metavar="NAME", help="its name (the file's when not given)")
    new.add_argument(
        "--disk-format", metavar="F", help="raw, qcow2, vhd, … (by the content when not given)"
    )
    new.add_argument("--container-format", metavar="F", help="bare, ova, … (bare when not given)")
    new.add_argument("--visibility", choices=VISIBILITIES, help="who sees it")
    new.add_argument("--min-disk", type=int, metavar="GIB", help="least disk of its servers")
    new.add_argument("--min-ram", type=int, metavar="MIB", help="least memory of its servers")
    new.add_argument("--protected", action="store_true", default=None, help="guard it against deletion")
    new.add_argument("--tag", dest="tags", action="append", metavar="TAG", help="a tag; repeat for more")
    new.add_argument(
        "--property", dest="properties", action="append", metavar="NAME=VALUE", help="a custom property"
    )
