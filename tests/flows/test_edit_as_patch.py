"""Editing an image from its answer in the real window, on both faces of the practice cloud, and undoing it."""

import json

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from api.model import Key, Location
from api.running import CancelToken
from gui.edit.dialog import EditDialog
from gui.edit.undo_dialog import UndoDialog

FACES = {
    "rackspace": ("cloud-images", "Get Image Details", "Update Image"),
    "openstack": ("image", "Show image", "Update image"),
}
KEPT = ("updated_at",)


@pytest.fixture(params=FACES)
def face(request, start):
    """A hand on the window of one face, and the names of its calls."""
    return start(request.param), *FACES[request.param]


def ask(hand, call_id, **values):
    """What a reading call answers, asked beside the window."""
    desk = hand.window.program.desk
    exchange = desk.asker(hand.window.place, CancelToken())(call_id, values)
    return json.loads(exchange.response.content.bytes())


def own_image(hand, product):
    """The richest image that the account owns."""
    account = hand.window.place.account
    images = ask(hand, f"{product}.list-images", limit=100)["images"]
    return max((i for i in images if i["owner"] == account and i["status"] == "active"), key=len)


def change(hand, product, image_id, **values):
    """Somebody else changes properties of the image."""
    desk = hand.window.program.desk
    call = desk.catalogue.call(f"{product}.update-image")
    patch = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in values.items()]
    keyed = {Key(Location.PATH, "image_id"): image_id, Key(Location.BODY, "body"): patch}
    draft = desk.draft(call, keyed, hand.window.place)
    assert desk.send(draft.request, cancel=CancelToken()).status == 200


def show(hand, title, image_id):
    hand.open_call(title.lower(), title)
    hand.fill(image_id=image_id)
    hand.send()
    hand.answered(title, 200)


def front(hand, kind):
    """The dialog of that kind in front, once it has read what it needs."""
    hand.until(lambda: isinstance(QApplication.activeWindow(), kind))
    dialog = QApplication.activeWindow()
    hand.until(lambda: dialog.page is not None)
    if kind is EditDialog:
        hand.until(lambda: dialog.page.form.complete)
    return dialog


def edit(hand):
    hand.window.activateWindow()  # a window manager does so when the form in front goes
    hand.until(hand.window.isActiveWindow)
    hand.until(lambda: hand.tab.isAncestorOf(QApplication.focusWidget()))
    hand.press("F2")
    return front(hand, EditDialog)


def send(hand, title, status=200):
    """Send the patch in front, which looks at the image once more, and wait for the answer."""
    before = hand.window.answers.count
    hand.send()
    hand.until(lambda: hand.window.answers.count > before)
    hand.answered(title, status)


def kept(image):
    return {name: value for name, value in image.items() if name not in KEPT}


def test_an_edit_by_keyboard_and_its_undo(face, heart):
    hand, product, title, update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    dialog = edit(hand)
    assert image["name"] in dialog.head.title.text()
    hand.tab_to("min_disk")
    hand.press("Ctrl+A")
    hand.type("77")
    hand.tab_to("Name of a property to add")
    hand.paste("com.example/team~x")
    hand.press("Return")
    hand.tab_to("com.example/team~x")
    hand.type("blue")
    lines = dialog.preview.toPlainText().split("\n")
    assert lines[0] == f"PATCH /v2/images/{image['id']} HTTP/1.1"
    patch = json.loads("".join(lines[3:]))
    assert patch == [
        {"op": "replace", "path": "/min_disk", "value": 77},
        {"op": "add", "path": "/com.example~1team~0x", "value": "blue"},
    ]
    assert "2 changes" in hand.words(dialog)
    send(hand, update)
    assert not hand.window.findChildren(EditDialog)
    assert hand.tab.exchange.request.body.decode() == "".join(lines[3:])
    after = hand.json()
    assert (after["min_disk"], after["com.example/team~x"]) == (77, "blue")
    hand.tab_to("Undo")
    hand.press("Space")
    undo = front(hand, UndoDialog)
    hand.until(lambda: "com.example/team~x" in hand.words(undo))
    send(hand, update)
    assert kept(hand.json()) == kept(image)
    assert kept(ask(hand, FACES_READ[product], image_id=image["id"])) == kept(image)


FACES_READ = {"cloud-images": "cloud-images.get-image-details", "image": "image.show-image"}


def test_the_undo_of_an_undo_is_the_edit_again(face):
    hand, product, title, update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    dialog = edit(hand)
    dialog.page.form.rows["name"].field.editor.set_value("another name")
    send(hand, update)
    for expected in (image["name"], "another name"):
        hand.click(hand.view.edits.undo)
        front(hand, UndoDialog)
        send(hand, update)
        assert hand.json()["name"] == expected


def test_an_undo_over_somebody_elses_change_is_refused(face):
    hand, product, title, update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    edit(hand).page.form.rows["min_ram"].field.editor.set_value(640)
    send(hand, update)
    change(hand, product, image["id"], min_ram=1024)
    hand.click(hand.view.edits.undo)
    undo = front(hand, UndoDialog)
    hand.until(lambda: "min_ram is now 1024; your edit set it to 640." in hand.words(undo))
    assert not undo.foot.send.isEnabled()
    undo.reject()
    change(hand, product, image["id"], min_ram=640, min_disk=33)
    hand.click(hand.view.edits.undo)
    undo = front(hand, UndoDialog)
    send(hand, update)
    assert (hand.json()["min_ram"], hand.json()["min_disk"]) == (image["min_ram"], 33)


def test_a_change_by_somebody_else_before_sending_is_told_and_nothing_lost(face):
    hand, product, title, update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    dialog = edit(hand)
    dialog.page.form.rows["min_ram"].field.editor.set_value(640)
    change(hand, product, image["id"], min_ram=1024, min_disk=44)
    hand.send()
    hand.until(lambda: dialog.head.trouble.isVisible())
    assert "min_ram is now 1024; it was" in dialog.head.trouble.text()
    assert "Nothing was sent." in dialog.head.trouble.text()
    assert dialog.page.form.rows["min_disk"].field.editor.line.text() == "44"
    hand.until(dialog.foot.send.isEnabled)
    send(hand, update)
    assert (hand.json()["min_ram"], hand.json()["min_disk"]) == (640, 44)


def test_what_the_service_refuses_comes_back_with_its_reason(face):
    hand, product, title, update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    dialog = edit(hand)
    dialog.page.form.rows["visibility"].field.editor.set_value("public")
    assert "administrators" in hand.words(dialog) or "nobody publish" in hand.words(dialog)
    hand.send()
    hand.until(lambda: dialog.isVisible() and dialog.head.trouble.isVisible())
    assert "Nothing was changed: 403 Forbidden." in dialog.head.trouble.text()
    assert dialog.unsent == 1
    hand.until(lambda: not hand.tab.running)
    assert hand.tab_title == f"{update}   403"
    assert not hand.view.edits.undo.isVisible()
    dialog.page.form.revert_all()
    assert dialog.unsent == 0
    dialog.reject()
    assert not dialog.isVisible()


def test_a_row_of_a_list_is_edited_from_its_menu(face):
    hand, product, _title, _update = face
    listing = hand.window.program.desk.catalogue.call(f"{product}.list-images").title
    hand.open_call(listing.lower(), listing)
    hand.send()
    hand.answered(listing, 200)
    images = hand.json()["images"]
    offer = hand.view.edits
    assert not offer.edit.isVisible()
    document = hand.view.answer.document
    menu = QMenu(hand.window)
    offer.add_to(menu, document.find("/images/1/name"))
    (entry,) = menu.actions()
    assert entry.text() == "Edit image…"
    entry.trigger()
    dialog = front(hand, EditDialog)
    assert dict(dialog.target.fill) == {"image_id": images[1]["id"]}
    empty = QMenu(hand.window)
    offer.add_to(empty, document.find("/schema"))
    offer.add_to(empty, document.find("/images"))
    assert not empty.actions()
    dialog.reject()
    hand.view.show_node(document.find("/images/2/id"))
    edit_again = edit(hand)
    assert dict(edit_again.target.fill) == {"image_id": images[2]["id"]}
    edit_again.reject()


def test_closing_asks_about_what_was_not_sent(face):
    hand, product, title, _update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    dialog = edit(hand)
    dialog.page.form.rows["name"].field.editor.set_value("another name")
    hand.press("Escape")
    hand.until(lambda: dialog.question is not None and dialog.question.isVisible())
    assert "1 change has not been sent." in dialog.question.text()
    hand.press("Escape")
    hand.until(lambda: dialog.question is None)
    assert dialog.isVisible()
    assert dialog.unsent == 1
    hand.window.close()
    assert hand.window.isVisible()
    hand.until(lambda: dialog.question is not None and dialog.question.isVisible())
    hand.click(hand.named(dialog.question, "Discard"))
    hand.until(lambda: not dialog.isVisible())


def test_asking_again_raises_the_open_form(face):
    hand, product, title, _update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    dialog = edit(hand)
    hand.window.activateWindow()
    hand.until(hand.window.isActiveWindow)
    assert edit(hand) is dialog
    assert len(hand.window.findChildren(EditDialog)) == 1
    dialog.reject()


def test_the_menu_of_the_tree_offers_it(face):
    hand, product, title, _update = face
    image = own_image(hand, product)
    show(hand, title, image["id"])
    tree = hand.view.page(0).tree
    menu = tree.menu_for(tree.currentIndex())
    assert "Edit image…" in [action.text() for action in menu.actions()]
