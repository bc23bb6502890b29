"""The base of the dialogs that list what is shared: a table, what was found, and a way to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from api.errors import Cancelled
from api.model import Place
from api.running import CancelToken, ProgressReport
from api.work.plan import Outcome, Plan
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.parameters.parts import MARGIN, button
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.problem_box import ProblemBox
from gui.work.bulk.lines import Line
from gui.work.bulk.table import RowsTable

if TYPE_CHECKING:
    from gui.work.bench import WorkBench

WIDTH, HEIGHT = 900, 520


class ListDialog(QDialog):
    """Carries a looking plan out off this thread and shows what it found. Deletes itself when it is closed."""

    def __init__(self, title: str, word: str, place: Place, bench: WorkBench, parent: Any = None) -> None:
        """``word`` is the heading of the column that says how it stands."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.place, self.bench = place, bench
        self.found: Sequence[Mapping[str, Any]] = ()
        self._looking: CancelToken | None = None
        self.heading = plain_label(title, "title")
        who = ElidedLabel(bench.desk.who(place))
        who.setProperty("role", "dim")
        who.setAccessibleName("Where it is looked for")
        self.choice = QComboBox()
        self.table = RowsTable(word, title)
        self.problem = ProblemBox()
        self.state = plain_label("", "dim")
        self.again = button("Look again", tip="Ask the service anew (F5)")
        self.again.setShortcut("F5")
        self.again.clicked.connect(self.look)
        close = button("Close")
        close.clicked.connect(self.reject)
        self.foot = QHBoxLayout()
        self._arrange(who, close)
        self.finished.connect(self._stop)
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _arrange(self, who: ElidedLabel, close: QPushButton) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.choice)
        self.foot.setSpacing(10)
        self.foot.addWidget(self.again)
        self.foot.addWidget(self.state, 1)
        self.foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        column.setSpacing(10)
        column.addLayout(top)
        for widget in (who, self.problem):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(self.foot)

    def plan(self) -> Plan:
        """What looks; its outcome's value is a list of objects."""
        raise NotImplementedError

    def line(self, found: Mapping[str, Any]) -> Line:
        """One object as the table shows it."""
        raise NotImplementedError

    def allow(self) -> None:
        """Something was found or chosen: switch the buttons."""

    @Slot()
    def look(self) -> None:
        """Look anew."""
        self._stop()
        self.problem.clear()
        self.again.setEnabled(False)
        self.state.setText("Looking…")
        plan, works = self.plan(), self.bench.desk.works

        def work(cancel: CancelToken, _report: ProgressReport) -> Outcome:
            return works.run(plan, cancel)

        self._looking = self.bench.jobs.run(work, self._show, self._fail, owner=self)
        self._fill(())

    def chosen(self) -> list[Mapping[str, Any]]:
        """The objects whose rows are selected."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.found[row] for row in rows]

    def _show(self, outcome: Outcome) -> None:
        self._looking = None
        self.again.setEnabled(True)
        self.state.setText(outcome.sentence)
        self._fill(outcome.value)
        if self.found:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._looking = None
        self.again.setEnabled(True)
        self.state.setText("")
        message = message_of(error)
        self.problem.show_problem(message.sentence, message.hint, message.details)

    def _fill(self, found: Sequence[Mapping[str, Any]]) -> None:
        self.found = found
        self.table.rows.show(len(found), lambda number: self.line(found[number]))
        self.allow()

    @Slot()
    def _stop(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
