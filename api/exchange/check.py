"""Checks of values against what a call takes, each fault a sentence that can stand under the field."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from api.errors import Fault
from api.exchange.convert import simple, spelt
from api.model import Call, FileValue, Kind, Location, Parameter, Schema, Values

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WITHOUT = re.compile(r"\^\[\^([^\]\\-]+)\]\+\$")  # patterns such as ^[^/]+$
_COOKIE_END = re.compile(r'[ ",;\\]')
"""What ends a cookie's value (RFC 6265): behind it another cookie could begin."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9_-]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def check(call: Call, values: Values, content_type: str | None = None) -> tuple[Fault, ...]:
    """Every fault of these values for the call's form of that content type, in the order of its fields."""
    fields = call.fields(content_type)
    known = {parameter.key for parameter in fields}
    faults = [Fault(key, f"{call.title} takes no such value.") for key in values if key not in known]
    for parameter in fields:
        sentence = _check_presence(parameter, values, fields)
        if not sentence and parameter.key in values:
            sentence = check_value(parameter, values[parameter.key])
        if sentence:
            faults.append(Fault(parameter.key, sentence))
    return tuple(faults)


def is_needed(parameter: Parameter, values: Values, fields: tuple[Parameter, ...]) -> bool:
    """Whether a value must be given: always for required ones, with its object for members of optional objects."""
    if not parameter.required:
        return False
    if parameter.within is None:
        return True
    depth = len(parameter.within)
    return any(
        other.target[:depth] == parameter.within and other.key in values
        for other in fields
        if other.location is Location.BODY and len(other.target) > depth - 1 and not other.merge
    )


def check_value(parameter: Parameter, value: Any) -> str:
    """The fault of one value as a sentence, "" when there is none. The value is one that would be sent."""
    sentence = check_schema(parameter.schema, value)
    if sentence or value is None:
        return sentence
    if parameter.location is Location.PATH:
        return _check_path_segment(value)
    if parameter.merge and parameter.location is Location.HEADER:
        return _check_free_headers(value)
    if parameter.location in (Location.HEADER, Location.COOKIE) and parameter.style != "json":
        return _check_header(value) or _check_cookie(parameter, value)
    if parameter.encode and isinstance(value, str) and (not value or value != value.strip()):
        return "The service cannot address a name that is empty or has blanks at its ends."
    return ""


def check_schema(schema: Schema, value: Any) -> str:
    """The first fault of a JSON value against a schema as a sentence, "" when there is none."""
    if value is None:
        return "" if schema.nullable or schema.kind is Kind.ANY else "null is not allowed here."
    if schema.variants:
        faults = [check_schema(variant, value) for variant in schema.variants]
        return "" if "" in faults else faults[0]
    if schema.choices and value not in schema.choices:
        allowed = ", ".join(str(choice) for choice in schema.choices)
        return f"Not one of the allowed values: {allowed}."
    return _CHECKS[schema.kind](schema, value)


def _check_presence(parameter: Parameter, values: Values, fields: tuple[Parameter, ...]) -> str:
    if parameter.key not in values:
        return "A value is needed." if is_needed(parameter, values, fields) else ""
    value = values[parameter.key]
    if value == "" and parameter.location is Location.PATH:
        return "A value is needed: it is part of the address."
    if value == "" and is_needed(parameter, values, fields) and parameter.secret:
        return "A value is needed."
    return ""


def _check_path_segment(value: Any) -> str:
    text = simple(value)
    if _CONTROL.search(text):
        return "Control characters cannot stand in an address."
    if text in (".", ".."):
        return "“.” and “..” cannot stand in an address: they mean another one."
    return ""


def _check_header(value: Any) -> str:
    for text in value if isinstance(value, list) else [value]:
        if _CONTROL.search(spelt(text)):
            return "Line breaks and control characters cannot stand in a header."
        if not spelt(text).isascii():
            return "Only ASCII characters can stand in a header."
    if (whole := simple(value)) != whole.strip():
        return "A header's value cannot begin or end with a blank."
    return ""


def _check_free_headers(value: dict[str, Any]) -> str:
    for name, each in value.items():
        if not _HEADER_NAME.fullmatch(name):
            return f"“{name}” cannot be part of a header's name: letters, digits, - and _ can."
        if sentence := _check_header(each):
            return f"“{name}”: {sentence}"
    return ""


def _check_cookie(parameter: Parameter, value: Any) -> str:
    texts = value if isinstance(value, list) else [value]
    if parameter.location is Location.COOKIE and any(_COOKIE_END.search(spelt(text)) for text in texts):
        return "Blanks, quotes, commas, semicolons and backslashes cannot stand in a cookie."
    return ""


def _check_text(schema: Schema, value: Any) -> str:
    if not isinstance(value, str):
        return "Text is needed."
    if _SURROGATE.search(value):
        return "This text holds half a character (a lone surrogate) and cannot be sent."
    if schema.max_length is not None and len(value) > schema.max_length:
        return f"At most {schema.max_length:,} characters; this has {len(value):,}."
    if schema.min_length is not None and len(value) < schema.min_length:
        if schema.min_length == 1:
            return "A value is needed."
        return f"At least {schema.min_length:,} characters; this has {len(value):,}."
    if schema.pattern and not re.search(schema.pattern, value):
        if without := _WITHOUT.fullmatch(schema.pattern):
            return f"It cannot hold {' or '.join(f'“{character}”' for character in without[1])}."
        if isinstance(schema.example, str) and re.search(schema.pattern, schema.example):
            return f"It must have the form of “{schema.example}”."
        return f"It does not have the form that is needed: {schema.pattern}"
    return ""


def _check_uuid(schema: Schema, value: Any) -> str:
    if isinstance(value, str) and not _UUID.fullmatch(value):
        return "This is not a UUID, such as 7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41."
    return _check_text(schema, value)


def _check_date_time(schema: Schema, value: Any) -> str:
    if isinstance(value, str):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return "This is not a date and time, such as 2026-11-23T14:05:00Z."
    return _check_text(schema, value)


def _check_number(schema: Schema, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "A number is needed."
    if isinstance(value, float) and not math.isfinite(value):
        return "JSON has no such number."
    return _check_limits(schema, value)


def _check_integer(schema: Schema, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return "A whole number is needed."
    return _check_limits(schema, value)


def _check_limits(schema: Schema, value: float) -> str:
    limits: tuple[tuple[float | None, Callable[[float], bool], str], ...] = (
        (schema.minimum, lambda limit: value >= limit, "At least"),
        (schema.maximum, lambda limit: value <= limit, "At most"),
        (schema.exclusive_minimum, lambda limit: value > limit, "More than"),
        (schema.exclusive_maximum, lambda limit: value < limit, "Less than"),
    )
    for limit, holds, words in limits:
        if limit is not None and not holds(limit):
            return f"{words} {limit:,} is allowed."
    if schema.multiple_of and Fraction(str(value)) % Fraction(str(schema.multiple_of)):
        return f"A multiple of {schema.multiple_of} is needed."
    return ""


def _check_boolean(_schema: Schema, value: Any) -> str:
    return "" if isinstance(value, bool) else "true or false is needed."


def _check_list(schema: Schema, value: Any) -> str:
    if not isinstance(value, list):
        return "A list is needed."
    if schema.min_items is not None and len(value) < schema.min_items:
        return f"At least {schema.min_items:,} entries are needed."
    if schema.max_items is not None and len(value) > schema.max_items:
        return f"At most {schema.max_items:,} entries are allowed; these are {len(value):,}."
    if schema.unique_items and _has_twins(value):
        return "No entry may stand twice."
    if schema.item is None:
        return _first(
            f"Entry {i}: {_check_any(schema, v)}" for i, v in enumerate(value, 1) if _check_any(schema, v)
        )
    return _first(
        f"Entry {number}: {fault}"
        for number, entry in enumerate(value, 1)
        if (fault := check_schema(schema.item, entry))
    )


def _has_twins(values: list[Any]) -> bool:
    seen: set[str] = set()
    for value in values:
        if (text := repr(value)) in seen:
            return True
        seen.add(text)
    return False


def _check_object(schema: Schema, value: Any) -> str:
    if not isinstance(value, dict):
        return "An object is needed."
    members = {member.name: member for member in schema.members}
    for name, member in members.items():
        if member.required and name not in value:
            return f"“{name}” is needed."
    for name, inner in value.items():
        if sentence := _check_member(
            schema, members[name].schema if name in members else None, name, inner
        ):
            return sentence
    return ""


def _check_member(schema: Schema, known: Schema | None, name: str, value: Any) -> str:
    if _SURROGATE.search(name):
        return "A name holds half a character (a lone surrogate) and cannot be sent."
    expected = known or schema.rest
    if expected is None:
        return f"“{name}” is not a known member." if schema.members else _check_any(schema, value)
    sentence = check_schema(expected, value)
    return f"“{name}”: {sentence}" if sentence else ""


def _check_any(_schema: Schema, value: Any) -> str:
    for each in walk(value):
        if isinstance(each, float) and not math.isfinite(each):
            return "JSON has no such number."
        if isinstance(each, str) and _SURROGATE.search(each):
            return "A text holds half a character (a lone surrogate) and cannot be sent."
    return ""


def walk(value: Any) -> Iterator[Any]:
    """Every scalar and every member name of a JSON value, however deep, without recursion."""
    rest = [value]
    while rest:
        current = rest.pop()
        if isinstance(current, dict):
            rest += current.keys()
            rest += current.values()
        elif isinstance(current, list):
            rest += current
        else:
            yield current


def _check_file(_schema: Schema, value: Any) -> str:
    if isinstance(value, bytes):
        return ""
    if not isinstance(value, FileValue) or not value.path:
        return "A file is needed."
    path = Path(value.path)
    try:
        if not path.is_file():
            return "There is no such file."
        with path.open("rb"):
            return ""
    except OSError as error:
        return f"This file cannot be read: {error.strerror}."


def _first(sentences: Iterator[str]) -> str:
    return next(sentences, "")


_CHECKS: dict[Kind, Callable[[Schema, Any], str]] = {
    Kind.TEXT: _check_text,
    Kind.MULTILINE: _check_text,
    Kind.SECRET: _check_text,
    Kind.INTEGER: _check_integer,
    Kind.NUMBER: _check_number,
    Kind.BOOLEAN: _check_boolean,
    Kind.CHOICE: _check_any,
    Kind.DATE_TIME: _check_date_time,
    Kind.UUID: _check_uuid,
    Kind.LIST: _check_list,
    Kind.OBJECT: _check_object,
    Kind.MAP: _check_object,
    Kind.ANY: _check_any,
    Kind.FILE: _check_file,
}
