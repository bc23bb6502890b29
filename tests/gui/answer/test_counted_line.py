"""The count of what was found stands inside the line, and never on its words."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from gui.answer.counted_line import CountedLine


@pytest.fixture
def line(qtbot):
    made = CountedLine("Find in answer")
    qtbot.addWidget(made)
    made.resize(172, 32)
    made.show()
    QTest.keyClicks(made, "value")
    return made


def count(line):
    return line.findChild(QLabel)


def test_the_count_stands_before_the_clear_button_and_after_the_words(line):
    line.show_count("1 of 9,720")
    label = count(line)
    assert label.isVisible()
    assert label.text() == line.count_text == "1 of 9,720"
    assert label.geometry().right() < line.findChild(QToolButton).x()
    assert line.cursorRect().right() <= label.x()
    QTest.keyClicks(line, " and much more than there is room for")
    line.grab()  # it scrolls as it is painted
    assert line.cursorRect().right() <= label.x()


def test_without_a_count_the_words_have_all_the_room(line):
    line.show_count("1 of 9,720")
    line.show_count("")
    assert not count(line).isVisible()
    assert line.textMargins().right() == 0


def test_the_count_moves_with_the_end_and_goes_where_the_words_need_the_room(line):
    line.show_count("1 of 9,720", "Only the first are kept.")
    before = count(line).x()
    line.resize(400, 32)
    assert count(line).x() == before + 228
    assert count(line).toolTip() == "Only the first are kept."
    line.resize(90, 32)
    assert not count(line).isVisible()
    assert line.textMargins().right() == 0
