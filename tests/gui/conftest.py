"""A desk on a private folder, a program that never reaches the net, and a stand-in for the answers."""

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTextEdit

from api.desk import Desk
from gui import theme
from gui.program import Program


class AnswersStandIn(QTextEdit):
    """Keeps what a window tells its answers."""

    next_page_requested = Signal(object, str)
    resend_requested = Signal(object)
    whole_requested = Signal(object)
    call_requested = Signal(str, object, object)
    link_requested = Signal(str, object, object)
    edit_requested = Signal(object)
    place_changed = Signal(str)
    said = Signal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setAccessibleName("Answers")
        self.can = {}
        self.begun, self.finished, self.failures, self.mocks, self.progresses = [], [], [], [], []

    def begin(self, title, who, cancel):
        self.begun.append((title, who, cancel))
        return len(self.begun)

    def progress(self, tab_id, progress):
        self.progresses.append((tab_id, progress))

    def finish(self, tab_id, exchange, paging=None):
        self.finished.append((tab_id, exchange, paging))

    def fail(self, tab_id, error):
        self.failures.append((tab_id, error))

    def show_exchange(self, exchange, paging=None):
        self.shown = [*getattr(self, "shown", []), (exchange, paging)]

    def accompany(self, tab_id, sent):
        self.edits = {**getattr(self, "edits", {}), tab_id: sent}

    def deeds(self):
        return self.can

    def show_mock(self, request, who="", lacks=""):
        self.mocks.append((request, who, lacks))
        return 0


class QuietProgram(Program):
    """The program with the stand-in in place of the answers."""

    def make_answers(self, window):
        return AnswersStandIn(window)


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def program(qapp, desk):
    theme.switch().dress()
    made = QuietProgram(lambda: desk)
    yield made
    made.close_all()
    assert made.shutdown(5)
    made.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete


@pytest.fixture
def window(program, qtbot):
    opened = program.start()
    qtbot.waitUntil(lambda: bool(opened.navigation.heads))
    return opened


@pytest.fixture
def practising(window, qtbot):
    """A window that is signed in to the practice cloud."""
    window.practise()
    qtbot.waitUntil(lambda: bool(window.profile))
    return window
