"""A property of a resource as a form shows it: its value, what it may be, and why it is locked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from api.edit.record import Record, is_exact, same
from api.edit.told import Definition, Described, Told
from api.edit_rules import Edit, Remark
from api.exchange.check import check_schema
from api.exchange.convert import spelt, value_of
from api.schema import UNSET, Kind, Schema
from api.wire.redaction import SECRET_MEMBERS

LONGEST_NAME = 255
NO_NAME = "The service cannot address a name that is empty or has blanks at its ends."
READ_ONLY = "The service's schema says that it is read-only."
DEFINED_READ_ONLY = "The cloud's definitions say that it is read-only."
HIDDEN = "It may hold a secret, so it is not shown and not changed here."
INEXACT = "It holds a number or a depth that could not be written back as it is."


@dataclass(frozen=True, slots=True)
class Property:
    """One property.

    ``schema`` is what its value may be on the wire, ``value`` what the resource has (UNSET: nothing),
    ``meaning`` what a text has to say beside (a whole number in its limits), ``basic`` marks a field that
    every such resource has and that cannot be removed. ``locked`` is the reason why it is not changed ("":
    it can be), ``hidden`` that its value is not shown, ``warning`` what may stop working when it is changed.
    ``source`` names the definitions that describe it.
    """

    name: str
    schema: Schema
    value: Any = UNSET
    title: str = ""
    description: str = ""
    meaning: Schema = field(default_factory=lambda: Schema(kind=Kind.TEXT))
    basic: bool = False
    locked: str = ""
    hidden: bool = False
    warning: str = ""
    source: str = ""

    def fault(self, value: Any) -> str:
        """Why the resource cannot have this value, "" when it can. What it has already is never wrong."""
        if same(value, self.value):
            return ""
        sentence = check_schema(self.schema, value)
        if sentence or not isinstance(value, str) or self.meaning.kind is Kind.TEXT:
            return sentence or (check_schema(self.meaning, value) if isinstance(value, str) else "")
        try:
            return check_schema(self.meaning, value_of(self.meaning, value))
        except ValueError as error:
            return str(error)


class Properties:
    """Makes the properties of one kind of resource from what is known of them."""

    def __init__(self, edit: Edit, told: Told, secrets: Collection[str] = ()) -> None:
        """``secrets`` are names of properties that may hold a secret."""
        self._edit, self._told = edit, told
        self._secrets = {name.lower() for name in secrets} | SECRET_MEMBERS
        known = {member.name: Described(member.schema) for member in edit.record.members}
        self._described: Mapping[str, Described] = told.described or known
        self._basic = {name: place for place, name in enumerate(edit.basic)}

    def all(self, record: Record) -> tuple[Property, ...]:
        """The properties of a record: the basic fields in their order, then the others by name."""
        last = len(self._basic)
        names = sorted(record, key=lambda name: (self._basic.get(name, last), name))
        return tuple(self.one(name, record[name]) for name in names)

    def one(self, name: str, value: Any = UNSET) -> Property:
        """A property of the resource, or without a value one that could be added to it."""
        described, definition = (
            self._described.get(name),
            self._told.definitions.get(name, Definition(name)),
        )
        hidden = self._hides(name, value, described)
        return Property(
            name,
            schema=_schema(described, definition, value),
            value=value,
            title=definition.title,
            description=(described.schema.description if described else "") or definition.description,
            meaning=Schema(kind=Kind.TEXT) if described else definition.meaning,
            basic=name in self._basic,
            locked=self._locked(name, value, hidden),
            hidden=hidden,
            warning=_sentence(self._edit.warnings, name),
            source=definition.source,
        )

    def addable(self, taken: Collection[str]) -> tuple[Property, ...]:
        """The properties that the cloud knows and the resource lacks, by name."""
        known = self._told.definitions.keys() | self._described.keys()
        names = sorted(known - set(taken) - self._basic.keys())
        return tuple(each for name in names if not (each := self.one(name)).locked)

    def fault_of_name(self, name: str) -> str:
        """Why no property of that name can be added, "" when one can."""
        if len(name) > LONGEST_NAME:
            return f"At most {LONGEST_NAME} characters; this has {len(name):,}."
        return self.one(name).locked or check_schema(Schema(kind=Kind.TEXT), name)

    def _locked(self, name: str, value: Any, hidden: bool) -> str:
        if not name or name != name.strip():
            return NO_NAME
        if reason := _sentence(self._edit.locked, name):
            return reason
        described, definition = self._described.get(name), self._told.definitions.get(name)
        if described is not None and described.read_only:
            return READ_ONLY
        if described is None and definition is not None and definition.read_only:
            return DEFINED_READ_ONLY
        if hidden:
            return HIDDEN
        return "" if value is UNSET or is_exact(value) else INEXACT

    def _hides(self, name: str, value: Any, described: Described | None) -> bool:
        if name.lower() in self._secrets or (
            described is not None and described.schema.kind is Kind.SECRET
        ):
            return value is not UNSET
        return any(inner.lower() in SECRET_MEMBERS for inner in _names_inside(value))


def _sentence(remarks: tuple[Remark, ...], name: str) -> str:
    return next((remark.sentence for remark in remarks if remark.fits(name)), "")


def _schema(described: Described | None, definition: Definition, value: Any) -> Schema:
    """What a value may be; what the resource has is allowed in any case. Unknown properties are text."""
    if described is not None:
        schema = described.schema
    elif value is UNSET or value is None or isinstance(value, str):
        kind = Kind.CHOICE if definition.choices else Kind.TEXT
        schema = Schema(kind=kind, choices=definition.choices)
    else:
        schema = Schema(kind=Kind.ANY, nullable=True)
    if value is None:
        return replace(schema, nullable=True)
    if schema.choices and value is not UNSET and value not in schema.choices:
        return replace(schema, choices=(value, *schema.choices))
    return schema


def _names_inside(value: Any) -> Iterator[str]:
    rest = [value]
    while rest:
        current = rest.pop()
        if isinstance(current, dict):
            yield from current
            rest += current.values()
        elif isinstance(current, list):
            rest += current


def shown(value: Any) -> str:
    """A value as a text for people."""
    return "" if value is UNSET else "null" if value is None else spelt(value)
