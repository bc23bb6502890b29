"""The language of `product`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_product_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add it to the subparsers; ``shared`` has the options of every command."""
    parser = commands.add_parser("product", parents=[shared], help="manage own products")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", parents=[shared], help="list the own products")
    listing.add_argument("--json", action="store_true")
    remove = actions.add_parser("remove", parents=[shared], help="remove an own product")
    remove.add_argument("id", metavar="ID")
    add = actions.add_parser("add", parents=[shared], help="add a product from an OpenAPI 3 file")
    add.add_argument("file", type=Path, metavar="FILE", help="JSON or YAML")
    add.add_argument(
        "--id", default="", help="its calls are known as ID.CALL; made of the title without it"
    )
    add.add_argument(
        "--service-type",
        default="",
        metavar="TYPE",
        help="as in the service catalogue; its calls get the token",
    )
    add.add_argument("--address", default="", metavar="URL", help="where calls without a service type go")
    add.add_argument("--update", action="store_true", help="take the place of the own product of that id")
