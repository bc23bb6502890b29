"""The dialog of a guided piece of work: fields, live checks at the fields, what will happen, and the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from api.answer.sizes import counted
from api.errors import Cancelled, Fault
from api.exchange.gates import Several
from api.model import Place
from api.running import CancelToken, ProgressReport
from api.work.moving.findings import Ask, Finding, stopping
from api.work.moving.guides import Guide, Option, deletes, worded
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.parameters.form import Form
from gui.parameters.offers import Offers
from gui.parameters.parts import MARGIN, button, words
from gui.production.several import when_typed
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gui.work.bench import WorkBench

WIDTH, HEIGHT = 760, 560
PAUSE_MS = 350
"""How long typing has to rest before the cloud is asked."""


class GuidedDialog(QDialog):
    """Asks for what a guide needs and begins its plan. ``show()`` it; deletes itself when it is closed."""

    def __init__(
        self,
        guide: Guide,
        bench: WorkBench,
        given: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``given`` are values by field that are known already."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(guide.title)
        self.guide, self._bench = guide, bench
        self.findings: tuple[Finding, ...] = ()
        self._checked: Mapping[str, Any] | None = None
        """The values that the findings are about; None while nobody has looked."""
        self._checking: CancelToken | None = None
        self._trouble = ""
        self.form = self._make_form()
        self.options = {option.name: self._make_option(option) for option in guide.options}
        self._arrange()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self._connect()
        self.form.fill({guide.key(name): value for name, value in (given or {}).items()})
        self._changed()
        first = next((f.key for f in guide.fields if f.name not in (given or {})), None)
        self.form.focus(first)

    def _make_form(self) -> Form:
        bench, guide = self._bench, self.guide
        offers = Offers(bench.desk, guide.place, bench.jobs, lambda names: self.form.texts(names), self)
        self.finished.connect(offers.cancel)
        form = Form(guide.fields, offer_of=offers.of)
        for row in form.rows.values():
            row.help.setText(row.parameter.description)  # types and places are no matter here
        return form

    def _make_option(self, option: Option) -> QCheckBox:
        box = QCheckBox(option.text)
        box.setVisible(not option.remedy)
        box.toggled.connect(self._tell)
        return box

    def _arrange(self) -> None:
        self.trouble = words("", "bad")
        self.trouble.setAccessibleName("Problem")
        self.remarks = words("", "caution")
        self.remarks.setAccessibleName("Remarks")
        self.summary = words("", "dim")
        self.summary.setAccessibleName("What will happen")
        self.state = plain_label("", "dim")
        self.start = button(self.guide.begin, tip=f"{self.guide.begin} (Ctrl+Enter)")
        self.start.setProperty("role", "primary")
        self.start.setShortcut("Ctrl+Return")
        self.cancel = button("Cancel")
        who = ElidedLabel(self._bench.desk.who(self.guide.place))
        who.setProperty("role", "dim")
        who.setAccessibleName("Where it happens")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN, 0, 16)
        column.setSpacing(10)
        for widget in (
            plain_label(self.guide.title, "title"),
            who,
            words(self.guide.about, "dim"),
            self.trouble,
        ):
            column.addLayout(_inset(widget))
        column.addWidget(self.form, 1)
        below: tuple[QWidget, ...] = (*self.options.values(), self.remarks, self.summary)
        for each in below:
            column.addLayout(_inset(each))
        column.addLayout(self._foot())
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 4, MARGIN, 0)
        foot.setSpacing(10)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.start)
        return foot

    def _connect(self) -> None:
        self.form.changed.connect(self._changed)
        self.start.clicked.connect(self._begin)
        self.cancel.clicked.connect(self.reject)
        self.finished.connect(self._stop_checking)

    @property
    def texts(self) -> dict[str, Any]:
        """What is filled in, by field."""
        values, _faults = self.form.capture().read()
        found = {
            key.name: value.strip() if isinstance(value, str) else value for key, value in values.items()
        }
        return {name: value for name, value in found.items() if value not in ("", None, [])}

    @property
    def ticked(self) -> frozenset[str]:
        """The options that are ticked, of those that are offered."""
        return frozenset(
            name for name, box in self.options.items() if box.isChecked() and not box.isHidden()
        )

    @Slot()
    def _changed(self) -> None:
        texts = self.texts
        if self._checked == texts:
            self._tell()
            return
        self._stop_checking()
        self._checked, self.findings, self._trouble = None, (), ""
        if not self.guide.lacking(texts):
            self._pause.start()
        self._tell()

    @Slot()
    def _check(self) -> None:
        texts, guide, desk = self.texts, self.guide, self._bench.desk
        if guide.lacking(texts):
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> tuple[Finding, ...]:
            def ask(place: Place) -> Ask:
                return desk.asker(place, cancel)

            return guide.check(texts, ask)

        def show(findings: tuple[Finding, ...]) -> None:
            self._checking, self._checked, self.findings = None, texts, findings
            self._tell()

        self._checking = self._bench.jobs.run(work, show, self._fail, owner=self)
        self._tell()

    @Slot()
    def _stop_checking(self) -> None:
        self._pause.stop()
        checking, self._checking = self._checking, None
        if checking is not None:
            checking.cancel()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._checking, self._trouble = None, str(message_of(error).sentence)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        """Show findings at their fields, what is offered against them, and what will happen."""
        remedies = {finding.remedy for finding in self.findings}
        for option in self.guide.options:
            if option.remedy:
                self.options[option.name].setVisible(option.remedy in remedies)
        stops = stopping(self.findings, self.ticked)
        self.form.show_faults(tuple(Fault(self._key(each.field), each.sentence) for each in stops))
        _show(self.trouble, self._trouble)
        _show(self.remarks, " ".join(_sentences(each for each in self.findings if each not in stops)))
        lacking = self.guide.lacking(self.texts)
        _show(self.summary, "" if lacking else self.guide.summary(self.texts, self.ticked))
        ready = self._checked is not None and not stops and not lacking
        self.start.setEnabled(ready)
        self.state.setText(self._state(lacking, stops))

    def _key(self, field: str) -> Any:
        known = {each.name: each.key for each in self.guide.fields}
        return known.get(field)

    def _state(self, lacking: tuple[str, ...], stops: tuple[Finding, ...]) -> str:
        if lacking:
            return f"Still needed: {', '.join(lacking)}."
        if self._checking is not None or (self._checked is None and self._pause.isActive()):
            return "Checking…"
        return "" if not stops else "It would fail: see the fields."

    @Slot()
    def _begin(self) -> None:
        if not self.start.isEnabled():
            return
        plan, bench = self.guide.make(self.texts, self.ticked), self._bench

        def begin(word: Several | None = None) -> None:
            bench.begin(plan if word is None else worded(plan, word))
            self.accept()

        def ask() -> None:
            if count := deletes(plan):
                told = f"At its end this deletes {counted(count, 'exports')} for good."
                when_typed(told, count, plan.place, bench.desk, self, begin)
            else:
                begin()

        bench.when_unlocked(plan.place, plan.title, ask, self)


def _sentences(findings: Iterable[Finding]) -> list[str]:
    return [each.sentence for each in findings]


def _show(label: Any, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _inset(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.addWidget(widget)
    return line
