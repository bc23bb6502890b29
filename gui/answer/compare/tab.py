"""A tab that compares two answers: which ones, what differs in a line, and every difference in a tree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from api.answer.compare.comparing import differ
from api.answer.compare.difference import Change, Difference
from api.answer.compare.difference_text import DifferenceText, Which
from api.errors import Cancelled
from api.memory import give_back
from api.running import CancelToken, Progress, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import copy_text
from gui.answer.compare.difference_model import DifferenceModel
from gui.answer.compare.difference_view import DifferenceView
from gui.answer.compare.head import CompareHead
from gui.answer.compare.side import CompareSide, brief
from gui.answer.compare.whole_values import WholeValues
from gui.answer.focus import holds_focus
from gui.answer.labels import plain_label
from gui.answer.running_page import RunningPage
from gui.answer.tab_page import TabPage
from gui.jobs import Jobs
from gui.notify import message_of
from gui.widgets.focus_lender import FocusLender

SLOW_MS = 200
"""A comparison that is done sooner shows no page of its own meanwhile."""


class CompareTab(TabPage):
    """Compares two answers on a worker (large ones in a child process) and keeps both open until it is closed."""

    answer_wanted = Signal(object, object)
    """A CompareSide, and the node to show in its own tab."""
    again_wanted = Signal()
    """Compare the latest answers to the same requests."""

    def __init__(
        self, left: CompareSide, right: CompareSide, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self._jobs = jobs
        self._sides: tuple[CompareSide, ...] = ()
        self._job: CancelToken | None = None
        self._copying: CancelToken | None = None
        self._page = QWidget()
        self._running: RunningPage | None = None
        self._holds_keys = False
        self.head = CompareHead()
        self.view = DifferenceView()
        self.values = WholeValues()
        self._problem = plain_label(role="bad", wrap=True)
        self._lender = FocusLender(self, self.view)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._page)
        self._arrange()
        self._connect()
        self.start(left, right)

    @property
    def sides(self) -> tuple[CompareSide, ...]:
        """The left and the right side; none once it is closed."""
        return self._sides

    @property
    def running(self) -> bool:
        """Whether it still compares."""
        return self._running is not None

    @property
    def path(self) -> str:
        """Where the current difference stands."""
        model, change = self.view.difference(), self.view.current_change()
        return model.text.place(change) if model is not None and change is not None else ""

    def start(self, left: CompareSide, right: CompareSide) -> None:
        """Compare these two, in place of what was compared before. Raises ValueError if one was closed."""
        left.answer.keep()
        try:
            right.answer.keep()
        except ValueError:
            left.answer.close()
            raise
        self._stop()
        self._let_go()
        self._sides = left, right
        self.title = f"{left.title} ⇄ {right.title}"
        self.who = " ⇄ ".join(dict.fromkeys((left.who, right.who)))
        self._drop_running()
        self._running = running = RunningPage(f"Compare {self.title}", self.who)
        running.show_progress(Progress("Comparing"))
        running.cancelled.connect(self._stop)
        self._stack.addWidget(running)
        QTimer.singleShot(SLOW_MS, running, self._show_running)
        self.head.show_sides(left, right)
        self.titled.emit(f"{self.title}   …")

        def work(cancel: CancelToken, _report: ProgressReport) -> Difference:
            return differ(left.answer, right.answer, cancel)

        def show(difference: Difference) -> None:
            if running is self._running:
                self._show(difference)

        def fail(error: Exception) -> None:
            if running is self._running:
                self._fail(error)

        self._job = self._jobs.run(work, show, fail, owner=self)

    def close_call(self) -> None:
        """Stop comparing and give both answers' memory back, unless their own tabs need it."""
        self._stop()
        self._running = None
        self.view.setModel(None)
        self._let_go()

    def _arrange(self) -> None:
        self.values.hide()
        self._problem.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(self.values)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 10, 0, 0)
        page.setSpacing(8)
        page.addWidget(self.head)
        page.addWidget(self._problem)
        page.addWidget(split, 1)

    def _connect(self) -> None:
        head, view = self.head, self.view
        head.signs_chosen.connect(view.show_only)
        head.next_wanted.connect(view.go_next)
        head.back_wanted.connect(view.go_back)
        head.copy_wanted.connect(self._copy_all)
        head.swap_wanted.connect(self.swap)
        head.again_wanted.connect(self.again_wanted)
        view.change_chosen.connect(self._tell_change)
        view.whole_wanted.connect(self._show_whole)
        view.answer_wanted.connect(self._want_answer)
        view.copy_all_wanted.connect(self._copy_all)
        view.large_copy_wanted.connect(self._copy_large)
        view.said.connect(self.said)
        self.values.closed.connect(self._hide_whole)
        for keys, slot in (("F5", self.again_wanted), ("F8", view.go_next), ("Shift+F8", view.go_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    @Slot()
    def swap(self) -> None:
        """Left becomes right."""
        left, right = self._sides
        self.start(right, left)

    @Slot()
    def _show_running(self) -> None:
        """It takes its time: say so, and offer to stop it."""
        if self._running is not None:
            self._holds_keys = holds_focus(self._page)
            self._stack.setCurrentWidget(self._running)
            self._lender.part = self._running
            if self._holds_keys:
                self._running.setFocus()

    def _show(self, difference: Difference) -> None:
        left, right = self._sides
        text = DifferenceText(left.answer, right.answer)
        model = DifferenceModel(difference, text, brief(left, right), self.view)
        self.head.show_difference(difference, more=any(side.answer.next_link for side in self._sides))
        self.view.show_model(model)
        self._problem.hide()
        self.view.show()
        self._end(f"{self.title}   {_count(difference)}")

    def _fail(self, error: Exception) -> None:
        self._holds_keys = self._holds_keys or holds_focus(self._page)
        message = message_of(error)
        stopped = isinstance(error, Cancelled)
        words = (
            "Stopped before both were compared."
            if stopped
            else f"{message.sentence} {message.hint}".strip()
        )
        self.head.show_difference(None)
        self._problem.setText(words)
        self._problem.show()
        self.view.hide()
        self._hide_whole()
        self._end(f"{self.title}   {'cancelled' if stopped else 'not compared'}")

    def _end(self, title: str) -> None:
        had_focus = self._holds_keys and self.isVisible()  # its Cancel button gave the keyboard away
        self._holds_keys = False
        self._stack.setCurrentWidget(self._page)
        self._lender.part = self.head.again if self.view.isHidden() else self.view
        self._drop_running()
        if had_focus:
            self.setFocus()
        self.titled.emit(title)

    def _drop_running(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            self._stack.removeWidget(running)
            running.deleteLater()

    def _stop(self) -> None:
        for token in (self._job, self._copying):
            if token is not None:
                token.cancel()

    def _let_go(self) -> None:
        """Both answers are not needed here any more; large ones take their time to be freed."""
        answers, self._sides = [side.answer for side in self._sides], ()

        def work(_cancel: CancelToken, _report: ProgressReport) -> None:
            for answer in answers:
                with suppress(BufferError):  # another worker still reads it: the last reference frees it
                    answer.close()
            give_back()

        if answers:
            self._jobs.run(work, lambda _done: None)

    @Slot(object)
    def _tell_change(self, change: Change | None) -> None:
        model = self.view.difference()
        if self.values.isVisibleTo(self) and model is not None:
            self.values.show_change(model.text, change)
        self.path_changed.emit(self.path)

    @Slot(object)
    def _show_whole(self, change: Change | None) -> None:
        model = self.view.difference()
        if model is not None:
            self.values.show()
            self.values.show_change(model.text, change)
            QTimer.singleShot(0, self.view, self.view.show_current)

    @Slot()
    def _hide_whole(self) -> None:
        self.values.clear()
        self.values.hide()
        self.view.setFocus()

    @Slot(object, object)
    def _want_answer(self, change: Change, which: Which) -> None:
        node = change.right if which is Which.RIGHT else change.left
        if node < 0:
            self.said.emit(f"It is not in the {which.name.lower()} answer.")
        else:
            self.answer_wanted.emit(self._sides[which], node)

    @Slot()
    def _copy_all(self) -> None:
        model = self.view.difference()
        if model is not None:
            text, difference = model.text, model.difference
            self._copy(lambda cancel: text.as_json(difference, cancel.check), "the differences")

    @Slot(object, object)
    def _copy_large(self, change: Change, which: Which) -> None:
        model = self.view.difference()
        if model is not None:
            text = model.text
            self._copy(lambda cancel: text.whole(change, which, check=cancel.check), "the value")

    def _copy(self, write: Callable[[CancelToken], str], what: str) -> None:
        def work(cancel: CancelToken, _report: ProgressReport) -> str:
            return write(cancel)

        def copied(text: str) -> None:
            model = self.view.difference()
            copy_text(text, secret=model is not None and model.text.bare)
            self.said.emit(f"Copied {what}.")

        self._copying = self._jobs.run(work, copied, unless_cancelled, owner=self)


def _count(difference: Difference) -> str:
    count = difference.added + difference.removed + difference.changed
    return f"{count:,}" if count else "same"
