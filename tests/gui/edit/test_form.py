"""The form: groups, search, changes and their reversal, new properties, and any number of them."""

import pytest
from PySide6.QtCore import Qt

from gui.edit.form import MOST_ROWS
from gui.edit.row import LockedRow, PropertyRow
from tests.builders.cloud_words import RECORD


def visible(form):
    return [name for name, row in form.rows.items() if not row.isHidden()]


def texts(widget):
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_properties_stand_in_groups_and_locked_ones_are_folded(make_form, qtbot):
    form, _editing = make_form()
    assert visible(form) == [
        "name",
        "protected",
        "tags",
        "min_disk",
        "disk_format",
        "hw_bus",
        "hw_cores",
        "os_version",
    ]
    assert form.locked.fold.text() == "Locked (2)"
    form.locked.fold.click()
    qtbot.waitUntil(lambda: form.complete)
    assert set(visible(form)) == set(RECORD)
    assert isinstance(form.rows["id"], LockedRow)
    assert "The service keeps it." in texts(form.rows["id"])


def test_a_secret_is_never_shown(make_form, qtbot):
    form, _editing = make_form()
    form.locked.fold.click()
    qtbot.waitUntil(lambda: form.complete)
    assert "geheim" not in texts(form)
    form.search("geheim", changed_only=False)
    assert visible(form) == []


def test_the_search_finds_names_titles_values_and_locked_ones(make_form, qtbot):
    form, editing = make_form()
    for words, found in [
        ("CORES", ["hw_cores"]), ("virtio", ["hw_bus"]), ("what it is called", ["name"]), ("pass", ["password"]),
        ("nonsense", []), ("  ", ["name", "protected", "tags", "min_disk", "disk_format", "hw_bus", "hw_cores",
                                  "os_version"]),
    ]:  # fmt: skip
        form.search(words, changed_only=False)
        qtbot.waitUntil(lambda: form.complete)
        assert [name for name in editing.properties if name in visible(form)] == found, words


def test_a_change_is_marked_and_can_be_reverted(make_form, qtbot):
    form, editing = make_form()
    row = form.rows["hw_bus"]
    assert row.revert.isHidden()
    with qtbot.waitSignal(form.changed):
        row.field.editor.set_value("scsi")
    assert editing.patch() == [{"op": "replace", "path": "/hw_bus", "value": "scsi"}]
    assert row.was.text() == "was virtio"
    assert row.caution.text() == "It may not boot."
    assert row.name.property("role") == "accent"
    form.search("", changed_only=True)
    assert visible(form) == ["hw_bus"]
    row.revert.click()
    assert editing.patch() == []
    assert row.field.reading().value == "virtio"
    assert row.caution.isHidden()


def test_faults_stand_under_their_field(make_form):
    form, editing = make_form()
    row = form.rows["min_disk"]
    row.field.editor.line.setText("much")
    row.field.editor.line.textEdited.emit("much")
    assert "whole number" in row.fault.text()
    assert row.field.editor.line.property("fault") == "true"
    assert dict(editing.faults()) == {"min_disk": row.fault.text()}


def test_properties_are_removed_and_kept_after_all_but_basic_ones_stay(make_form):
    form, editing = make_form()
    assert form.rows["name"].remove.isHidden()
    row = form.rows["os_version"]
    row.remove.click()
    assert editing.patch() == [{"op": "remove", "path": "/os_version"}]
    assert not row.gone.isHidden()
    assert row.field.isHidden()
    row.revert.click()
    assert editing.patch() == []
    assert not row.field.isHidden()


def test_a_new_property_gets_the_editor_of_its_definition(make_form, qtbot):
    form, editing = make_form()
    offered = form.adding._names.stringList()
    assert "hw_boot" in offered
    assert "hw_bus" not in offered
    qtbot.keyClicks(form.adding.line, "hw_boot")
    assert "Menu" in form.adding.about.text()
    qtbot.keyClick(form.adding.line, Qt.Key.Key_Return)
    row = form.rows["hw_boot"]
    assert row.fault.text() == "A value is needed."
    assert form.adding.line.text() == ""
    row.field.editor.set_value("true")
    assert editing.patch() == [{"op": "add", "path": "/hw_boot", "value": "true"}]
    assert "hw_boot" not in form.adding._names.stringList()
    row.remove.click()
    assert "hw_boot" not in form.rows
    assert editing.patch() == []


@pytest.mark.parametrize(("name", "words"), [("id", "keeps it"), (" x", "blanks"), ("n" * 300, "255")])
def test_names_that_cannot_be_are_refused_in_place(make_form, name, words):
    form, editing = make_form()
    form.adding.line.setText(name)
    if name in RECORD:
        form.add(name)
        assert editing.patch() == []
        return
    form.adding.add.click()
    assert words in form.adding.fault.text()
    form.adding.line.setText("x")
    assert form.adding.fault.isHidden()


def test_adding_what_is_there_goes_to_it_and_what_was_removed_comes_back(make_form, qtbot):
    form, editing = make_form()
    form.rows["os_version"].remove.click()
    form.add("os_version")
    assert editing.patch() == []
    form.activateWindow()
    form.add("hw_cores")
    qtbot.waitUntil(lambda: form.rows["hw_cores"].field.editor.line.hasFocus())


def test_everything_is_reverted_at_once(make_form):
    form, editing = make_form()
    form.rows["hw_bus"].field.editor.set_value("scsi")
    form.rows["os_version"].remove.click()
    form.add("os_new")
    form.rows["min_disk"].field.editor.line.setText("x")
    form.rows["min_disk"].field.editor.line.textEdited.emit("x")
    form.revert_all()
    assert editing.changed == ()
    assert "os_new" not in form.rows
    assert form.rows["min_disk"].field.reading().value == 20
    assert form.rows["min_disk"].fault.isHidden()


def test_thousands_of_properties_are_found_but_not_all_shown(make_form, qtbot):
    record = {f"p{number:05}": str(number) for number in range(5000)}
    form, _editing = make_form(record)
    assert len(form.rows) == MOST_ROWS
    assert form.others.more.text() == f"{5000 - MOST_ROWS:,} more; find them by name or value."
    form.search("p04999", changed_only=False)
    qtbot.waitUntil(lambda: form.complete)
    assert visible(form) == ["p04999"]
    form.go_to("p03000")
    assert isinstance(form.rows["p03000"], PropertyRow)


def test_odd_texts_are_shown_on_one_line_and_never_as_markup(make_form):
    record = {"<b>x</b>\n\u202e": "<i>y</i>", "אבג": "🎈\u0000", "x" * 5000: "z" * 2_000_000}
    form, editing = make_form(record)
    assert editing.patch() == []
    for name in record:
        row = form.rows[name]
        assert "\n" not in row.name.text()
        assert row.name.textFormat() is Qt.TextFormat.PlainText
        assert row.field.reading().value == record[name]


def test_nothing_that_is_given_up_stands_in_a_row_before_it_is_there(make_form, qtbot):
    """Rows are made little by little, and found by the search in the meantime."""
    record = {f"p{number:03}": str(number) for number in range(150)}
    form, editing = make_form(record)
    form.search("p149", changed_only=False)
    form.search("", changed_only=False)
    qtbot.waitUntil(lambda: form.complete)
    assert visible(form) == list(editing.properties)
