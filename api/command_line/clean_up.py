"""`clean-up`: one's own old images, what they cost, and their deletion."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from api.answer.plain import one_line
from api.answer.sizes import counted, size
from api.command_line.bulk import run_plan
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.command_line.signing_in import find_place, signed_in
from api.command_line.working import carry_out
from api.desk import Desk
from api.errors import BadInput, Fault, NotConfirmed
from api.running import CancelToken
from api.work.bulk.clean_up import GIB, Candidate, Wish, cost, deletion, look_for, price_of
from api.work.bulk.clean_up_file import write_candidates

_TOLD = (
    "id", "name", "status", "size", "created_at", "visibility", "protected", "image_type", "owner", "tags",
)  # fmt: skip
"""What is printed of an image: other members may hold addresses with passwords."""


def run_clean_up(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``clean-up`` was asked for, and sign out again. Raises PitchforkError, OSError."""
    price, wish = price_of(options.price), _wish(options)
    if options.delete and not options.yes:
        raise NotConfirmed("Deleting images cannot be undone.", "Nothing was sent. Give --yes to confirm.")
    target = _target(options)
    with signed_in(desk, options, cancel) as profile_id:
        offered = [product.id for product in desk.offered(desk.place(profile_id))]
        look = look_for(desk.catalogue, offered, desk.place(profile_id), wish)
        product = desk.catalogue.product(look.listing.head.product)
        look = look_for(desk.catalogue, offered, find_place(desk, product, options, profile_id), wish)
        found: list[Candidate] = carry_out(desk, look, cancel).value
        if target is not None:
            count = write_candidates(target, found, price, overwrite=options.force)
            print(f"Wrote {counted(count, 'images')} to {options.csv}.", file=sys.stderr)
        if options.delete and found:
            _tell(found, price)
            return run_plan(desk, deletion(desk.catalogue, look, found), options, cancel)
    _print(found, price, as_json=options.json)
    return ExitCode.FINE


def _wish(options: argparse.Namespace) -> Wish:
    if options.older_than < 0:
        raise BadInput([Fault(None, "--older-than is a number of days.")])
    return Wish(
        older_than=options.older_than or None,
        snapshots_only=not options.all_types,
        unshared_only=not options.shared,
        statuses=frozenset(options.statuses),
    )


def _target(options: argparse.Namespace) -> Path | None:
    """The file for the list. Raises BadInput before anything is asked when it is there and may not be replaced."""
    target = Path(options.csv) if options.csv else None
    if target is not None and (target.exists() or target.is_symlink()) and not options.force:
        raise BadInput([Fault(None, f"{target} exists already; --force replaces it.")])
    return target


def _print(found: list[Candidate], price: Decimal | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_document(found, price))
        return
    for each in found:
        line = f"{each.id}  {size(each.size):>9}  {each.image.get('created_at', '')}  {each.name}"
        print(one_line(line))
    _tell(found, price)


def _tell(found: list[Candidate], price: Decimal | None) -> None:
    total = sum(each.size for each in found)
    costs = f", {cost(total, price)} a month" if price is not None else ""
    print(f"{counted(len(found), 'images')}, {size(total)} in all{costs}.", file=sys.stderr)


def _document(found: list[Candidate], price: Decimal | None) -> dict[str, Any]:
    total = sum(each.size for each in found)
    return {
        "images": [{name: each.image[name] for name in _TOLD if name in each.image} for each in found],
        "total_bytes": total,
        "total_gib": round(total / GIB, 3),
        "cost_per_month": float(cost(total, price)) if price is not None else None,
    }
