"""The editor of a property's value: text, numbers, choices, yes or no, lists of lines, anything else as JSON."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from api.edit.property import Property
from api.schema import Kind, Schema
from gui.parameters.capture import Capture, Reading, plain
from gui.parameters.choice_editors import ChoiceEditor
from gui.parameters.editor import Editor
from gui.parameters.editors import make_editor
from gui.parameters.line_editors import LONGEST, NumberEditor
from gui.parameters.long_text import JsonEditor, LongTextEditor

BLANK: dict[Kind, Any] = {Kind.TEXT: "", Kind.MULTILINE: "", Kind.LIST: []}
"""What a blank editor means; in other kinds it means nothing."""


class NumberTextEditor(NumberEditor):
    """A number that travels as text: what is typed is sent, the arrow keys step it."""

    def capture(self) -> Capture | None:
        """The text as it stands there; blank when there is none."""
        text = self.line.text()
        return plain(text) if text else None


class LinesEditor(LongTextEditor):
    """A list of texts, one on each line; blank lines are left out."""

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent, lines=1)

    def read_text(self, text: str) -> Reading:
        """The lines, without blanks at their ends."""
        return Reading([line.strip() for line in text.split("\n") if line.strip()])

    def written(self, value: Any) -> str:
        """A line for each."""
        return "\n".join(value) if isinstance(value, list) else ""


def make_value_editor(found: Property, parent: QWidget) -> Editor:
    """The editor for the values of a property; what it has now can be shown in it."""
    schema, value, label = found.schema, found.value, found.name
    if schema.kind is Kind.LIST:
        return (
            LinesEditor(schema, label, parent)
            if _are_lines(schema, value)
            else _json(schema, label, parent)
        )
    if schema.variants or schema.kind in (Kind.OBJECT, Kind.MAP, Kind.ANY, Kind.FILE):
        return _json(schema, label, parent)
    if found.meaning.kind in (Kind.INTEGER, Kind.NUMBER):
        return NumberTextEditor(found.meaning, label, parent)
    if isinstance(value, str) and ("\n" in value or len(value) > LONGEST):
        return LongTextEditor(schema, label, parent)
    editor = make_editor(schema, label, parent)
    if isinstance(editor, ChoiceEditor) and not schema.nullable and isinstance(value, str | int):
        _always_chosen(editor)
    return editor


def _json(schema: Schema, label: str, parent: QWidget) -> Editor:
    return JsonEditor(schema, label, parent)


def _are_lines(schema: Schema, value: Any) -> bool:
    """Whether lines can stand for the list: texts that fill one line each."""
    if schema.item is not None and schema.item.kind is not Kind.TEXT:
        return False
    entries = value if isinstance(value, list) else []
    return all(
        isinstance(each, str) and each and [each] == each.split("\n") == [each.strip()] for each in entries
    )


def _always_chosen(editor: ChoiceEditor) -> None:
    """Leave out the first entry, which chooses nothing."""
    editor.box.view().setRowHidden(0, True)  # type: ignore[attr-defined]
    item = editor.box.model().item(0)  # type: ignore[attr-defined]
    item.setEnabled(False)


def blank_value(schema: Schema) -> Any:
    """What a blank editor of the schema means; raises KeyError where it means nothing."""
    if schema.nullable and schema.kind not in BLANK:
        return None
    return BLANK[schema.kind]
