"""Shapes: what a JSON Schema says, as plain facts that can be narrowed (allOf) and widened (oneOf, anyOf)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
Value = TypeVar("Value")
Join: TypeAlias = "Callable[[Shape, Shape], Shape]"
_SPOKEN = ("title", "description")


@dataclass(frozen=True, slots=True)
class Shape:
    """The facts of one schema. No types means any; no choices means free; ``rest`` of None says nothing.

    ``words`` are the remaining keywords by name (title, minimum, format, x-pick, ...), ``closed`` says that
    an object has no further members, ``variants`` are alternatives that could not be made one.
    """

    types: frozenset[str] = frozenset()
    nullable: bool = False
    words: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Any, ...] = ()
    members: dict[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    rest: Shape | None = None
    closed: bool = False
    item: Shape | None = None
    variants: tuple[Shape, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether it says nothing about the value itself (a branch that only lists required members)."""
        said = self.types or self.choices or self.members or self.variants or self.item or self.rest
        return not said and not any(word not in _SPOKEN for word in self.words)

    @property
    def null(self) -> bool:
        """Whether null is all it allows."""
        return self.nullable and replace(self, nullable=False).blank

    def said(self, **words: Any) -> Shape:
        """This shape with further words."""
        return replace(self, words=self.words | words)


def narrow(first: Shape, second: Shape) -> Shape:
    """What both say together (allOf); the second has the last word where they differ."""
    return Shape(
        types=_both(first.types, second.types),
        nullable=first.nullable or second.nullable,
        words=_narrow_words(first.words, second.words),
        choices=_narrow_choices(first.choices, second.choices),
        members=_join_members(first.members, second.members, narrow),
        required=first.required | second.required,
        rest=_join(first.rest, second.rest, narrow),
        closed=first.closed or second.closed,
        item=_join(first.item, second.item, narrow),
        variants=second.variants or first.variants,
    )


def widen(branches: Sequence[Shape]) -> Shape:
    """One shape for what any of the branches allows (oneOf, anyOf); with variants where they differ too much."""
    nullable = any(branch.nullable for branch in branches)
    rest = _distinct([replace(b, nullable=False) for b in branches if not b.null])
    telling = [branch for branch in rest if not branch.blank]
    if len(telling) < len(rest) and any(not branch.required for branch in rest if branch.blank):
        return Shape(nullable=nullable)
    if not telling:
        return Shape(nullable=nullable)
    joined = telling[0]
    for branch in telling[1:]:
        if not _alike(joined, branch):
            return Shape(nullable=nullable, variants=tuple(telling))
        joined = _widen_two(joined, branch)
    return replace(joined, nullable=nullable)


def _alike(first: Shape, second: Shape) -> bool:
    """Whether one editor can serve both without losing what matters."""
    if first.variants or second.variants:
        return False
    if first.choices and second.choices:
        return True
    if bool(first.choices) != bool(second.choices):
        return False
    return first.types == second.types or first.types | second.types == {"integer", "number"}


def _widen_two(first: Shape, second: Shape) -> Shape:
    words = {name: value for name, value in first.words.items() if second.words.get(name) == value}
    words |= {name: first.words[name] for name in _SPOKEN if name in first.words}
    types = first.types | second.types
    return Shape(
        types=frozenset({"number"}) if types == {"integer", "number"} else types,
        words=words,
        choices=tuple(_distinct([*first.choices, *second.choices])),
        members=_join_members(first.members, second.members, lambda a, b: widen([a, b])),
        required=first.required & second.required,
        rest=first.rest or second.rest,
        closed=first.closed and second.closed,
        item=widen([first.item, second.item]) if first.item and second.item else None,
    )


def _both(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    if not first or not second:
        return first | second
    if {"number", "integer"} <= first | second and not {"number", "integer"} & first & second:
        return (first & second) | {"integer"}
    return first & second or second


def _narrow_words(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    words = first | second
    for names, choose in ((LOWER_BOUNDS, max), (UPPER_BOUNDS, min)):
        for name in names:
            if name in first and name in second:
                words[name] = choose(first[name], second[name])
    return words


def _narrow_choices(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    if not first or not second:
        return first or second
    return tuple(choice for choice in first if choice in second) or second


def _join_members(first: dict[str, Shape], second: dict[str, Shape], join: Join) -> dict[str, Shape]:
    joined = first | second
    for name in first.keys() & second.keys():
        joined[name] = join(first[name], second[name])
    return joined


def _join(first: Shape | None, second: Shape | None, join: Join) -> Shape | None:
    return join(first, second) if first and second else first or second


def _distinct(values: list[Value]) -> list[Value]:
    """Each once, in order; True is not 1 here."""
    kept: list[Value] = []
    for value in values:
        if not any(value == other and type(value) is type(other) for other in kept):
            kept.append(value)
    return kept
