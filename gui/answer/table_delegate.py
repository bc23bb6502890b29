"""Paints a cell of the table: plain text, states in their colour, ids in the font of the wire, asides dim."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from api.answer.cells import Cell
from gui import theme
from gui.answer.table_model import TableModel

ROW_HEIGHT = 28
MARGIN = 8
_GAP = 8
_SLACK = 6
"""Glyphs may reach a little beyond their advance."""

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft | _MIDDLE, Qt.AlignmentFlag.AlignRight | _MIDDLE


class TableDelegate(QStyledItemDelegate):
    """Draws the cells of a TableModel."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._wire = theme.text_font(), theme.wire_font()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the cell's text."""
        return QSize(self.width(_model(index).cell(index)), ROW_HEIGHT)

    def width(self, cell: Cell, *, with_aside: bool = True) -> int:
        """How much room a cell takes in pixels."""
        metrics = QFontMetrics(self._font(cell))
        aside = metrics.horizontalAdvance(cell.aside) + _GAP if cell.aside and with_aside else 0
        return metrics.horizontalAdvance(cell.shown) + aside + 2 * MARGIN + _SLACK

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground in the colours of the style sheet (asking the style takes longer than all else), then the text."""
        model, colours, place = _model(index), theme.current(), option.rect
        cell, column = model.cell(index), model.column(index.column())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, colours.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, colours.colour("hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("accent"))
            painter.drawRoundedRect(place.adjusted(1, 1, -2, -2), 3, 3)
        painter.setFont(self._font(cell))
        self._draw(painter, place.adjusted(MARGIN, 0, -MARGIN, 0), cell, right=column.right)

    def _draw(self, painter: QPainter, place: QRect, cell: Cell, *, right: bool) -> None:
        colours, metrics = theme.current(), painter.fontMetrics()
        flags = _RIGHT if right else _LEFT
        painter.setPen(colours.colour(cell.tone or "text"))
        shown = metrics.elidedText(cell.shown, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, flags, shown)
        if cell.aside:
            rest = place.adjusted(metrics.horizontalAdvance(shown) + _GAP, 0, 0, 0)
            if rest.width() > 0:
                painter.setPen(colours.colour("dim"))
                aside = metrics.elidedText(cell.aside, Qt.TextElideMode.ElideRight, rest.width())
                painter.drawText(rest, flags, aside)

    def _font(self, cell: Cell) -> QFont:
        return self._wire if cell.wire else self._text


def _model(index: QModelIndex | QPersistentModelIndex) -> TableModel:
    model = index.model()
    assert isinstance(model, TableModel)
    return model
