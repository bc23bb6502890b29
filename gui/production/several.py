"""The question of production before a piece of work deletes several things: their number and the account, typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from api.exchange.gates import Several
from api.model import Place
from gui.answer.labels import plain_label
from gui.parameters.parts import MARGIN, button, words
from gui.production.typed import NumberAndAccount
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from api.desk import Desk

WIDTH = 480


class SeveralDialog(QDialog):
    """``open()`` it; deletes itself when it is closed."""

    confirmed = Signal(object)
    """The Several that was typed, and is right."""

    def __init__(
        self, told: str, count: int, place: Place, desk: Desk, parent: QWidget | None = None
    ) -> None:
        """``told`` is a sentence on what is deleted."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Delete in production?")
        self.setMinimumWidth(WIDTH)
        self._place, self._desk = place, desk
        self.typed = NumberAndAccount(count, desk.gates.account_word(place), self)
        self.typed.changed.connect(self._look)
        self.fault = plain_label("", "fault", wrap=True)
        self.no = button("Cancel")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes = button("Go on")
        self.yes.setProperty("role", "destroy")
        self.yes.setEnabled(False)
        self.yes.clicked.connect(self._confirm)
        self._arrange(told)
        self.typed.number.setFocus()

    def _arrange(self, told: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        column.setSpacing(10)
        who = ElidedLabel(self._desk.who(self._place))
        who.setProperty("role", "dim")
        for widget in (plain_label("Delete in production?", "title"), who, words(told, "warning")):
            column.addWidget(widget)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        typed = self.typed
        lines = ((typed.number_label, typed.number), (typed.account_label, typed.account))
        for row, (label, line) in enumerate(lines):
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(self.fault)
        self.fault.hide()
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        column.addLayout(foot)

    @Slot()
    def _look(self) -> None:
        self.fault.hide()
        self.yes.setEnabled(self.typed.counted and bool(self.typed.account.text().strip()))

    @Slot()
    def _confirm(self) -> None:
        word = self.typed.word
        if fault := self._desk.gates.several_fault(self._place, word):
            self.fault.setText(fault)
            self.fault.show()
            self.typed.account.setFocus()
            return
        self.accept()
        self.confirmed.emit(word)


def when_typed(
    told: str,
    count: int,
    place: Place,
    desk: Desk,
    over: QWidget,
    go_on: Callable[[Several | None], object],
) -> None:
    """Go on at once with None where it is no production; else with what was typed, once that is right."""
    if desk.gates.production(place.profile) is None:
        go_on(None)
        return
    question = SeveralDialog(told, count, place, desk, over)
    question.confirmed.connect(go_on)
    question.open()
