"""An exchange of somebody else's in a tab: whoever lets go of it first, the other still has it."""

import pytest

from api.errors import TimedOut
from gui.answer.problem_page import ProblemPage
from tests.builders.exchanges import a_response, an_exchange, an_image_list


@pytest.fixture
def exchange():
    return an_exchange(a_response(an_image_list(3)))


def test_the_tab_lets_go_first(qtbot, jobs, tabs, exchange):
    tabs.show_exchange(exchange)
    qtbot.waitUntil(lambda: tabs.current.view is not None)
    tabs.close_current()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert exchange.response.content.bytes()
    tabs.show_exchange(exchange)
    qtbot.waitUntil(lambda: tabs.current.view is not None)
    assert tabs.current.answer.shown == 3


def test_the_other_lets_go_first(qtbot, jobs, tabs, exchange):
    tabs.show_exchange(exchange)
    exchange.response.content.close()
    qtbot.waitUntil(lambda: tabs.current.view is not None)
    assert tabs.current.answer.shown == 3
    tabs.close_current()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert not exchange.response.content.bytes()


def test_one_that_is_open_is_gone_to(qtbot, tabs, exchange):
    tabs.show_exchange(exchange)
    tabs.show_exchange(an_exchange(a_response(b"{}")))
    tabs.show_exchange(exchange)
    assert tabs.count == 2
    assert tabs.current.exchange is exchange


def test_one_without_an_answer_says_why(tabs):
    tabs.show_exchange(an_exchange(None, error=TimedOut("It took too long.")))
    assert isinstance(tabs.current.page, ProblemPage)
