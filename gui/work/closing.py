"""Leaving while something long runs: it is named, and the person says whether to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from gui.answer.labels import plain_label
from gui.widgets.elided_label import ElidedLabel
from gui.work.words import elapsed, percent

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.program import Program
    from gui.work.news import WorkNews

MOST_NAMED = 8
SESSION_END_MS = 60_000
"""So long after the session's end was announced nobody is asked."""
_GOES_ON, _ENDED = "Work is still going on", "All of it has ended"


class Leaving(QObject):
    """Whether the program's last window may close. A child of the program."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._sure = False
        self._question: ClosingQuestion | None = None

    def may_close(self, window: QWidget) -> bool:
        """Whether that window may close now; if not, the person is asked, and all windows close on a yes."""
        program = self._program
        others = [each for each in program.windows if each is not window]
        if self._sure or others or "desk" not in vars(program) or not program.desk.works.running:
            return True
        self.ask(window)
        return False

    def ask(self, window: QWidget) -> None:
        """Ask over that window, without waiting for the answer."""
        if self._question is None or not shiboken6.isValid(self._question):
            self._question = ClosingQuestion(self._program.news, window)
            self._question.accepted.connect(self._program.close_all)
        self._question.open()
        self._question.raise_()
        self._question.activateWindow()

    def be_sure(self) -> None:
        """Ask no more: it was decided."""
        self._sure = True

    @Slot()
    def session_ends(self) -> None:
        """The desktop's session ends: a question would only hold it up. It may be called off, so not for ever."""
        self._sure = True
        QTimer.singleShot(SESSION_END_MS, self, self._ask_again)

    @Slot()
    def _ask_again(self) -> None:
        self._sure = False


class ClosingQuestion(QDialog):
    """Names what runs. Accepted: stop it and quit."""

    def __init__(self, news: WorkNews, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(500)
        self._works = news.works
        self._named: tuple[Work, ...] = ()
        self._tellers: list[QLabel] = []
        self.title = plain_label("", "title")
        self.more = plain_label("", "dim")
        self.hint = plain_label("", "help", wrap=True)
        self.rows = QGridLayout()
        self.rows.setColumnStretch(0, 1)
        self.rows.setHorizontalSpacing(20)
        self.rows.setVerticalSpacing(6)
        self.stay = QPushButton()
        self.stay.clicked.connect(self.reject)
        self.leave = QPushButton()
        self.leave.clicked.connect(self.accept)
        self._place()
        news.changed.connect(self._refresh)
        self._speak()
        self._refresh()

    def _place(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(self.rows)
        column.addWidget(self.more)
        column.addWidget(self.hint)
        column.addSpacing(6)
        column.addLayout(foot)

    @Slot()
    def _refresh(self) -> None:
        running = self._works.running
        if running[:MOST_NAMED] != self._named:
            had_some = bool(self._named)
            self._name(running)
            if had_some != bool(running):
                self._speak()
        for work, teller in zip(self._named, self._tellers, strict=True):
            teller.setText(_standing(work))

    def _name(self, running: tuple[Work, ...]) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._named, self._tellers = running[:MOST_NAMED], []
        for row, work in enumerate(self._named):
            teller = plain_label("", "dim")
            self._tellers.append(teller)
            self.rows.addWidget(ElidedLabel(one_line(work.title, 200)), row, 0)
            self.rows.addWidget(teller, row, 1, Qt.AlignmentFlag.AlignRight)
        rest = len(running) - len(self._named)
        self.more.setText(f"and {rest:,} more")
        self.more.setVisible(rest > 0)
        self.hint.setText(_advice(running))

    def _speak(self) -> None:
        """Ask what there is to ask now: Enter keeps what runs, and quits once nothing does."""
        runs = bool(self._works.running)
        title = _GOES_ON if runs else _ENDED
        self.setWindowTitle(title)
        self.title.setText(title)
        self.leave.setText("Stop and quit" if runs else "Quit")
        self.stay.setText("Keep working" if runs else "Stay")
        default, other = (self.stay, self.leave) if runs else (self.leave, self.stay)
        other.setAutoDefault(False)
        default.setAutoDefault(True)
        default.setDefault(True)
        default.setFocus()


def _standing(work: Work) -> str:
    """How far it is, and whether it is kept."""
    return " · ".join(part for part in (percent(work) or elapsed(work.seconds), _kept(work)) if part)


def _kept(work: Work) -> str:
    from api.work.kept import KINDS

    kind = KINDS.get(work.plan.kind)
    if kind is None:
        return ""
    return "kept, taken up again" if kind.at_once else "kept, can go on later"


def _advice(running: tuple[Work, ...]) -> str:
    if not running:
        return ""
    if all(_kept(work) for work in running):
        return "It is kept and goes on after the next sign-in to the same account."
    if any(work.changes_cloud for work in running):
        return "What was begun in the cloud stays there as it is then: look at it afterwards."
    if any(_kept(work) for work in running):
        return "Only what is kept can go on later."
    return "What is stopped now does not go on by itself."
