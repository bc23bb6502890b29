"""Pages of a long list: counts, following to the end, and queries with repeated parameters."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from api.model import Key, Location


def walk(hand, title):
    """Follow Next page to the end; the ids of all pages, in order."""
    pages = [[image["id"] for image in hand.json()["images"]]]
    while "more exist" in hand.words(hand.view.facts):
        assert f"{len(pages[-1]):,} shown, more exist" in hand.words(hand.view.facts)
        hand.click(hand.named(hand.view, "Next page"))
        hand.answered(title, 200)
        pages.append([image["id"] for image in hand.json()["images"]])
    return pages


def test_next_page_follows_to_the_end_of_a_long_list(rackspace, heart):
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.send()
    hand.answered("List Images", 200)
    pages = walk(hand, "List Images")
    assert len(pages) > 1
    assert [len(page) for page in pages[:-1]] == [100] * (len(pages) - 1)
    ids = [each for page in pages for each in page]
    assert len(set(ids)) == len(ids) > 100
    assert hand.window.answers.count == len(pages)
    assert not [b for b in hand.view.findChildren(QPushButton) if b.text() == "Next page" and b.isVisible()]
    assert f"{len(pages[-1])} images" in hand.words(hand.view.facts)


@pytest.fixture
def tagged(openstack):
    """Five images that bear both tags and three that bear one, made by sending the calls."""
    hand, desk = openstack, openstack.window.program.desk
    call = desk.catalogue.call("image.create-image")
    name, tags = Key(Location.BODY, "name"), Key(Location.BODY, "tags")
    for number in range(8):
        both = ["a b", "c&d"] if number < 5 else ["a b"]
        values = {name: f"tagged {number}", tags: both}
        hand.window.calls.send(desk.draft(call, values, hand.window.place))
        hand.answered("Create image", 201)
    return hand


def test_two_tags_stay_on_the_second_page(tagged):
    hand = tagged
    dialog = hand.open_call("list images", "List images")
    hand.fill(limit="2")
    add = hand.named(dialog, "Add entry to tag")
    for tag in ("a b", "c&d"):
        hand.show(dialog, add)
        hand.click(add)
        hand.paste(tag)
    assert "tag=a%20b&tag=c%26d" in dialog.preview.toPlainText()
    hand.send()
    hand.answered("List images", 200)
    pages = walk(hand, "List images")
    assert [len(page) for page in pages] in ([2, 2, 1], [2, 2, 1, 0])
    for number in range(hand.window.answers.count):
        hand.window.answers._book.setCurrentIndex(number)
        if hand.tab.title == "List images":
            asked = hand.tab.exchange.request.url.masked()
            assert "tag=a%20b&tag=c%26d" in asked, asked
            assert "limit=2" in asked


def test_next_page_by_keyboard(rackspace):
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.fill(limit="3")
    hand.send()
    hand.answered("List Images", 200)
    hand.press("Alt+2")
    for _ in range(30):
        hand.press("Shift+Tab")
        focus = hand.window.focusWidget()
        if getattr(focus, "text", str)() == "Next page":
            break
    assert focus.focusPolicy() & Qt.FocusPolicy.TabFocus
    hand.press("Space")
    hand.answered("List Images", 200)
    assert "marker=" in hand.tab.exchange.request.url.masked()
