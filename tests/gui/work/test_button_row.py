"""Buttons in a row: what does not fit is in a menu."""

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from gui.work.button_row import ButtonRow

WORDS = ("Open the folder", "Show the image", "Retry", "Remove")


@pytest.fixture
def row(qtbot):
    made = ButtonRow()
    qtbot.addWidget(made)
    made.resize(900, 30)
    made.chosen_ones = []
    made.chosen.connect(made.chosen_ones.append)
    made.set_words(WORDS)
    made.show()
    return made


def shown(row):
    visible = [each for each in row.findChildren(QPushButton) if each.isVisible()]
    return [each.text() for each in sorted(visible, key=lambda each: each.x())]


def button(row, text):
    return next(each for each in row.findChildren(QPushButton) if each.text() == text)


def test_with_room_all_are_there(row):
    assert shown(row) == list(WORDS)
    button(row, "Retry").click()
    assert row.chosen_ones == [2]


def test_without_room_the_last_are_in_a_menu(row, qtbot):
    row.resize(300, 30)
    assert shown(row)[0] == "Open the folder"
    assert shown(row)[-1] == "More…"
    assert len(shown(row)) < len(WORDS)
    button(row, "More…").click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == list(WORDS[len(shown(row)) - 1 :])
    menu.actions()[-1].trigger()
    menu.close()
    assert row.chosen_ones == [3]
    row.resize(20, 30)
    assert shown(row) == ["More…"]


def test_fewer_words_hide_the_others_and_an_ampersand_is_text(row):
    row.set_words(["Show & tell"])
    assert shown(row) == ["Show && tell"]
    row.press("Show & tell")
    assert row.chosen_ones == [0]


def test_the_keyboard_stays_on_its_word(row, qtbot):
    row.activateWindow()
    button(row, "Retry").setFocus()
    qtbot.waitUntil(lambda: button(row, "Retry").hasFocus())
    row.set_words(["Retry", "Remove"])
    assert button(row, "Retry").hasFocus()
    row.set_words(["Retry", "Remove"])
    assert row.words == ("Retry", "Remove")
