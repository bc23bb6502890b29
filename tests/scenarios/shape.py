"""The shape of a JSON body: which places it has and what kind of value stands there, never the values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

FORMS = {
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "md5": re.compile(r"[0-9a-f]{32}"),
    "sha512": re.compile(r"[0-9a-f]{128}"),
}


def kind(value: Any) -> str:
    """The JSON type, and for text the form that programs rely on."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return next((name for name, form in FORMS.items() if form.fullmatch(value)), "string")
    return "array" if isinstance(value, list) else "object"


def shape(document: Any) -> dict[str, frozenset[str]]:
    """The kinds of value by place; all items of an array are one place (``/images/*/id``)."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, value in places(document):
        found[place].add(kind(value))
    return {place: frozenset(kinds) for place, kinds in found.items()}


def places(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of the document with its place."""
    yield place, value
    if isinstance(value, dict):
        for name, member in value.items():
            yield from places(member, f"{place}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for item in value:
            yield from places(item, f"{place}/*")


def values_at(document: Any, place: str) -> list[Any]:
    """The values at a place in their order; ``*`` is any item."""
    return [value for each, value in places(document) if each == place]
