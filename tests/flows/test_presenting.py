"""Presenting in the window: a mark, nothing of the account on any page, and copies that are whole."""

from PySide6.QtWidgets import QLabel

from gui.answer.view import HEADERS, RAW, REQUEST, TABLE, TREE
from gui.presenting.band import PresentingBand
from gui.presenting.stand_ins import presenting


def painted(monkeypatch):
    """Every text that is painted by the program from now on."""
    from PySide6.QtGui import QPainter

    texts, before = [], QPainter.drawText

    def draw(painter, *arguments):
        texts.extend(each for each in arguments if isinstance(each, str))
        return before(painter, *arguments)

    monkeypatch.setattr(QPainter, "drawText", draw)
    return texts


def test_presenting(rackspace, desk, program, monkeypatch):
    hand = rackspace
    window, account = hand.window, desk.clouds[0].account_id
    hand.go_to_call("list images", "List Images")
    hand.press("Ctrl+Return")
    hand.press("Ctrl+Return")
    hand.until(lambda: not hand.tab.running)
    assert account in window.windowTitle()
    action = window.actions_.by_name["toggle_presenting"]
    action.trigger()
    band = window.findChild(PresentingBand)
    assert band.isVisible()
    assert action.isChecked()
    assert account not in window.windowTitle()
    texts = painted(monkeypatch)
    for page in (TREE, TABLE, RAW, HEADERS, REQUEST):
        hand.press(f"Ctrl+{page + 1}")
        window.grab()
    assert texts
    assert [text for text in texts if account in text] == []
    assert any(account in label.text() for label in window.findChildren(QLabel))
    second = program.new_window(window.snapshot())
    assert second.findChild(PresentingBand).isVisible()
    assert second.actions_.by_name["toggle_presenting"].isChecked()
    second.close()
    window.activateWindow()
    hand.click(band.stop)
    assert not presenting().on
    assert not band.isVisible()
    assert not action.isChecked()
    assert account in window.windowTitle()
    for page in (TREE, RAW, REQUEST):
        texts.clear()
        hand.press(f"Ctrl+{page + 1}")
        window.grab()
        assert [text for text in texts if account in text], "nothing would have been found"
