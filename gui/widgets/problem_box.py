"""What went wrong, in place: a sentence, what to do next, and the raw cause behind "Details"."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gui import theme


class ProblemBox(QFrame):
    """Hidden until ``show_problem``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = _label("bad")
        self.sentence.setAccessibleName("Problem")
        self.hint = _label("dim")
        self.details = QPushButton("Details")
        self.details.setProperty("role", "note")
        self.details.setCheckable(True)
        self.details.setAutoDefault(False)
        self._raw = QPlainTextEdit()
        self._raw.setReadOnly(True)
        self._raw.setFont(theme.wire_font(9))
        self._raw.setFixedHeight(96)
        self._raw.setAccessibleName("Details of the problem")
        self._raw.hide()
        self.details.toggled.connect(self._show_raw)
        line = QHBoxLayout()
        line.addWidget(self.hint, 1)
        line.addWidget(self.details, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.sentence)
        rows.addLayout(line)
        rows.addWidget(self._raw)
        self.hide()

    def show_problem(self, sentence: str, hint: str = "", details: str = "") -> None:
        """Show this problem in place of the one before."""
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self._raw.setPlainText(details)
        self.details.setVisible(bool(details))
        self.details.setChecked(False)
        self.show()

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self.sentence.clear()
        self.hide()

    @Slot(bool)
    def _show_raw(self, shown: bool) -> None:
        self._raw.setVisible(shown)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
