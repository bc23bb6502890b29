"""What a value may be: its kind, its limits, its members; the part of the vocabulary that describes values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, NamedTuple


class Unset(Enum):
    """The absence of a value where None is a value of its own (JSON null)."""

    UNSET = "unset"

    def __bool__(self) -> bool:
        return False


UNSET = Unset.UNSET


class Kind(StrEnum):
    """Which editor and which conversion a value takes; the whole set that the dialog knows."""

    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE_TIME = "date-time"
    UUID = "uuid"
    LIST = "list"
    OBJECT = "object"
    MAP = "map"
    ANY = "any"
    FILE = "file"
    SECRET = "secret"  # noqa: S105 - a kind of value, not a secret


class Resource(NamedTuple):
    """What an object in an answer is: the kind of resource ("image"), the member that is its id, and the member
    that people call it by ("" is none). Without ``id`` its own name among its siblings is its id. ``first`` are
    the operation ids of the calls that are offered for it first.
    """

    kind: str
    id: str = ""
    title: str = ""
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """What a value may be: JSON Schema 2020-12, resolved and reduced to what forms and checks need.

    ``members`` are the known members of an object, ``rest`` the schema of any further ones (None: there
    may be none). ``variants`` are the branches of oneOf/anyOf that could not be merged into one schema.
    ``names`` is the kind of resource whose id the value is, ``resource`` what an object is, ``instead`` the
    operation id of a call to offer in place of an address that leads nowhere, with the reason as a sentence.
    """

    kind: Kind = Kind.ANY
    title: str = ""
    description: str = ""
    nullable: bool = False
    choices: tuple[Any, ...] = ()
    default: Any = UNSET
    example: Any = UNSET
    format: str = ""
    pattern: str = ""
    minimum: float | int | None = None
    maximum: float | int | None = None
    exclusive_minimum: float | int | None = None
    exclusive_maximum: float | int | None = None
    multiple_of: float | int | None = None
    min_length: int | None = None
    max_length: int | None = None
    item: Schema | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    members: tuple[Member, ...] = ()
    rest: Schema | None = None
    variants: tuple[Schema, ...] = ()
    names: str = ""
    resource: Resource | None = None
    instead: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A known member of an object schema."""

    name: str
    schema: Schema
    required: bool = False
