"""Which editor a kind of value gets: the one table that a new kind is entered into."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from api.model import Kind, Schema
from gui.parameters.choice_editors import BooleanEditor, ChoiceEditor
from gui.parameters.editor import Editor
from gui.parameters.file_editor import FileEditor
from gui.parameters.line_editors import KINDS as LINES
from gui.parameters.long_text import JsonEditor, LongTextEditor
from gui.parameters.offers import Offer
from gui.parameters.pick_editor import PickEditor
from gui.parameters.several import ListEditor, MapEditor, ObjectEditor

_SIMPLE: dict[Kind, type[Editor]] = {
    **LINES,
    Kind.MULTILINE: LongTextEditor,
    Kind.BOOLEAN: BooleanEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.ANY: JsonEditor,
    Kind.FILE: FileEditor,
}


_PICKED = (Kind.TEXT, Kind.UUID)


def make_editor(
    schema: Schema, label: str, parent: QWidget | None = None, offer: Offer | None = None
) -> Editor:
    """An editor for values of the schema; ``label`` is its name for screen readers.

    ``offer`` is what the value, or each entry of a list, can be picked from.
    """
    if schema.variants:
        return JsonEditor(schema, label, parent)
    if offer is not None and schema.kind in _PICKED:
        return PickEditor(schema, label, offer, parent)
    if schema.kind is Kind.LIST:
        return ListEditor(schema, label, lambda s, name, p: make_editor(s, name, p, offer), parent)
    if schema.kind is Kind.MAP:
        return MapEditor(schema, label, make_editor, parent)
    if schema.kind is Kind.OBJECT:
        return _object(schema, label, parent)
    return _SIMPLE[schema.kind](schema, label, parent)


def _object(schema: Schema, label: str, parent: QWidget | None) -> Editor:
    """Rows for members that are all known; JSON where others may stand beside them."""
    if schema.members and schema.rest is None:
        return ObjectEditor(schema, label, make_editor, parent)
    return JsonEditor(schema, label, parent)
