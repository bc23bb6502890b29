"""The pair of Python and PySide6 that is installed does not lose references to None."""

import sys

CALLS = 300


def test_calls_that_answer_none_keep_its_reference_count(qapp):
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        qapp.processEvents()
    assert sys.getrefcount(None) > before - 50


def test_emitting_keeps_the_reference_count_of_true(qapp):
    before = sys.getrefcount(True)
    for _ in range(CALLS):
        qapp.paletteChanged.emit(qapp.palette())
    assert sys.getrefcount(True) > before - 50
