"""The question before many things are destroyed: their names and ids, where they are, and a number to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.answer.sizes import counted
from api.work.bulk.plan import Consent
from gui.answer.labels import plain_label
from gui.parameters.parts import words
from gui.production.typed import NumberAndAccount
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.work.bulk.lines import unknown_line
from gui.work.bulk.table import ABOUT, ID, NAME, WORD, RowsTable

if TYPE_CHECKING:
    from api.desk import Desk
    from api.work.bulk.plan import BulkPlan

MARGIN = 20
WIDTH, HEIGHT = 640, 480


class ConfirmBulk(QDialog):
    """``open()`` it. Says yes only once the number of the things was typed; deletes itself when it is closed."""

    confirmed = Signal(object)
    """The Consent, with what was typed."""

    def __init__(self, plan: BulkPlan, desk: Desk, kept: int = 0, parent: QWidget | None = None) -> None:
        """``kept`` is how many others were left out."""
        super().__init__(parent)
        call = desk.catalogue.call(plan.call_id)
        self._count = len(plan.rows)
        what = counted(self._count, plan.unit)
        question = f"{call.title}: {what}?"
        self.setWindowTitle(question)
        self.resize(WIDTH, HEIGHT)
        self._title = plain_label(question, "title")
        self._who = ElidedLabel(desk.who(plan.place))
        self._who.setProperty("role", "heading")
        self._who.setAccessibleName("Where they are")
        self.warning = words(f"{call.effects.warning} This cannot be undone.".strip(), "warning")
        self.table = RowsTable("", f"What will be destroyed: {what}", whole_ids=True)
        for column in (WORD, ABOUT):
            self.table.setColumnHidden(column, True)
        self.table.setColumnWidth(NAME, 270)
        self.table.horizontalHeader().setSectionResizeMode(ID, QHeaderView.ResizeMode.Stretch)
        self.table.rows.show(self._count, lambda number: unknown_line(plan.rows[number]))
        verb = "is" if kept == 1 else "are"
        self._kept = plain_label(f"{counted(kept, 'others')} {verb} left out." if kept else "", "help")
        production = desk.gates.production(plan.place.profile) is not None
        account = desk.gates.account_word(plan.place) if production else ""
        self.typed = NumberAndAccount(self._count, account, self)
        self.typed.changed.connect(self._look)
        self.number, self.account = self.typed.number, self.typed.account
        self.fault = plain_label("", "fault", wrap=True)
        self._desk, self._place_, self._production = desk, plan.place, production
        self.no = QPushButton("Cancel")
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(f"{call.title}: {what}")
        self.yes.setProperty("role", "destroy")
        self.yes.setAutoDefault(False)
        self.yes.setEnabled(False)
        self.yes.clicked.connect(self._confirm)
        self.no.setDefault(True)
        self._place(call.method)
        self.finished.connect(self.deleteLater)
        self.number.setFocus()

    def _place(self, method: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(MethodBadge(method))
        head.addWidget(self._title, 1)
        word = QHBoxLayout()
        word.setSpacing(10)
        for widget in (self.typed.number_label, self.number, self.typed.account_label, self.account):
            word.addWidget(widget)
        word.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._kept)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self._who)
        rows.addWidget(self.warning)
        rows.addWidget(self.table, 1)
        rows.addLayout(word)
        rows.addWidget(self.fault)
        self.fault.hide()
        rows.addLayout(buttons)

    @Slot()
    def _look(self) -> None:
        self.fault.hide()
        self.yes.setEnabled(
            self.typed.counted and bool(self.account.text().strip() or not self._production)
        )

    @Slot()
    def _confirm(self) -> None:
        word = self.typed.word
        if self._production and (fault := self._desk.gates.several_fault(self._place_, word)):
            self.fault.setText(fault)
            self.fault.show()
            self.account.setFocus()
            return
        self.confirmed.emit(Consent(word.number, word.account))
        self.accept()
