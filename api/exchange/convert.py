"""Text from a command line or a plain field turned into values by the declared type, and names into parameters."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any

from api.errors import BadInput, Fault
from api.model import Call, FileValue, Kind, Location, Parameter, Schema

_JSON_KINDS = (Kind.LIST, Kind.OBJECT, Kind.MAP, Kind.ANY)


def find_parameter(call: Call, name: str, content_type: str | None = None) -> Parameter:
    """The parameter a name means: ``name``, ``query:name``, a dotted path, or its last part where that is unique.

    Raises BadInput that names the choices when the name is unknown or means several.
    """
    fields = call.fields(content_type)
    prefix, _, rest = name.partition(":")
    if prefix in {location.value for location in Location} and rest:
        fields = tuple(p for p in fields if p.location == prefix)
        name = rest
    exact = [p for p in fields if p.name == name]
    found = exact or [p for p in fields if p.name.rpartition(".")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(str(p.key) for p in found)
        raise BadInput([Fault(None, f"“{name}” may mean several parameters: {choices}.")])
    raise BadInput([Fault(None, _unknown(call, name, fields))])


def _unknown(call: Call, name: str, fields: Sequence[Parameter]) -> str:
    names = [p.name for p in fields]
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"{call.title} has no parameter “{name}”. Did you mean “{near[0]}”?"
    listing = ", ".join(names) if names else "none"
    return f"{call.title} has no parameter “{name}”. It has: {listing}."


def from_texts(parameter: Parameter, texts: Sequence[str]) -> Any:
    """The value of a parameter given once or, for lists, several times. Raises BadInput."""
    if parameter.schema.kind is not Kind.LIST:
        if len(texts) > 1:
            raise BadInput([Fault(parameter.key, "Given several times, but it is not a list.")])
        return from_text(parameter, texts[0])
    if len(texts) == 1 and texts[0].lstrip().startswith("["):
        return from_text(parameter, texts[0])
    item = parameter.schema.item or Schema()
    return [_named(parameter, item, text) for text in texts]


def from_text(parameter: Parameter, text: str) -> Any:
    """The value that a text means for this parameter. Raises BadInput with a sentence for the field."""
    return _named(parameter, parameter.schema, text)


def _named(parameter: Parameter, schema: Schema, text: str) -> Any:
    try:
        return value_of(schema, text)
    except ValueError as error:
        raise BadInput([Fault(parameter.key, str(error))]) from None


def value_of(schema: Schema, text: str) -> Any:
    """The value that a text means by the declared type. Raises ValueError with a sentence for the field.

    Objects, lists and "any" are JSON; "any" that is not JSON is a text.
    """
    if schema.nullable and text == "null":
        return None
    if schema.kind is Kind.CHOICE:
        return next((choice for choice in schema.choices if spelt(choice) == text), text)
    if schema.kind is Kind.FILE:
        return FileValue(text)
    if schema.kind in (Kind.INTEGER, Kind.NUMBER):
        return _number(schema.kind, text.strip())
    if schema.kind is Kind.BOOLEAN:
        return _boolean(text)
    if schema.kind in _JSON_KINDS:
        return _json(schema.kind, text)
    return text


def spelt(choice: Any) -> str:
    """How a choice is written for people: texts as they are, everything else as JSON."""
    return choice if isinstance(choice, str) else json.dumps(choice, default=str)


def simple(value: Any) -> str:
    """A value in a path or header (OpenAPI's style simple): the entries of a list with commas between them."""
    return ",".join(spelt(each) for each in value) if isinstance(value, list) else spelt(value)


def _number(kind: Kind, text: str) -> int | float:
    try:
        if (
            "_" in text or not text.isascii()
        ):  # Python's own way of writing numbers, and other alphabets' digits
            raise ValueError
        return int(text) if kind is Kind.INTEGER else _int_or_float(text)
    except ValueError:
        what = "whole number" if kind is Kind.INTEGER else "number"
        raise ValueError(f"“{shortened(text)}” is not a {what}.") from None


def _int_or_float(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def shortened(text: str, limit: int = 40) -> str:
    """A text for use within a sentence."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"“{shortened(text)}” is neither true nor false.")
    return text == "true"


def _json(kind: Kind, text: str) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        if kind is Kind.ANY:
            return text
        raise ValueError(f"This is not JSON: {error}.") from None


def read_json(text: str) -> Any:
    """A JSON value from text. Raises ValueError with a short reason, for NaN, repeated members and depth too."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique_members)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"{error.msg[:1].lower()}{error.msg[1:]} (line {error.lineno}, column {error.colno})"
        ) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the member “{twin}” stands twice")
    return members
