"""Editing images of the real Glance: the form from its own schema and definitions, odd names, undo, and refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from api.edit.editing import Editing
from api.edit.loading import open_edit, open_undo, read_again
from api.edit.sending import patch_values
from api.edit.undo import SentEdit, Target
from api.exchange.exchange import Exchange
from api.running import CancelToken, ignore_progress
from api.schema import Kind
from gui.edit.dialog import EditDialog
from gui.edit.undo_dialog import UndoDialog
from tests.flows.conftest import heart, program, start  # noqa: F401 - fixtures
from tests.flows.hand import Hand
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.driver import Driver
from tests.live.test_window_story import call, sign_in

UPDATE = "image.update-image"
ODD = {"com.example/a~b": "1", "~1": "2", "~": "3", "/": "4", "a b": "5", "ü": "ß"}


class Editor:
    """Edits images of one person through the api, as the form does."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.desk = driver, driver.desk
        self.ask = driver.desk.asker(driver.place, CancelToken())
        self.find = driver.desk.catalogue.call

    def target(self, image: str) -> Target:
        return Target(UPDATE, self.driver.place, (("image_id", image),))

    def open(self, image: str) -> Editing:
        opened = open_edit(self.target(image), self.find, self.ask, ignore_progress)
        assert opened.told.notes == ()
        return Editing(opened.edit, opened.record, opened.properties.all(opened.record))

    def send(self, image: str, patch: Any, expected: int = 200) -> Exchange:
        values = patch_values(self.find(UPDATE), self.target(image), patch)
        draft = self.desk.draft(self.find(UPDATE), values, self.driver.place)
        assert draft.request is not None, draft.faults
        exchange = self.desk.send(draft.request, cancel=CancelToken())
        assert exchange.status == expected, exchange.response and exchange.response.content.bytes()
        return exchange

    def now(self, image: str) -> dict[str, Any]:
        shown = read_again(self.target(image), self.find, self.ask)
        return {name: value for name, value in shown.items() if name != "updated_at"}


@pytest.fixture
def editor(alice: Driver) -> Editor:
    return Editor(alice)


@pytest.fixture
def image(alice: Driver) -> str:
    """An image with odd properties."""
    made = alice.get("image.create-image", 201, name="edited", tags=["b", "a"])
    for name, value in {**ODD, "os_version": "11"}.items():
        alice.get("image.add-image-property", image_id=made["id"], property=name, value=value)
    return str(made["id"])


def test_the_form_is_made_from_the_clouds_own_schema_and_definitions(editor: Editor, image: str) -> None:
    editing = editor.open(image)
    found = editing.properties
    assert found["name"].schema.max_length == 255
    assert set(found["visibility"].schema.choices) == {"community", "public", "private", "shared"}
    assert found["min_disk"].schema.kind is Kind.INTEGER
    assert found["disk_format"].schema.nullable
    locked = {name for name, each in found.items() if each.locked}
    assert {
        "id",
        "status",
        "size",
        "checksum",
        "os_hash_value",
        "created_at",
        "self",
        "file",
        "schema",
    } <= locked
    assert not locked & {"name", "tags", "protected", "os_hidden", "os_version", *ODD}
    assert all(found[name].schema.kind is Kind.TEXT for name in ODD)
    opened = open_edit(editor.target(image), editor.find, editor.ask, ignore_progress)
    bus = opened.properties.one("hw_disk_bus")
    assert bus.schema.kind is Kind.CHOICE
    assert {"virtio", "scsi", "ide"} <= set(bus.schema.choices)
    assert opened.properties.one("hw_cpu_cores").meaning.kind is Kind.INTEGER
    assert opened.properties.one("hw_watchdog_action").source
    addable = {each.name for each in opened.properties.addable(opened.record)}
    assert {"hw_disk_bus", "hw_watchdog_action", "os_shutdown_timeout"} <= addable
    assert "os_version" not in addable


def test_odd_names_are_changed_removed_and_restored(editor: Editor, image: str) -> None:
    editing, before = editor.open(image), editor.now(image)
    for name in ODD:
        editing.put(name, "changed")
    editing.remove("~")
    editing.put("min_disk", 5)
    editing.put("tags", ["c", "a"])
    editing.put("protected", True)
    assert list(editing.faults()) == []
    answer = editor.send(image, editing.patch())
    after = editor.now(image)
    assert "~" not in after
    assert all(after[name] == "changed" for name in ODD if name != "~")
    assert (after["min_disk"], sorted(after["tags"]), after["protected"]) == (5, ["a", "c"], True)
    sent = SentEdit(editor.target(image), editing.before, editing.changed)
    undo = open_undo(sent, answer, editor.find, editor.ask)
    assert undo.conflicts == ()
    editor.send(image, undo.patch)
    restored = editor.now(image)
    assert sorted(restored.pop("tags")) == sorted(before.pop("tags"))
    assert restored == before


def test_null_goes_there_and_back(editor: Editor, image: str) -> None:
    editing = editor.open(image)
    editing.put("name", None)
    editing.put("disk_format", "qcow2")
    answer = editor.send(image, editing.patch())
    assert editor.now(image)["name"] is None
    sent = SentEdit(editor.target(image), editing.before, editing.changed)
    editor.send(image, open_undo(sent, answer, editor.find, editor.ask).patch)
    assert (editor.now(image)["name"], editor.now(image)["disk_format"]) == ("edited", None)


def test_an_undo_over_a_later_change_is_refused(editor: Editor, image: str) -> None:
    editing = editor.open(image)
    editing.put("os_version", "12")
    answer = editor.send(image, editing.patch())
    editor.send(image, [{"op": "replace", "path": "/os_version", "value": "13"}])
    sent = SentEdit(editor.target(image), editing.before, editing.changed)
    undo = open_undo(sent, answer, editor.find, editor.ask)
    assert undo.conflicts == ("os_version is now 13; your edit set it to 12.",)
    assert undo.patch == ()


def test_the_service_refuses_what_the_form_warns_about(editor: Editor, image: str) -> None:
    editing = editor.open(image)
    editing.put("visibility", "public")
    assert editing.properties["visibility"].warning
    editor.send(image, editing.patch(), 403)
    assert editor.now(image)["visibility"] == editing.before["visibility"]


def front(hand: Hand, kind: type) -> Any:
    hand.until(lambda: isinstance(QApplication.activeWindow(), kind))
    dialog: Any = QApplication.activeWindow()
    hand.until(lambda: dialog.page is not None)
    return dialog


@pytest.fixture
def hand(start: Any, memory_keyring: Any) -> Hand:  # noqa: F811
    """A window where nobody is signed in, and a keyring of its own."""
    made: Hand = start()
    return made


def send(hand: Hand, status: int = 200) -> None:
    before = hand.window.answers.count
    hand.send()
    hand.until(lambda: hand.window.answers.count > before)
    hand.answered("Update image", status)


def test_edit_and_undo_through_the_window(hand: Hand, live_cloud: LiveCloud, heart: Any) -> None:  # noqa: F811
    sign_in(hand, live_cloud)
    call(hand, "Create image", 201, name="through the window")
    image = hand.json()
    call(hand, "Show image", 200, image_id=image["id"])
    hand.click(hand.view.edits.edit)
    dialog = front(hand, EditDialog)
    hand.until(lambda: dialog.page.form.complete)
    dialog.page.form.add("hw_disk_bus")
    dialog.page.form.rows["hw_disk_bus"].field.editor.set_value("virtio")
    dialog.page.form.add("com.example/team~x")
    dialog.page.form.rows["com.example/team~x"].field.editor.set_value("blue")
    dialog.page.form.rows["min_ram"].field.editor.set_value(640)
    lines = dialog.preview.toPlainText().split("\n")
    assert json.loads("".join(lines[3:])) == [
        {"op": "replace", "path": "/min_ram", "value": 640},
        {"op": "add", "path": "/hw_disk_bus", "value": "virtio"},
        {"op": "add", "path": "/com.example~1team~0x", "value": "blue"},
    ]
    assert "may not boot" in hand.words(dialog)
    send(hand)
    assert hand.json()["com.example/team~x"] == "blue"
    hand.click(hand.view.edits.undo)
    front(hand, UndoDialog)
    send(hand)
    shown = hand.json()
    del shown["updated_at"], image["updated_at"]
    assert shown == image
