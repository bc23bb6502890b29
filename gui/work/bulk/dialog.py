"""Asks which call is to be run on the chosen rows and with what, and shows what will happen with each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from api.answer.sizes import counted
from api.errors import Fault, PitchforkError
from api.model import Call, Place
from api.running import CancelToken, ProgressReport
from api.work.bulk.chosen import Chosen
from api.work.bulk.plan import MOST_PARALLEL, PARALLEL, BulkPlan
from api.work.bulk.rules import REMOVE, setting_of
from gui.answer.cancelled import unless_cancelled
from gui.answer.labels import plain_label
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.form import Form
from gui.parameters.offers import Offers
from gui.parameters.parts import button, warning_of, words
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline
from gui.work.bulk.lines import foreseen_line, unknown_line
from gui.work.bulk.looking import Looking, Seen, look
from gui.work.bulk.starting import start
from gui.work.bulk.table import RowsTable

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

MARGIN = 20
WIDTH, HEIGHT = 960, 680
PAUSE_MS = 200
_FORM_HEIGHT = 190


class BulkDialog(QDialog):
    """Not modal; one for each choice of rows. Its place is fixed when it opens."""

    begun = Signal(object)
    """The Work."""

    def __init__(
        self, chosen: Chosen, place: Place, bench: WorkBench, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.chosen, self.place, self._bench = chosen, place, bench
        self._seen: Seen | None = None
        self._running: CancelToken | None = None
        self.form: Form | None = None
        self._offers: Offers | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        what = counted(len(chosen.things), f"{chosen.kind}s")
        self.setWindowTitle(f"Do for {what} · {bench.desk.who(place)}")
        self.title = plain_label(f"Do for {what}", "title")
        self.calls = QuietComboBox()
        self.calls.setAccessibleName("What to do")
        self.calls.addItems([call.title for call in chosen.calls])
        self.about = words("", "help")
        self.warning = words("", "warning")
        self._form_place = QVBoxLayout()
        self.table = RowsTable("Action", "What will happen")
        self.parallel = QSpinBox()
        self.parallel.setRange(1, MOST_PARALLEL)
        self.parallel.setValue(PARALLEL)
        self.parallel.setAccessibleName("Requests at once")
        self.parallel.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.stop_on_error = QCheckBox("Stop at the first error")
        self.state = plain_label("", "dim")
        self.cancel = button("Cancel")
        self.go = button("")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._arrange()
        self._connect()
        self._choose(0)
        self.calls.setFocus()

    @property
    def call(self) -> Call:
        """The call that is chosen."""
        return self.chosen.calls[max(self.calls.currentIndex(), 0)]

    @property
    def plan(self) -> BulkPlan | None:
        """What would be run now; None while that is not known, or nothing is left."""
        if self._seen is None or not self._seen.goes:
            return None
        plan = self._seen.plan.only(self._seen.goes)
        return replace(plan, parallel=self.parallel.value(), stop_on_error=self.stop_on_error.isChecked())

    def _arrange(self) -> None:
        who = ElidedLabel(self._bench.desk.who(self.place))
        who.setProperty("role", "heading")
        who.setAccessibleName("Where they are")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(_inset(self.title))
        column.addLayout(_inset(who))
        column.addLayout(_inset(plain_label("What to do", "dim"), self.calls, None))
        column.addLayout(_inset(self.about))
        column.addLayout(_inset(self.warning))
        column.addLayout(self._form_place)
        column.addLayout(_inset(plain_label("What will happen, row by row; nothing is sent yet", "dim")))
        table = _inset(self.table)
        column.addLayout(table, 1)
        column.addWidget(hairline())
        at_once = QLabel("Requests at once")
        at_once.setBuddy(self.parallel)
        column.addLayout(_inset(at_once, self.parallel, self.stop_on_error, None, self.state))
        column.addLayout(_inset(None, self.cancel, self.go))
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _connect(self) -> None:
        self.calls.currentIndexChanged.connect(self._choose)
        self._pause.timeout.connect(self._look)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._begin)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go.click)
        self.finished.connect(self._end)

    @Slot(int)
    def _choose(self, _number: int) -> None:
        """Another call: its own fields, its own warnings."""
        call = self.call
        self.about.setText(self._about(call))
        self.warning.setText(warning_of(call))
        self.warning.setVisible(bool(self.warning.text()))
        self._make_form(call)
        things = self.chosen.things
        self.table.rows.show(len(things), lambda number: unknown_line(things[number]))
        self._look_soon()

    def _about(self, call: Call) -> str:
        setting = setting_of(call, self._bench.desk.catalogue)
        if setting is None or setting.operation == REMOVE:
            return call.head.description
        return f"{call.head.description} Where it is there already it is replaced."

    def _make_form(self, call: Call) -> None:
        """The fields that the rows themselves do not fill in."""
        old, self.form = self.form, None
        if old is not None:
            self._form_place.removeWidget(old)
            old.hide()
            old.deleteLater()
        filled = self.chosen.filled(call)
        fields = tuple(parameter for parameter in call.fields() if parameter.name not in filled)
        if fields:
            bench = self._bench
            self._offers = Offers(bench.desk, self.place, bench.jobs, self._texts, self)
            self.form = Form(fields, offer_of=self._offers.of)
            self.form.changed.connect(self._look_soon)
            self._form_place.addWidget(self.form)
            inner = self.form.widget()
            wanted = inner.sizeHint().height() + 8 if inner is not None else 0
            self.form.setFixedHeight(min(wanted, _FORM_HEIGHT))

    def _texts(self, names: Any) -> dict[str, str]:
        return self.form.texts(names) if self.form is not None else {}

    @Slot()
    def _look_soon(self) -> None:
        self._seen = None
        self._stop_looking()
        self._tell("Looking at the rows…")
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        capture = self.form.capture() if self.form is not None else None
        question = Looking(self.call, self.place, self.chosen, capture)
        desk = self._bench.desk

        def work(cancel: CancelToken, _report: ProgressReport) -> Seen | PitchforkError:
            return look(question, desk, cancel.check)

        self._running = self._bench.jobs.run(work, self._show, unless_cancelled, owner=self)

    def _show(self, seen: Seen | PitchforkError) -> None:
        if isinstance(seen, PitchforkError):
            self._tell(str(seen))
            return
        if self.form is not None:
            self.form.show_faults(seen.faults)
        if seen.faults:
            self._tell(self._named(seen.faults[0]))
            return
        self._seen = seen
        self.table.rows.show(len(seen.rows), lambda number: foreseen_line(seen.rows[number]))
        self._tell(self._counts(seen))

    def _named(self, fault: Fault) -> str:
        rows = self.form.rows if self.form is not None else {}
        title = rows[fault.key].title if fault.key in rows else ""
        return f"{title}: {fault.sentence}" if title else fault.sentence

    def _counts(self, seen: Seen) -> str:
        parts = [f"{len(seen.rows) - len(seen.goes):,} left out"] if len(seen.goes) < len(seen.rows) else []
        parts += [f"{seen.twins:,} stood there twice"] if seen.twins else []
        parts += [f"{self.chosen.others:,} rows are none"] if self.chosen.others else []
        return " · ".join(parts)

    def _tell(self, sentence: str) -> None:
        """Show the words beside the button, and what the button would do now."""
        self.state.setText(sentence)
        plan, call = self.plan, self.call
        destroys = self._seen.plan.destroys if self._seen is not None else False
        count = counted(len(plan.rows), plan.unit) if plan is not None else ""
        self.go.setText(f"{call.title}: {count}{'…' if destroys else ''}" if count else call.title)
        self.go.setEnabled(plan is not None)
        role = "destroy" if destroys else "primary"
        if self.go.property("role") != role:
            self.go.setProperty("role", role)
            self.go.style().polish(self.go)

    @Slot()
    def _begin(self) -> None:
        plan = self.plan
        if plan is not None and self._seen is not None:
            start(plan, self._bench, self, kept=len(self._seen.rows) - len(plan.rows), then=self._begun)

    def _begun(self, work: Work) -> None:
        self.begun.emit(work)
        self.close()

    def _stop_looking(self) -> None:
        if self._running is not None:
            self._running.cancel()

    @Slot()
    def _end(self) -> None:
        self._pause.stop()
        self._stop_looking()
        if self._offers is not None:
            self._offers.cancel()


def _inset(*widgets: QWidget | None) -> QHBoxLayout:
    """Beside each other between the margins; None is a stretch. One alone takes the room."""
    line = QHBoxLayout()
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.setSpacing(10)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget, 1 if len(widgets) == 1 else 0)
    return line
