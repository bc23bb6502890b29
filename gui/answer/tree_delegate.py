"""Paints a row of the tree: names and values in the colours of their kind, always as plain text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.answer.ground import paint_ground
from gui.answer.tree_model import PIECES

ROW_HEIGHT = 24
_MARGIN = 3.0


class TreeDelegate(QStyledItemDelegate):
    """Draws the pieces of a row side by side; the last one that does not fit ends in an ellipsis."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._font = theme.wire_font()
        self._metrics = QFontMetricsF(self._font)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The style's ground, then the pieces."""
        paint_ground(painter, option)
        painter.save()
        painter.setFont(self._font)
        self._draw(painter, QRectF(option.rect), index.data(PIECES))
        painter.restore()

    def _draw(self, painter: QPainter, place: QRectF, pieces: tuple[tuple[str, str], ...]) -> None:
        colours = theme.current()
        left, right = place.left() + _MARGIN, place.right() - _MARGIN
        for text, role in pieces:
            if left >= right:
                return
            room = QRectF(left, place.top(), right - left, place.height())
            wide = self._metrics.horizontalAdvance(text)
            if wide > room.width():
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.setPen(colours.colour(role))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
            painter.drawText(room, flags, text)
            left += wide
