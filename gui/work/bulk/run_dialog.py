"""The rows of one bulk run while it goes on and afterwards; what failed can be run again from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.work.bulk.plan import BulkPlan
from gui.answer.labels import plain_label
from gui.parameters.parts import button
from gui.widgets.elided_label import ElidedLabel
from gui.work.bulk.lines import Line, result_line, unknown_line
from gui.work.bulk.starting import retry
from gui.work.bulk.table import RowsTable
from gui.work.words import figures

if TYPE_CHECKING:
    from api.work.bulk.results import Results
    from api.work.work import Work
    from gui.work.bench import WorkBench

MARGIN = 20
WIDTH, HEIGHT = 900, 560


class RunDialog(QDialog):
    """Not modal; closing it stops nothing."""

    def __init__(self, work: Work, bench: WorkBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert isinstance(work.plan, BulkPlan)
        self.work, self._plan, self._bench = work, work.plan, bench
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setWindowTitle(f"{work.title} · {work.who}")
        self.resize(WIDTH, HEIGHT)
        self.sentence = ElidedLabel("")
        self.sentence.setAccessibleName("How far it is")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, len(self._plan.rows))
        self.table = RowsTable("Result", "Results")
        self.table.rows.show(len(self._plan.rows), self._line)
        self.failed_only = QCheckBox("Only what failed")
        self.failed_only.setEnabled(False)
        self.again = button("Retry")
        self.again.setProperty("role", "primary")
        self.again.hide()
        self.stop = button("Stop", tip="Finishes what is under way and begins nothing more")
        self.close_ = QPushButton("Close")
        self.close_.setAutoDefault(False)
        self._place()
        self._connect()
        self._show(work)

    @property
    def _results(self) -> Results | None:
        found: Results | None = self.work.so_far
        return found

    def _line(self, number: int) -> Line:
        results = self._results
        if results is None:
            return unknown_line(self._plan.rows[number])
        return result_line(self._plan, number, results[number])

    def _place(self) -> None:
        who = ElidedLabel(self.work.who)
        who.setProperty("role", "heading")
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.failed_only)
        foot.addStretch(1)
        for each in (self.again, self.stop, self.close_):
            foot.addWidget(each)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, 16, MARGIN, 14)
        rows.setSpacing(8)
        rows.addWidget(plain_label(self.work.title, "title"))
        rows.addWidget(who)
        rows.addSpacing(4)
        rows.addWidget(self.sentence)
        rows.addWidget(self.bar)
        rows.addSpacing(4)
        rows.addWidget(self.table, 1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self._bench.changed.connect(self._show)
        self._bench.ended.connect(self._show)
        self.stop.clicked.connect(self._stop)
        self.again.clicked.connect(self._again)
        self.close_.clicked.connect(self.close)
        self.failed_only.toggled.connect(self._filter)
        self.table.chosen.connect(self._open)

    @Slot(object)
    def _show(self, work: Work) -> None:
        """Show what changed since the last look."""
        if work is not self.work:
            return
        results = self._results
        if results is not None:
            self.table.rows.refresh()
            self.bar.setValue(results.ended)
        ended = work.state.ended
        stopping = work.cancel.cancelled and not ended
        self.sentence.setText("Stopping: what is under way is finished." if stopping else figures(work))
        self.stop.setVisible(not ended)
        self.stop.setEnabled(not work.cancel.cancelled)
        if ended:
            self._show_end(results)

    def _show_end(self, results: Results | None) -> None:
        failed = len(results.failed) if results is not None else 0
        self.again.setVisible(failed > 0)
        self.again.setText(again_words(failed, destroys=self._plan.destroys))
        self.failed_only.setEnabled(failed > 0)

    @Slot()
    def _stop(self) -> None:
        self.work.cancel.cancel()
        self._show(self.work)

    @Slot()
    def _again(self) -> None:
        retry(self.work, self._bench, self)

    @Slot(bool)
    def _filter(self, on: bool) -> None:
        failed = set(self._results.failed) if self._results is not None else set()
        self.table.rows.only(failed.__contains__ if on else None)

    @Slot(int)
    def _open(self, number: int) -> None:
        """Open the exchange of a row, where it is still kept."""
        wanted = self._results[number].exchange_id if self._results is not None else ""
        found = next((each for each in self.work.exchanges if each.id == wanted), None)
        if found is not None:
            self._bench.show_exchange(found)
            self._bench.window.activateWindow()


def again_words(failed: int, *, destroys: bool) -> str:
    """The words of the button that runs again what failed."""
    what = "the one that failed" if failed == 1 else f"the {failed:,} that failed"
    return f"Retry {what}{'…' if destroys else ''}"
