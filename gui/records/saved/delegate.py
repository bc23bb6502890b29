"""How a row of the saved calls looks: the method's badge, the name, and the tags at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from api.records.saved.folder import Item
from gui import theme
from gui.presenting.stand_ins import on_screen
from gui.records.saved.model import Favourite, SavedModel, Thing
from gui.widgets.badge import SMALL, paint_badge

ROW_HEIGHT = 27
GAP = 8
LEAST_NAME = 90
"""Pixels that the name keeps before the tags are left out."""
Index = QModelIndex | QPersistentModelIndex


class SavedDelegate(QStyledItemDelegate):
    """Paints the rows of a view whose model is a SavedModel. Owned by the view."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Let the style paint the ground, then paint the rest over it."""
        model = index.model()
        if not isinstance(model, SavedModel):
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        text, bare.text = bare.text, ""
        style = bare.widget.style() if bare.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        thing = model.thing(index)
        area = option.rect.adjusted(2, 0, -GAP, 0)
        if isinstance(thing, Item | Favourite):
            area = self._badge(painter, area, model, thing)
        if isinstance(thing, Item):
            area = self._tags(painter, area, thing)
        self._name(
            painter, area, text, QColor(self._ink(model, thing)), strong=not index.parent().isValid()
        )

    @staticmethod
    def _badge(painter: QPainter, area: QRect, model: SavedModel, thing: Thing) -> QRect:
        head = model.head(thing)
        if head is not None:
            place = QRect(area.left(), 0, SMALL.width(), SMALL.height())
            place.moveTop(area.top() + (area.height() - SMALL.height()) // 2)
            paint_badge(painter, place, head.method)
        return area.adjusted(SMALL.width() + GAP, 0, 0, 0)

    @staticmethod
    def _tags(painter: QPainter, area: QRect, item: Item) -> QRect:
        words = " · ".join(item.saved.tags)
        painter.save()
        painter.setFont(theme.text_font(8.5))
        painter.setPen(QColor(theme.current().dim))
        room = area.width() - LEAST_NAME
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
        wide = painter.fontMetrics().horizontalAdvance(shown) if words and room > 24 else 0
        if wide:
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        painter.restore()
        return area.adjusted(0, 0, -(wide + GAP) if wide else 0, 0)

    @staticmethod
    def _ink(model: SavedModel, thing: Thing | None) -> str:
        scheme = theme.current()
        if isinstance(thing, Item):
            return scheme.text if model.head(thing) else scheme.bad
        return (
            scheme.text if thing is None or isinstance(thing, Favourite) or not thing.folder else scheme.dim
        )

    @staticmethod
    def _name(painter: QPainter, area: QRect, text: str, ink: QColor, *, strong: bool) -> None:
        painter.save()
        painter.setFont(theme.text_font(strong=strong))
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(on_screen(text), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
