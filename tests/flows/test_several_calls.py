"""Several calls at once: each has its tab and its Cancel, and the end of the window waits for none of them."""

import threading
import time

import pytest

from tests.flows.servers import TITLE, answer, ask, serving, silent


@pytest.fixture
def waiting_server():
    """Takes requests and answers when ``go`` is set."""
    go = threading.Event()

    def handle(connection):
        connection.read_head()
        assert go.wait(20)
        connection.send(answer(b'{"ok": true}'))

    with serving(handle) as server:
        server.go = go
        yield server
        go.set()


def titles(hand):
    book = hand.named(hand.window.answers, "Answers")
    return [book.tabText(number) for number in range(book.count())]


def turn_to(hand, number):
    """Click a tab."""
    bar = hand.named(hand.window.answers, "Answers").tabBar()
    hand.click(bar, bar.tabRect(number).center())
    assert hand.named(hand.window.answers, "Answers").currentIndex() == number


def test_one_of_several_is_cancelled_at_once_and_the_others_go_on(hand, heart, waiting_server):
    for _ in range(3):
        ask(hand, waiting_server.url)
    hand.until(lambda: len(waiting_server.connections) == 3)
    assert "3 calls running" in hand.window.status.running.text()
    turn_to(hand, 1)
    assert hand.tab.running
    began = time.monotonic()
    hand.click(hand.named(hand.tab, "Cancel"))
    assert "Cancelled" in hand.failed(TITLE)
    assert time.monotonic() - began < 0.5
    assert [title.removeprefix(TITLE).strip() for title in titles(hand)] == ["…", "cancelled", "…"]
    assert "2 calls running" in hand.window.status.running.text()
    waiting_server.go.set()
    hand.until(lambda: not hand.window.calls.running)
    hand.until(lambda: titles(hand) == [f"{TITLE}   200", f"{TITLE}   cancelled", f"{TITLE}   200"])
    assert hand.window.status.running.text() == "Nothing is running"


def test_ctrl_dot_cancels_them_all(hand, heart):
    with serving(silent) as server:
        ask(hand, server.url)
        ask(hand, server.url)
        hand.until(lambda: len(server.connections) == 2)
        hand.press("Ctrl+.")
        hand.until(lambda: titles(hand) == [f"{TITLE}   cancelled"] * 2)
        assert not hand.window.calls.running


def test_closing_a_tab_cancels_its_call(hand, heart):
    with serving(silent) as server:
        ask(hand, server.url)
        hand.until(lambda: server.connections)
        hand.click(hand.named(hand.window.answers, f"Close {TITLE}"))
        hand.until(lambda: not hand.window.calls.running)
        assert hand.window.answers.count == 0
        assert "Pick a call" in hand.words(hand.window.answers)


def test_the_window_closes_under_running_calls_within_two_seconds(hand, heart, program):
    with serving(silent) as server:
        for _ in range(3):
            ask(hand, server.url)
        hand.until(lambda: len(server.connections) == 3)
        began = time.monotonic()
        hand.press("Ctrl+Q")
        hand.until(lambda: not program.windows)
        assert program.shutdown(1.5), "a worker was left behind"
        assert time.monotonic() - began < 2


def test_closing_one_window_leaves_the_calls_of_the_other(hand, heart, program, waiting_server, qtbot):
    ask(hand, waiting_server.url)
    hand.until(lambda: waiting_server.connections)
    hand.window.activateWindow()
    hand.press("Ctrl+N")
    other = program.windows[1]
    hand.until(other.isActiveWindow)
    hand.press("Ctrl+W")
    hand.until(lambda: program.windows == [hand.window])
    waiting_server.go.set()
    hand.answered(TITLE, 200)
