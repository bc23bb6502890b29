"""The second step of a sign-in: the one-time passcode that the account asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget


class PasscodePage(QWidget):
    """Asks for a passcode; the sheet around it has the buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel("Passcode")
        heading.setProperty("role", "heading")
        self.words = QLabel()
        self.words.setProperty("role", "dim")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.line = QLineEdit()
        self.line.setAccessibleName("Passcode")
        self.line.setMaxLength(64)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.line.setFixedWidth(220)
        heading.setBuddy(self.line)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(heading)
        rows.addWidget(self.words)
        rows.addWidget(self.line)
        rows.addStretch(1)

    def ask(self, sentence: str) -> None:
        """Ask anew."""
        self.words.setText(f"{sentence} It comes by text message or from your authenticator.".strip())
        self.line.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def passcode(self) -> str:
        """What was typed, without spaces."""
        return self.line.text().replace(" ", "")
