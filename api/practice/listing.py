"""Lists: which rows a query matches, in what order, and which page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from werkzeug import Request
from werkzeug.datastructures import MultiDict

from api.practice.clock import Document
from api.practice.faults import Refusal


def whole_number(text: str, least: int = 0) -> int:
    """The ``limit`` of a list; 400 when it is no number or too small."""
    try:
        number = int(text)
    except ValueError:
        raise Refusal(400, "limit param must be an integer") from None
    if number < least:
        raise Refusal(400, "limit param must be positive")
    return number


def page_size(parameters: MultiDict[str, str], default: int, most: int) -> int:
    """How many rows to answer: larger wishes are cut without a word."""
    asked = parameters.pop("limit", None)
    return min(default if asked is None else whole_number(asked), most)


def sorting(
    parameters: MultiDict[str, str], keys: Sequence[str], default: str = "created_at"
) -> list[tuple[str, str]]:
    """(key, direction) pairs from ``sort`` or from ``sort_key`` and ``sort_dir``; 400 for what cannot be."""
    combined = parameters.poplist("sort")
    names = [text.strip() for text in parameters.poplist("sort_key")]
    directions = [text.strip() for text in parameters.poplist("sort_dir")]
    if combined:
        if names or directions:
            raise Refusal(400, "Old and new sorting syntax cannot be combined")
        pairs = [part.partition(":") for part in combined[0].strip().split(",")]
        names = [key.strip() for key, _, _ in pairs]
        directions = [direction.strip() or "desc" for _, _, direction in pairs]
    _check_sorting(names, directions, keys)
    names = names or [default]
    return list(
        zip(names, (directions or ["desc"]) * (1 if len(directions) > 1 else len(names)), strict=True)
    )


def _check_sorting(names: list[str], directions: list[str], keys: Sequence[str]) -> None:
    for name in names:
        if name not in keys:
            raise Refusal(
                400, f"Invalid sort key: {name}. It must be one of the following: {', '.join(keys)}."
            )
    for direction in directions:
        if direction not in {"asc", "desc"}:
            raise Refusal(400, f"Invalid sort direction: {direction}")
    if len(directions) > 1 and len(directions) != len(names):
        raise Refusal(400, "Number of sort dirs does not match the number of sort keys")


def ordered(rows: Iterable[Document], pairs: Sequence[tuple[str, str]]) -> list[Document]:
    """Rows in that order; the order of creation settles ties in the first direction."""
    direction = pairs[0][1]
    result = list(rows)  # in the order of their making, finer than the seconds of created_at
    if direction == "desc":
        result.reverse()
    wanted = [*pairs, ("created_at", direction)]
    for key, way in reversed(wanted):
        result.sort(key=_comparable(key), reverse=way == "desc")
    return result


def _comparable(key: str) -> Callable[[Document], tuple[bool, Any]]:
    def value(row: Document) -> tuple[bool, Any]:
        found = row.get(key)
        return (found is not None, found if found is not None else "")

    return value


def page(
    rows: list[Document], marker: str | None, size: int, key: str = "id"
) -> tuple[list[Document], bool]:
    """The rows after the marker, and whether the page is full; 400 for an unknown marker."""
    start = 0
    if marker is not None:
        places = [number for number, row in enumerate(rows) if row[key] == marker]
        if not places:
            raise Refusal(400, f"The marker {marker} could not be found.")
        start = places[0] + 1
    shown = rows[start : start + size]
    return shown, bool(shown) and len(shown) == size


def links(request: Request, path: str, next_marker: str | None) -> dict[str, str]:
    """``first`` and ``next`` as the service writes them: relative, the last of repeated parameters only."""
    parameters = {name: values[-1] for name, values in request.args.lists() if name != "marker"}
    result = {"first": _link(path, parameters)}
    if next_marker is not None:
        result["next"] = _link(path, parameters | {"marker": next_marker})
    return result


def _link(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path
