"""The strip over an answer that was asked for again: why there is no newer one, or where the earlier one is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from gui.answer.labels import plain_label
from gui.icons import icon


class AgainStrip(QWidget):
    """A sentence, one thing to do about it, and a way to put it out of sight."""

    wanted = Signal()
    """What the button offers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label(role="warning", wrap=True)
        self._button = QPushButton("Send again")
        self._button.setProperty("role", "link")
        self._button.clicked.connect(self.wanted)
        close = QToolButton()
        close.setIcon(icon("close", "dim"))
        close.setToolTip("Close this note")
        close.setAccessibleName("Close this note")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 14, 0)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says; "" when it is out of sight."""
        return "" if self.isHidden() else self._label.text()

    def say(self, sentence: str, offer: str) -> None:
        """Show a sentence and what can be done about it."""
        self._label.setText(sentence)
        self._button.setText(offer)
        self.show()
