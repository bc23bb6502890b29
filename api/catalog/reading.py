"""Reads JSON Schemas (OpenAPI 3.0 and 3.1) into shapes: references, allOf, oneOf, anyOf, type lists, old spellings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from api.catalog.nodes import Node, kind_of
from api.catalog.shapes import LOWER_BOUNDS, UPPER_BOUNDS, Shape, narrow, widen

_TYPES = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})
_NUMBERS = (*LOWER_BOUNDS, *UPPER_BOUNDS, "multipleOf")
_TEXTS = ("title", "description", "format", "pattern", "contentMediaType", "contentEncoding", "x-names")
_NODES = ("x-pick", "x-resource", "x-instead")
_FLAGS = ("uniqueItems", "readOnly", "writeOnly", "deprecated")
_MAX_DEPTH = 24
_MAX_SHAPES = 5000
"""A form that is deeper or larger serves nobody, and references can multiply without end: the rest is any JSON."""

REPEATS = "Repeats a structure that it is part of; given as JSON."
ELSEWHERE = "Described outside this document ({ref}); given as JSON."


def read_shape(node: Node) -> Shape:
    """The shape of a schema. Raises CatalogueError where the document is broken."""
    return _Reader().read(node, 0)


class _Reader:
    """One reading with its budget of shapes."""

    def __init__(self) -> None:
        self._left = _MAX_SHAPES

    def read(self, node: Node, depth: int) -> Shape:
        self._left -= 1
        if depth > _MAX_DEPTH or self._left < 0 or isinstance(node.value, bool):
            return Shape()
        if node.reference is not None:
            return self._referred(node, depth)
        parts = [self._own(node, depth)]
        parts += [self.read(branch, depth + 1) for branch in node.each("allOf")]
        for name in ("oneOf", "anyOf"):
            branches = [self.read(branch, depth + 1) for branch in node.each(name)]
            if branches:
                parts.append(widen(branches))
        whole = reduce(narrow, parts[1:], parts[0])
        return whole.said(**{k: v for k, v in parts[0].words.items() if k in ("title", "description")})

    def _referred(self, node: Node, depth: int) -> Shape:
        beside = {name: value for name, value in node.mapping().items() if name != "$ref"}
        own = self.read(node.beside(beside), depth + 1) if beside else Shape()
        if node.external:
            return narrow(Shape(words={"description": ELSEWHERE.format(ref=node.reference)}), own)
        target = node.target()
        if target is None:
            return narrow(Shape(words={"description": REPEATS}), own)
        return narrow(self.read(target, depth + 1), own)

    def _own(self, node: Node, depth: int) -> Shape:
        types = _types(node)
        choices = _choices(node)
        free = not types or "null" in types
        return Shape(
            types=(types - {"null"}) or _implied(node),
            nullable="null" in types or node.flag("nullable") or (free and None in choices),
            words=_words(node),
            choices=tuple(choice for choice in choices if choice is not None),
            members={name: self.read(child, depth + 1) for name, child in _members(node, "properties")},
            required=frozenset(node.texts("required")) if _is_list(node, "required") else frozenset(),
            rest=self._rest(node, depth),
            closed=_value(node, "additionalProperties") is False,
            item=self._item(node, depth),
        )

    def _rest(self, node: Node, depth: int) -> Shape | None:
        further = node.get("additionalProperties")
        if further is not None and further.value is not False:
            return self.read(further, depth + 1)
        patterns = [self.read(child, depth + 1) for _, child in _members(node, "patternProperties")]
        return widen(patterns) if patterns else None

    def _item(self, node: Node, depth: int) -> Shape | None:
        items = node.get("items")
        if items is None:
            return None
        return Shape() if isinstance(items.value, list) else self.read(items, depth + 1)


def _types(node: Node) -> frozenset[str]:
    found = node.get("type")
    if found is None:
        return frozenset()
    names = [found.value] if isinstance(found.value, str) else list(node.texts("type"))
    for name in names:
        if name not in _TYPES:
            raise found.error(f"“{name}” is not a type of JSON Schema")
    return frozenset(names)


def _implied(node: Node) -> frozenset[str]:
    """The type that keywords imply; only where there can be no doubt."""
    schema = node.mapping()
    if "properties" in schema or "additionalProperties" in schema:
        return frozenset({"object"})
    return frozenset({"array"}) if "items" in schema else frozenset()


def _choices(node: Node) -> list[Any]:
    if "const" in node.mapping():
        return [node.value["const"]]
    found = node.get("enum")
    return [] if found is None else [entry.value for entry in found.entries()]


def _words(node: Node) -> dict[str, Any]:
    words: dict[str, Any] = {name: node.text(name) for name in _TEXTS if name in node.value}
    words |= {name: True for name in _FLAGS if node.flag(name)}
    words |= {name: _number(node, name) for name in _NUMBERS if name in node.value}
    for name in ("default", "example"):
        if name in node.value:
            words[name] = node.value[name]
    if _is_list(node, "examples") and node.value["examples"]:
        words.setdefault("example", node.value["examples"][0])
    words |= {name: found for name in _NODES if (found := node.get(name)) is not None}
    return _modern_bounds(words)


def _number(node: Node, name: str) -> int | float | bool:
    value = node.value[name]
    if isinstance(value, bool) and name.startswith("exclusive"):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise node.child(name, value).error(f"has to be a number, not {kind_of(value)}")
    return value


def _modern_bounds(words: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI 3.0 says ``exclusiveMinimum: true`` beside ``minimum``; 3.1 gives the bound itself."""
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        old = words.get(exclusive)
        if isinstance(old, bool):
            del words[exclusive]
            if old and inclusive in words:
                words[exclusive] = words.pop(inclusive)
    return words


def _members(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    found = node.get(name)
    return iter(()) if found is None else found.members()


def _is_list(node: Node, name: str) -> bool:
    return isinstance(_value(node, name), list)


def _value(node: Node, name: str) -> Any:
    return node.mapping().get(name)
