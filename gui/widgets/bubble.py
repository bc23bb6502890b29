"""A note right under a field that lies over what is below it, so that nothing has to move."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

_GAP = 4


class Bubble(QLabel):
    """Shows a sentence under a widget; its parent is whatever holds the widget and the room under it."""

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self._under = under
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "bubble")
        self.setWordWrap(True)
        self.hide()

    def say(self, sentence: str, holder: QWidget) -> None:
        """Show the sentence, inside that holder."""
        if self.parentWidget() is not holder:
            self.setParent(holder)
        self.setText(sentence)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Stand under the widget again, after it was moved."""
        holder = self.parentWidget()
        if holder is None or not holder.isAncestorOf(self._under):
            return
        at = self._under.mapTo(holder, QPoint(0, self._under.height() + _GAP))
        width = max(self._under.width(), 260)
        left = max(min(at.x(), holder.width() - width - _GAP), 0)
        self.setGeometry(left, at.y(), width, self._height(width))

    def _height(self, width: int) -> int:
        return QSize(width, self.heightForWidth(width)).height()
