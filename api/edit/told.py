"""What a cloud says about properties: its JSON schema of the resource, and its namespaces of definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from api.catalog.nodes import Node, Source
from api.catalog.reading import read_shape
from api.catalog.schemas import to_schema
from api.errors import CatalogueError
from api.exchange.convert import spelt
from api.schema import Kind, Schema

_GROUP_REPEATED = re.compile(r"\)[*+{]")
_GROUP_THAT_VARIES = re.compile(r"\([^()]*[*+?|{][^()]*\)")
_LONGEST_PATTERN = 300


@dataclass(frozen=True, slots=True)
class Described:
    """A property as the service's schema describes it."""

    schema: Schema
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """What a further property means. Its value always travels as text.

    ``meaning`` is what the text says (a whole number in its limits), ``choices`` the texts that mean something
    (none: any text), ``source`` the title of the namespace that defines it.
    """

    name: str
    title: str = ""
    description: str = ""
    meaning: Schema = field(default_factory=lambda: Schema(kind=Kind.TEXT))
    choices: tuple[str, ...] = ()
    source: str = ""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """All that a cloud says; ``notes`` are sentences on what it did not say."""

    described: Mapping[str, Described] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_schema_document(document: Any) -> dict[str, Described]:
    """The properties of a JSON schema by name; what is no schema is left out."""
    node = Source("the service's schema", document).node()
    return {name: found for name, value in _members(node, "properties") if (found := _described(value))}


def read_namespace(document: Any) -> dict[str, Definition]:
    """The definitions of a namespace, those of its objects too, by the name of the property."""
    node = Source("the cloud's definitions", document).node()
    if not isinstance(node.value, dict):
        return {}
    title = _text(node, "display_name") or _text(node, "namespace")
    found = dict(_definitions(node, title))
    objects = node.get("objects")
    for each in objects.entries() if objects is not None and isinstance(objects.value, list) else ():
        found |= {name: made for name, made in _definitions(each, title) if name not in found}
    return found


def _definitions(node: Node, title: str) -> Iterator[tuple[str, Definition]]:
    for name, value in _members(node, "properties"):
        described = _described(value)
        if described is not None:
            yield name, _definition(name, described, title, value.mapping().get("readonly") is True)


def _definition(name: str, described: Described, title: str, read_only: bool) -> Definition:
    schema = described.schema
    return Definition(
        name,
        title=schema.title,
        description=schema.description,
        meaning=_meaning(schema),
        choices=_choices(schema),
        source=title,
        read_only=read_only or described.read_only,
    )


def _choices(schema: Schema) -> tuple[str, ...]:
    if schema.kind is Kind.BOOLEAN:
        return ("true", "false")
    return tuple(spelt(each) for each in schema.choices if isinstance(each, str | int | float))


def _meaning(schema: Schema) -> Schema:
    if schema.kind in (Kind.INTEGER, Kind.NUMBER, Kind.TEXT):
        return schema
    return Schema(kind=Kind.TEXT)


def _described(node: Node) -> Described | None:
    if not isinstance(node.value, dict):
        return None
    try:
        shape = read_shape(node)
        schema = to_schema(shape)
    except (CatalogueError, TypeError):
        return None
    return Described(_harmless(schema), shape.words.get("readOnly") is True)


def _harmless(schema: Schema) -> Schema:
    pattern = schema.pattern if is_harmless(schema.pattern) else ""
    return replace(schema, pattern=pattern, item=_harmless(schema.item) if schema.item else None)


def is_harmless(pattern: str) -> bool:
    """Whether a pattern can be trusted to be a regular expression that never takes long."""
    if len(pattern) > _LONGEST_PATTERN:
        return False
    if _GROUP_REPEATED.search(pattern) and _GROUP_THAT_VARIES.search(pattern):
        return False
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _members(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    held = node.value.get(name) if isinstance(node.value, dict) else None
    return node.child(name, held).members() if isinstance(held, dict) else iter(())


def _text(node: Node, name: str) -> str:
    value = node.value.get(name)
    return value if isinstance(value, str) else ""
