"""The dialog of a call: what it asks, shows, refuses, hands over and remembers."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from api.desk import Desk
from api.model import FileValue, Key, Kind, Location, Place
from gui.jobs import Jobs
from gui.parameters.dialog import ParameterDialog, beside

IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
HERE = Place(None, None, "DFW")


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def jobs(qtbot):
    made = Jobs()
    yield made
    made.shutdown()


@pytest.fixture
def open_dialog(qtbot, desk, jobs):
    def make(call_id, place=HERE):
        dialog = ParameterDialog(desk.catalogue.call(call_id), place, desk, jobs)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def row(dialog, name):
    return next(row for key, row in dialog.form.rows.items() if row.title == name or key.name == name)


def type_into(qtbot, dialog, name, text):
    editor = row(dialog, name).editor
    target = editor.focusProxy() or editor
    qtbot.keyClicks(target, text)


def test_there_is_one_row_for_each_parameter_with_name_help_and_mark(open_dialog):
    dialog = open_dialog("cloud-images.add-image-property")
    assert [r.title for r in dialog.form.rows.values()] == ["image_id", "property", "value"]
    assert "*" in row(dialog, "property").name.text()
    assert row(dialog, "image_id").help.text()
    assert "adds" in dialog.head.warning.text().lower()


def test_the_preview_follows_every_key(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.add-image-property")
    type_into(qtbot, dialog, "image_id", IMAGE)
    type_into(qtbot, dialog, "property", "com.example/team~")
    type_into(qtbot, dialog, "value", "blue")
    shown = dialog.preview.toPlainText()
    assert f"PATCH /v2/images/{IMAGE} HTTP/1.1" in shown
    assert "Host: dfw.images.api.rackspacecloud.com" in shown
    assert "X-Auth-Token: ••••••••" in shown
    assert json.loads(shown.partition("\n\n")[2]) == [
        {"op": "add", "path": "/com.example~1team~0", "value": "blue"}
    ]
    assert dialog.draft.request is not None


def test_the_other_content_type_writes_the_other_body(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.add-image-property")
    type_into(qtbot, dialog, "image_id", IMAGE)
    type_into(qtbot, dialog, "property", "team")
    type_into(qtbot, dialog, "value", "blue")
    dialog.content_type.setCurrentIndex(1)
    shown = dialog.preview.toPlainText()
    assert json.loads(shown.partition("\n\n")[2]) == [{"add": "/team", "value": "blue"}]
    assert "v2.0-json-patch" in shown


def test_faults_stand_under_fields_that_were_filled_in_and_the_first_is_named(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.list-images")
    type_into(qtbot, dialog, "limit", "500")
    assert "100" in row(dialog, "limit").fault.text()
    assert row(dialog, "limit").fault.isVisibleTo(dialog)
    assert dialog.foot.state.text().startswith("limit:")
    assert not dialog.foot.send.isEnabled()
    dialog.foot.clear.click()
    assert not row(dialog, "limit").fault.isVisibleTo(dialog)


def test_missing_values_are_not_blamed_before_they_were_touched(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.add-image-property")
    assert not row(dialog, "value").fault.isVisibleTo(dialog)
    assert dialog.foot.state.text().startswith("image_id:")
    dialog.foot.state.click()
    assert row(dialog, "value").fault.isVisibleTo(dialog)


def test_send_is_off_while_nobody_is_signed_in(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.list-images")
    assert not dialog.foot.send.isEnabled()
    assert dialog.foot.state.text() == "Sign in first"
    assert dialog.foot.mock.isEnabled()


def test_calls_without_a_token_go_to_a_named_address(open_dialog, qtbot):
    dialog = open_dialog("image.list-versions")
    assert not dialog.foot.send.isEnabled()
    qtbot.keyClicks(dialog.address, "http://127.0.0.1:9292")
    assert dialog.foot.send.isEnabled()
    assert "Host: 127.0.0.1:9292" in dialog.preview.toPlainText()
    with qtbot.waitSignal(dialog.send_requested) as sent:
        dialog.foot.send.click()
    assert sent.args[0].request.url.masked().startswith("http://127.0.0.1:9292/")


@pytest.mark.parametrize("address", ["http://[", "foo", "http://127.0.0.1:1/#", "http://127.0.0.1/?a=b"])
def test_an_address_that_cannot_be_one_says_why(open_dialog, qtbot, address):
    dialog = open_dialog("image.list-versions")
    qtbot.keyClicks(dialog.address, address)
    assert not dialog.foot.send.isEnabled()
    assert "address" in dialog.foot.state.text().lower()
    assert dialog.preview.toPlainText().startswith("GET /")


def test_enter_in_a_field_presses_nothing(open_dialog, qtbot):
    dialog = open_dialog("image.list-versions")
    qtbot.keyClicks(dialog.address, "http://127.0.0.1:9292")
    with qtbot.assertNotEmitted(dialog.send_requested), qtbot.assertNotEmitted(dialog.mock_requested):
        qtbot.keyClick(dialog.address, Qt.Key.Key_Return)


@pytest.mark.parametrize("call_id", ["image.list-images", "image.create-image", "image.upload-image-data"])
def test_enter_in_a_field_presses_none_of_the_buttons_of_other_fields(open_dialog, call_id):
    assert [
        button.text() for button in open_dialog(call_id).findChildren(QPushButton) if button.autoDefault()
    ] == []


def test_secrets_are_dotted_everywhere_and_forgotten_when_the_dialog_leaves(open_dialog, qtbot, desk):
    dialog = open_dialog("cloud-identity.authenticate-with-api-key")
    type_into(qtbot, dialog, "username", "ada")
    type_into(qtbot, dialog, "apiKey", "canary")
    assert "canary" not in dialog.preview.toPlainText()
    assert "canary" not in dialog.windowTitle()
    draft = dialog.draft
    assert "canary" in draft.secrets.values()
    assert "canary" not in repr(draft)
    with qtbot.waitSignal(dialog.mock_requested):
        dialog.foot.mock.click()
    assert row(dialog, "apiKey").editor.capture() is None
    assert row(dialog, "username").editor.capture() is not None
    qtbot.waitUntil(lambda: (desk.data_dir / "values.json").exists())
    assert "canary" not in (desk.data_dir / "values.json").read_text()


def test_values_come_back_at_the_next_opening(open_dialog, qtbot, desk):
    dialog = open_dialog("cloud-images.list-images")
    type_into(qtbot, dialog, "name", "web-01")
    dialog.foot.mock.click()
    qtbot.waitUntil(lambda: (desk.data_dir / "values.json").exists())
    again = open_dialog("cloud-images.list-images")
    assert row(again, "name").capture().read().value == "web-01"


def test_what_destroys_asks_for_its_ids_anew(open_dialog, qtbot, jobs):
    dialog = open_dialog("cloud-images.delete-image")
    type_into(qtbot, dialog, "image_id", IMAGE)
    dialog.foot.mock.click()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert row(open_dialog("cloud-images.delete-image"), "image_id").capture() is None


def test_not_sent_empty_and_null(open_dialog, qtbot):
    dialog = open_dialog("image.create-image")
    name = row(dialog, "name")
    assert dialog.preview.toPlainText().endswith("{}")
    name._actions[type(name._state).EMPTY].trigger()
    assert '{"name": ""}' in dialog.preview.toPlainText()
    name._actions[type(name._state).NULL].trigger()
    assert '{"name": null}' in dialog.preview.toPlainText()
    type_into(qtbot, dialog, "name", "x")
    assert '{"name": "x"}' in dialog.preview.toPlainText()
    qtbot.keyClick(name.editor.line, Qt.Key.Key_Backspace)
    assert dialog.preview.toPlainText().endswith("{}")


def test_presets_fill_in_the_account(open_dialog, qtbot, desk):
    from api.running import CancelToken

    desk.practice_sign_in(CancelToken())
    place = desk.place("practice", "DFW")
    dialog = open_dialog("cloud-images.list-images", place)
    mine = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "Mine")
    mine.click()
    assert f"owner={place.account}" in dialog.preview.toPlainText()


def test_copy_as_curl(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.list-images")
    dialog.foot.copy.click()
    assert "$OS_TOKEN" in QGuiApplication.clipboard().text()


def test_a_long_value_is_built_on_a_worker(open_dialog, qtbot):
    dialog = open_dialog("image.update-image")
    dialog.form.rows[Key(Location.PATH, "image_id")].set_value(IMAGE)
    changes = [{"op": "add", "path": "/a", "value": "x" * 200_000}]
    with qtbot.waitSignal(dialog._drafting.busy):
        dialog.fill({Key(Location.BODY, "body"): changes})
    qtbot.waitUntil(lambda: dialog.draft is not None and dialog.draft.request is not None)
    assert len(dialog.draft.request.body) > 200_000
    assert len(dialog.preview.toPlainText()) < 100_000


def test_a_place_that_is_signed_out_is_told(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.list-images", Place("gone", "1", "DFW"))
    assert "Sign in" in dialog.head.trouble.text()
    assert not dialog.foot.send.isEnabled()
    assert not dialog.foot.mock.isEnabled()


@pytest.mark.parametrize("call_id", ["image.create-image", "image.update-image", "image.upload-image-data"])
def test_every_control_has_a_name(open_dialog, call_id):
    dialog = open_dialog(call_id)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in dialog.findChildren(kind)
        if not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget.parent(), QAbstractItemView)
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_every_call_of_the_catalogue_gets_a_dialog(open_dialog, desk):
    for head in desk.catalogue.heads():
        dialog = open_dialog(head.id)
        assert dialog.preview.toPlainText().startswith(head.method)
        dialog.close()


def test_standing_beside_a_window():
    screen = QRect(0, 0, 1920, 1080)
    assert beside(QRect(0, 0, 1000, 800), QRect(0, 0, 880, 640), screen).left() >= 1000
    assert beside(QRect(900, 0, 1000, 800), QRect(0, 0, 880, 640), screen).right() < 900
    assert beside(QRect(0, 0, 1360, 860), QRect(0, 0, 880, 640), screen) is None


def test_files_are_looked_at_on_a_worker(open_dialog, qtbot, tmp_path, monkeypatch):
    import threading

    from api.exchange import check

    asked = []
    monkeypatch.setitem(
        check._CHECKS, Kind.FILE, lambda _schema, _value: asked.append(threading.current_thread()) or ""
    )
    dialog = open_dialog("image.upload-image-data")
    (tmp_path / "disk").write_bytes(b"x")
    row(dialog, "file").editor.set_value(FileValue(str(tmp_path / "disk")))
    assert dialog.draft is None
    assert dialog.foot.state.text() == "Looking at the values…"
    qtbot.waitUntil(lambda: dialog.draft is not None)
    assert dialog.draft.preview.values
    assert asked
    assert threading.main_thread() not in asked


@pytest.mark.parametrize("width", [880, 1024])
def test_a_form_with_lists_has_the_larger_share_of_a_low_window(open_dialog, width):
    dialog = open_dialog("cloud-images.update-image")
    dialog.resize(width, 640)
    QGuiApplication.processEvents()
    assert dialog.height() == 640
    assert dialog.form.height() > dialog.preview.height() >= 150


def test_what_destroys_stays_in_sight_until_it_is_asked_about(open_dialog, qtbot):
    dialog = open_dialog("cloud-images.delete-image")
    type_into(qtbot, dialog, "image_id", IMAGE)
    dialog.foot.allow(send=True, rest=True)
    with qtbot.waitSignal(dialog.send_requested):
        dialog.foot.send.click()
    assert dialog.isVisible()
