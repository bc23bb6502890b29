"""Each editor: what it reads, shows and refuses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLineEdit

from api.model import FileValue, Kind, Member, Schema
from gui.parameters.editors import make_editor
from gui.parameters.line_editors import LONGEST, LineEditor, SecretEditor
from gui.parameters.long_text import MOST_LAID_OUT, JsonEditor
from gui.parameters.several import ListEditor, MapEditor, ObjectEditor

TEXT = Schema(Kind.TEXT)
PERSON = Schema(Kind.OBJECT, members=(Member("name", TEXT, True), Member("age", Schema(Kind.INTEGER))))


@pytest.fixture
def editor(qtbot):
    def make(schema):
        made = make_editor(schema, "thing")
        qtbot.addWidget(made)
        return made

    return make


def read(made):
    capture = made.capture()
    return None if capture is None else capture.read()


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (TEXT, "é 7"),
        (Schema(Kind.MULTILINE), "a\nb"),
        (Schema(Kind.INTEGER), 2**70),
        (Schema(Kind.NUMBER), -1.5),
        (Schema(Kind.BOOLEAN), False),
        (Schema(Kind.CHOICE, choices=("a", "b")), "b"),
        (Schema(Kind.CHOICE, choices=(1, True)), True),
        (Schema(Kind.DATE_TIME), "2026-11-23T14:05:00Z"),
        (Schema(Kind.UUID), "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"),
        (Schema(Kind.LIST, item=TEXT), ["a", "b"]),
        (Schema(Kind.LIST, item=PERSON), [{"name": "x", "age": 5}]),
        (Schema(Kind.MAP, rest=TEXT), {"a": "b", "c": "d"}),
        (PERSON, {"name": "x"}),
        (Schema(Kind.OBJECT), {"any": [1, None]}),
        (Schema(Kind.ANY), "plain"),
        (Schema(Kind.ANY), "5"),
        (Schema(Kind.ANY), "null"),
        (Schema(Kind.ANY), {"a": 1}),
        (Schema(Kind.ANY), None),
        (Schema(Kind.FILE), FileValue("/x/disk.raw")),
        (Schema(Kind.SECRET), "s3cret"),
        (Schema(variants=(TEXT, Schema(Kind.INTEGER))), 5),
    ],
)
def test_a_value_that_is_shown_is_read_back(editor, schema, value):
    made = editor(schema)
    assert made.capture() is None
    made.set_value(value)
    assert read(made).value == value
    assert type(read(made).value) is type(value)
    made.clear()
    assert made.capture() is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.INTEGER, "1.5"),
        (Kind.NUMBER, "x"),
        (Kind.ANY, "{broken"),
        (Kind.ANY, "[1, NaN]"),
        (Kind.OBJECT, "x"),
    ],
)
def test_texts_that_are_no_value_are_explained(editor, kind, text):
    made = editor(Schema(kind))
    line = made.line if isinstance(made, LineEditor) else made.area
    (line.setText if isinstance(line, QLineEdit) else line.setPlainText)(text)
    assert read(made).fault


def test_any_json_says_how_it_understands_a_lone_word(editor):
    made = editor(Schema(Kind.ANY))
    made.area.setPlainText("5")
    assert read(made).value == 5
    assert made.note("5").startswith("Sent as a number")
    assert made.note("abc") == "Sent as text."
    assert made.note("{") == ""


def test_malformed_json_names_line_and_column(editor):
    made = editor(Schema(Kind.ANY))
    made.area.setPlainText('{"a": 1,\n  oops}')
    assert "line 2, column 3" in read(made).fault


def test_numbers_step_within_their_limits(editor, qtbot):
    made = editor(Schema(Kind.INTEGER, minimum=0, maximum=1))
    for expected in (0, 1, 1):
        qtbot.keyClick(made, Qt.Key.Key_Up)
        assert read(made).value == expected
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.keyClick(made, Qt.Key.Key_Down)
    assert read(made).value == 0


def test_blanks_around_a_pasted_uuid_are_dropped(editor, qtbot):
    made = editor(Schema(Kind.UUID))
    qtbot.keyClicks(made.line, " 7f3c ")
    assert read(made).value == "7f3c"


def test_a_line_that_is_too_long_is_refused_aloud(editor, qtbot):
    made = editor(TEXT)
    made.line.setFocus()
    made.line.insert("x" * LONGEST)
    made.line.insert("y")
    assert "pasted is longer" in read(made).fault
    qtbot.keyClick(made.line, Qt.Key.Key_Backspace)
    assert len(read(made).value) == LONGEST - 1


def test_ten_megabytes_of_json_are_held_without_being_laid_out(editor, qtbot):
    made = editor(Schema(Kind.ANY))
    assert isinstance(made, JsonEditor)
    pasted = QMimeData()
    pasted.setText('["' + "x" * 10_000_000 + '"]')
    made.area.insertFromMimeData(pasted)
    assert made.area.document().characterCount() < MOST_LAID_OUT
    assert made.capture().size > 10_000_000
    assert len(read(made).value[0]) == 10_000_000
    made.clear()
    assert made.capture() is None


def test_lists_are_added_to_reordered_and_shortened(editor, qtbot):
    made = editor(Schema(Kind.LIST, item=TEXT))
    assert isinstance(made, ListEditor)
    made.set_value(["a", "b", "c"])
    made.entries[2].moved.emit(made.entries[2], -1)
    assert read(made).value == ["a", "c", "b"]
    made.entries[0].moved.emit(made.entries[0], -1)
    made.entries[0].removed.emit(made.entries[0])
    assert read(made).value == ["c", "b"]
    with qtbot.waitSignal(made.changed):
        made._add.click()
    assert read(made).value == ["c", "b", ""]


def test_a_fault_in_a_list_names_the_entry(editor):
    made = editor(Schema(Kind.LIST, item=Schema(Kind.INTEGER)))
    made.set_value([1])
    made.add().widgets[0].line.setText("x")
    assert read(made).fault.startswith("Entry 2")


def test_maps_need_names_and_each_once(editor):
    made = editor(Schema(Kind.MAP, rest=TEXT))
    assert isinstance(made, MapEditor)
    made.set_value({"a": "1"})
    name, value = made.add().widgets
    assert "name" in read(made).fault
    name.setText("a")
    assert "twice" in read(made).fault
    name.setText("b")
    value.set_value("2")
    assert read(made).value == {"a": "1", "b": "2"}


def test_objects_leave_blank_members_out(editor):
    made = editor(PERSON)
    assert isinstance(made, ObjectEditor)
    made.set_value({"name": "x", "age": 3})
    made.set_value({"age": 4})
    assert read(made).value == {"age": 4}


def test_a_blank_entry_of_a_list_of_objects_is_an_empty_object(editor):
    made = editor(Schema(Kind.LIST, item=PERSON))
    made.add()
    assert read(made).value == [{}]


def test_secrets_are_dotted_until_asked_for(editor):
    made = editor(Schema(Kind.SECRET))
    assert isinstance(made, SecretEditor)
    assert made.line.echoMode() is QLineEdit.EchoMode.Password
    made.line.actions()[0].trigger()
    assert made.line.echoMode() is QLineEdit.EchoMode.Normal


def test_long_pasted_text_replaces_what_is_selected(editor):
    made = editor(Schema(Kind.MULTILINE))
    made.area.setPlainText("😀 old end")
    cursor = made.area.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(6, cursor.MoveMode.KeepAnchor)
    made.area.setTextCursor(cursor)
    pasted = QMimeData()
    pasted.setText("x" * MOST_LAID_OUT)
    made.area.insertFromMimeData(pasted)
    assert read(made).value == "😀 " + "x" * MOST_LAID_OUT + " end"


def test_a_long_value_takes_the_place_of_the_one_before(editor):
    made = editor(Schema(Kind.MULTILINE))
    made.set_value("short")
    made.set_value("x" * (MOST_LAID_OUT + 1))
    assert read(made).value == "x" * (MOST_LAID_OUT + 1)


def test_no_break_spaces_stay_what_they_are(editor):
    made = editor(Schema(Kind.MULTILINE))
    made.set_value("10\u00a0GB\nmore")
    assert read(made).value == "10\u00a0GB\nmore"
