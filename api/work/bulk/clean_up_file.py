"""The list of what could be cleaned up as a CSV file, written before anything is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from api.answer.tables.row_values import BOM, csv_line
from api.work.bulk.clean_up import GIB, Candidate, cost
from api.work.transfers.naming import free_name

HEADINGS = (
    "id",
    "name",
    "status",
    "size_bytes",
    "size_gib",
    "created_at",
    "visibility",
    "shared_with",
    "owner",
    "tags",
)
COST = "cost_per_month"


def write_candidates(
    target: Path, candidates: Iterable[Candidate], price: Decimal | None = None, *, overwrite: bool = False
) -> int:
    """Write the file in one step at the end; returns how many images it has.

    What a spreadsheet would take for a formula gets an apostrophe before it. Raises OSError; FileExistsError where
    the file is there and ``overwrite`` was not said.
    """
    count, part = 0, free_name(target, ".part")
    with part.open("x", encoding="utf-8", errors="replace", newline="") as file:
        try:
            file.write(BOM + csv_line((*HEADINGS, COST) if price is not None else HEADINGS))
            for count, each in enumerate(candidates, 1):  # noqa: B007 - it is what is returned
                file.write(csv_line(_values(each, price)))
            file.close()
            _name(part, target, overwrite=overwrite)
        finally:
            file.close()
            part.unlink(missing_ok=True)
    return count


def _name(part: Path, target: Path, *, overwrite: bool) -> None:
    """A rename overwrites where POSIX rules: so the name is taken first, by an empty file."""
    if overwrite:
        part.replace(target)
        return
    target.open("x").close()
    try:
        part.replace(target)
    except OSError:
        target.unlink()
        raise


def _values(each: Candidate, price: Decimal | None) -> list[str]:
    image = each.image
    tags = image.get("tags")
    values = [
        each.id,
        each.name,
        str(image.get("status") or ""),
        str(each.size),
        f"{each.size / GIB:.3f}",
        str(image.get("created_at") or ""),
        str(image.get("visibility") or ""),
        " ".join(each.members) if each.members is not None else "",
        str(image.get("owner") or ""),
        " ".join(map(str, tags)) if isinstance(tags, list) else "",
    ]
    return [*values, str(cost(each.size, price))] if price is not None else values
