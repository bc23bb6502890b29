"""What a field's type and limits are called beside it."""

from __future__ import annotations

from api.exchange.convert import spelt
from api.model import UNSET, Kind, Location, Parameter, Schema

_NAMES = {
    Kind.TEXT: "text",
    Kind.MULTILINE: "text",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "true or false",
    Kind.CHOICE: "choice",
    Kind.DATE_TIME: "date and time (ISO 8601)",
    Kind.UUID: "UUID",
    Kind.LIST: "list",
    Kind.OBJECT: "object",
    Kind.MAP: "names and values",
    Kind.ANY: "any JSON value",
    Kind.FILE: "file",
    Kind.SECRET: "secret, never kept",
}

PLACES = {
    Location.PATH: "in the address",
    Location.QUERY: "query",
    Location.HEADER: "header",
    Location.COOKIE: "cookie",
    Location.BODY: "body",
}


def type_words(parameter: Parameter) -> str:
    """Type, limits and default in a line: "whole number, 0 to 100 · query"."""
    words = schema_words(parameter.schema)
    if parameter.schema.default is not UNSET and parameter.schema.default is not None:
        words += f", default {spelt(parameter.schema.default)}"
    if parameter.deprecated:
        words += ", deprecated"
    place = PLACES[parameter.location]
    if parameter.location is Location.BODY and "." in parameter.name:
        place = f"in the body as {parameter.name}"
    return f"{words} · {place}"


def schema_words(schema: Schema) -> str:
    """Type and limits alone: "whole number, 0 to 100"."""
    return _NAMES[schema.kind] + _limits(schema)


def _limits(schema: Schema) -> str:
    low, high = schema.minimum, schema.maximum
    if low is not None and high is not None:
        return f", {low:,} to {high:,}"
    if low is not None:
        return f", {low:,} or more"
    if high is not None:
        return f", {high:,} at most"
    if schema.max_length is not None and schema.kind in (Kind.TEXT, Kind.MULTILINE):
        return f", at most {schema.max_length:,} characters"
    return ""
