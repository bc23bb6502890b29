"""Shapes turned into the model's schemas: which kind of value, with which limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.catalog.extensions import read_instead, read_resource
from api.catalog.nodes import Node
from api.catalog.reading import read_shape
from api.catalog.shapes import Shape, narrow
from api.model import UNSET, Kind, Member, Schema

_STRING_KINDS = {
    "password": Kind.SECRET,
    "date-time": Kind.DATE_TIME,
    "uuid": Kind.UUID,
    "multiline": Kind.MULTILINE,
    "binary": Kind.FILE,
}
_KINDS = {"integer": Kind.INTEGER, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN, "array": Kind.LIST}
_TEXT_WORDS = frozenset({"pattern", "minLength", "maxLength"})
_NUMBER_WORDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})


def read_schema(node: Node) -> Schema:
    """The schema at a place of a document. Raises CatalogueError where the document is broken."""
    return to_schema(read_shape(node))


def to_schema(shape: Shape) -> Schema:
    """A shape as the model has it."""
    variants = _variants(shape)
    kind = Kind.ANY if variants else kind_of_shape(shape)
    words = shape.words
    return Schema(
        kind=kind,
        title=words.get("title", ""),
        description=words.get("description", ""),
        nullable=shape.nullable or (kind is Kind.ANY and not variants),
        choices=shape.choices if kind is Kind.CHOICE else (),
        default=words.get("default", UNSET),
        example=words.get("example", UNSET),
        format=words.get("format", ""),
        pattern=words.get("pattern", ""),
        minimum=words.get("minimum"),
        maximum=words.get("maximum"),
        exclusive_minimum=words.get("exclusiveMinimum"),
        exclusive_maximum=words.get("exclusiveMaximum"),
        multiple_of=words.get("multipleOf"),
        min_length=words.get("minLength"),
        max_length=words.get("maxLength"),
        item=to_schema(shape.item) if shape.item else None,
        min_items=words.get("minItems"),
        max_items=words.get("maxItems"),
        unique_items=words.get("uniqueItems", False),
        members=tuple(_member(shape, name, inner) for name, inner in shape.members.items()),
        rest=to_schema(shape.rest or Shape()) if shape.rest or kind is Kind.MAP else None,
        variants=variants,
        names=words.get("x-names", ""),
        resource=read_resource(words.get("x-resource")),
        instead=read_instead(words.get("x-instead")),
    )


def kind_of_shape(shape: Shape) -> Kind:
    """The kind of value a shape without variants takes."""
    if shape.choices:
        return (
            Kind.BOOLEAN
            if set(map(type, shape.choices)) == {bool} and len(shape.choices) == 2
            else Kind.CHOICE
        )
    types = shape.types or _implied(shape)
    if len(types) != 1:
        return Kind.ANY
    (name,) = types
    if name == "string":
        return _string_kind(shape)
    if name == "object":
        return Kind.OBJECT if shape.members or shape.closed else Kind.MAP
    return _KINDS[name]


def _string_kind(shape: Shape) -> Kind:
    if shape.words.get("contentMediaType") == "application/octet-stream":
        return Kind.FILE
    return _STRING_KINDS.get(shape.words.get("format", ""), Kind.TEXT)


def _implied(shape: Shape) -> frozenset[str]:
    if _TEXT_WORDS & shape.words.keys() or shape.words.get("format") in _STRING_KINDS:
        return frozenset({"string"})
    return frozenset({"number"}) if _NUMBER_WORDS & shape.words.keys() else frozenset()


def _variants(shape: Shape) -> tuple[Schema, ...]:
    """The branches that stayed apart, and the types of a type list, each as a schema of its own."""
    if shape.variants:
        common = replace(shape, variants=(), words={})
        return tuple(to_schema(narrow(common, variant)) for variant in shape.variants)
    if len(shape.types) < 2 or shape.choices:
        return ()
    return tuple(to_schema(_as_type(shape, name)) for name in sorted(shape.types, key=_TYPE_ORDER.index))


_TYPE_ORDER = ["integer", "number", "boolean", "array", "object", "string"]


def _as_type(shape: Shape, name: str) -> Shape:
    """The shape as one of its types, with the keywords that apply to that type."""
    foreign: frozenset[str] = frozenset({"default", "example"})
    if name != "string":
        foreign |= _TEXT_WORDS | {"format"}
    if name not in ("integer", "number"):
        foreign |= _NUMBER_WORDS
    words: dict[str, Any] = {word: value for word, value in shape.words.items() if word not in foreign}
    narrowed = replace(shape, types=frozenset({name}), words=words, nullable=False)
    if name != "object":
        narrowed = replace(narrowed, members={}, rest=None)
    return narrowed if name == "array" else replace(narrowed, item=None)


def _member(shape: Shape, name: str, inner: Shape) -> Member:
    return Member(name, to_schema(inner), name in shape.required)
