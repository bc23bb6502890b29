"""What an answer holds is learnt after it is shown; a tab that closes meanwhile troubles nobody."""

import threading

import pytest

from api.desk import Desk
from api.running import CancelToken
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


def test_what_goes_wrong_while_learning_is_told(tabs, desk, jobs, answered, qtbot, monkeypatch):
    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(desk.seen, "learn", broken)
    with qtbot.waitSignal(jobs.failed) as told:
        finish(tabs, answered)
    assert isinstance(told.args[0], ZeroDivisionError)


def test_a_tab_that_closes_while_it_is_learnt_from_is_quiet(tabs, desk, jobs, answered, qtbot, monkeypatch):
    entered, go, failures = threading.Event(), threading.Event(), []

    def late(_exchange, answer, check):
        entered.set()
        assert go.wait(30)
        check()
        answer.document.text(0)

    monkeypatch.setattr(desk.seen, "learn", late)
    jobs.failed.connect(failures.append)
    finish(tabs, answered)
    qtbot.waitUntil(entered.is_set)
    tabs.close_all()
    go.set()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert failures == []
