"""Own products in the window: added from a file, tried, edited, removed and brought back."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListWidget

from api.catalog.own.edited import EditedCall, EditedParameter
from gui.own.adding import AddProductDialog
from gui.own.call_editor import CallEditor
from gui.own.dialog import OwnProductsDialog
from gui.parameters.dialog import ParameterDialog
from tests.api.catalog.own.test_store import PETS


def shown(kind):
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


@pytest.fixture
def dialog(window, program):
    window.actions_.by_name["own_products"].trigger()
    (found,) = shown(OwnProductsDialog)
    yield found
    found.close()


@pytest.fixture
def pets(dialog, tmp_path, qtbot):
    """The dialog with the pet shop added."""
    (tmp_path / "pets.yaml").write_text(PETS)
    dialog.look_at(tmp_path / "pets.yaml")
    qtbot.waitUntil(lambda: bool(shown(AddProductDialog)))
    adding = shown(AddProductDialog)[0]
    adding.id.setText("pets")
    adding.id.textEdited.emit("pets")
    assert adding.address.currentText() == "https://pets.example/v1"
    adding.go.click()
    qtbot.waitUntil(lambda: dialog.calls.list.count() == 2)
    return dialog


def titles(window):
    return [root.title for root in window.navigation.tree.calls.roots]


def in_tree(window, call_id):
    return call_id in {head.id for head in window.navigation.heads}


def choose(dialog, operation_id):
    for row in range(dialog.calls.list.count()):
        dialog.calls.list.setCurrentRow(row)
        if dialog.operation_id == operation_id:
            return
    raise AssertionError(operation_id)


def edit(dialog, button, **texts):
    dialog.calls.buttons[button].click()
    (editor,) = shown(CallEditor)
    for name, text in texts.items():
        line = getattr(editor, name)
        line.setText(text)
        line.textEdited.emit(text)
    return editor


def test_it_stands_in_the_tree_after_the_bundled_ones_with_a_mark(pets, window, qtbot):
    qtbot.waitUntil(lambda: titles(window)[-1] == "Pet Shop · own")
    assert in_tree(window, "pets.show-pet")


def test_a_preview_is_shown_before_anything_is_kept(dialog, tmp_path, qtbot, data_dir):
    (tmp_path / "pets.yaml").write_text(PETS)
    dialog.look_at(tmp_path / "pets.yaml")
    qtbot.waitUntil(lambda: bool(shown(AddProductDialog)))
    (adding,) = shown(AddProductDialog)
    assert adding.calls.topLevelItem(0).text(0) == "Pets"
    assert adding.calls.topLevelItem(0).childCount() == 2
    adding.id.setText("image")
    adding.id.textEdited.emit("image")
    assert not adding.go.isEnabled()
    assert "of this program" in adding._notes["id"].text()
    adding.cancel.click()
    assert not list(data_dir.glob("products/*.json"))


def test_a_file_that_is_none_is_explained(dialog, tmp_path, qtbot):
    (tmp_path / "bad.yaml").write_text("a: [")
    dialog.look_at(tmp_path / "bad.yaml")
    qtbot.waitUntil(lambda: "bad.yaml" in dialog.problem.sentence.text())


def test_removing_can_be_undone(pets, window, qtbot):
    qtbot.waitUntil(lambda: in_tree(window, "pets.show-pet"))
    window.show_call("pets.show-pet")
    pets.products.buttons["Remove"].click()
    qtbot.waitUntil(lambda: not in_tree(window, "pets.show-pet"))
    assert window.call_id != "pets.show-pet"
    pets.undo.click()
    qtbot.waitUntil(lambda: in_tree(window, "pets.show-pet"))


def test_a_call_is_edited_with_its_form_beside_it(pets, window, qtbot):
    choose(pets, "show-pet")
    editor = edit(pets, "Edit", title="Look at a pet", path="/pets/{id}/look/{at}")
    assert [key.name for key in editor.preview.rows] == ["id", "at"]
    editor.path.setText("pets")
    editor.path.textEdited.emit("pets")
    assert "slash" in editor._notes["path"].text()
    assert not editor.keep.isEnabled()
    editor.path.setText("/pets/{id}/look")
    editor.path.textEdited.emit("")
    editor.keep.click()
    qtbot.waitUntil(lambda: "Look at a pet" in {head.title for head in window.navigation.heads})
    assert in_tree(window, "pets.show-pet")
    qtbot.waitUntil(lambda: pets.operation_id == "show-pet")
    pets.undo.click()
    qtbot.waitUntil(lambda: "Show a pet" in {head.title for head in window.navigation.heads})


def test_a_new_call_can_be_tried_at_once(pets, window, qtbot):
    editor = edit(pets, "New Call", title="Feed a pet", path="/pets/{id}/food", success="202")
    editor.method.setCurrentText("POST")
    editor.body.setPlainText('{"food": "hay"}')
    editor.parameters.add.click()
    (row,) = editor.parameters.rows
    assert row.note.text() == "Give it a name."
    QTest.keyClicks(row.name, "amount")
    assert row.note.isHidden()
    assert [key.name for key in editor.preview.rows] == ["id", "amount", "food"]
    editor.attempt.click()
    qtbot.waitUntil(lambda: bool(shown(ParameterDialog)))
    form = shown(ParameterDialog)[0]
    assert form.call.id == "pets.feed-a-pet"
    assert form.address is None
    qtbot.waitUntil(lambda: form.draft is not None)
    assert "https://pets.example/v1/pets/" in form.preview.toPlainText() or form.draft.faults


def test_a_copy_has_to_differ_and_is_a_call_of_its_own(pets, window, qtbot, data_dir):
    choose(pets, "show-pet")
    editor = edit(pets, "Duplicate")
    assert "already" in editor._notes["path"].text()
    editor.path.setText("/pets/{id}/copy")
    editor.path.textEdited.emit("")
    editor.keep.click()
    qtbot.waitUntil(lambda: pets.calls.list.count() == 3)
    choose(pets, "delete-pet")
    pets.calls.buttons["Remove Call"].click()
    qtbot.waitUntil(lambda: pets.calls.list.count() == 2)
    assert list(json.loads((data_dir / "products/pets.json").read_bytes())["paths"]) == [
        "/pets/{id}",
        "/pets/{id}/copy",
    ]


def test_a_product_can_begin_empty(dialog, qtbot):
    dialog.begin("My Own")
    qtbot.waitUntil(lambda: bool(shown(AddProductDialog)))
    (adding,) = shown(AddProductDialog)
    adding.service_type.setText("mine")
    adding.service_type.textEdited.emit("mine")
    adding.go.click()
    qtbot.waitUntil(lambda: dialog.product_id == "my-own")
    qtbot.waitUntil(lambda: dialog.calls.buttons["New Call"].isEnabled())
    assert not dialog.calls.buttons["Edit"].isEnabled()


def test_an_update_keeps_id_and_type(pets, tmp_path, qtbot, program):
    (tmp_path / "more.yaml").write_text(PETS + "  /more:\n    get: {responses: {200: {description: on}}}\n")
    from api.catalog.own.document import Wish

    pets.look_at(tmp_path / "more.yaml", Wish("pets", "", "https://pets.example/v1"))
    qtbot.waitUntil(lambda: bool(shown(AddProductDialog)))
    (adding,) = shown(AddProductDialog)
    assert adding.id.isReadOnly()
    adding.go.click()
    qtbot.waitUntil(lambda: pets.calls.list.count() == 3)


def test_a_disk_that_refuses_is_told(pets, qtbot, monkeypatch, program):
    from api.errors import MachineFailed

    def refuse(*_args):
        raise MachineFailed("No room.")

    monkeypatch.setattr(program.desk.own_products, "put_back", refuse)
    choose(pets, "show-pet")
    edit(pets, "Edit", title="Other").keep.click()
    qtbot.waitUntil(lambda: "No room" in pets.problem.sentence.text())


def test_every_control_has_a_name(pets):
    choose(pets, "show-pet")
    editor = edit(pets, "Edit")
    for holder in (pets, editor):
        for control in holder.findChildren(QAbstractButton) + holder.findChildren(QListWidget):
            assert control.accessibleName() or getattr(control, "text", str)() or not control.isVisible()
    for line in editor.findChildren(QLineEdit):
        assert line.accessibleName() or line.parent().accessibleName(), line
    editor.close()


def test_rows_are_what_was_filled_in(qtbot):
    from gui.own.parameters import ParameterRows

    rows = ParameterRows()
    qtbot.addWidget(rows)
    rows.show()
    given = (EditedParameter("a", "header", "integer", True, "1", "1, 2", "d"), EditedParameter("b"))
    rows.show_parameters(given)
    assert rows.parameters == given
    with qtbot.waitSignal(rows.changed):
        rows.rows[0].remove.click()
    assert rows.parameters == given[1:]
    assert EditedCall(parameters=rows.parameters).parameters == given[1:]
    rows.rows[0].place.setCurrentText("cookie")
    rows.rows[0].required.click()
    QTest.keyClicks(rows.rows[0].default, " x ")
    assert rows.parameters == (EditedParameter("b", "cookie", "string", True, "x"),)
    rows.rows[0].remove.click()
    assert rows.parameters == ()


def test_tab_goes_through_the_rows_as_they_are_read(qtbot):
    from gui.own.parameters import ParameterRows

    rows = ParameterRows()
    qtbot.addWidget(rows)
    rows.show_parameters((EditedParameter("a"), EditedParameter("b")))
    rows.show()
    rows.activateWindow()
    qtbot.waitUntil(rows.isActiveWindow)
    rows.rows[0].name.setFocus()
    heard = []
    for _ in range(17):
        heard.append(rows.focusWidget().accessibleName() or rows.focusWidget().text())
        QTest.keyClick(rows.focusWidget(), Qt.Key.Key_Tab)
    parts = ("Name", "Where", "Type", "Required", "Remove", "Description", "Default", "Allowed values")
    assert heard == [f"{part}, parameter {n}" for n in (1, 2) for part in parts] + ["Add Parameter"]
