"""A resource as its service has it now: every member with its value, numbers that cannot be written back set apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.reading import read_json
from api.schema import UNSET

Record = dict[str, Any]
"""The members of a resource by name."""

LARGEST = 4 << 20
"""Bytes of a record that is edited; a larger one is no record but data."""
_LONGEST_INTEGER = 4_000
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Inexact:
    """A number whose text would change if it were read and written again."""

    text: str


def read_record(exchange: Exchange) -> Record:
    """The resource that an answer shows. Raises PitchforkError where it shows none, or one too large to edit."""
    response = exchange.response
    if response is not None and len(response.content) > LARGEST:
        raise PitchforkError(
            f"It is too large to be edited here: {len(response.content):,} bytes.",
            "Change it with the calls for single properties.",
        )
    value = read_json(exchange, _integer, _fraction)
    if not isinstance(value, dict):
        raise PitchforkError("It could not be read: the answer is no object.")
    return value


def _integer(text: str) -> Any:
    return int(text) if len(text) <= _LONGEST_INTEGER else Inexact(text)


def _fraction(text: str) -> Any:
    value = float(text)
    return value if repr(value) == text else Inexact(text)


def is_exact(value: Any) -> bool:
    """Whether a value would be written just as it was read; one nested very deeply counts as one that would not."""
    level = [value]
    for _depth in range(_DEEPEST):
        if any(isinstance(each, Inexact) for each in level):
            return False
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return True
    return False


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def same(one: Any, other: Any, *, unordered: bool = False) -> bool:
    """Whether two values are the same JSON: true is not 1, 1 is not 1.0; UNSET is only itself.

    ``unordered`` takes two lists for sets.
    """
    if one is other or one is UNSET or other is UNSET:
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        if unordered:
            one, other = sorted(one, key=repr), sorted(other, key=repr)
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return type(one) is type(other) and bool(one == other)
