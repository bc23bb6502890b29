"""The Work panel is there before anybody asks for it, unseen, and nothing fails if the window goes before that."""

import pytest

from gui.warming import Warming


@pytest.fixture
def warmed(window, qtbot):
    """The window, once its panel was made."""
    with qtbot.waitSignal(Warming(window).ended):
        assert "work_panel" not in vars(window)
    return window


def test_the_panel_is_made_and_not_shown(warmed):
    assert "work_panel" in vars(warmed)
    assert not warmed.work_panel.isVisible()
    warmed.bench.go_to()
    assert warmed.work_panel.isVisible()
    assert warmed.work_panel.has_focus() or not warmed.isActiveWindow()


def test_a_panel_that_was_opened_meanwhile_stays_open(window, qtbot):
    warming = Warming(window)
    window.bench.go_to()
    with qtbot.waitSignal(warming.ended):
        pass
    assert window.work_panel.isVisible()


def test_a_window_that_is_closed_is_left_alone(window, qtbot):
    warming = Warming(window)
    window.close()
    assert not warming._timer.isActive()
    assert "work_panel" not in vars(window)
