"""`product`: add, update, list and remove own products without a window."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from api.catalog.own.document import Wish, wish_of
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.desk import Desk
from api.errors import BadInput, CatalogueError, Fault, UnknownCall
from api.running import CancelToken


def run_product(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``product`` was asked for. Raises PitchforkError."""
    if options.action == "add":
        return _add(desk, options, cancel)
    return {"list": _list, "remove": _remove}[options.action](desk, options)


def _add(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    own = desk.own_products
    found = own.look(options.file, cancel)
    wish = _wish(desk, options, Wish(options.id or found.product.id, "", next(iter(found.addresses), "")))
    faults = own.faults(wish, new=not options.update)
    if faults:
        raise BadInput([Fault(None, f"{name.replace('_', ' ')}: {text}") for name, text in faults.items()])
    own.keep(found.root, wish)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    print(wish.id)
    return ExitCode.FINE


def _wish(desk: Desk, options: argparse.Namespace, usual: Wish) -> Wish:
    known = usual
    if options.update and usual.id in desk.own_products.ids:
        known = wish_of(desk.own_products.document(usual.id))
    return Wish(usual.id, options.service_type or known.service_type, options.address or known.address)


def _list(desk: Desk, options: argparse.Namespace) -> ExitCode:
    rows = [_described(desk, product_id) for product_id in desk.own_products.ids]
    if options.json:
        print_json(rows)
        return ExitCode.FINE
    for row in rows:
        where = row["problem"] or row["service_type"] or row["address"]
        print(f"{row['id']}  {row['title']}  {row['calls']} calls  {where}")
    return ExitCode.FINE


def _described(desk: Desk, product_id: str) -> dict[str, Any]:
    try:
        product = desk.catalogue.product(product_id)
        wish = wish_of(desk.own_products.document(product_id))
    except CatalogueError as error:
        return {
            "id": product_id, "title": "", "calls": 0, "service_type": "", "address": "", "problem": str(error)
        }  # fmt: skip
    calls = sum(len(category.calls) for category in product.categories)
    return {
        "id": product_id, "title": product.title, "calls": calls,
        "service_type": wish.service_type, "address": wish.address, "problem": "",
    }  # fmt: skip


def _remove(desk: Desk, options: argparse.Namespace) -> ExitCode:
    if options.id not in desk.own_products.ids:
        raise UnknownCall(f"There is no own product “{options.id}”.", "They are listed by “product list”.")
    desk.own_products.remove(options.id)
    return ExitCode.FINE
