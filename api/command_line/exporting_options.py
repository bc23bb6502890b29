"""The language of `export` and `import`."""

from __future__ import annotations

import argparse
from typing import Any


def add_export_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add them to the subparsers; ``shared`` has the options of every command."""
    export = commands.add_parser(
        "export", parents=[shared], help="write entries of the history for a ticket"
    )
    export.add_argument("entry_ids", nargs="+", metavar="ENTRY_ID", help="numbers or ids; see `history`")
    export.add_argument("--as", dest="form", choices=("har", "markdown", "json"), default="markdown")
    export.add_argument("-o", "--output", required=True, metavar="FILE", help="- for standard output")
    export.add_argument(
        "--stand-ins", action="store_true", help="replace ids of accounts, projects and users"
    )
    export.add_argument("--no-bodies", action="store_true", help="leave the bodies out")
    export.add_argument("--shorten", action="store_true", help="shorten long bodies")
    export.add_argument("--replace", action="store_true", help="replace the file if it is there")
    bring = commands.add_parser(
        "import",
        parents=[shared],
        help="save the calls of a HAR file, curl commands or a Postman collection",
    )
    bring.add_argument("file", metavar="FILE", help="- for standard input")
    bring.add_argument(
        "--folder", default="", metavar="FOLDER", help="the folder of saved calls to put them in"
    )
    bring.add_argument("--dry-run", action="store_true", help="say what would be imported and save nothing")
    bring.add_argument("--json", action="store_true", help="print what was found as JSON")
