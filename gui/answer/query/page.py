"""The query view: a JMESPath expression over the answer, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from api.answer.answer import Answer
from api.answer.queries.check import BadQuery
from api.answer.queries.examples import Example, examples
from api.answer.queries.names import Completion, complete
from api.answer.queries.query import Result, run_query
from api.answer.sizes import size
from api.errors import Cancelled, PitchforkError, TooLong
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.query.head import QueryHead
from gui.answer.query.hint import QueryHint
from gui.answer.query.result import TABLE, TREE, QueryResult
from gui.answer.table.ground import TableGround
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender
from gui.widgets.pages import Pages

PAUSE_MS = 200
_NAMES_PAUSE_MS = 60
_SOON_MS = 150
"""What is done by then was never seen to run."""


class QueryPage(QWidget):
    """Runs the query as it is written, in a process that cannot stall the window. The last one is kept with the call.

    A result is only ever shown here, under the query that found it. ``refresh()`` is called when the view is shown.
    """

    path_changed = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        answer: Answer,
        ground: TableGround,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer, self._ground, self._jobs = answer, ground, jobs
        self._begun = False
        self._running: CancelToken | None = None
        self._naming: CancelToken | None = None
        self._covered: frozenset[int] = frozenset()
        self._number = 0
        self._as_table = True
        self.head = QueryHead()
        self.line = self.head.line
        self.result: QueryResult | None = None
        self._pause = self._timer(PAUSE_MS, self.ask)
        self._names_pause = self._timer(_NAMES_PAUSE_MS, self._ask_names)
        self._soon = self._timer(_SOON_MS, self._say_running)
        self._arrange()
        self._connect()
        self._say("")

    @property
    def state(self) -> str:
        """What is said about the query."""
        return self.head.state

    @property
    def path(self) -> str:
        """Where in the result the person is; "" without one."""
        return self.result.path if self.result is not None else ""

    @property
    def running(self) -> bool:
        """Whether a query runs now."""
        return self._running is not None

    @property
    def waiting(self) -> bool:
        """Whether what was written is about to be asked."""
        return self._pause.isActive()

    def refresh(self) -> None:
        """Begin when shown for the first time; ask anew when something was revealed meanwhile."""
        veil = self.answer.veil
        if not self._begun:
            self._begin()
        elif veil is not None and self.result is not None and veil.covered != self._covered:
            self.ask()

    def show_query(self, expression: str) -> None:
        """Put a query into the line and run it."""
        self.line.setText(expression)
        if not self._begun:
            self._begin()
        self.line.setFocus()
        self.ask()

    def release(self) -> None:
        """Stop what runs and give the memory back; the page cannot be used any more."""
        for timer in (self._pause, self._names_pause, self._soon):
            timer.stop()
        self._cancel()
        if self._naming is not None:
            self._naming.cancel()
        self._drop_result()

    @Slot()
    def ask(self) -> None:
        """Run the query that stands in the line now."""
        self._pause.stop()
        self._cancel()
        expression, answer, veil = self.line.text(), self.answer, self.answer.veil
        self.line.show_mark(None)
        if not expression.strip():
            self._drop_result()
            self._say("")
            self._keep("")
            return
        self._covered = veil.covered if veil is not None else frozenset()

        def work(cancel: CancelToken, _report: ProgressReport) -> Result:
            return run_query(answer, expression, cancel)

        number = self._number
        found, failed = partial(self._show, number, expression), partial(self._fail, number)
        self._running = self._jobs.run(work, found, failed, owner=self)
        self._soon.start()

    def _begin(self) -> None:
        self._begun = True
        answer, views, call_id = self.answer, self._ground.views, self._ground.call_id

        def work(cancel: CancelToken, _report: ProgressReport) -> tuple[list[Example], str]:
            document, veil = answer.document, answer.veil
            found = examples(document, veil, answer.lists, cancel.check) if document and veil else []
            return found, views.load(call_id).query if views is not None else ""

        self._jobs.run(work, self._offer, unless_cancelled, owner=self)
        self._names_pause.start()

    def _offer(self, offered: tuple[Sequence[Example], str]) -> None:
        found, kept = offered
        self.hint.show_examples(found)
        self.head.show_examples(found)
        if kept and not self.line.text():
            self.line.setText(kept)
            self.ask()

    def _show(self, number: int, expression: str, result: Result) -> None:
        if number != self._number:  # another query was asked while this one was on its way here
            result.close()
            return
        made = QueryResult(result, self._ground, self._jobs, self._stack)  # styled here, once
        made.page(self._suiting(made))
        # making its page and showing it would be too much for one turn of the event loop
        QTimer.singleShot(0, self, partial(self._exchange, number, expression, made))

    def _exchange(self, number: int, expression: str, made: QueryResult) -> None:
        """Show what was made in place of the last result."""
        if number != self._number:
            made.release()
            made.deleteLater()
            return
        self._running = None
        self._drop_result()
        self.result = made
        made.path_changed.connect(self.path_changed)
        made.said.connect(self.said)
        made.tree_wanted.connect(self._show_in_tree)
        self._show_as(self.head.offer_views(self._suiting(made), table=made.has_table))
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        self._tell(made.result)
        self._keep(expression)

    def _suiting(self, made: QueryResult) -> int:
        return made.opens_as if self._as_table else TREE

    def _tell(self, result: Result) -> None:
        text = f"Query result: {result.count}   {result.seconds:.1f} s"
        if result.note is not None:
            self.line.show_mark(result.note.at, "warning")
            text = f"{text}   {result.note.sentence}"
        memory = f"The process that found it took {size(result.peak)} of memory." if result.peak else ""
        self._say(text, "warned" if result.note is not None else "help", tip=memory)

    def _fail(self, number: int, error: Exception) -> None:
        if number != self._number:
            return
        self._running = None
        self._drop_result()
        if isinstance(error, Cancelled):
            self._say("Stopped.", act="Try again")
        elif isinstance(error, PitchforkError):
            self.line.show_mark(error.at if isinstance(error, BadQuery) else None)
            self._say(str(error), "fault", act="Try again" if isinstance(error, TooLong) else "")
        else:
            self._say("")
            raise error

    @Slot()
    def _say_running(self) -> None:
        self._say("Running…", act="Stop")

    def _say(self, text: str, role: str = "help", act: str = "", tip: str = "") -> None:
        """Show the state of the query; under it the result, or else that there is none."""
        there = self.result is not None
        self._soon.stop()
        self.head.say(text, role, act, tip, views=there)
        if not there:
            self._stack.setCurrentWidget(self._blank if self.line.text().strip() else self.hint)

    def _keep(self, expression: str) -> None:
        """Keep the query with the call; a worker writes it."""
        views, call_id = self._ground.views, self._ground.call_id
        if views is None:
            return

        def work(_cancel: CancelToken, _report: ProgressReport) -> None:
            views.change(call_id, lambda view: replace(view, query=expression))

        self._jobs.run(work, lambda _none: None, self._not_kept, owner=self)

    def _not_kept(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            unless_cancelled(error)
        else:
            self.said.emit("The query could not be kept for the next time.")

    def _cancel(self) -> None:
        """Forget the query that runs: whatever becomes of it is not wanted any more."""
        self._number += 1
        self._soon.stop()
        if self._running is not None:
            self._running.cancel()
            self._running = None

    def _drop_result(self) -> None:
        shown, self.result = self.result, None
        if shown is not None:
            shown.release()
            self._stack.removeWidget(shown)
            shown.deleteLater()

    @Slot()
    def _typed(self) -> None:
        self.line.show_mark(None)
        self._pause.start()

    @Slot()
    def _ask_names(self) -> None:
        document, veil, before = self.answer.document, self.answer.veil, self.line.before
        if document is None or veil is None:
            return
        if self._naming is not None:
            self._naming.cancel()

        def work(cancel: CancelToken, _report: ProgressReport) -> tuple[str, Completion]:
            return before, complete(document, before, cancel.check, veil.hides)

        self._naming = self._jobs.run(work, self._offer_names, unless_cancelled, owner=self)

    def _offer_names(self, found: tuple[str, Completion]) -> None:
        before, completion = found
        self.line.offer(before, completion.start, completion.choices)

    @Slot()
    def _do(self) -> None:
        """Stop the query that runs, or run it again."""
        if self._running is not None:
            self._running.cancel()  # _fail hears of it
        else:
            self.ask()

    @Slot()
    def _leave_line(self) -> None:
        if self._running is not None:
            self._do()
        elif self.result is not None:
            self.result.setFocus()

    @Slot(int)
    def _show_as(self, number: int) -> None:
        if self.result is not None:
            self.result.show_as(number)

    @Slot(int)
    def _choose_view(self, number: int) -> None:
        """The person prefers the tree until they choose the table again."""
        self._as_table = number == TABLE

    @Slot(object)
    def _show_in_tree(self, node: int) -> None:
        self.head.offer_views(TREE, table=True)
        if self.result is not None:
            self.result.show_node(node)

    @Slot()
    def _copy_result(self) -> None:
        if self.result is not None:
            self.result.copy()

    def _connect(self) -> None:
        self.line.textChanged.connect(self._typed)
        self.line.textChanged.connect(self._names_pause.start)
        self.line.cursorPositionChanged.connect(self._names_pause.start)
        self.line.run_wanted.connect(self.ask)
        self.line.left.connect(self._leave_line)
        self.hint.chosen.connect(self.show_query)
        self.head.example_chosen.connect(self.show_query)
        self.head.act_wanted.connect(self._do)
        self.head.copy_wanted.connect(self._copy_result)
        self.head.switch.chosen.connect(self._show_as)
        self.head.switch.tabBarClicked.connect(self._choose_view)

    def _arrange(self) -> None:
        self.hint, self._blank = QueryHint(), QWidget()
        self._stack = Pages()
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self._blank)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.head)
        page.addWidget(self._stack, 1)
        FocusLender(self, self.line)

    def _timer(self, pause: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(slot)
        return timer
