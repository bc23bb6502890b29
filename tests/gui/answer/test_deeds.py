"""What the Answer menu can do with each kind of tab."""

import pytest
from PySide6.QtGui import QKeySequence, QShortcut

from api.errors import TimedOut
from api.model import Paging
from api.running import CancelToken
from gui.actions import ENTRIES
from gui.answer.view import QUERY, TABLE
from gui.frame import ANSWER
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image_list

IMAGES = Paging("/images", "/next", "marker")
VIEWS = {"show_tree", "show_table", "show_query", "show_raw", "show_headers", "show_request"}


@pytest.fixture
def opened(qtbot, tabs):
    def make(body, paging=IMAGES, content_type="application/json"):
        exchange = an_exchange(a_response(body, content_type=content_type))
        tab_id = tabs.begin("List Images", "who", CancelToken())
        tabs.finish(tab_id, exchange, paging)
        qtbot.waitUntil(lambda: tabs.tab(tab_id).view is not None)
        return tabs.tab(tab_id).view

    return make


def test_without_a_tab_there_is_nothing(tabs):
    assert tabs.deeds() == {}


def test_a_list_can_be_shown_searched_compared_and_asked_again(opened, tabs):
    opened(an_image_list(3))
    assert set(tabs.deeds()) == VIEWS | {"find", "compare", "next_page", "send_again", "close_answer"}


def test_a_text_has_fewer_views(opened, tabs):
    opened("words", content_type="text/plain")
    assert not {"show_tree", "show_table", "show_query", "compare", "next_page"} & set(tabs.deeds())


@pytest.mark.parametrize(("name", "number"), [("show_table", TABLE), ("show_query", QUERY)])
def test_a_view_is_shown_with_the_keyboard_in_it(opened, tabs, name, number):
    view = opened(an_image_list(3))
    tabs.activateWindow()
    tabs.deeds()[name]()
    assert view.current == number
    assert view.page(number).isAncestorOf(tabs.window().focusWidget())


def test_the_next_page_is_asked_for(opened, qtbot, tabs):
    opened(an_image_list(3))
    with qtbot.waitSignal(tabs.next_page_requested) as asked:
        tabs.deeds()["next_page"]()
    assert asked.args[1] == an_image_list(3)["next"]


def test_what_was_not_answered_can_be_sent_again(qtbot, tabs):
    tab_id = tabs.begin("List Images", "who", CancelToken())
    assert set(tabs.deeds()) == {"close_answer"}  # it runs
    exchange = an_exchange(None, a_request(), error=TimedOut("No answer."))
    tabs.finish(tab_id, exchange)
    with qtbot.waitSignal(tabs.resend_requested) as asked:
        tabs.deeds()["send_again"]()
    assert asked.args == [exchange]


def test_a_mock_can_only_be_closed(tabs):
    tabs.show_mock(a_request(), "who")
    assert set(tabs.deeds()) == {"close_answer"}
    tabs.deeds()["close_answer"]()
    assert tabs.count == 0


def test_the_keys_in_the_menu_are_keys_of_the_answer(opened):
    view = opened(an_image_list(3))
    keys = {shortcut.key() for shortcut in view.findChildren(QShortcut)}
    needs_desk = {"use_in", "edit", "do_for_rows"}
    told = {
        QKeySequence(entry.keys)
        for entry in ENTRIES
        if entry.menu == ANSWER and entry.keys and entry.name not in needs_desk
    }
    assert told <= keys
