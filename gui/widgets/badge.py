"""The method badge: an HTTP method in its colour, always with the word."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

SMALL = QSize(50, 17)
LARGE = QSize(58, 30)


def paint_badge(painter: QPainter, rect: QRect, method: str, points: float = 7.5) -> None:
    """Paint the badge of a method into the rectangle; for delegates as well as widgets."""
    tint = theme.current().method(method)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint.ground))
    radius = 3 if rect.height() < 24 else 5
    painter.drawRoundedRect(rect, radius, radius)
    font = theme.text_font(points, strong=True)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(tint.ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, method.upper())
    painter.restore()


class MethodBadge(QWidget):
    """A badge of its own, e.g. beside a call's title. Follows the theme."""

    def __init__(self, method: str = "", parent: QWidget | None = None, *, large: bool = True) -> None:
        super().__init__(parent)
        self._method = ""
        self._points = 8.5 if large else 7.5
        self._least = LARGE if large else SMALL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMethod(method)

    @property
    def method(self) -> str:
        """The method that is shown."""
        return self._method

    def setMethod(self, method: str) -> None:
        """Show another method."""
        self._method = method.upper()
        self.setAccessibleName(f"Method {self._method}" if method else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the word, never narrower than its neighbours."""
        metrics = QFontMetrics(theme.text_font(self._points, strong=True))
        wide = metrics.horizontalAdvance(self._method) + 20
        return QSize(max(wide, self._least.width()), self._least.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge over the whole widget."""
        if not self._method:
            return
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._method, self._points)
        painter.end()
