"""The whole program on a private folder: real window, real answers, real desk, and a heart that must not stop."""

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from api.desk import Desk
from gui import theme
from gui.app import Beginning, Options
from gui.program import Program
from tests.flows.hand import Hand

LONGEST_STOP_MS = 4000
"""More would be a window that hangs, also on a busy machine."""


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def program(qapp, desk):
    theme.switch().dress()
    made = Program(lambda: desk)
    yield made
    made.close_all()
    assert made.shutdown(5)
    made.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete


@pytest.fixture
def start(program, qtbot):
    """Starts the program as the command line does; answers with the hand that uses its window."""
    begun = []

    def begin(practice="", link=""):
        window = program.start()
        beginning = Beginning(program, window, Options(practice=practice, link=link))
        program.started.connect(beginning.go_on)
        begun.append(beginning)
        hand = Hand(qtbot, window)
        hand.until(lambda: window.navigation.heads)
        hand.until(window.isActiveWindow)
        if practice:
            hand.until(lambda: window.profile)
        return hand

    yield begin
    for each in begun:
        each.end()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def hand(start):
    """A window where nobody is signed in."""
    return start()


@pytest.fixture
def rackspace(start):
    """A window on the practice cloud, as after `--practice`."""
    return start("rackspace")


@pytest.fixture
def openstack(start):
    """A window on the practice cloud's OpenStack face."""
    return start("openstack")


class Heart(QObject):
    """Beats on the GUI thread and remembers the longest time it stood still, in milliseconds."""

    def __init__(self):
        super().__init__()
        import time

        self._now = time.monotonic
        self._last = self._now()
        self.longest = 0.0
        self.beats = 0
        self._timer = QTimer(self)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self):
        now = self._now()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now
        self.beats += 1


@pytest.fixture
def heart(qapp):
    """Fails the test whose window stood still."""
    made = Heart()
    yield made
    made._timer.stop()
    assert made.beats
    assert made.longest < LONGEST_STOP_MS, f"the window stood still for {made.longest:.0f} ms"
