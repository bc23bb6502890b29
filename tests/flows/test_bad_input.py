"""Values that are none, too long or strange: told at the field, never sent broken, and nothing hangs."""

import json

import pytest

ID = "11111111-1111-4111-8111-111111111111"


def first_line(dialog):
    """The request line of the preview."""
    return dialog.preview.toPlainText().splitlines()[0]


def fault(hand, dialog, name):
    """What stands under a field."""
    row = next(row for key, row in dialog.form.rows.items() if key.name == name)
    hand.until(lambda: row.fault.isVisible())
    return row.fault.text()


def refused(hand, dialog):
    """Send is off, by key too."""
    tabs = hand.window.answers.count
    assert not dialog.foot.send.isEnabled()
    hand.press("Ctrl+Return")
    assert dialog.isVisible()
    return hand.window.answers.count == tabs


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("x\r\nEvil: 1", "Control characters cannot stand in an address."),
        ("bell\x07", "Control characters cannot stand in an address."),
        ("\x00", "Control characters cannot stand in an address."),
        ("ä" * 300, "At most 255 characters; this has 300."),
        ("..", ""),
        ("", "A value is needed."),
    ],
)
def test_a_value_that_cannot_stand_in_the_address_is_told(openstack, heart, tag, words):
    hand = openstack
    dialog = hand.open_call("add image tag", "Add image tag")
    hand.fill(image_id=ID, tag_value=tag)
    hand.press("Ctrl+Return")
    assert words in fault(hand, dialog, "tag_value")
    assert refused(hand, dialog)
    assert len(dialog.preview.toPlainText().split("\n\n")[0].splitlines()) < 8


@pytest.mark.parametrize(
    ("tag", "written"),
    [("b%~", "b%25~"), ("größe – €", "gr%C3%B6%C3%9Fe%20%E2%80%93%20%E2%82%AC"), ("?q#f", "%3Fq%23f")],
)
def test_any_other_character_is_escaped_and_sent(openstack, heart, tag, written):
    hand = openstack
    dialog = hand.open_call("add image tag", "Add image tag")
    hand.fill(image_id=ID, tag_value=tag)
    assert first_line(dialog) == f"PUT /v2/images/{ID}/tags/{written} HTTP/1.1"
    hand.send()
    hand.answered("Add image tag", 404)  # there is no such image
    assert hand.tab.exchange.request.url.masked().endswith(f"/tags/{written}")


def test_a_tag_with_a_slash_is_refused_where_it_cannot_be_addressed(rackspace, heart):
    hand = rackspace
    dialog = hand.open_call("add image tag", "Add Image Tag")
    hand.fill(image_id=ID, tag="a/b")
    assert fault(hand, dialog, "tag")
    assert refused(hand, dialog)
    hand.fill(tag="50%")
    assert first_line(dialog).endswith("/tags/50%25 HTTP/1.1")
    hand.send()
    hand.answered("Add Image Tag", 404)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("größe", "Only ASCII characters can stand in a header."),
        ("x\r\nEvil: 1", "ontrol characters"),
        ("bell\x07", "ontrol characters"),
        ("v" * 70_000, "Only 65,536 characters fit here"),
    ],
)
def test_a_value_that_cannot_stand_in_a_header_is_told(openstack, heart, value, words):
    hand = openstack
    dialog = hand.open_call("create image", "Create image")
    hand.fill(**{"X-Image-Meta-Store": value})
    assert words in fault(hand, dialog, "X-Image-Meta-Store")
    assert refused(hand, dialog)
    assert "Evil: 1" not in dialog.preview.toPlainText().splitlines()


def test_an_overlong_query_is_answered_or_told(rackspace, heart):
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.fill(name="ü" * 20_000)
    hand.send()
    hand.until(lambda: not hand.tab.running)
    assert hand.tab.exchange is not None
    assert hand.tab.exchange.request.url.masked().count("%C3%BC") == 20_000
    hand.open_call("list images", "List Images")
    hand.fill(name="web-02 before upgrade")
    hand.send()
    hand.answered("List Images", 200)
    assert len(hand.json()["images"]) == 1


def test_an_empty_value_is_another_thing_than_none(openstack, heart):
    hand = openstack
    dialog = hand.open_call("create image", "Create image")
    assert '"name"' not in dialog.preview.toPlainText()
    hand.tab_to("What is sent for name while the field is blank")
    hand.pick_from_menu("Space", "Send it empty")
    hand.until(lambda: '"name": ""' in dialog.preview.toPlainText())
    dialog.activateWindow()
    hand.until(dialog.isActiveWindow)
    hand.send()
    hand.answered("Create image", 201)
    assert hand.json()["name"] == ""


def add_change(hand, dialog, path):
    """Begin an entry of the body and go to its value."""
    hand.tab_to("Add entry to body")
    hand.press("Space")
    hand.press("Down")  # op: the first that is offered
    hand.fill(**{"body, entry 1, path": path})
    hand.tab_to("body, entry 1, value")


def test_malformed_json_is_told_with_its_place(openstack, heart):
    hand = openstack
    dialog = hand.open_call("update image", "Update image")
    hand.fill(image_id=ID)
    add_change(hand, dialog, "/name")
    hand.paste('{"a": [1, 2,, 3]}')
    words = fault(hand, dialog, "body")
    assert "This is not JSON" in words
    assert "line 1" in words
    assert refused(hand, dialog)
    hand.tab_to("body, entry 1, value")
    hand.press("Ctrl+A")
    hand.paste('{"a": [1, 2, 3]}')
    assert dialog.foot.send.isEnabled()
    hand.send()
    hand.answered("Update image", 400)
    assert "is not of type" in hand.words(hand.view)


def test_ten_megabytes_are_pasted_and_sent(openstack, heart):
    hand = openstack
    dialog = hand.open_call("update image", "Update image")
    hand.fill(image_id=ID)
    add_change(hand, dialog, "/name")
    hand.paste(json.dumps("n" * 10_000_000))
    assert not dialog.foot.send.isEnabled()
    hand.until(dialog.foot.send.isEnabled)
    assert len(dialog.preview.toPlainText()) < 1_000_000
    hand.send()
    hand.until(lambda: not hand.tab.running)
    assert hand.tab_title.startswith("Update image   ")
    assert hand.tab.exchange is not None
