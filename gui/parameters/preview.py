"""The preview: the request exactly as it will be sent, secrets dotted."""

from __future__ import annotations

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui import theme


class Preview(QPlainTextEdit):
    """Read-only text in the monospaced font that keeps its place while it changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(theme.wire_font(9.5))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setAccessibleName("Request, exactly as it will be sent")

    def show_text(self, text: str) -> None:
        """Show another text; the scroll position stays."""
        if text == self.toPlainText():
            return
        position = self.verticalScrollBar().value()
        self.setPlainText(text)
        self.verticalScrollBar().setValue(position)
