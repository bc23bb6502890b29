"""Long work, by hand: it is opened by key, its calls are looked at, it is forgotten, and leaving asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from api.model import Place
from api.running import Progress
from api.work.plan import Outcome
from api.work.story import Tone
from gui.work.closing import ClosingQuestion


@dataclass(frozen=True)
class Looking:
    """Looks at an image list and waits until it may go on."""

    place: Place
    go_on: threading.Event = field(repr=False)
    title: str = "Look at the images"
    kind: str = "looking"
    unit: str = "images"

    def carry_out(self, work: Any) -> Outcome:
        exchange = work.ask("cloud-images.list-images", {"limit": 3})
        work.report(Progress("looking", 3, 7))
        work.note("Three are there.", Tone.GOOD)
        while not self.go_on.is_set():
            work.rest(0.01)
        return Outcome("Looked at three.", exchange=exchange)


@pytest.fixture
def looking(hand):
    """Begin to look, in the practice cloud: the work, and what lets it go on."""
    hand.window.practise()
    hand.until(lambda: hand.window.profile)
    go_on = threading.Event()
    return hand.window.bench.begin(Looking(hand.window.place, go_on)), go_on


def story(hand):
    model = hand.window.work_panel.detail.list.story
    return [model.line(model.index(at)).text for at in range(model.rowCount())]


def test_a_piece_of_work_from_its_beginning_to_its_being_forgotten(hand, looking):
    work, go_on = looking
    panel = hand.window.work_panel
    hand.until(lambda: story(hand) == ["List Images", "Three are there."])
    assert hand.window.status.work.text() == "Look at the images   42 %"
    go_on.set()
    hand.until(lambda: story(hand)[2:] == ["Looked at three."])
    hand.press("Alt+3")
    hand.until(panel.list.hasFocus)
    hand.press("Return")
    hand.until(panel.detail.list.hasFocus)
    hand.press("Home")
    hand.press("Return")
    view = hand.answered("List Images", 200)
    assert view.isVisible()
    assert len(hand.json()["images"]) == 3
    hand.press("Alt+3")
    hand.until(panel.list.hasFocus)
    hand.press("Delete")
    hand.until(lambda: panel.model.all() == ())
    assert hand.window.program.desk.works.all() == ()
    assert len(hand.json()["images"]) == 3
    hand.press("Escape")
    hand.until(lambda: not panel.isVisible())
    hand.press("Ctrl+W")
    hand.until(lambda: hand.window.answers.count == 0)
    assert work.exchanges[0].response.content.bytes()


def test_leaving_names_what_runs_and_stays_on_a_no(hand, looking):
    work, go_on = looking
    hand.until(lambda: work.progress.done == 3)
    hand.press("Ctrl+Q")
    hand.until(lambda: isinstance(QApplication.activeModalWidget(), ClosingQuestion))
    question = QApplication.activeModalWidget()
    assert "Look at the images" in hand.words(question)
    assert "42 %" in hand.words(question)
    hand.press("Return")
    hand.until(lambda: QApplication.activeModalWidget() is None)
    assert hand.window.isVisible()
    go_on.set()
    hand.until(lambda: work.state.ended)
