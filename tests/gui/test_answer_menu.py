"""The Answer menu: on where the answer that is shown can do it, off elsewhere."""

from PySide6.QtCore import Qt

from gui.actions import ENTRIES, SEPARATOR
from gui.frame import ANSWER

SHARED = {"save_call", "copy_link"}
NAMES = {entry.name for entry in ENTRIES if entry.menu == ANSWER and entry.name != SEPARATOR} - SHARED


def enabled(window):
    window.actions_.menus[ANSWER].aboutToShow.emit()
    return {name for name in NAMES if window.actions_.by_name[name].isEnabled()}


def test_nothing_is_on_before_there_are_answers(window):
    assert enabled(window) == set()
    assert "answers" not in vars(window)  # they are not made for that


def test_what_the_answer_can_do_is_on_and_done(window):
    done = []
    window.answers.can = {"compare": lambda: done.append("compare")}
    assert enabled(window) == {"compare"}
    window.actions_.by_name["compare"].trigger()
    assert done == ["compare"]


def test_what_cannot_be_done_any_more_is_not(window):
    window.answers.can = {"compare": lambda: None}
    assert enabled(window) == {"compare"}
    window.answers.can = {}
    window.actions_.by_name["compare"].trigger()


def test_its_keys_are_those_of_the_answer(window):
    """They would be ambiguous, and neither would work, if the menu's were keys of the window."""
    for name in NAMES:
        assert window.actions_.by_name[name].shortcutContext() is Qt.ShortcutContext.WidgetShortcut


def test_the_keys_of_the_views_work_from_the_whole_window(window, qtbot):
    done = []
    window.answers.can = {"show_table": lambda: done.append("table")}
    window.bench.go_to()
    panel = window.work_panel
    for part in (panel.list, panel.clear, window.navigation.tree, window.navigation.filter):
        qtbot.keyClick(part, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert done == ["table"] * 4
    qtbot.keyClick(panel.list, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert done == ["table"] * 4


def test_entries_of_another_menu_are_left_to_that(window):
    done = []
    window.answers.can = {name: lambda: done.append("answer") for name in SHARED}
    enabled(window)
    for name in SHARED:
        action = window.actions_.by_name[name]
        assert action in window.actions_.menus["&File"].actions()
        assert action.isEnabled()
        window.actions_.menus[ANSWER].triggered.emit(action)
    assert done == []
