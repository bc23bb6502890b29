"""A line for words to look for that says at its end how many there are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui.answer.labels import plain_label
from gui.widgets.search_line import SearchLine

_GAP = 6
_LEAST_WORDS = 30
"""Pixels that the words keep; where there is less room the count is not shown."""


class CountedLine(SearchLine):
    """The count stands inside, before the clear button: it takes room only while there is one."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        self._count = plain_label(role="help")
        self._count.setParent(self)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setCursor(Qt.CursorShape.ArrowCursor)
        self._count.hide()

    @property
    def count_text(self) -> str:
        """What is said about the matches."""
        return self._count.text()

    def show_count(self, text: str, tip: str = "") -> None:
        """Say how many there are; "" for nothing."""
        self._count.setText(text)
        self._count.setToolTip(tip)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The count stays at the end."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        clear = self.findChild(QToolButton)
        self._count.ensurePolished()
        wide = self._count.fontMetrics().horizontalAdvance(self.count_text)
        end = clear.x() if clear is not None else self.width()
        shown = bool(self.count_text) and end - wide - _GAP >= _LEAST_WORDS
        self._count.setGeometry(end - wide, 1, wide, self.height() - 2)
        self._count.setVisible(shown)
        self.setTextMargins(0, 0, wide + _GAP if shown else 0, 0)
