"""One tab: a call from its sending to its answer, on the cloud it was sent to."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from api.answer.answer import Answer, read_answer
from api.errors import Cancelled
from api.exchange.exchange import Exchange
from api.memory import give_back
from api.model import Paging
from api.running import CancelToken, Progress, ProgressReport
from api.wire.request import Request
from gui.answer.focus import holds_focus
from gui.answer.mock_page import MockPage
from gui.answer.problem_page import ProblemPage
from gui.answer.running_page import RunningPage
from gui.answer.view import AnswerView
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender

if TYPE_CHECKING:
    from api.desk import Desk


class CallTab(QWidget):
    """Shows a running call, then what became of it. ``who`` names its cloud for the whole life of the tab."""

    titled = Signal(str)
    """What the tab is called now."""
    next_page_wanted = Signal(object, str)
    resend_wanted = Signal(object)
    call_wanted = Signal(str, object, object)
    link_wanted = Signal(str, object, object)
    path_changed = Signal(str)
    said = Signal(str)

    def __init__(
        self, title: str, who: str, jobs: Jobs, desk: Desk | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title, self.who = title, who
        self.exchange: Exchange | None = None
        self.view: AnswerView | None = None
        self._jobs, self._desk = jobs, desk
        self._cancel: CancelToken | None = None
        self._running: RunningPage | None = None
        self._answer: Answer | None = None
        self._learning: CancelToken | None = None
        self._closed = False
        self._stack = QStackedLayout(self)
        self._lender = FocusLender(self)

    @property
    def page(self) -> QWidget | None:
        """What the tab shows."""
        return self._stack.currentWidget()

    @property
    def running(self) -> bool:
        """Whether the call, or reading its answer, still runs."""
        return self._running is not None

    def begin(self, cancel: CancelToken) -> None:
        """The call runs and stops with that token."""
        self._cancel = cancel
        self._running = RunningPage(self.title, self.who)
        self._running.cancelled.connect(self._stop)
        self._show(self._running)
        self.titled.emit(f"{self.title}   …")

    def progress(self, progress: Progress) -> None:
        """The call is that far."""
        if self._running is not None:
            self._running.show_progress(progress)

    def finish(self, exchange: Exchange, paging: Paging | None) -> None:
        """The call was answered, or was not: read what came on a worker, then show it."""
        self.exchange, self.who = exchange, exchange.who
        if exchange.response is None:
            self._fail(exchange.error or Cancelled())
            return
        if self._running is not None:
            self._running.show_reading()

        def work(cancel: CancelToken, _report: ProgressReport) -> Answer:
            return read_answer(exchange, paging, cancel.check)

        self._cancel = self._jobs.run(work, self._read, self._fail, owner=self)

    def fail(self, error: Exception) -> None:
        """There is no exchange at all: cancelled, or refused before sending."""
        self._fail(error)

    def mock(self, request: Request, lacks: str = "") -> None:
        """Show a request that was not sent, and why it cannot be."""
        page = MockPage(request, self.who, lacks=lacks)
        page.said.connect(self.said)
        self._show(page)
        self.titled.emit(f"{self.title}   mock")

    def close_call(self) -> None:
        """Stop what runs and give the answer's memory back."""
        self._closed = True
        self._stop()
        if self._learning is not None:
            self._learning.cancel()
        if self.view is not None:
            self.view.close_answer()
        answer, self._answer = self._answer, None
        if answer is not None:
            self._jobs.run(lambda _cancel, _report: _let_go(answer), lambda _done: None)

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def _read(self, answer: Answer) -> None:
        exchange = self.exchange
        assert exchange is not None
        self._answer = answer
        self.view = view = AnswerView(exchange, answer, self._jobs, self._desk)
        view.next_page_wanted.connect(self._want_next_page)
        view.resend_wanted.connect(self._want_resend)
        view.call_wanted.connect(self.call_wanted)
        view.link_wanted.connect(self.link_wanted)
        view.path_changed.connect(self.path_changed)
        view.said.connect(self.said)
        self._show(view)
        self._learn(exchange, answer)
        self.titled.emit(f"{self.title}   {exchange.status}")
        self.path_changed.emit(view.path)

    def _learn(self, exchange: Exchange, answer: Answer) -> None:
        """Let the fields of other calls offer what stands in the answer; after it is shown, on a worker."""
        if self._desk is None:
            return
        seen = self._desk.seen

        def work(cancel: CancelToken, _report: ProgressReport) -> None:
            seen.learn(exchange, answer, cancel.check)

        def failed(error: Exception) -> None:
            if not self._closed:  # else the answer went while it was read
                self._jobs.failed.emit(error)

        self._learning = self._jobs.run(work, lambda _nothing: None, failed, owner=self)

    def _fail(self, error: Exception) -> None:
        page = ProblemPage(error, self.who, self.exchange)
        page.resend_wanted.connect(self._want_resend)
        page.said.connect(self.said)
        self._show(page)
        word = "cancelled" if isinstance(error, Cancelled) else "no answer"
        self.titled.emit(f"{self.title}   {word}")

    def _want_next_page(self, link: str) -> None:
        self.next_page_wanted.emit(self.exchange, link)

    def _want_resend(self) -> None:
        self.resend_wanted.emit(self.exchange)

    def _show(self, page: QWidget) -> None:
        before = self._stack.currentWidget()
        had_focus = before is not None and holds_focus(before)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._lender.part = page
        if before is not None and before is not page:
            self._stack.removeWidget(before)
            before.deleteLater()
        if not isinstance(page, RunningPage):
            self._running = None
            self._cancel = None
        if had_focus:
            page.setFocus()


def _let_go(answer: Answer) -> None:
    """Give an answer's memory back; a hundred megabytes take their time."""
    with suppress(BufferError):  # another worker still reads it: the last reference frees it
        answer.close()
    give_back()
