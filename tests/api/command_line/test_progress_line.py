"""The line on standard error: notes always, progress on a terminal only, nothing left of it at the end."""

from __future__ import annotations

import io
import os
import signal
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.command_line.progress_line import ProgressLine
from api.command_line.working import carry_out
from api.desk import Desk
from api.errors import Cancelled
from api.model import Place
from api.running import CancelToken, Progress
from api.work.plan import Outcome
from api.work.work import Work


class Terminal(io.StringIO):
    def isatty(self):
        return True


@dataclass(frozen=True)
class Doing:
    do: Any = None
    place: Place = field(default_factory=Place)
    kind: str = "test"
    title: str = "Do something"
    unit: str = "images"

    def carry_out(self, work):
        return self.do(work) or Outcome("It was done.")


class Nobody:
    catalogue = None

    def who(self, _place):
        return "nobody"


@pytest.fixture
def work():
    return Work(Doing(), Nobody())


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


def test_on_a_terminal_the_line_changes_and_goes(work):
    terminal = Terminal()
    line = ProgressLine(terminal)
    line.draw()
    line.hear(work)
    work.report(Progress("receiving", 3, 10))
    line.draw()
    assert terminal.getvalue().endswith("\r\x1b[KReceiving · 3 of 10 images")
    work.note("The server\nwas busy.")
    line.hear(work)
    line.hear(work)
    assert terminal.getvalue().count("The server") == 1
    assert terminal.getvalue().endswith("\r\x1b[KThe server\\nwas busy.\n")
    line.draw()
    line.end()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_elsewhere_only_notes_are_written(work):
    stream = io.StringIO()
    line = ProgressLine(stream)
    line.hear(work)
    work.report(Progress("receiving", 3, 10))
    line.draw()
    assert stream.getvalue() == ""
    work.note("One.")
    work.note("One.")
    line.hear(work)
    line.end()
    assert stream.getvalue() == "One.\nOne.\n"


def test_a_plan_is_carried_out(desk, capsys):
    outcome = carry_out(desk, Doing(lambda work: work.note("Half.")), CancelToken())
    assert outcome.sentence == "It was done."
    assert capsys.readouterr().err == "Half.\n"


def test_the_first_interrupt_stops_the_work_in_order(desk):
    said = []

    def rest(work):
        os.kill(os.getpid(), signal.SIGINT)
        try:
            work.rest(600)
        finally:
            said.append("stopped")

    with pytest.raises(Cancelled):
        carry_out(desk, Doing(rest), CancelToken())
    assert said == ["stopped"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_interrupt_ends_it_at_once(desk):
    def deaf(_work):
        for _time in range(2):
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait(0.01)

    with pytest.raises(KeyboardInterrupt):
        carry_out(desk, Doing(deaf), CancelToken())


def test_without_the_main_thread_no_signal_is_touched(desk):
    outcomes = []
    thread = threading.Thread(
        target=lambda: outcomes.append(carry_out(desk, Doing(lambda _work: None), CancelToken()))
    )
    thread.start()
    thread.join()
    assert outcomes[0].sentence == "It was done."
