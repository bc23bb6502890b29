"""One tab: a call from its sending to its answer, on the cloud it was sent to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from api.answer.answer import Answer, read_answer
from api.answer.sizes import size
from api.errors import Cancelled
from api.exchange.exchange import Exchange
from api.model import Paging
from api.running import CancelToken, Progress, ProgressReport
from api.wire.request import Request
from gui.answer.again_strip import AgainStrip
from gui.answer.coming import Coming
from gui.answer.first_show import show_first, show_instead
from gui.answer.focus import holds_focus
from gui.answer.learning import learn, let_go
from gui.answer.mock_page import MockPage
from gui.answer.problem_page import ProblemPage
from gui.answer.running_page import RunningPage
from gui.answer.tab_page import TabPage
from gui.answer.view import AnswerView
from gui.answer.view_state import FRESH, Shown, ViewState, clock, moved, state_of
from gui.jobs import Jobs
from gui.notify import message_of
from gui.widgets.focus_lender import FocusLender
from gui.widgets.pages import Pages

if TYPE_CHECKING:
    from api.desk import Desk
    from api.edit.undo import SentEdit


KEPT_BYTES = 4 << 20
"""A replaced answer up to that size is kept until it is replaced itself."""


class CallTab(TabPage):
    """Shows a running call, then what became of it. ``who`` names its cloud for the whole life of the tab."""

    next_page_wanted = Signal(object, str)
    resend_wanted = Signal(object)
    whole_wanted = Signal(object)
    """The exchange of a part of a list, all of which is wanted."""
    call_wanted = Signal(str, object, object)
    link_wanted = Signal(str, object, object)
    edit_wanted = Signal(object)
    compare_wanted = Signal(QPoint)
    """Compare the answer with another one; the list of them opens there (global)."""

    def __init__(
        self, title: str, who: str, jobs: Jobs, desk: Desk | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, who, parent)
        self.exchange: Exchange | None = None
        self.view: AnswerView | None = None
        self.sent_edit: SentEdit | None = None
        self._jobs, self._desk = jobs, desk
        self._cancel: CancelToken | None = None
        self._running: RunningPage | None = None
        self._answer: Answer | None = None
        self._learning: CancelToken | None = None
        self.closed = False
        self.asking = False
        """Whether it is asked for a newer or longer answer than the one that is shown."""
        self.previous: Shown | None = None
        """The answer that this one replaced, as long as it is kept."""
        self.strip = AgainStrip()
        self.strip.wanted.connect(self._use_strip)
        self._on_strip: Callable[[], None] = self.want_resend
        self._stack = Pages()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(self._stack, 1)
        self._lender = FocusLender(self)
        self.coming = Coming(self, jobs)

    @property
    def page(self) -> QWidget | None:
        """What the tab shows."""
        return self._stack.currentWidget()

    @property
    def answer(self) -> Answer | None:
        """The answer that is shown; None before there is one."""
        return self._answer

    @property
    def path(self) -> str:
        """Where in the answer the person is; "" for nowhere."""
        return self.view.path if self.view is not None else ""

    @property
    def running(self) -> bool:
        """Whether the call, or reading its answer, still runs."""
        return self._running is not None or self.asking

    def begin(self, cancel: CancelToken) -> None:
        """The call runs and stops with that token."""
        self._cancel = cancel
        self._running = RunningPage(self.title, self.who)
        self._running.cancelled.connect(self._stop)
        self._show(self._running)
        self.titled.emit(f"{self.title}   …")

    def ask_again(self, cancel: CancelToken) -> None:
        """The same call runs once more. What is shown stays until there is something newer."""
        if self.view is None:
            self.begin(cancel)
            return
        self._cancel, self.asking = cancel, True
        self.strip.hide()
        self.view.facts.show_asking("asking again")
        self.titled.emit(f"{self.title}   …")

    def progress(self, progress: Progress) -> None:
        """The call is that far."""
        if self.asking and self.view is not None and progress.done:
            self.view.facts.show_asking(f"{size(progress.done)} so far")
        if self._running is not None:
            self._running.show_progress(progress)

    def finish(self, exchange: Exchange, paging: Paging | None) -> None:
        """The call was answered, or was not: read what came on a worker, then show it."""
        if self.asking:
            self._finish_again(exchange, paging)
            return
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
        if self.asking:
            self._keep(error)
        else:
            self._fail(error)

    def mock(self, request: Request, lacks: str = "") -> None:
        """Show a request that was not sent, and why it cannot be."""
        page = MockPage(request, self.who, lacks=lacks)
        page.said.connect(self.said)
        self._show(page)
        self.titled.emit(f"{self.title}   mock")

    def parts(self) -> list[QWidget]:
        """The views of the answer."""
        return self.view.pages() if self.view is not None else []

    def close_call(self) -> None:
        """Stop what runs and give the answer's memory back."""
        self.closed = True
        self._stop()
        if self._learning is not None:
            self._learning.cancel()
        if self.view is not None:
            self.view.close_answer()
        answer, self._answer = self._answer, None
        if answer is not None:
            self.drop(answer)
        self._forget_previous()

    def drop(self, answer: Answer) -> None:
        """Give an answer's memory back, on a worker."""
        self._jobs.run(lambda _cancel, _report: let_go(answer), lambda _done: None)

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def _read(self, answer: Answer) -> None:
        if self.closed:
            self.drop(answer)
            return
        assert self.exchange is not None
        show_first(self, Shown(self.exchange, answer, FRESH))

    def _finish_again(self, exchange: Exchange, paging: Paging | None) -> None:
        view, old = self.view, self._answer
        if exchange.response is None or view is None or old is None:
            self._keep(exchange.error or Cancelled())
            return
        state = state_of(view)

        def work(cancel: CancelToken, _report: ProgressReport) -> tuple[Answer, ViewState]:
            answer = read_answer(exchange, paging, cancel.check)
            return answer, moved(state, old, answer, cancel)

        self._cancel = self._jobs.run(
            work, lambda read: self._take_newer(exchange, *read), self._keep, owner=self
        )

    def _keep(self, error: Exception) -> None:
        """There is nothing newer: say so over the answer that is shown."""
        self.asking, self._cancel = False, None
        if self.view is None or self.exchange is None:
            return
        self.view.facts.show_asking("")
        self.titled.emit(f"{self.title}   {self.exchange.status}")
        if isinstance(error, Cancelled):
            self.said.emit("Asking again was cancelled.")
            return
        told = message_of(error)
        sentence = (
            f"There is no newer answer than this of {clock(self.exchange)}. {told.sentence} {told.hint}"
        )
        self.offer(sentence.rstrip(), "Send again", self.want_resend)

    def _take_newer(self, exchange: Exchange, answer: Answer, state: ViewState) -> None:
        if self.closed:
            self.drop(answer)
            return
        show_instead(self, Shown(exchange, answer, state), self._took_newer)

    def _took_newer(self, before: Shown) -> None:
        """The newer answer is shown: keep the one before it, where that is worth it."""
        self._forget_previous()
        exchange = self.exchange
        failed = exchange is not None and (exchange.status or 0) >= 400 > (before.exchange.status or 0)
        if failed or len(before.answer.content) <= KEPT_BYTES:
            self.previous = before
        else:
            self.drop(before.answer)
        if failed:
            kept = f"The answer of {clock(before.exchange)}, before this one, is kept."
            self.offer(kept, "Show it", self.show_previous)

    def show_previous(self, then: Callable[[], None] = lambda: None) -> None:
        """Show the answer that was replaced, then do something; the one that is shown is kept in its place."""
        if self.previous is None or self.running:
            return
        shown, self.previous = self.previous, None

        def took(other: Shown) -> None:
            self.previous = other
            word = "later" if other.exchange.started > shown.exchange.started else "earlier"
            which = f"This is the answer of {clock(shown.exchange)}."
            self.offer(which, f"Show the {word} one", self.show_previous)
            then()

        show_instead(self, shown, took)

    def offer(self, sentence: str, offer: str, do: Callable[[], None]) -> None:
        """Say something over the answer, and what can be done about it."""
        self._on_strip = do
        self.strip.say(sentence, offer)

    def _use_strip(self) -> None:
        self.strip.hide()
        self._on_strip()

    def _forget_previous(self) -> None:
        previous, self.previous = self.previous, None
        if previous is not None:
            self.drop(previous.answer)

    def make_view(self, shown: Shown) -> AnswerView:
        """The views of an answer, out of sight."""
        standing, number = shown.state.tree, shown.state.number
        view = AnswerView(shown.exchange, shown.answer, self._jobs, self._desk, standing, number)
        view.next_page_wanted.connect(self._want_next_page)
        view.facts.whole_wanted.connect(self.want_whole)
        view.resend_wanted.connect(self.want_resend)
        view.call_wanted.connect(self.call_wanted)
        view.link_wanted.connect(self.link_wanted)
        view.edit_wanted.connect(self.edit_wanted)
        if view.edits is not None and self.sent_edit is not None:
            view.edits.offer_undo(self.sent_edit)
        view.facts.stop_wanted.connect(self._stop)
        view.facts.compare_wanted.connect(self.compare_wanted)
        return view

    def take_in(self, view: AnswerView) -> None:
        """Have the views of an answer under what is shown, out of sight."""
        self._stack.addWidget(view)

    def put(self, view: AnswerView, shown: Shown) -> Answer | None:
        """Show the views of an answer; returns the answer that was shown, which is the caller's now."""
        if self._learning is not None:
            self._learning.cancel()
        old, before, exchange = self.view, self._answer, shown.exchange
        self.exchange, self.who = exchange, exchange.who
        self.view, self._answer = view, shown.answer
        view.path_changed.connect(self.path_changed)
        view.said.connect(self.said)
        self._show(view)
        if old is not None:
            old.close_answer()  # out of sight, where nothing takes the place of what goes
        if self._desk is not None:
            self._learning = learn(exchange, shown.answer, self._jobs, self._desk, self)
        self.titled.emit(f"{self.title}   {'…' if self.asking else exchange.status}")
        self.path_changed.emit(view.path)
        self.coming.tell_trouble()
        return before

    def _fail(self, error: Exception) -> None:
        page = ProblemPage(error, self.who, self.exchange)
        page.resend_wanted.connect(self.want_resend)
        page.said.connect(self.said)
        self._show(page)
        word = "cancelled" if isinstance(error, Cancelled) else "no answer"
        self.titled.emit(f"{self.title}   {word}")

    def _want_next_page(self, link: str) -> None:
        self.next_page_wanted.emit(self.exchange, link)

    def want_whole(self) -> None:
        """All of the list is wanted, of which a part is shown."""
        if not self.running:
            self.whole_wanted.emit(self.exchange)

    def want_resend(self) -> None:
        """The same is wanted once more."""
        if not self.running:
            self.resend_wanted.emit(self.exchange)

    def _show(self, page: QWidget) -> None:
        before = self._stack.currentWidget()
        # a new tab is given the keyboard before there is anything in it
        had_focus = self.hasFocus() or (before is not None and holds_focus(before))
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._lender.part = page
        if before is not None and before is not page:
            self._stack.removeWidget(before)
            before.deleteLater()
        if not isinstance(page, RunningPage):
            self._running = None
            self._cancel = self._cancel if self.asking else None
        if had_focus:
            page.setFocus()
