"""The language of `download`."""

from __future__ import annotations

import argparse
from typing import Any

from api.command_line.signing_in import add_sign_in_options


def add_download_command(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add it to the subparsers; ``shared`` has the options of every command."""
    parser = commands.add_parser(
        "download",
        parents=[shared],
        help="fetch an image's data into a file, and verify it",
        description="Fetch an image's data into FILE.part, which gets its name when it is whole and its hash is right. "
        "Broken connections are gone on from; so is a part that is there from before.",
    )
    parser.add_argument("image_id", metavar="IMAGE_ID", help="the image")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default=".",
        help="the file, or a folder for one named after the image",
    )
    add_sign_in_options(parser)
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")
