"""What a call that takes a list of changes says about editing: how to read its resource, what may be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.schema import Schema

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about the properties of these names; a name that ends with ``*`` stands for all that begin so."""

    names: tuple[str, ...]
    sentence: str

    def fits(self, name: str) -> bool:
        """Whether the sentence is about that property."""
        return any(
            name.startswith(each[:-1]) if each.endswith("*") else name == each for each in self.names
        )


@dataclass(frozen=True, slots=True)
class Definitions:
    """Where a cloud says what further properties mean: a call that lists namespaces, and one that shows one.

    Both are complete call ids with the values to send by parameter name; ``fill`` says which parameters of
    the showing call take which member of a listed namespace.
    """

    listing: str
    showing: str
    fill: Pairs
    listing_values: tuple[tuple[str, Any], ...] = ()
    showing_values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """How the resource that a call changes by a JSON Patch can be edited.

    ``kind`` is the word for it, ``read`` the call (its complete id) that answers with it as it is now, ``fill``
    which parameters of that call and of the changing one take which member of it, ``schema`` the call that
    answers with its JSON schema ("" is none), ``record`` what the catalogue itself knows of its properties.
    ``basic`` are the fields that every such resource has, in the order of the form: they cannot be removed.
    ``unordered`` are lists whose order means nothing. ``locked`` say why a property is never changed,
    ``warnings`` what may stop working when it is.
    """

    kind: str
    read: str
    fill: Pairs
    schema: str = ""
    record: Schema = field(default_factory=Schema)
    definitions: Definitions | None = None
    basic: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()
    locked: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
