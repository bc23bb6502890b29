"""From an answer to the next call without copying an id: the lists under the fields, in the whole window."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.parameters.pick_editor import PickEditor

NAME = "web-02 before upgrade"


def field(dialog, name):
    """The field of a parameter of that name."""
    found = next(row.editor for key, row in dialog.form.rows.items() if key.name == name)
    assert isinstance(found, PickEditor)
    return found


def listed(picked):
    """The names in the open list."""
    model = picked.list.model
    choices = [model.choice(number) for number in range(model.rowCount())]
    return [choice.name for choice in choices if choice is not None]


def known(hand, desk, kind_of_call):
    """How many images the desk knows where the window is."""
    call = desk.catalogue.call(kind_of_call)
    pick = next(p.pick for p in call.parameters if p.name == "image_id")
    return len(desk.seen.choices(desk.place(hand.window.profile, hand.window.region), pick))


def list_mine(hand, desk):
    hand.open_call("list images", "List Images")
    hand.tab_to("Fill in: Mine")
    hand.press("Space")
    hand.send()
    hand.answered("List Images", 200)
    hand.until(lambda: known(hand, desk, "cloud-images.delete-image"))


def test_by_keyboard_from_a_list_to_deleting_one_of_it(rackspace, heart, desk):
    hand = rackspace
    list_mine(hand, desk)
    image = field(hand.open_call("delete image", "Delete Image"), "image_id")
    hand.press("Down")
    before = listed(image)
    assert NAME in before
    hand.type("02 upgrade")
    assert listed(image) == [NAME]
    hand.press("Down")
    hand.press("Return")
    assert image.note.text().startswith(f"{NAME} · active")
    picked = image.line.text()
    hand.send()
    hand.until(hand.question.yes.isEnabled)
    hand.tab_to("Delete Image")
    hand.press("Space")
    hand.answered("Delete Image", 204)
    image = field(hand.open_call("get image details", "Get Image Details"), "image_id")
    hand.press("F4")
    assert NAME not in listed(image)
    assert len(listed(image)) == len(before) - 1
    hand.press("Escape")
    QGuiApplication.clipboard().setText(picked)
    hand.press("Ctrl+V")
    assert image.note.text() == ""


def test_by_mouse_live_on_openstack_with_what_depends_on_the_image(openstack, heart, desk):
    hand = openstack
    dialog = hand.open_call("delete image tag", "Delete image tag")
    image, tag = field(dialog, "image_id"), field(dialog, "tag_value")
    tag.open_list()
    assert tag.list.foot.text().startswith("Fill in image_id first")
    image.open_list()
    hand.click(image.list.foot)
    hand.until(lambda: image.offer.live is not None)
    tagged = next(n for n, name in enumerate(listed(image), 1) if name.startswith("db-01 nightly"))
    hand.click_row(image.list.list, image.list.model.index(tagged, 0))
    assert image.note.text().startswith("db-01 nightly")
    tag.open_list()
    hand.click(tag.list.foot)
    hand.until(lambda: tag.offer.live is not None)
    assert [choice.value for choice in tag.offer.live.choices] == ["database", "nightly"]
    hand.click_row(tag.list.list, tag.list.model.index(tag.list.model.find("nightly"), 0))
    assert f"/v2/images/{image.line.text()}/tags/nightly" in dialog.preview.toPlainText()


def test_signing_out_forgets_what_was_seen(rackspace, heart, desk):
    hand = rackspace
    list_mine(hand, desk)
    place = desk.place(hand.window.profile, hand.window.region)
    pick = next(p.pick for p in desk.catalogue.call("cloud-images.delete-image").parameters)
    assert desk.seen.choices(place, pick)
    hand.window.actions_.by_name["sign_out"].trigger()
    hand.until(lambda: not desk.clouds)
    assert not desk.seen.choices(place, pick)


@pytest.mark.parametrize("key", ["Ctrl+Return", "Tab"])
def test_an_open_list_keeps_no_key_from_the_dialog(rackspace, desk, key):
    hand = rackspace
    list_mine(hand, desk)
    dialog = hand.open_call("get image details", "Get Image Details")
    image = field(dialog, "image_id")
    hand.press("Down")
    hand.press("Down")
    hand.press("Return")
    hand.press("F4")
    hand.press(key)
    if key == "Tab":
        assert not image.listing
        assert QApplication.focusWidget() is not image.line
    else:
        hand.answered("Get Image Details", 200)
