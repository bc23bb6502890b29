"""A line for words to look for, with a clear button in the theme's own drawing."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.icons import icon

_CLEAR = "_q_qlineeditclearaction"
"""Qt's name of the action behind the clear button; without it the button keeps the style's drawing."""


class SearchLine(QLineEdit):
    """A line edit with placeholder, accessible name and clear button."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)
        self.textChanged.connect(self._offer_clear)

    @Slot()
    def _offer_clear(self) -> None:
        """Make the clear button with the first text: the window's first picture need not wait for it."""
        self.textChanged.disconnect(self._offer_clear)
        self.setClearButtonEnabled(True)
        clear = self.findChild(QAction, _CLEAR)
        if clear is not None:
            clear.setIcon(icon("close", "dim"))
            clear.setText("Clear")
