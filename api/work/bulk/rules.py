"""What the catalogue says of running one call on many resources: what tells a row, how it is read, what it sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.catalog.catalogue import Catalogue
from api.catalog.takers import kind_of
from api.errors import BadInput, Fault
from api.model import Call, Change, Kind, Parameter

ADD, REPLACE, REMOVE = "add", "replace", "remove"


@dataclass(frozen=True, slots=True)
class Reading:
    """The call (its complete id) that shows the resource of a row, before something is done to it.

    ``fill`` says which of its parameters take which of the changing call's. ``destroyed`` is whether the
    changing call destroys just what this one shows, and not a part of it.
    """

    call_id: str
    fill: tuple[tuple[str, str], ...]
    destroyed: bool = False

    def values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the reading call for a row's."""
        return {theirs: row[ours] for theirs, ours in self.fill if ours in row}


@dataclass(frozen=True, slots=True)
class Setting:
    """A call that sets or removes one property by a JSON Patch: its siblings by operation, and its fields.

    An old service refuses to add what is there, and every service to replace or remove what is not.
    """

    operation: str
    calls: tuple[tuple[str, str], ...]
    name: str
    value: str = ""

    def call_for(self, record: Mapping[str, Any], values: Mapping[str, Any], own: str) -> str:
        """The call (its complete id) that sets the property on this resource; ``own`` is the one asked for."""
        if self.operation == REMOVE:
            return own
        return dict(self.calls).get(REPLACE if values.get(self.name) in record else ADD, own)

    def is_so(self, record: Mapping[str, Any], values: Mapping[str, Any]) -> str:
        """Why nothing is left to do on this resource, "" where there is."""
        name = str(values.get(self.name, ""))
        if self.operation == REMOVE:
            return "" if name in record else "It has no such property."
        same = name in record and record[name] == values.get(self.value)
        return "It has this value already." if same else ""


def row_parameter(call: Call, given: Mapping[str, Any] | None = None) -> Parameter:
    """The parameter that differs from row to row: the one that takes an id and has no value yet.

    ``given`` are values by name. Of several it is the one of the resource that the call's address is about.
    Raises BadInput where there is none.
    """
    taken = [parameter for parameter in _ids(call) if parameter.name not in (given or {})]
    if not taken:
        raise BadInput([Fault(None, f"{call.title} takes no id that is not given already.")])
    return next((parameter for parameter in taken if kind_of(parameter) == _subject(call)), taken[0])


def reading_of(call: Call, catalogue: Catalogue) -> Reading | None:
    """How the resource is read before the call is sent, None where nothing needs to be known of it."""
    if call.subject is not None:
        reading = catalogue.call(call.subject.call)
        destroyed = call.method == "DELETE" and call.head.path == reading.head.path
        return Reading(reading.id, call.subject.fill, destroyed)
    edit = catalogue.call(call.edited_by).edit if call.edited_by else None
    if edit is None or setting_of(call, catalogue) is None:
        return None
    return Reading(edit.read, tuple((parameter, parameter) for parameter, _member in edit.fill))


def setting_of(call: Call, catalogue: Catalogue) -> Setting | None:
    """What one property the call sets or removes; None for other calls."""
    operation = _operation(call)
    if not operation:
        return None
    body = call.body()
    targets = {p.target[-1]: p.name for p in (body.parameters if body is not None else ()) if p.target}
    siblings = {
        found: each.id
        for each in catalogue.calls(call.head.product)
        if (each.method, each.head.path) == (call.method, call.head.path) and (found := _operation(each))
    }
    return Setting(operation, tuple(siblings.items()), targets.get("path", ""), targets.get("value", ""))


def can_be_bulk(call: Call) -> bool:
    """Whether it makes sense on many resources: it changes something, and sends no file."""
    files = any(parameter.schema.kind is Kind.FILE for parameter in call.fields())
    return call.effects.changes is not Change.NONE and not files


def _ids(call: Call) -> Iterator[Parameter]:
    """The parameters that take an id and are needed, in the order of the address."""
    for parameter in call.fields():
        if kind_of(parameter) and parameter.required and parameter.within is None:
            yield parameter


def _subject(call: Call) -> str:
    """The kind of resource that the call's address is about first."""
    return next((kind_of(p) for p in call.parameters if kind_of(p)), "")


def _operation(call: Call) -> str:
    """The JSON Patch operation of a call whose body is one fixed operation, "" for others."""
    body = call.body()
    fixed = body.fixed if body is not None else None
    if not isinstance(fixed, list) or len(fixed) != 1 or not isinstance(fixed[0], dict):
        return ""
    found = fixed[0].get("op", "")
    return found if found in (ADD, REPLACE, REMOVE) else ""
