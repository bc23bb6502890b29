"""The fields of "New Image From File": the file, and those of Create image that a new image needs most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.model import Call, FileValue, Key, Kind, Location, Parameter, Schema
from gui.parameters.form import Form, FormCapture
from gui.parameters.offers import Offers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from api.work.transfers.sniffing import Sniffed

FILE = Key(Location.BODY, "file")
NAMES = (
    "name",
    "disk_format",
    "container_format",
    "visibility",
    "min_disk",
    "min_ram",
    "tags",
    "protected",
)
_NEEDED = frozenset({"name", "disk_format", "container_format"})
"""The service takes no data without the formats, and an image without a name is hard to find again."""


def make_form(create: Call, offers: Offers, parent: QWidget) -> Form:
    """The form for a call that creates images."""
    known = {parameter.name: parameter for parameter in create.fields()}
    fields = [known[name] for name in NAMES if name in known]
    file = Parameter(
        FILE.location, FILE.name, Schema(Kind.FILE), required=True, description="The disk's file."
    )
    needed = (replace(field, required=field.required or field.name in _NEEDED) for field in fields)
    return Form((file, *needed), parent, offer_of=offers.of)


def path_of(form: Form) -> str:
    """The path in the file's field; "" for none."""
    value = value_of(form, FILE)
    return value.path if isinstance(value, FileValue) else ""


def members_captured(form: Form) -> FormCapture:
    """What the form holds of the image's record."""
    return FormCapture(tuple(part for part in form.capture().parts if part[0] != FILE))


def missing(form: Form) -> tuple[Key, ...]:
    """The needed fields that are blank, or that say that nothing is sent."""
    return tuple(
        key
        for key, row in form.rows.items()
        if row.parameter.required and value_of(form, key) in (None, "")
    )


def value_of(form: Form, key: Key) -> Any:
    """What a field holds; None for nothing."""
    captured = form.rows[key].capture()
    return captured.read().value if captured is not None else None


class Suggestions:
    """Fills in what the file tells, as long as the person wrote nothing else there."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._made: dict[Key, Any] = {}

    def use(self, stem: str, sniffed: Sniffed) -> None:
        """The name of the file, and the formats of its content."""
        wanted = {
            "name": stem,
            "disk_format": sniffed.disk_format,
            "container_format": sniffed.container_format,
        }
        for key in self._form.rows:
            if key.name in wanted and value_of(self._form, key) in (None, self._made.get(key)):
                self._made[key] = wanted[key.name]
                self._form.fill({key: wanted[key.name]})


def by_name(values: Mapping[Key, Any]) -> dict[str, Any]:
    """Values under their plain names."""
    return {key.name: value for key, value in values.items()}
