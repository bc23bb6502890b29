"""Tells the person who looks elsewhere that something long has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from api.answer.plain import middle, one_line
from api.work.state import State
from gui.notify import Level, Message
from gui.work.desktop import Desktop

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.program import Program

LONG = 10.0
"""Seconds from which on it is worth a word."""
_LONGEST_TITLE, _LONGEST_TEXT = 60, 200
_LEVELS = {State.FAILED: Level.ERROR, State.PARTLY: Level.WARNING}


class Notifier(QObject):
    """A child of the program. What the desktop cannot show is said in the window once the person is back."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._missed: list[Message] = []
        self.desktop = Desktop(self)
        self.in_front: Callable[[], bool] = _in_front
        program.news.ended.connect(self._ended)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._state_changed)

    @Slot(object)
    def _ended(self, work: Work) -> None:
        if work.state is State.CANCELLED or work.seconds < LONG or self.in_front():
            return
        if not self._program.desk.settings.notifications:
            return
        title = f"{middle(one_line(work.title), _LONGEST_TITLE)} – {work.state.value}"
        text = one_line(work.sentence, _LONGEST_TEXT)
        missed = Message(_LEVELS.get(work.state, Level.INFO), f"{title}.", text)
        self.desktop.notify(title, text, lambda: self._missed.append(missed))
        for window in self._program.windows[-1:]:
            QApplication.alert(window)

    @Slot(Qt.ApplicationState)
    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.say_what_was_missed()

    def say_what_was_missed(self) -> None:
        """The person is back."""
        missed, self._missed = self._missed, []
        if not missed or not self._program.windows:
            return
        front = QApplication.activeWindow()
        window = next((each for each in self._program.windows if each is front), self._program.windows[-1])
        if len(missed) == 1:
            window.notices.post(missed[0])
        else:
            ended = "; ".join(message.sentence.rstrip(".") for message in missed)
            window.notices.tell(f"{len(missed)} pieces of work have ended.", one_line(ended, _LONGEST_TEXT))


def _in_front() -> bool:
    return QApplication.activeWindow() is not None
