"""Two regions side by side, by keyboard: from one answer to what differs in the other, and to where it stands."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.answer.compare.picker import ComparePicker
from gui.answer.compare.tab import CompareTab
from gui.answer.view import TREE


def list_images(hand):
    hand.open_call("list images", "List Images")
    hand.fill(limit="40")
    hand.send()
    hand.answered("List Images", 200)


def test_the_images_of_two_regions(rackspace):
    hand = rackspace
    list_images(hand)
    hand.choose(hand.window.top.regions, "ORD")
    list_images(hand)
    hand.window.activateWindow()
    hand.view.page(TREE).tree.setFocus()
    hand.press("Ctrl+Shift+D")
    hand.until(lambda: isinstance(QApplication.activePopupWidget(), ComparePicker))
    QTest.keyClick(QApplication.activePopupWidget().search, Qt.Key.Key_Return)
    page = hand.window.answers.findChild(CompareTab)
    hand.until(lambda: not page.running)
    assert "Different regions: DFW and ORD" in hand.words(page.head)
    assert "Only these pages are compared" in page.head.notes.text()
    hand.until(lambda: page.view.hasFocus())
    ours, theirs = (side.answer for side in page.sides)
    assert ours.document.source(0) != theirs.document.source(0)
    hand.press("F8")
    assert hand.window.answers.current is None
    while page.view.current_change().left < 0:
        hand.press("F8")
    place = page.path
    hand.press("Ctrl+1")
    hand.until(lambda: hand.window.answers.current is not None)
    assert hand.view.path == place
    assert hand.tab.answer is ours
