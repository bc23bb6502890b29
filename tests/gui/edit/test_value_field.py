"""Values in their editors: what is shown and not touched stays as it was, and every kind can be typed."""

import pytest
from PySide6.QtWidgets import QComboBox

from api.edit.property import Property
from api.schema import UNSET, Kind, Schema
from gui.edit.editors import LinesEditor, NumberTextEditor
from gui.edit.value_field import NEEDED, ValueField
from gui.parameters.line_editors import LineEditor
from gui.parameters.long_text import JsonEditor, LongTextEditor

TEXT = Schema(kind=Kind.TEXT)
NULLABLE = Schema(kind=Kind.TEXT, nullable=True)
NUMBER = Schema(kind=Kind.INTEGER)
CHOICE = Schema(kind=Kind.CHOICE, choices=("raw", "iso"))
LIST = Schema(kind=Kind.LIST, item=TEXT)
ANYTHING = Schema(kind=Kind.ANY, nullable=True)


@pytest.fixture
def field(qtbot):
    def make(schema, value=UNSET, **more):
        made = ValueField(Property("p", schema, value=value, **more))
        qtbot.addWidget(made)
        return made

    return make


@pytest.mark.parametrize(
    ("schema", "value", "editor"),
    [
        (TEXT, "x", LineEditor), (TEXT, "", LineEditor), (TEXT, "a\r\nb\u2028c", LongTextEditor),
        (TEXT, "x" * 70_000, LongTextEditor), (TEXT, "tab\tand\x00nul", LineEditor), (NULLABLE, None, LineEditor),
        (NUMBER, 10**40, LineEditor), (NUMBER, "20", LineEditor), (LIST, ["a", "ü b"], LinesEditor),
        (LIST, ["two\nlines"], JsonEditor), (LIST, [" edge"], JsonEditor), (LIST, ["", "x"], JsonEditor),
        (LIST, [1, None], JsonEditor), (LIST, [], LinesEditor), (ANYTHING, {"a": [1]}, JsonEditor),
        (ANYTHING, 5, JsonEditor), (Schema(kind=Kind.OBJECT), {"a": 1}, JsonEditor),
        (Schema(kind=Kind.ANY, variants=(TEXT, NUMBER)), "5", JsonEditor),
    ],
)  # fmt: skip
def test_what_is_not_touched_stays_exactly_as_it_was(field, schema, value, editor):
    made = field(schema, value)
    assert isinstance(made.editor, editor)
    reading = made.reading()
    assert reading.fault == ""
    assert reading.value == value
    assert type(reading.value) is type(value)


def test_booleans_and_choices_cannot_be_nothing(field):
    for made in (field(Schema(kind=Kind.BOOLEAN), False), field(CHOICE, "raw")):
        box = made.findChild(QComboBox)
        assert not box.model().item(0).isEnabled()
        assert box.view().isRowHidden(0)
    made = field(Schema(kind=Kind.BOOLEAN), False)
    made.editor.set_value(True)
    assert made.reading().value is True


def test_a_choice_that_may_be_null_has_a_first_entry_for_it(field):
    made = field(Schema(kind=Kind.CHOICE, choices=("raw",), nullable=True), "raw")
    made.editor.clear()
    assert made.reading().value is None


def test_text_that_may_be_null_says_which_nothing_it_is(field, qtbot):
    made = field(NULLABLE, None)
    assert made.null.isChecked()
    qtbot.keyClicks(made.editor.line, "x")
    assert not made.null.isChecked()
    assert made.reading().value == "x"
    made.editor.clear()
    assert made.reading().value == ""
    made.null.click()
    assert made.reading().value is None
    assert made.editor.line.placeholderText() == "null"


def test_a_blank_number_is_a_fault_and_a_blank_list_is_empty(field):
    number = field(NUMBER, 5)
    number.editor.clear()
    assert number.reading().fault == NEEDED
    lines = field(LIST, ["a"])
    lines.editor.clear()
    assert lines.reading().value == []


def test_numbers_that_are_text_keep_their_spelling(field, qtbot):
    made = field(TEXT, "007", meaning=Schema(kind=Kind.INTEGER, minimum=1))
    assert isinstance(made.editor, NumberTextEditor)
    assert made.reading().value == "007"
    made.editor.set_value("0x8")
    assert made.reading().value == "0x8"
    made.editor.line.setText("8")
    from PySide6.QtCore import Qt

    qtbot.keyClick(made.editor, Qt.Key.Key_Up)
    assert made.reading().value == "9"


def test_lines_lose_their_blanks_and_blank_lines(field):
    made = field(LIST, ["a"])
    made.editor.area.setPlainText(" a \n\n b\n")
    assert made.reading().value == ["a", "b"]


def test_wrong_text_is_a_fault(field):
    made = field(NUMBER, 5)
    made.editor.line.setText("five")
    made.editor.line.textEdited.emit("five")
    assert "whole number" in made.reading().fault
