"""Reads Parameter Objects: those of an operation and its path, in the order in which the dialog asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from api.catalog.extensions import read_pick
from api.catalog.nodes import Node
from api.catalog.reading import read_shape
from api.catalog.schemas import to_schema
from api.model import UNSET, Kind, Location, Parameter, Schema

_DEFAULT_STYLE = {
    Location.PATH: "simple",
    Location.HEADER: "simple",
    Location.QUERY: "form",
    Location.COOKIE: "form",
}
_ORDER = [Location.PATH, Location.QUERY, Location.HEADER, Location.COOKIE]
FREE = "-*"
"""Ends the name of a header parameter that stands for all headers that begin so."""
_IGNORED = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI ignores header parameters of these names: they follow from media types and security."""


def read_parameters(
    nodes: Iterable[Node], path: str, product: str, token_header: str
) -> tuple[tuple[Parameter, ...], bool]:
    """The parameters outside the body, and whether a token header is among those declared (it is left out).

    Later declarations replace earlier ones of the same place and name. Every name in the path template gets
    a parameter, and path parameters that are not in it get none.
    """
    found: dict[tuple[str, str], Parameter] = {}
    token = False
    for node in nodes:
        parameter = read_parameter(node.resolved(), product)
        if parameter.location is Location.HEADER and parameter.name.lower() == token_header.lower():
            token = True
        elif parameter.location is not Location.HEADER or parameter.name.lower() not in _IGNORED:
            found[parameter.location, parameter.name] = parameter
    names = list(dict.fromkeys(re.findall(r"{([^{}]+)}", path)))
    in_path = [found.get((Location.PATH, name)) or _undeclared(name) for name in names]
    others = [p for p in found.values() if p.location is not Location.PATH]
    return tuple(in_path + sorted(others, key=lambda p: _ORDER.index(p.location))), token


def read_parameter(node: Node, product: str) -> Parameter:
    """One Parameter Object that is not a reference."""
    location = node.text("in")
    if location not in _DEFAULT_STYLE:
        raise node.error(f"“{location}” is no place for a parameter")
    place, name = Location(location), node.text("name")
    if not name:
        raise node.error("the parameter has no name")
    schema, pick, in_json = _schema(node, product)
    style = "json" if in_json else node.text("style", _DEFAULT_STYLE[place])
    explode = node.flag("explode", style == "form")
    return Parameter(
        location=place,
        name=name,
        schema=with_example(schema, node),
        required=place is Location.PATH or node.flag("required"),
        description=node.text("description") or schema.description,
        deprecated=node.flag("deprecated"),
        merge=schema.kind is Kind.MAP and _is_free(place, name, style=style, explode=explode),
        style=style,
        explode=explode,
        pick=read_pick(node.get("x-pick"), product) or pick,
    )


def _is_free(place: Location, name: str, *, style: str, explode: bool) -> bool:
    """Whether each member of a map travels by itself: as a query of its name, or as a header ``X-Meta-*``."""
    if place is Location.HEADER:
        return name.endswith(FREE)
    return place is Location.QUERY and style == "form" and explode


def example_at(node: Node) -> Any:
    """The ``example`` or the first of the ``examples`` of a parameter, header or media type; UNSET without."""
    if (given := node.get("example")) is not None:
        return given.value
    examples = node.get("examples")
    for _name, example in examples.members() if examples is not None else ():
        found = example.resolved()
        if "value" in found.mapping():
            return found.value["value"]
    return UNSET


def with_example(schema: Schema, node: Node) -> Schema:
    """The schema with the example that stands beside it, which is nearer to the point than its own."""
    example = example_at(node)
    return schema if example is UNSET else replace(schema, example=example)


def _schema(node: Node, product: str) -> tuple[Schema, Any, bool]:
    """The schema, its pick, and whether the value travels as JSON (``content`` in place of ``schema``)."""
    content = node.get("content")
    holder = next((media for _, media in content.members()), None) if content is not None else node
    found = holder.get("schema") if holder is not None else None
    if found is None:
        return Schema(kind=Kind.TEXT), None, content is not None
    shape = read_shape(found)
    return to_schema(shape), read_pick(shape.words.get("x-pick"), product), content is not None


def _undeclared(name: str) -> Parameter:
    return Parameter(
        Location.PATH, name, Schema(kind=Kind.TEXT), required=True, style="simple", explode=False
    )
