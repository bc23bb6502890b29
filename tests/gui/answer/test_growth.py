"""A longer answer takes the place of a shorter one: what the person does meanwhile is not lost."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu

from api.errors import PitchforkError
from api.model import Paging
from api.running import CancelToken
from gui.answer.growth import Wanted, hands_on
from gui.answer.view import RAW, TABLE
from tests.builders.exchanges import a_response, an_exchange, an_image_list

PAGING = Paging("/images", "/next", "marker")


def a_list(count):
    return an_exchange(a_response(an_image_list(count)))


@pytest.fixture
def tab(tabs, qtbot):
    """A tab that shows a list of 30 and is asked for more."""
    tab_id = tabs.begin("List Images", "who", CancelToken())
    tabs.finish(tab_id, a_list(30), PAGING)
    made = tabs.tab(tab_id)
    qtbot.waitUntil(lambda: made.view is not None)
    made.view.switch.choose(TABLE)
    qtbot.waitUntil(lambda: made.view.made(TABLE).rows.arranger is not None)
    made.ask_again(CancelToken())
    return made


def grow(tab, qtbot, fetch):
    done = []
    tab.coming.grow(Wanted(fetch, PAGING, done.append))
    qtbot.waitUntil(lambda: bool(done))
    return done[0]


def test_rows_selection_and_scrolling_stay(tab, qtbot):
    view = tab.view.made(TABLE).view
    view.make_current(7)
    view.selectRow(9)
    view.verticalScrollBar().setValue(3)
    assert grow(tab, qtbot, lambda: a_list(200)) is None
    table = tab.view.made(TABLE)
    assert tab.answer.shown == 200
    assert table.view.selected_rows() == [range(9, 10)]
    assert table.view.current_row() == 9
    assert table.view.verticalScrollBar().value() == 3
    assert tab.running
    tab.coming.settle()
    assert not tab.running


def test_words_that_are_typed_stay_with_the_keyboard_in_them(tab, qtbot):
    line = tab.view.made(TABLE).filter
    line.set_text("debian")
    line.start()
    qtbot.waitUntil(lambda: tab.view.made(TABLE).view.table_model().rowCount() < 30)
    name = tab.window().focusWidget().accessibleName()
    grow(tab, qtbot, lambda: a_list(100))
    assert tab.view.made(TABLE).filter.text == "debian"
    assert tab.window().focusWidget().accessibleName() == name
    assert tab.isAncestorOf(tab.window().focusWidget())


def test_a_view_that_is_chosen_meanwhile_is_shown(tab, qtbot):
    done = []
    tab.coming.grow(Wanted(lambda: a_list(60), PAGING, done.append))
    QTimer.singleShot(0, lambda: tab.view.switch.choose(RAW))
    qtbot.waitUntil(lambda: bool(done))
    assert tab.view.current == RAW


def test_what_cannot_be_put_together_is_told_and_the_answer_stays(tab, qtbot):
    def fail():
        raise PitchforkError("There is no room.")

    error = grow(tab, qtbot, fail)
    assert str(error) == "There is no room."
    assert tab.answer.shown == 30


def test_a_tab_that_closes_meanwhile_lets_go_of_both(tabs, tab, jobs, qtbot):
    longer, done = a_list(60), []
    tab.coming.grow(Wanted(lambda: longer, PAGING, done.append))
    tabs.close_tab(tab)
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert done == []


def test_hands_are_busy_while_a_menu_is_open(tab, qtbot):
    assert not hands_on(tab)
    menu = QMenu(tab)
    menu.addAction("x")
    menu.popup(tab.mapToGlobal(tab.rect().center()))
    assert hands_on(tab)
    menu.close()


def test_a_tab_that_closes_between_two_turns_lets_go_of_both(tabs, tab, jobs, qtbot, monkeypatch):
    longer, make = a_list(60), tab.make_view

    def make_and_close(shown):
        QTimer.singleShot(0, lambda: tabs.close_tab(tab))
        return make(shown)

    monkeypatch.setattr(tab, "make_view", make_and_close)
    tab.coming.grow(Wanted(lambda: longer, PAGING, lambda _error: None))
    qtbot.waitUntil(lambda: len(longer.response.content) == 0)
    qtbot.waitUntil(lambda: jobs.count == 0)
