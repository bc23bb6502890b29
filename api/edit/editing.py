"""What a person made of a resource's properties so far: values, faults, and the patch that would be sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.edit.patch import Operation, make_patch
from api.edit.property import Property
from api.edit.record import Record, same
from api.edit_rules import Edit
from api.schema import UNSET


class Editing:
    """The edit of one resource. Nothing here touches the cloud."""

    def __init__(self, edit: Edit, record: Record, properties: tuple[Property, ...]) -> None:
        self.edit = edit
        self.before = record
        self.properties = {each.name: each for each in properties}
        self._values: dict[str, Any] = {}
        self._unreadable: dict[str, str] = {}

    @property
    def after(self) -> Record:
        """The resource as it would be."""
        merged = {**self.before, **self._values}
        return {name: value for name, value in merged.items() if value is not UNSET}

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of what differs from the resource, those that cannot be read too, in the order of the form."""
        return tuple(name for name in self.properties if self.is_changed(name))

    def is_changed(self, name: str) -> bool:
        """Whether this property is to be changed, added or removed, or holds something unreadable."""
        return name in self._values or name in self._unreadable

    def is_added(self, name: str) -> bool:
        """Whether the resource does not have this property yet."""
        return name not in self.before

    def is_removed(self, name: str) -> bool:
        """Whether this property is to be removed."""
        return name in self.before and self._values.get(name) is UNSET and name in self._values

    def value(self, name: str) -> Any:
        """The value that the property is to have; UNSET for none."""
        return self._values.get(name, self.before.get(name, UNSET))

    def put(self, name: str, value: Any) -> None:
        """Give a property a value; the one that it has takes the change back."""
        self._unreadable.pop(name, None)
        before = self.before.get(name, UNSET)
        if same(before, value, unordered=name in self.edit.unordered):
            self._values.pop(name, None)
        else:
            self._values[name] = value

    def put_unreadable(self, name: str, sentence: str) -> None:
        """What was typed for the property is no value; ``sentence`` says why."""
        self._unreadable[name] = sentence

    def add(self, made: Property) -> None:
        """Begin a property that the resource does not have, or that was just removed from the form."""
        self.properties[made.name] = made
        self._unreadable[made.name] = "A value is needed."

    def remove(self, name: str) -> None:
        """Take a property away; one that was only begun is forgotten."""
        if self.is_added(name):
            self.revert(name)
        else:
            self._unreadable.pop(name, None)
            self._values[name] = UNSET

    def revert(self, name: str) -> None:
        """Leave a property as the resource has it; one that was only begun is forgotten."""
        self._values.pop(name, None)
        self._unreadable.pop(name, None)
        if self.is_added(name):
            self.properties.pop(name, None)

    def faults(self) -> Iterator[tuple[str, str]]:
        """The names of the changed properties that cannot be sent so, each with a sentence."""
        for name in self.changed:
            sentence = self.fault(name)
            if sentence:
                yield name, sentence

    def fault(self, name: str) -> str:
        """Why the property cannot be sent so; "" when it can."""
        if name in self._unreadable:
            return self._unreadable[name]
        value = self._values.get(name, UNSET)
        return "" if value is UNSET else self.properties[name].fault(value)

    def patch(self) -> list[Operation]:
        """The operations that make the change; empty without one."""
        return make_patch(self.before, self.after, self.edit.unordered)

    def rebase(self, record: Record, properties: tuple[Property, ...]) -> None:
        """Go on from what the resource is now; what was edited stays."""
        values, begun = self._values, [self.properties[name] for name in self._unreadable]
        self.before = record
        added = [each for each in self.properties.values() if each.name in values]
        self.properties = {each.name: each for each in (*properties, *_missing(added + begun, record))}
        self._values = {}
        for name, value in values.items():
            self.put(name, value)


def _missing(properties: list[Property], record: Record) -> list[Property]:
    return [each for each in properties if each.name not in record]
