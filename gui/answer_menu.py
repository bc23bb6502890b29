"""The Answer menu: what can be done with the answer that is shown, done where the answer is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from gui.actions import ENTRIES, Actions
from gui.frame import ANSWER

if TYPE_CHECKING:
    from gui.answers import Answers

_FROM_ANYWHERE = ("show_", "export", "elsewhere")
"""Entries whose keys work wherever nothing else wants them."""
_OWN = {entry.name for entry in ENTRIES if entry.menu == ANSWER} - {
    entry.name for entry in ENTRIES if entry.menu != ANSWER
}


class AnswerMenu(QObject):
    """Switches the entries on and off when the menu opens, and hands the chosen one to the answers.

    Child of the window. The keys beside the entries work by themselves within an answer; those of the views and of
    taking it elsewhere also work from the rest of the window, where nothing there means something else by them.
    Entries that stand in another menu, too, are left to that.
    """

    def __init__(self, actions: Actions, answers: Callable[[], Answers | None], window: QObject) -> None:
        """``answers``: where answers are shown; None as long as there were none."""
        super().__init__(window)
        self._answers = answers
        self._menu = actions.menus[ANSWER]
        self._menu.aboutToShow.connect(self.refresh)
        self._menu.triggered.connect(self._use)
        window.installEventFilter(self)

    @property
    def _own(self) -> list[QAction]:
        """The entries that stand in no other menu."""
        return [action for action in self._menu.actions() if action.objectName() in _OWN]

    @Slot()
    def refresh(self) -> None:
        """Switch on what can be done now."""
        answers = self._answers()
        deeds = answers.deeds() if answers is not None else {}
        for action in self._own:
            action.setEnabled(action.objectName() in deeds)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that came up to the window, as nothing in it wanted it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = QKeySequence(event.keyCombination())
            for action in self._own:
                if action.objectName().startswith(_FROM_ANYWHERE) and action.shortcut() == keys:
                    self._use(action)
                    return True
        return super().eventFilter(watched, event)

    @Slot(QAction)
    def _use(self, action: QAction) -> None:
        answers = self._answers()
        if answers is not None and action in self._own:
            answers.deeds().get(action.objectName(), _nothing)()


def _nothing() -> None:
    """What the answer cannot do any more."""
