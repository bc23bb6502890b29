"""Shows an answer in a tab: its views are made in one turn of the event loop, arranged and shown in the next ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from api.foreground import foreground
from gui.answer.tree.view import TreeView
from gui.answer.view import AnswerView
from gui.answer.view_state import Shown, bring_back, state_of

if TYPE_CHECKING:
    from gui.answer.call_tab import CallTab

_TURN_MS = 1
"""A timer of no time is a posted event, and Qt takes all of those in one turn: nothing would be heard between them."""
_PATIENCE = 100
"""Turns that a newer answer's tree may take to open its rows out of sight; then it does so in sight."""


def show_first(tab: CallTab, shown: Shown, then: Callable[[], None] = lambda: None) -> None:
    """Show it, then do something; nothing of both in a tab that is closed meanwhile: its answer is given back."""
    view = tab.make_view(shown)
    _next_turn(tab, partial(_put, tab, view, shown, then))


def show_instead(tab: CallTab, shown: Shown, then: Callable[[Shown], None]) -> None:
    """Show it in place of what is shown, which then is given what was shown; the tab is ``asking`` until then.

    Nothing of both in a tab that is closed meanwhile: the new answer is given back.
    """
    tab.asking = True
    view = tab.make_view(shown)
    _next_turn(tab, partial(_arrange, tab, view, shown, then))


def _next_turn(tab: CallTab, step: Callable[[], None]) -> None:
    QTimer.singleShot(_TURN_MS, tab, step)


def _arrange(tab: CallTab, view: AnswerView, shown: Shown, then: Callable[[Shown], None]) -> None:
    if _given_up(tab, view, shown):
        return
    with foreground:
        bring_back(view, shown.state)
    _next_turn(tab, partial(_dress, tab, view, shown, then))


def _dress(tab: CallTab, view: AnswerView, shown: Shown, then: Callable[[Shown], None]) -> None:
    """Give all its parts their looks, still out of sight: half of what showing them takes."""
    if _given_up(tab, view, shown):
        return
    with foreground:
        tab.take_in(view)
        for part in view.findChildren(QWidget):
            part.ensurePolished()
    _next_turn(tab, partial(_open, tab, view, shown, then))


def _open(tab: CallTab, view: AnswerView, shown: Shown, then: Callable[[Shown], None]) -> None:
    if _given_up(tab, view, shown):
        return
    for tree in view.findChildren(TreeView):
        tree.reopen()
    _next_turn(tab, partial(_replace, tab, view, shown, then, _PATIENCE))


def _replace(
    tab: CallTab, view: AnswerView, shown: Shown, then: Callable[[Shown], None], patience: int
) -> None:
    if _given_up(tab, view, shown):
        return
    if patience and not all(tree.settled for tree in view.findChildren(TreeView)):
        _next_turn(tab, partial(_replace, tab, view, shown, then, patience - 1))
        return
    assert tab.view is not None
    assert tab.answer is not None
    assert tab.exchange is not None
    before = Shown(tab.exchange, tab.answer, state_of(tab.view))
    tab.asking = False
    with foreground:
        tab.put(view, shown)
    then(before)


def _given_up(tab: CallTab, view: AnswerView, shown: Shown) -> bool:
    if tab.closed:
        view.close_answer()
        view.deleteLater()
        tab.drop(shown.answer)
    return tab.closed


def _put(tab: CallTab, view: AnswerView, shown: Shown, then: Callable[[], None]) -> None:
    if _given_up(tab, view, shown):
        return
    with foreground:
        tab.put(view, shown)
    then()
