"""A list asked with JMESPath in the window, with the keyboard alone, and the next answer of the same call."""

from PySide6.QtWidgets import QApplication

from gui.answer.view import QUERY, TREE
from tests.flows.hand import Hand


def list_images(hand: Hand):
    hand.open_call("list images", "List Images")
    hand.send()
    return hand.answered("List Images", 200)


def settled(hand: Hand, page):
    hand.until(lambda: not page.waiting and not page.running)
    hand.until(lambda: page.result is not None)
    return bytes(page.result.result.content.view).decode()


def test_a_list_is_asked_with_the_keyboard_and_stays_whole(rackspace):
    hand = rackspace
    view = list_images(hand)
    whole = len(view.answer.document)
    hand.window.activateWindow()
    hand.press("Alt+2")
    hand.press("Ctrl+J")
    assert view.current == QUERY
    page = view.page(QUERY)
    assert QApplication.focusWidget() is page.line
    hand.type("images[?statu")
    hand.until(lambda: list(page.line.choices) == ["status"])
    hand.press("Tab")
    hand.type("=='active'].{name: name, id: id}")
    active = [image for image in hand.json()["images"] if image["status"] == "active"]
    assert settled(hand, page).count('"name"') == len(active)
    assert page.state.startswith(f"Query result: {len(active)} items")
    hand.press("Escape")
    assert page.result.isAncestorOf(QApplication.focusWidget())
    hand.press("Ctrl+1")
    assert view.current == TREE
    assert len(view.answer.document) == whole
    assert view.page(TREE).tree.tree_model.outline.document is view.answer.document


def test_the_next_answer_shows_the_whole_until_the_query_is_looked_at(rackspace):
    hand = rackspace
    list_images(hand)
    hand.window.activateWindow()
    hand.press("Alt+2")
    hand.press("Ctrl+J")
    page = hand.view.page(QUERY)
    hand.type("length(images)")
    count = settled(hand, page)
    hand.until(
        lambda: (
            hand.window.program.desk.views.load(hand.tab.exchange.request.call_id).query == "length(images)"
        )
    )
    again = list_images(hand)
    assert again.current == TREE
    hand.window.activateWindow()
    hand.press("Alt+2")
    hand.press("Ctrl+J")
    page = again.page(QUERY)
    assert settled(hand, page) == count
    assert page.line.text() == "length(images)"
