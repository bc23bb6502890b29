"""Shows the first answer of a tab: its views are made in one turn of the event loop and shown in the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from api.foreground import foreground
from gui.answer.view import AnswerView
from gui.answer.view_state import Shown

if TYPE_CHECKING:
    from gui.answer.call_tab import CallTab


def show_first(tab: CallTab, shown: Shown, then: Callable[[], None] = lambda: None) -> None:
    """Show it, then do something; nothing of both in a tab that is closed meanwhile: its answer is given back."""
    view = tab.make_view(shown)
    QTimer.singleShot(0, tab, partial(_put, tab, view, shown, then))


def _put(tab: CallTab, view: AnswerView, shown: Shown, then: Callable[[], None]) -> None:
    if tab.closed:
        view.close_answer()
        view.deleteLater()
        tab.drop(shown.answer)
        return
    with foreground:
        tab.put(view, shown)
    then()
