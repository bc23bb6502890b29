"""From a value in an answer to the next call: menus, links, and the forms and answers that they lead to."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from gui.answer.view import TABLE, TREE
from gui.parameters.dialog import ParameterDialog


def open_menu(hand, view, *, mouse=False):
    """Open the context menu of a view's current row with the Menu key, or with the right button."""
    rect = view.visualRect(view.currentIndex())
    at = rect.center() if mouse else QPoint(0, 0)
    reason = QContextMenuEvent.Reason.Mouse if mouse else QContextMenuEvent.Reason.Keyboard
    target = view.viewport()
    QApplication.sendEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))
    hand.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def entry(menu, text):
    """The entry of that text, whatever stands in its shortcut column."""
    found = [action for action in menu.actions() if action.text().partition("\t")[0] == text]
    assert found, f"{text!r} is not in {texts(menu)}"
    return found[0]


def texts(menu):
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def pick(menu, *path):
    """Go down a menu with the arrow keys and take an entry with Enter."""
    for text in path[:-1]:
        menu.setActiveAction(entry(menu, text))
        QTest.keyClick(menu, Qt.Key.Key_Right)
        menu = entry(menu, text).menu()
        assert menu.isVisible()
    menu.setActiveAction(entry(menu, path[-1]))
    QTest.keyClick(menu, Qt.Key.Key_Return)


def at(hand, pointer, view=TREE):
    """Make the node at a pointer current in a view of the answer in front; the view."""
    hand.view.switch.choose(view)
    hand.until(lambda: hand.view.uses.uses(None) is not None or hand.view.uses._finder)
    page = hand.view.page(view)
    node = hand.view.answer.document.find(pointer)
    assert node is not None, pointer
    if view == TABLE:
        hand.until(lambda: page.view.table_model() is not None)
    page.show_node(node)
    shown = page.tree if view == TREE else page.view
    shown.setFocus()
    return shown


def form(hand):
    """The form that comes to the front."""
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    return hand.dialog


@pytest.fixture
def images(rackspace):
    """A window on the Rackspace face with a list of images in front."""
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.send()
    hand.answered("List Images", 200)
    return hand


@pytest.fixture
def openstack_images(openstack):
    hand = openstack
    hand.open_call("list images", "List images")
    hand.send()
    hand.answered("List images", 200)
    return hand


def mine(hand):
    """The position and the id of the first image of the account itself."""
    found = hand.json()["images"]
    account = hand.window.place.account
    number = next(n for n, image in enumerate(found) if image["owner"] == account)
    return number, found[number]["id"]


@pytest.mark.parametrize("mouse", [False, True], ids=["menu-key", "right-click"])
def test_an_id_goes_into_a_tag_that_is_sent(images, heart, mouse):
    hand = images
    number, image_id = mine(hand)
    menu = open_menu(hand, at(hand, f"/images/{number}/id"), mouse=mouse)
    pick(menu, "Use in", "Add Image Tag")
    dialog = form(hand)
    assert dialog.place == hand.view.exchange.place
    assert f"/v2/images/{image_id}/tags/" in dialog.preview.toPlainText()
    hand.type("from a menu")  # the keyboard is where something is missing
    hand.send()
    hand.answered("Add Image Tag", 204)
    assert hand.tab.exchange.request.url.masked().endswith(f"/images/{image_id}/tags/from%20a%20menu")
    hand.until(hand.view.use_button.isEnabled)  # an answer without a body leads to what was asked for
    hand.press("Ctrl+U")
    pick(QApplication.activePopupWidget(), "Use image in", "Get Image Details")
    form(hand)
    hand.press("Return")
    hand.answered("Get Image Details", 200)
    assert "from a menu" in hand.json()["tags"]


def test_a_row_of_the_table_is_used_as_its_image_and_a_cell_as_what_it_names(images):
    hand = images
    number, image_id = mine(hand)
    menu = open_menu(hand, at(hand, f"/images/{number}/owner", TABLE))
    assert texts(entry(menu, "Use in").menu())[1] == "List Images"
    pick(menu, "Use image in", "Get Image Details")
    dialog = form(hand)
    assert dialog.foot.send.hasFocus()
    hand.press("Return")
    hand.answered("Get Image Details", 200)
    assert hand.json()["id"] == image_id


def test_links_open_as_calls(images):
    hand = images
    before = hand.window.answers.count
    at(hand, "/next")
    hand.press("Return")
    hand.answered("List Images", 200)
    assert "marker=" in hand.tab.exchange.request.url.masked()
    first = hand.json()["images"][0]["id"]
    at(hand, "/images/0/self")
    hand.press("Return")
    hand.answered("Get Image Details", 200)
    assert hand.json()["id"] == first
    menu = open_menu(hand, at(hand, "/schema"))
    pick(menu, "Open as Get Image Schema")
    hand.answered("Get Image Schema", 200)
    assert hand.window.answers.count == before + 3


def test_a_file_is_exported_where_the_service_serves_none(images):
    hand = images
    number, image_id = mine(hand)
    tree = at(hand, f"/images/{number}/file")
    menu = open_menu(hand, tree)
    assert not menu.actions()[0].isEnabled()
    assert "serves no image data" in menu.actions()[0].text()
    pick(menu, "Export Task")
    assert image_id in form(hand).preview.toPlainText()
    assert form(hand).call.id == "cloud-images.export-task"


def test_a_file_is_downloaded_where_the_service_serves_it(openstack_images):
    hand = openstack_images
    number, image_id = mine(hand)
    at(hand, f"/images/{number}/file")
    count = hand.window.answers.count
    hand.press("Return")  # as large as an image may be, it is not asked for by a single key
    dialog = form(hand)
    assert dialog.call.id == "image.download-image-data"
    assert f"/v2/images/{image_id}/file" in dialog.preview.toPlainText()
    assert hand.window.answers.count == count
    assert dialog.foot.send.isEnabled()


def test_the_new_call_stays_in_the_answers_region(images):
    hand = images
    place = hand.view.exchange.place
    box = hand.window.top.regions
    other = next(t for n in range(box.count()) if (t := box.itemText(n)) != place.region)
    hand.choose(box, other)
    number, _image_id = mine(hand)
    pick(open_menu(hand, at(hand, f"/images/{number}")), "Use in", "Get Image Details")
    assert form(hand).place == place
    hand.press("Return")
    hand.answered("Get Image Details", 200)
    assert hand.tab.exchange.place == place


def test_what_destroys_comes_last_and_is_asked_about(images):
    hand = images
    number, image_id = mine(hand)
    menu = open_menu(hand, at(hand, f"/images/{number}/name"))
    inner = entry(menu, "Use in").menu()
    offered = texts(inner)
    assert offered[1:3] == ["Get Image Details", "List Image Members"]
    assert offered[-2:] == ["Remove Image Property", "Delete Image"]
    assert offered[-3] == "More"
    marked = [a.text().partition("\t")[0] for a in inner.actions() if not a.icon().isNull()]
    assert marked == offered[-2:]
    pick(menu, "Use in", "Delete Image")
    hand.send()
    question = hand.question
    hand.until(lambda: image_id in hand.words(question))
