"""The left side: its switch, pages that are made late, and what is kept of the choice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gui.navigation.side import CALLS, Side


@pytest.fixture
def made():
    return []


@pytest.fixture
def side(qtbot, made):
    def make(name):
        made.append(name)
        page = QLineEdit()
        page.setAccessibleName(name)
        return page

    shown = Side(QLineEdit("calls"))
    shown.add_page("saved", "Saved", lambda: make("saved"))
    shown.add_page("history", "History", lambda: make("history"))
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_a_page_is_made_when_it_is_first_shown_and_once(side, made):
    side.begin()
    assert made == []
    for key in ("saved", CALLS, "saved"):
        side.choose(key)
    assert made == ["saved"]
    assert (side.key, side.page.accessibleName()) == ("saved", "saved")


def test_a_choice_from_before_the_beginning_is_made_then(side, made):
    side.choose("history")
    assert made == []
    assert side.key == "history"
    assert side.page.text() == "calls"
    side.begin()
    assert made == ["history"]
    assert side.page.accessibleName() == "history"


def test_a_page_that_is_not_there_changes_nothing(side):
    side.begin()
    side.choose("of a newer version")
    assert side.key == CALLS


def test_the_switch_is_used_with_the_arrows_and_tells(side, qtbot):
    side.begin()
    told = []
    side.chosen.connect(told.append)
    side.switch.setFocus()
    qtbot.keyClick(side.switch, Qt.Key.Key_Right)
    assert told == ["saved"]


def test_the_keyboard_goes_into_the_page(side, qtbot):
    side.begin()
    side.activateWindow()
    side.focus("saved")
    qtbot.waitUntil(lambda: side.page.hasFocus())
