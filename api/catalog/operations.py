"""Walks a document's operations and tells what the tree needs of each; runs at every load, so it reads plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from api.catalog import naming
from api.catalog.extensions import default_change
from api.catalog.nodes import Node, Source
from api.errors import CatalogueError
from api.model import CallHead, Category, Change

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_CHANGES = {change.value: change for change in Change}


class Spot(NamedTuple):
    """Where a call stands: path, method (lower case), and its number in ``x-calls`` (None: the operation itself)."""

    path: str
    method: str
    number: int | None = None


class Outline(NamedTuple):
    """A document's calls: the categories in their order, and head and spot of each by operation id."""

    categories: tuple[Category, ...]
    heads: dict[str, CallHead]
    spots: dict[str, Spot]


def outline(source: Source, product: str) -> Outline:
    """The outline of a document. Raises CatalogueError where paths or operations are not what they should be."""
    heads: dict[str, CallHead] = {}
    spots: dict[str, Spot] = {}
    tags = _tags(source)
    groups: dict[str, list[CallHead]] = {name: [] for name in tags}
    for spot, operation, call in _operations(source):
        head = _head(source, spot, operation, call, product, heads)
        op_id = head.id[len(product) + 1 :]
        heads[op_id], spots[op_id] = head, spot
        groups.setdefault(head.category, []).append(head)
    categories = tuple(
        Category(name, tags.get(name, ""), tuple(calls)) for name, calls in groups.items() if calls
    )
    return Outline(categories, heads, spots)


def place_of(spot: Spot) -> str:
    """The JSON pointer of a call."""
    path = spot.path.replace("~", "~0").replace("/", "~1")
    place = f"/paths/{path}/{spot.method}"
    return place if spot.number is None else f"{place}/x-calls/{spot.number}"


def operation_node(source: Source, spot: Spot) -> tuple[Node, Node, Node | None]:
    """The path item, the operation and, where it is one of several, the x-call of a spot."""
    item = source.node().need("paths").need(spot.path).resolved()
    operation = item.need(spot.method)
    if spot.number is None:
        return item, operation, None
    return item, operation, operation.need("x-calls").entries()[spot.number]


def _operations(source: Source) -> Iterator[tuple[Spot, dict[str, Any], dict[str, Any]]]:
    """Every call with its operation and the object that names it (the x-call, else the operation)."""
    for path, item in _paths(source):
        for method, operation in item.items():
            if method not in METHODS:
                continue
            spot = Spot(path, method)
            if not isinstance(operation, dict):
                raise source.error(place_of(spot), "an operation has to be an object")
            if "x-calls" not in operation:
                yield spot, operation, operation
                continue
            for number, call in enumerate(_x_calls(source, spot, operation)):
                yield Spot(path, method, number), operation, call


def _paths(source: Source) -> Iterator[tuple[str, dict[str, Any]]]:
    paths = source.root.get("paths", {})
    if not isinstance(paths, dict):
        raise source.error("/paths", "has to be an object")
    for path, item in paths.items():
        if path.startswith("x-"):
            continue
        if not isinstance(item, dict) or "$ref" in item:
            item = source.node().need("paths").need(path).resolved().mapping()
        yield path, item


def _x_calls(source: Source, spot: Spot, operation: dict[str, Any]) -> list[dict[str, Any]]:
    calls = operation["x-calls"]
    if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
        raise source.error(f"{place_of(spot)}/x-calls", "has to be an array of objects")
    return calls


def _head(
    source: Source,
    spot: Spot,
    operation: dict[str, Any],
    call: dict[str, Any],
    product: str,
    taken: dict[str, CallHead],
) -> CallHead:
    path, method, given = spot.path, spot.method.upper(), call.get("operationId", "")
    title, description = (
        call.get("summary", ""),
        call.get("description") or operation.get("description", ""),
    )
    if not (isinstance(given, str) and isinstance(title, str) and isinstance(description, str)):
        raise _wrong_text(source, spot, call)
    op_id = given or naming.operation_id(method, path)
    if op_id in taken:
        op_id = _numbered(op_id, taken)
    return CallHead(
        f"{product}.{op_id}",
        product,
        _category(source, spot, call if "tags" in call else operation),
        title.strip() or naming.title(given, method, path),
        description,
        method,
        path,
        _change(source, spot, call, operation, method),
    )


def _wrong_text(source: Source, spot: Spot, call: dict[str, Any]) -> CatalogueError:
    """The error of the member that should be text."""
    names = ("operationId", "summary", "description")
    wrong = next((name for name in names if not isinstance(call.get(name, ""), str)), names[-1])
    return source.error(f"{place_of(spot)}/{wrong}", "has to be text")


def _category(source: Source, spot: Spot, operation: dict[str, Any]) -> str:
    tags = operation.get("tags")
    if not tags:
        return naming.category(spot.path)
    if not isinstance(tags, list) or not isinstance(tags[0], str):
        raise source.error(f"{place_of(spot)}/tags", "has to be an array of texts")
    return tags[0]


def _change(
    source: Source, spot: Spot, call: dict[str, Any], operation: dict[str, Any], method: str
) -> Change:
    effects = call.get("x-effects") or operation.get("x-effects")
    if not isinstance(effects, dict) or "changes" not in effects:
        return default_change(method)
    said = effects["changes"]
    found = _CHANGES.get(said) if isinstance(said, str) else None
    if found is None:
        raise source.error(f"{place_of(spot)}/x-effects/changes", f"is none of: {', '.join(_CHANGES)}")
    return found


def _tags(source: Source) -> dict[str, str]:
    """The document's tags in order with their descriptions."""
    tags = source.root.get("tags", [])
    if not isinstance(tags, list):
        raise source.error("/tags", "has to be an array")
    for number, tag in enumerate(tags):
        if not isinstance(tag, dict) or not isinstance(tag.get("name"), str):
            raise source.error(f"/tags/{number}", "has to be an object with a name")
    return {tag["name"]: str(tag.get("description", "")) for tag in tags}


def _numbered(op_id: str, taken: dict[str, CallHead]) -> str:
    """The id with the first free number, for an operation whose id an earlier one bears."""
    number = 2
    while f"{op_id}-{number}" in taken:
        number += 1
    return f"{op_id}-{number}"
