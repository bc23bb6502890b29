"""What stands in place of a form while it is being read, and when it could not be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from api.running import Progress
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.parameters.parts import button
from gui.widgets.problem_box import ProblemBox


class WaitingPage(QWidget):
    """Says how far reading is, or what went wrong; then it can be tried again."""

    again = Signal()

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = plain_label(sentence, "dim")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(260)
        self.problem = ProblemBox()
        self.retry = button("Try again", "Read it again")
        self.retry.clicked.connect(self.again)
        self.retry.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.problem)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.retry)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(2)

    def show_progress(self, progress: Progress) -> None:
        """Reading is that far."""
        known = bool(progress.total)
        count = f", {progress.done} of {progress.total}" if known else ""
        self.sentence.setText(f"{progress.stage}{count}…")
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(progress.done)

    def begin(self, sentence: str) -> None:
        """Reading begins."""
        self.problem.clear()
        self.retry.hide()
        self._bar.show()
        self.sentence.show()
        self.show_progress(Progress(sentence))

    def fail(self, error: Exception) -> None:
        """It could not be read."""
        message = message_of(error)
        self._bar.hide()
        self.sentence.hide()
        self.retry.show()
        self.problem.show_problem(message.sentence, message.hint, message.details)
        self.retry.setFocus()
