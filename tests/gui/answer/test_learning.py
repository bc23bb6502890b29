"""What an answer holds is learnt after it is shown; a tab that closes meanwhile troubles nobody."""

import threading

import pytest

from api.desk import Desk
from api.running import CancelToken
from gui.answer.learning import learn
from gui.answer.tabs import AnswerTabs

IMAGES = {"images": [{"id": "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "name": "Debian 12"}]}


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def tabs(qtbot, jobs, desk):
    made = AnswerTabs(jobs, desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_all()


def finish(tabs, answered):
    exchange, _answer = answered(IMAGES)
    tabs.finish(tabs.begin("List Images", "who", CancelToken()), exchange)
    return exchange


def test_a_shown_answer_is_learnt(tabs, desk, answered, qtbot):
    exchange = finish(tabs, answered)
    pick = desk.catalogue.call("cloud-images.delete-image").parameters[0].pick
    qtbot.waitUntil(lambda: bool(desk.seen.choices(exchange.place, pick)))
    assert desk.seen.choices(exchange.place, pick)[0].name == "Debian 12"


def test_what_goes_wrong_while_learning_is_told(tabs, desk, answered, qtbot, monkeypatch):
    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(desk.seen, "learn", broken)
    with qtbot.capture_exceptions() as told:
        finish(tabs, answered)
        qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] is ZeroDivisionError


def test_a_tab_that_closes_while_it_is_learnt_from_is_quiet(tabs, desk, jobs, answered, qtbot, monkeypatch):
    entered, go, read = threading.Event(), threading.Event(), []

    def late(_exchange, answer, check):
        entered.set()
        assert go.wait(30)
        read.append(answer.document.key(1))  # it is still there
        check()

    monkeypatch.setattr(desk.seen, "learn", late)
    exchange = finish(tabs, answered)
    qtbot.waitUntil(entered.is_set)
    with qtbot.capture_exceptions() as told:
        tabs.close_all()
        go.set()
        qtbot.waitUntil(lambda: jobs.count == 0)
        qtbot.waitUntil(lambda: len(exchange.response.content) == 0)
    assert read == ["images"]
    assert told == []


def test_an_answer_that_went_before_is_not_learnt(tabs, answered, jobs, qtbot, desk, monkeypatch):
    learnt = []
    monkeypatch.setattr(desk.seen, "learn", lambda *arguments: learnt.append(arguments))
    exchange, answer = answered(IMAGES)
    tab = tabs.tab(tabs.begin("List Images", "who", CancelToken()))
    answer.close()
    learn(exchange, answer, jobs, desk, tab)
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert learnt == []
