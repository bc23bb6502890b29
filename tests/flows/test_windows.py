"""Nothing but windows, dialogs and menus is ever shown on its own: a part shown too early flashes over the screen."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QWidget

from tests.flows.servers import ask, saying, serving


class Watch(QObject):
    """Notes every widget that is shown as a window."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append((type(watched), watched.accessibleName() or getattr(watched, "text", str)()))
        return False


@pytest.fixture
def watch(qapp):
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    strays = [each for each in made.shown if not issubclass(each[0], QMainWindow | QDialog | QMenu)]
    drop_downs = ("QComboBoxPrivateContainer", "QTipLabel", "QListView")
    assert not (found := [each for each in strays if each[0].__name__ not in drop_downs]), found


def test_nothing_flashes_while_the_sheet_changes_its_form(watch, hand):
    hand.press("Ctrl+L")
    hand.until(lambda: any(issubclass(kind, QDialog) for kind, _ in watch.shown))
    sheet = next(w for w in hand.window.findChildren(QDialog) if w.isVisible())
    for row in range(sheet.kind.count()):
        sheet.kind.setCurrentIndex(row)
        for number in range(sheet.way.count()):
            sheet.way.setCurrentIndex(number)
    assert sheet.isActiveWindow()


def test_nothing_flashes_from_the_start_to_an_answer(watch, start):
    hand = start("rackspace")
    for words, title in (
        ("list images", "List Images"),
        ("update image", "Update Image"),
        ("import task", "Import Task"),
    ):
        hand.open_call(words, title)
    hand.open_call("list images", "List Images")
    hand.send()
    hand.answered("List Images", 200)
    hand.press("Alt+2")
    for number in "12345":
        hand.press(f"Ctrl+{number}")
    hand.press("Ctrl+M")
    hand.open_call("delete image", "Delete Image")
    hand.fill(image_id="11111111-1111-4111-8111-111111111111")
    hand.send()
    hand.until(hand.question.yes.isEnabled)
    hand.press("Escape")
    hand.window.actions_.by_name["manage_profiles"].trigger()
    with serving(saying(b"")) as server:
        hand.window.set_cloud("")
        ask(hand, server.url)
        hand.failed("Health check")
