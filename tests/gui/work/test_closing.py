"""Leaving while something long runs: it is named, and nothing stops without a yes."""

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from api.running import Progress
from api.work.state import State
from gui.work.closing import ClosingQuestion


def question(window):
    found = [each for each in window.findChildren(ClosingQuestion) if each.isVisible()]
    return found[0] if found else None


def words(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def downloading(begin, until):
    def receive(work):
        work.report(Progress("receiving", 43, 100))
        work.rest(600)

    work = begin(receive, title="Download Debian 12", unit="bytes")
    until(lambda: work.progress.done)
    return work


def test_without_long_work_the_window_just_closes(window, program):
    window.close()
    assert program.windows == []


def test_what_runs_is_named_and_goes_on(window, program, downloading, until):
    window.close()
    until(lambda: question(window))
    assert "Download Debian 12" in words(question(window))
    assert "43 %" in words(question(window))
    question(window).stay.click()
    assert program.windows == [window]
    assert window.isVisible()
    assert not downloading.cancel.cancelled


def test_a_yes_closes_and_stops(window, program, downloading, until, caplog):
    window.quit()
    until(lambda: question(window))
    with caplog.at_level(logging.WARNING):
        question(window).leave.click()
        assert program.windows == []
        assert program.shutdown(5)
    assert downloading.state is State.CANCELLED
    assert "Stopped with the program: Download Debian 12" in caplog.text


def test_it_is_asked_once_however_often_one_closes(window, downloading, until):
    window.close()
    window.close()
    window.quit()
    assert len(window.findChildren(ClosingQuestion)) == 1


def test_only_the_last_window_asks(window, program, downloading):
    other = program.new_window(window.snapshot())
    other.close()
    assert program.windows == [window]
    assert question(other) is None


def test_a_signal_asks_nobody(window, program, downloading):
    program.close_all()
    assert program.windows == []


def test_the_sessions_end_asks_nobody(window, program, downloading):
    program.leaving.session_ends()
    window.close()
    assert program.windows == []


def test_a_session_that_did_not_end_asks_again(window, program, downloading, until):
    program.leaving.session_ends()
    program.leaving._ask_again()
    window.close()
    until(lambda: question(window))


def test_what_ends_meanwhile_is_said(window, program, downloading, until):
    window.close()
    until(lambda: question(window))
    downloading.cancel.cancel()
    until(lambda: question(window).title.text() == "All of it has ended")
    assert question(window).windowTitle() == "All of it has ended"
    assert question(window).leave.text() == "Quit"
    assert "Debian" not in words(question(window))
    QTest.keyClick(question(window), Qt.Key.Key_Return)
    until(lambda: not program.windows)


def test_what_begins_meanwhile_is_asked_about(window, program, downloading, begin, resting, until):
    window.close()
    until(lambda: question(window))
    downloading.cancel.cancel()
    until(lambda: question(window).leave.text() == "Quit")
    begin(resting, title="Watch db-01")
    until(lambda: question(window).leave.text() == "Stop and quit")
    assert question(window).windowTitle() == "Work is still going on"
    QTest.keyClick(question(window), Qt.Key.Key_Return)
    assert program.windows == [window]


def test_many_are_counted(window, begin, resting, until):
    for number in range(11):
        begin(resting, title=f"Piece {number}")
    window.close()
    until(lambda: question(window))
    assert "and 3 more" in words(question(window))


def test_what_is_kept_says_so(window, begin, resting, until):
    begin(resting, title="Watch db-01 until it is done", kind="watch")
    window.close()
    until(lambda: question(window))
    assert "kept, taken up again" in words(question(window))
    assert "goes on after the next sign-in" in words(question(window))
    begin(resting, title="Look at it")
    until(lambda: "Only what is kept" in words(question(window)))
