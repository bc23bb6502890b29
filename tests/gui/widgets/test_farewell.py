"""Widgets that nobody sees any more are deleted one by one."""

import shiboken6
from PySide6.QtWidgets import QWidget

from gui.widgets.farewell import delete_in_turn


def test_one_goes_after_the_other_and_none_stays(qtbot):
    holder = QWidget()
    first, second = QWidget(holder), QWidget(holder)
    seen = []
    first.destroyed.connect(lambda: seen.append(shiboken6.isValid(second)))
    second.destroyed.connect(lambda: seen.append(shiboken6.isValid(holder)))
    delete_in_turn([first, second, holder])
    assert shiboken6.isValid(first)
    qtbot.waitUntil(lambda: not shiboken6.isValid(holder))
    assert seen == [True, True]


def test_one_that_is_gone_already_is_no_matter(qtbot):
    gone, last = QWidget(), QWidget()
    delete_in_turn([gone, last])
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: not shiboken6.isValid(last))
