"""What was found out about an image and those it would be shared with: a few lines under the form."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from api.answer.plain import middle, one_line
from api.work.sharing.accounts import Acquaintance, Certainty
from api.work.sharing.calls import SharingCalls
from api.work.sharing.prospect import Prospect
from gui import theme
from gui.answer.labels import plain_label

MOST = 12
_ROLES = {Certainty.KNOWN: "good", Certainty.UNKNOWN: "caution", Certainty.WRONG: "fault"}
_WORDS = {Certainty.KNOWN: "known", Certainty.UNKNOWN: "not checked", Certainty.WRONG: "wrong"}


class Findings(QWidget):
    """Shows the latest Prospect."""

    def __init__(self, calls: SharingCalls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None

    def show_prospect(self, prospect: Prospect) -> None:
        """Show this one instead of the one before."""
        if self._inner is not None:
            self._inner.deleteLater()
        self._inner = QWidget()
        grid = QGridLayout(self._inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(2, 1)
        for row, each in enumerate(prospect.others[:MOST]):
            self._add(grid, row, each, prospect.members.get(each.account, ""))
        if (more := len(prospect.others) - MOST) > 0:
            grid.addWidget(plain_label(f"and {more:,} more", "help"), MOST, 0)
        self._column.addWidget(self._inner)

    def _add(self, grid: QGridLayout, row: int, each: Acquaintance, answer: str) -> None:
        account = plain_label(middle(one_line(each.account) or "(nothing)", 36))
        account.setFont(theme.wire_font(9.5))
        account.setToolTip(one_line(each.account, 300) if "<" not in each.account else "")
        grid.addWidget(account, row, 0)
        grid.addWidget(plain_label(_WORDS[each.certainty], _ROLES[each.certainty]), row, 1)
        has = f"Has it already ({answer}). " if answer else ""
        grid.addWidget(plain_label(has + each.sentence, "help", wrap=True), row, 2)
