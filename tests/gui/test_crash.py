"""Exceptions nobody expected are told to the person, from whatever thread; no value of a variable is shown."""

import sys
import threading

import pytest

from api.errors import NoAnswer
from gui.crash import MOST, Reporter


@pytest.fixture
def reporter(program, window):
    made = Reporter(program)
    before = sys.excepthook, threading.excepthook
    sys.excepthook = lambda *_: None  # pytest-qt's own hook would fail the test
    made.install()
    yield made
    made.remove()
    sys.excepthook, threading.excepthook = before


def raised(secret="hunter2-secret"):
    try:
        raise ValueError(f"went wrong with {secret}")
    except ValueError as error:
        return error


def test_exception_of_the_gui_thread_is_told(reporter, window, qtbot):
    error = raised()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(window.toast.isVisible)
    assert "unexpected" in window.toast.text
    details = window.toast._raw.toPlainText()
    assert details.startswith("ValueError\n")
    assert "test_crash.py" in details
    assert "hunter2-secret" not in details


def test_exception_of_a_thread_is_told(reporter, window, qtbot):
    def work():
        raise NoAnswer("It is lost at https://alice:hunter2-secret@example.org.")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(window.toast.isVisible)
    details = window.toast._raw.toPlainText()
    assert "It is lost at https://" in details
    assert "hunter2-secret" not in details


def test_error_of_a_job_nobody_listens_to_is_told(reporter, window, program, qtbot):
    def work(cancel, report):
        raise OSError(28, "No room", "/home/alice/hunter2-secret")

    program.jobs.run(work, print)
    qtbot.waitUntil(window.toast.isVisible)
    details = window.toast._raw.toPlainText()
    assert "OSError: No room" in details
    assert "hunter2-secret" not in details


def test_the_terminal_is_told_no_values(program, capsys):
    made, before = Reporter(program), (sys.excepthook, threading.excepthook)
    sys.excepthook = sys.__excepthook__
    made.install()
    error = raised()
    sys.excepthook(type(error), error, error.__traceback__)
    made.remove()
    sys.excepthook, threading.excepthook = before
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "test_crash.py" in told
    assert "hunter2-secret" not in told


def test_a_fault_that_repeats_does_not_bury_the_window(reporter, window, qtbot):
    told = []
    window.notices.posted.connect(told.append)
    for _ in range(MOST + 10):
        reporter._tell("again", "here")
    assert len(told) == MOST


def test_interrupt_closes_the_windows(reporter, program):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not program.windows
