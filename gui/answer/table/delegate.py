"""Paints a cell of the table: plain text, states in their colour, ids in the font of the wire, asides dim."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from api.answer.tables.cells import Cell
from gui import theme
from gui.answer.table.model import TableModel
from gui.presenting.stand_ins import presenting

ROW_HEIGHT = 28
MARGIN = 8
_GAP = 8
_SLACK = 6
"""Glyphs may reach a little beyond their advance."""

_SELECTED, _UNDER_MOUSE, _WITH_FOCUS = (
    each.value
    for each in (
        QStyle.StateFlag.State_Selected,
        QStyle.StateFlag.State_MouseOver,
        QStyle.StateFlag.State_HasFocus,
    )
)
"""As numbers: Python's flags take longer than all else."""


class TableDelegate(QStyledItemDelegate):
    """Draws the cells of a TableModel."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._take_fonts()
        theme.switch().changed.connect(self._take_fonts)

    @Slot()
    def _take_fonts(self) -> None:
        self._text, self._wire = theme.text_font(), theme.wire_font()
        self._text_metrics, self._wire_metrics = QFontMetrics(self._text), QFontMetrics(self._wire)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the cell's text."""
        return QSize(self.width(_model(index).cell(index)), ROW_HEIGHT)

    def width(self, cell: Cell, *, with_aside: bool = True) -> int:
        """How much room a cell takes in pixels."""
        metrics = self._metrics(cell)
        aside = metrics.horizontalAdvance(cell.aside) + _GAP if cell.aside and with_aside else 0
        return metrics.horizontalAdvance(cell.shown) + aside + 2 * MARGIN + _SLACK

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground in the colours of the style sheet (asking the style takes longer than all else), then the text."""
        model, colours, place = _model(index), theme.current(), option.rect
        cell, column = model.cell(index), model.column(index.column())
        state = option.state.value
        if state & _SELECTED:
            painter.fillRect(place, colours.colour("selection"))
        elif state & _UNDER_MOUSE:
            painter.fillRect(place, colours.colour("hover"))
        if state & _WITH_FOCUS:
            painter.setPen(colours.colour("accent"))
            painter.drawRoundedRect(place.adjusted(1, 1, -2, -2), 3, 3)
        painter.setFont(self._wire if cell.wire else self._text)
        if (veiled := presenting()).on:
            aside = veiled.shown(cell.aside)
            cell = replace(
                cell, shown=veiled.shown_value(column.key.rpartition(".")[2], cell.shown), aside=aside
            )
        self._draw(painter, place.adjusted(MARGIN, 0, -MARGIN, 0), cell, right=column.right)

    def _draw(self, painter: QPainter, place: QRect, cell: Cell, *, right: bool) -> None:
        """At a point: drawing into a rectangle takes twice as long."""
        colours, metrics = theme.current(), self._metrics(cell)
        shown, wide = _fitted(metrics, cell.shown, place.width())
        base = place.top() + (place.height() + metrics.ascent() - metrics.descent() + 1) // 2
        painter.setPen(colours.colour(cell.tone or "text"))
        painter.drawText(place.left() + (place.width() - wide if right else 0), base, shown)
        room = place.width() - wide - _GAP
        if cell.aside and room > 0 and not right:
            painter.setPen(colours.colour("dim"))
            painter.drawText(place.left() + wide + _GAP, base, _fitted(metrics, cell.aside, room)[0])

    def _metrics(self, cell: Cell) -> QFontMetrics:
        return self._wire_metrics if cell.wire else self._text_metrics


def _fitted(metrics: QFontMetrics, text: str, room: int) -> tuple[str, int]:
    """The text and how wide it is; cut with an ellipsis where there is too little room."""
    wide = metrics.horizontalAdvance(text)
    if wide <= room:
        return text, wide
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    return text, metrics.horizontalAdvance(text)


def _model(index: QModelIndex | QPersistentModelIndex) -> TableModel:
    model = index.model()
    assert isinstance(model, TableModel)
    return model
