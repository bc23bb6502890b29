"""Example values: everything a call needs, from the catalogue's own examples, defaults and types."""

from __future__ import annotations

from typing import Any

from api.exchange.check import is_needed
from api.model import UNSET, Call, Key, Kind, Parameter, Schema, Values

_BY_KIND: dict[Kind, Any] = {
    Kind.TEXT: "example",
    Kind.MULTILINE: "example",
    Kind.SECRET: "example",
    Kind.INTEGER: 1,
    Kind.NUMBER: 1,
    Kind.BOOLEAN: True,
    Kind.DATE_TIME: "2026-01-31T12:00:00Z",
    Kind.UUID: "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41",
    Kind.ANY: "example",
    Kind.FILE: b"example data",
}


def with_examples(call: Call, values: Values, content_type: str | None = None) -> dict[Key, Any]:
    """These values, and an example for everything else that the call needs."""
    filled = dict(values)
    fields = call.fields(content_type)
    for parameter in fields:
        if parameter.key not in filled and is_needed(parameter, filled, fields):
            filled[parameter.key] = example_of(parameter)
    return filled


def example_of(parameter: Parameter) -> Any:
    """A valid value of a parameter."""
    return _example(parameter.schema)


def _example(schema: Schema) -> Any:
    for given in (schema.example, schema.default):
        if given is not UNSET and given is not None:
            return given
    if schema.choices:
        return schema.choices[0]
    if schema.variants:
        return _example(schema.variants[0])
    if schema.kind is Kind.LIST:
        return [_example(schema.item or Schema())] * max(1, schema.min_items or 1)
    if schema.kind in (Kind.OBJECT, Kind.MAP):
        return {m.name: _example(m.schema) for m in schema.members if m.required}
    if schema.kind in (Kind.INTEGER, Kind.NUMBER) and schema.minimum is not None:
        return schema.minimum
    return _BY_KIND[schema.kind]
