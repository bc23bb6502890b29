"""A coloured dot with words: a state that can be seen and read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui import theme
from gui.presenting.stand_ins import on_screen

DOT = 9
GAP = 6


class StatusDot(QLabel):
    """Words in the colour of their level ("good", "warning", "bad") after a dot of that colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = "good"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.text_font(strong=True))

    def show_state(self, words: str, level: str) -> None:
        """Show these words at that level."""
        self._level = level
        self.setText(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The words and the dot."""
        hint = super().sizeHint()
        return QSize(hint.width() + DOT + GAP, hint.height())

    def minimumSizeHint(self) -> QSize:
        """All of it: a state must not be cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot and the words."""
        colour = QColor(getattr(theme.current(), self._level))
        area = self.contentsRect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(area.left(), area.center().y() - DOT // 2 + 1, DOT, DOT)
        painter.setPen(colour)
        words = area.adjusted(DOT + GAP, 0, 0, 0)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, on_screen(self.text())
        )
        painter.end()
