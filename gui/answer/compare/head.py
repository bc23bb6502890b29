"""Over the differences: which two answers are compared, what differs in a line, and what to show of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from api.answer.compare.difference import ADDED, CHANGED, REMOVED, Difference
from api.answer.compare.difference_text import notes, summary
from api.answer.plain import one_line
from gui.answer.compare.difference_model import ROLES, SHOWN_SIGNS, WORDS
from gui.answer.compare.side import CompareSide, apart
from gui.answer.labels import ToneLabel, plain_label
from gui.icons import icon
from gui.widgets.elided_label import ElidedLabel

_MARGIN = 20
_ORDER = (ADDED, REMOVED, CHANGED)


class CompareHead(QWidget):
    """Two lines for the sides, one for the summary, one of buttons."""

    signs_chosen = Signal(object)
    """The signs of the changes to show; none for all."""
    next_wanted = Signal()
    back_wanted = Signal()
    copy_wanted = Signal()
    swap_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = [_SideLine(REMOVED, "Left"), _SideLine(ADDED, "Right")]
        self.summary = plain_label(role="heading")
        self.notes = ElidedLabel()
        self.notes.setProperty("role", "dim")
        self.apart = ElidedLabel()
        self.apart.setProperty("role", "dim")
        self.chips = {sign: self._chip(sign) for sign in _ORDER}
        self.back = self._button("up", "Previous difference (Shift+F8)", self.back_wanted)
        self.next = self._button("down", "Next difference (F8)", self.next_wanted)
        self.copy = self._button("copy", "Copy all differences as JSON", self.copy_wanted)
        self.swap = self._button("compare", "Swap the sides", self.swap_wanted)
        self.again = self._button(
            "refresh", "Compare again, with the latest answers (F5)", self.again_wanted
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        page.setSpacing(6)
        page.addLayout(self._sides())
        page.addLayout(self._told())
        page.addLayout(self._row())

    def show_sides(self, left: CompareSide, right: CompareSide) -> None:
        """Name both answers, and what is not the same of their clouds."""
        for line, side in zip(self._lines, (left, right), strict=True):
            line.show_side(side)
        difference = apart(left, right)
        self.apart.setText(difference[:1].upper() + difference[1:])
        self.apart.setVisible(bool(difference))

    def show_difference(self, difference: Difference | None, *, more: bool = False) -> None:
        """Tell what differs; None where it was not found out. ``more``: a list goes on on another page."""
        self.summary.setText("" if difference is None else summary(difference))
        self.notes.setText("" if difference is None else notes(difference, more=more))
        counts = {ADDED: 0, REMOVED: 0, CHANGED: 0}
        if difference is not None:
            counts = {ADDED: difference.added, REMOVED: difference.removed, CHANGED: difference.changed}
        for sign, chip in self.chips.items():
            chip.setText(f"{SHOWN_SIGNS[sign]}  {WORDS[sign].capitalize()} {counts[sign]:,}")
            chip.setEnabled(counts[sign] > 0)
            chip.setChecked(False)
        for button in (self.back, self.next, self.copy):
            button.setEnabled(any(counts.values()))

    def _sides(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, line in enumerate(self._lines):
            for column, label in enumerate(line.labels):
                grid.addWidget(label, row, column)
        grid.setColumnStretch(3, 1)
        grid.addWidget(self.swap, 0, 5, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.again, 0, 6, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _told(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.summary)
        row.addWidget(self.notes)
        row.addStretch(1)
        return row

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addSpacing(6)
        row.addWidget(self.apart)
        row.addStretch(1)
        for button in (self.back, self.next, self.copy):
            row.addWidget(button)
        return row

    def _chip(self, sign: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("role", "button")
        chip.setCheckable(True)
        chip.setToolTip(f"Show only what was {WORDS[sign]}")
        chip.toggled.connect(self._choose)
        return chip

    def _button(self, name: str, tip: str, wanted: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name, "dim"))
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.clicked.connect(wanted)
        return button

    @Slot()
    def _choose(self) -> None:
        self.signs_chosen.emit([sign for sign, chip in self.chips.items() if chip.isChecked()])


class _SideLine:
    """The labels of one side: its sign, the call with its status, whose cloud, when."""

    def __init__(self, sign: str, name: str) -> None:
        self.sign = ToneLabel(SHOWN_SIGNS[sign], ROLES[sign])
        self.title = ElidedLabel()
        self.title.setAccessibleName(name)
        self.status = plain_label(role="dim")
        self.who = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.when = plain_label(role="dim")
        self.labels = (self.sign, self.title, self.status, self.who, self.when)

    def show_side(self, side: CompareSide) -> None:
        """Name that side."""
        self.title.setText(one_line(side.title, 80))
        self.status.setText(one_line(side.status, 40))
        self.who.setText(one_line(side.who, 200))
        self.when.setText(side.when)
