"""Puts a longer answer in the place of a shorter one of the same list, a little in each turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from api.answer.answer import Answer, read_answer
from api.exchange.exchange import Exchange
from api.model import Paging
from api.running import CancelToken, ProgressReport
from gui.answer.first_show import show_first
from gui.answer.table.grown import Stand, stand_of
from gui.answer.table.grown import bring_back as stand_again
from gui.answer.table.page import TablePage
from gui.answer.table.state import TableState
from gui.answer.view import TABLE, AnswerView
from gui.answer.view_state import FRESH, Shown, ViewState, bring_back, moved, state_of

if TYPE_CHECKING:
    from gui.answer.call_tab import CallTab
    from gui.jobs import Jobs

LONGEST_WAIT_MS = 500
"""What the rows of the longer answer have to be arranged, before it is shown without."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """``fetch`` makes the exchange, on a worker; ``done`` hears when it is shown, or with what error it is not."""

    fetch: Callable[[], Exchange]
    paging: Paging | None
    done: Callable[[Exception | None], None]


class Growth(QObject):
    """Does so once, in one tab, and ends with ``wanted.done``; nothing any more when the tab is closed meanwhile."""

    def __init__(self, tab: CallTab, jobs: Jobs, wanted: Wanted) -> None:
        super().__init__(tab)
        self._tab, self._wanted = tab, wanted
        self._shown: Shown | None = None
        self._view: AnswerView | None = None
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(LONGEST_WAIT_MS)
        self._limit.timeout.connect(self._show)
        old, state = tab.answer, state_of(tab.view) if tab.view is not None else None

        def work(cancel: CancelToken, _report: ProgressReport) -> tuple[Exchange, Answer, ViewState | None]:
            exchange = wanted.fetch()
            answer = read_answer(exchange, wanted.paging, cancel.check)
            known = old is not None and state is not None
            return exchange, answer, moved(state, old, answer, cancel) if known else None  # type: ignore[arg-type]

        jobs.run(work, self._read, self._fail, owner=self)

    def _read(self, read: tuple[Exchange, Answer, ViewState | None]) -> None:
        exchange, answer, state = read
        if self._tab.closed:
            self._tab.drop(answer)
            return
        if state is None:
            self._tab.asking = True
            show_first(self._tab, Shown(exchange, answer, FRESH), partial(self._end, None))
            return
        self._shown = Shown(exchange, answer, state)
        self._view = self._tab.make_view(self._shown)
        QTimer.singleShot(0, self, self._arrange)

    @Slot()
    def _arrange(self) -> None:
        """Let the longer answer stand as the shorter one does now, out of sight."""
        before, view, shown = self._tab.view, self._view, self._shown
        if before is None or view is None or shown is None or self._tab.closed:
            self._abandon()
            return
        state = _now(shown.state, before)
        bring_back(view, state)
        table = view.made(TABLE)
        if isinstance(table, TablePage) and view.current == TABLE:
            table.rows.arranged.connect(self._limit.stop)
            table.rows.arranged.connect(self._show, Qt.ConnectionType.QueuedConnection)
            self._limit.start()
        else:
            QTimer.singleShot(0, self, self._show)

    @Slot()
    def _show(self) -> None:
        before, view, shown = self._tab.view, self._view, self._shown
        self._view = None
        if view is None:
            return
        if before is None or shown is None or self._tab.closed:
            self._view = view
            self._abandon()
            return
        stand, focus = _stand(before), _focus_in(before)
        if view.current != before.current:  # the person chose another view meanwhile
            view.switch.choose(before.current)
        if (old := self._tab.put(view, shown)) is not None:
            self._tab.drop(old)
        table = view.made(TABLE)
        if stand is not None and isinstance(table, TablePage):
            stand_again(table, stand)
        if focus is not None:
            _give_focus(view, focus)
        self._end(None)

    def _fail(self, error: Exception) -> None:
        if not self._tab.closed:
            self._end(error)

    def _abandon(self) -> None:
        view, self._view = self._view, None
        if view is not None:
            view.close_answer()
            self._tab.drop(view.answer)
            view.deleteLater()

    def _end(self, error: Exception | None) -> None:
        self._limit.stop()
        self.deleteLater()
        self._wanted.done(error)


def hands_on(widget: QWidget) -> bool:
    """Whether the person is in the middle of something there: a menu is open, or a button of the mouse is down."""
    if QApplication.activePopupWidget() is not None:
        return True
    return bool(QApplication.mouseButtons()) and widget.underMouse()


def _now(state: ViewState, view: AnswerView) -> ViewState:
    """The state with what may have changed while the longer answer was read; rows are found by number later."""
    now = state_of(view)
    table = now.table
    if isinstance(table, TableState):
        table = replace(table, row=("", ""))
    return replace(now, tree=state.tree, table=table)


def _stand(view: AnswerView) -> Stand | None:
    page = view.made(TABLE)
    return stand_of(page) if isinstance(page, TablePage) else None


def _focus_in(view: AnswerView) -> QWidget | None:
    focus = QApplication.focusWidget()
    return focus if focus is not None and view.isAncestorOf(focus) and focus.accessibleName() else None


def _give_focus(view: AnswerView, before: QWidget) -> None:
    """Put the keyboard where it was: into the part of the same name."""
    name = before.accessibleName()
    for part in view.findChildren(type(before)):
        if part.accessibleName() == name and part.isVisible():
            part.setFocus()
            if isinstance(part, QLineEdit) and isinstance(before, QLineEdit):
                part.setCursorPosition(before.cursorPosition())
            return
