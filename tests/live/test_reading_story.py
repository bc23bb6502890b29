"""Five thousand images of a real Glance in the window: pages, table, picker, links, tags, an edit and its way back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from api.model import Key, Location
from api.running import CancelToken
from gui.answer.view import TABLE, TREE
from gui.edit.dialog import EditDialog
from gui.edit.undo_dialog import UndoDialog
from gui.parameters.dialog import ParameterDialog
from gui.parameters.pick_editor import PickEditor
from tests.flows.conftest import heart, program, start  # noqa: F401 - fixtures
from tests.flows.hand import Hand
from tests.flows.test_live_story import sign_in
from tests.flows.test_pickers import listed
from tests.flows.test_table_story import column, table
from tests.flows.test_uses import at, open_menu, pick
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.many_images import many_images

LIMIT = 1000
IMAGE = Key(Location.PATH, "image_id")


@pytest.fixture
def hand(start: Any, memory_keyring: Any, live_cloud: LiveCloud) -> Iterator[Hand]:  # noqa: F811
    """A window where bob, whose project has the images, is signed in to the second region."""
    made: Hand = start()
    with many_images(live_cloud, "RegionTwo", live_cloud.people.beta.project_id):
        sign_in(made, live_cloud, live_cloud.people.beta)
        made.choose(made.window.top.regions, "RegionTwo")
        yield made


def service(hand: Hand, call_id: str, **values: Any) -> Any:
    """What the service itself says, asked beside the window."""
    exchange = hand.window.program.desk.asker(hand.window.place, CancelToken())(call_id, values)
    assert exchange.response is not None
    return json.loads(exchange.response.content.bytes())


def now(hand: Hand, image: str) -> dict[str, Any]:
    """An image as the service has it, without the time of its last change."""
    shown: dict[str, Any] = service(hand, "image.show-image", image_id=image)
    del shown["updated_at"]
    return shown


def change(hand: Hand, image: str, name: str, value: str) -> None:
    """Somebody else changes a property."""
    desk = hand.window.program.desk
    patch = [{"op": "replace", "path": f"/{name}", "value": value}]
    values = {IMAGE: image, Key(Location.BODY, "body"): patch}
    draft = desk.draft(desk.catalogue.call("image.update-image"), values, hand.window.place)
    assert desk.send(draft.request, cancel=CancelToken()).status == 200


def list_images(hand: Hand) -> list[dict[str, Any]]:
    """The first page, as the service has it too."""
    hand.open_call("list images", "List images")
    hand.fill(limit=str(LIMIT))
    hand.send()
    hand.answered("List images", 200)
    images: list[dict[str, Any]] = service(hand, "image.list-images", limit=LIMIT)["images"]
    assert hand.json()["images"] == images
    assert len(images) == LIMIT
    assert hand.tab.exchange is not None
    assert hand.tab.exchange.place.region == "RegionTwo"
    return images


def look_through_the_table(hand: Hand, images: list[dict[str, Any]]) -> None:
    page = table(hand)
    bars = {bar.bar.key: {part.label: part.count for part in bar.bar.parts} for bar in page.bars.bars}
    assert bars["status"] == Counter(image["status"] for image in images)
    assert bars["visibility"] == Counter(image["visibility"] for image in images)
    page.view.make_current(0, "size")
    QTest.keyClick(page.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    hand.until(lambda: page.rows.wish.descending and page._jobs.count == 0)
    largest = max((image for image in images if image["size"]), key=lambda image: image["size"])
    assert column(page, "Name")[0] == largest["name"]
    hand.press("Ctrl+Shift+L")
    hand.type("status:queued")
    hand.press("Return")
    queued = [image["name"] for image in images if image["status"] == "queued"]
    hand.until(lambda: page.filter.count.text() == f"{len(queued):,} of {LIMIT:,}")
    assert Counter(column(page, "Name")) == Counter(queued)


def walk(hand: Hand) -> set[str]:
    """Go to the last page by Next page; the ids of all of them."""
    ids = {image["id"] for image in hand.json()["images"]}
    while "more exist" in hand.words(hand.view.facts):
        hand.click(hand.named(hand.view, "Next page"))
        hand.answered("List images", 200)
        ids |= {image["id"] for image in hand.json()["images"]}
    return ids


def show_picked(hand: Hand, name: str) -> str:
    """Pick an image by typing its name, and show it."""
    dialog = hand.open_call("show image", "Show image")
    field = dialog.form.rows[IMAGE].editor
    assert isinstance(field, PickEditor)
    hand.press("Down")
    hand.type(name)
    hand.until(lambda: listed(field) == [name])
    hand.press("Down")
    hand.press("Return")
    assert field.note.text().startswith(f"{name} · active")
    image = field.line.text()
    hand.send()
    hand.answered("Show image", 200)
    shown = hand.json()
    assert shown["name"] == name
    del shown["updated_at"]
    assert shown == now(hand, image)
    return image


def follow_self(hand: Hand, image: str) -> None:
    tabs = hand.window.answers.count
    tree = at(hand, "/self", TREE)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    hand.until(lambda: hand.window.answers.count == tabs + 1)
    hand.answered("Show image", 200)
    assert hand.json()["id"] == image


def tag_from_a_row(hand: Hand) -> None:
    """List them again, and tag the image of the first row by its menu."""
    image = list_images(hand)[0]["id"]
    pick(open_menu(hand, at(hand, "/images/0/name", TABLE)), "Use in", "Add image tag")
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    hand.type("by hand")
    hand.send()
    hand.answered("Add image tag", 204)
    assert "by hand" in now(hand, image)["tags"]


def send(hand: Hand) -> None:
    tabs = hand.window.answers.count
    hand.send()
    hand.until(lambda: hand.window.answers.count > tabs)
    hand.answered("Update image", 200)


def edit(hand: Hand, image: str) -> None:
    """Change a property, and add one that may keep servers from booting, by keyboard."""
    hand.press("F2")
    hand.until(lambda: isinstance(QApplication.activeWindow(), EditDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, EditDialog)
    hand.until(lambda: dialog.page is not None and dialog.page.form.complete)
    hand.tab_to("Name of a property to add")
    hand.paste("hw_disk_bus")
    hand.press("Return")
    hand.tab_to("hw_disk_bus")
    hand.type("scsi")
    hand.tab_to("os_version")
    hand.press("Ctrl+A")
    hand.type("99")
    assert "may not boot" in hand.words(dialog)
    assert json.loads(
        "".join((dialog.preview.toPlainText() if dialog.preview else "").split("\n")[3:])
    ) == [
        {"op": "replace", "path": "/os_version", "value": "99"},
        {"op": "add", "path": "/hw_disk_bus", "value": "scsi"},
    ]
    send(hand)
    assert (now(hand, image)["hw_disk_bus"], now(hand, image)["os_version"]) == ("scsi", "99")


def undo(hand: Hand) -> UndoDialog:
    hand.click(hand.view.edits.undo)
    hand.until(lambda: isinstance(QApplication.activeWindow(), UndoDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, UndoDialog)
    hand.until(lambda: dialog.page is not None)
    return dialog


def test_from_five_thousand_images_to_one_of_them_and_back(hand: Hand, heart: Any) -> None:  # noqa: F811
    images = list_images(hand)
    look_through_the_table(hand, images)
    everything = walk(hand)
    assert len(everything) >= 5000
    image = show_picked(hand, "many-1234")
    assert image in everything
    follow_self(hand, image)
    before = now(hand, image)
    edit(hand, image)
    change(hand, image, "os_version", "100")
    refused = undo(hand)
    assert "os_version is now 100; your edit set it to 99." in hand.words(refused)
    assert not refused.foot.send.isEnabled()
    refused.reject()
    change(hand, image, "os_version", "99")
    undo(hand)
    send(hand)
    assert now(hand, image) == before
    tag_from_a_row(hand)
