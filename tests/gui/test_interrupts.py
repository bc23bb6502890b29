"""A signal reaches the window though Qt's loop runs no Python, and afterwards everything is as before."""

import os
import signal
import sys

import pytest
from PySide6.QtCore import QObject

from gui.interrupts import SIGNALS, Interrupts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def test_signals_close_and_handlers_come_back(qapp, qtbot):
    before = [signal.getsignal(number) for number in SIGNALS]
    closed, parent = [], QObject()
    interrupts = Interrupts(lambda: closed.append(1), parent)
    interrupts.install()
    for count, number in enumerate(SIGNALS, 1):
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda count=count: len(closed) == count)
    interrupts.remove()
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_an_ignored_signal_stays_ignored(qapp):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        parent = QObject()
        interrupts = Interrupts(lambda: pytest.fail("ignored"), parent)
        interrupts.install()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        interrupts.remove()
    finally:
        signal.signal(signal.SIGINT, before)
