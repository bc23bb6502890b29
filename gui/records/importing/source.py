"""Where calls to import are pasted. What is long is kept beside the field, which only says so."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from api.answer.sizes import size
from gui import theme

LONGEST_SHOWN = 200_000
"""Characters that a field takes without a jerk."""


class PasteField(QPlainTextEdit):
    """Take ``content``. ``given`` says that it changed."""

    given = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._long = ""
        self.setAccessibleName("Calls to import")
        self.setPlaceholderText(
            "Paste curl commands, a HAR file or a Postman collection here, or choose a file"
        )
        self.setFont(theme.wire_font())
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)

    @property
    def content(self) -> str:
        """What was pasted or typed."""
        return self._long or self.toPlainText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste."""
        text = source.text()
        if len(text) <= LONGEST_SHOWN:
            self.insertPlainText(text)
            return
        self.blockSignals(True)
        self.setPlainText(f"(pasted text, {size(len(text))})")
        self.blockSignals(False)
        self._long = text
        self.given.emit()

    def _changed(self) -> None:
        self._long = ""
        self.given.emit()
