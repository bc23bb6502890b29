"""Paints a row of the tree: names and values in the colours of their kind, always as plain text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.answer.ground import paint_ground
from gui.answer.tree.model import PIECES
from gui.answer.tree.row_text import Piece
from gui.presenting.stand_ins import presenting

ROW_HEIGHT = 24
_MARGIN = 3.0


class TreeDelegate(QStyledItemDelegate):
    """Draws the pieces of a row side by side; the last one that does not fit ends in an ellipsis."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._take_fonts()
        theme.switch().changed.connect(self._take_fonts)

    @Slot()
    def _take_fonts(self) -> None:
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

    def _draw(self, painter: QPainter, place: QRectF, pieces: tuple[Piece, ...]) -> None:
        colours, metrics = theme.current(), self._metrics
        left, right = place.left() + _MARGIN, place.right() - _MARGIN
        base = place.top() + (place.height() + metrics.ascent() - metrics.descent()) / 2
        state = presenting()
        if state.on:
            texts = state.shown_pieces((text, role == "json_key") for text, role, _ground in pieces)
            pieces = tuple(piece._replace(text=text) for piece, text in zip(pieces, texts, strict=True))
        for text, role, ground in pieces:
            if left >= right:
                return
            wide = metrics.horizontalAdvance(text)
            if wide > right - left:
                wide = right - left
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
            if ground:
                self._mark(painter, QRectF(left, place.top(), wide, place.height()), colours.colour(ground))
            painter.setPen(colours.colour("text" if ground else role))
            painter.drawText(QPointF(left, base), text)  # into a rectangle it takes twice as long
            left += wide

    def _mark(self, painter: QPainter, place: QRectF, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(place.adjusted(-0.5, 3, 0.5, -3), 3, 3)
