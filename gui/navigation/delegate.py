"""How a row of the call tree looks: a method badge and the title; dim where the cloud does not offer it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.navigation.nodes import Node
from gui.navigation.tree_model import CallTreeModel
from gui.widgets.badge import SMALL, paint_badge

ROW_HEIGHT = 27
GAP = 8


class CallDelegate(QStyledItemDelegate):
    """Paints the rows of a view whose model is a CallTreeModel. Owned by the view."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are of one height."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + SMALL.width() + GAP, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Let the style paint the ground, then paint badge and title over it."""
        model = index.model()
        node = model.node(index) if isinstance(model, CallTreeModel) else None
        if not isinstance(model, CallTreeModel) or node is None:
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style() if bare.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        offered = not model.reason(node)
        left = self._badge(painter, option.rect, node, offered)
        self._title(painter, option.rect.adjusted(left, 0, -GAP, 0), node, offered)

    def _badge(self, painter: QPainter, rect: QRect, node: Node, offered: bool) -> int:
        if node.head is None:
            return 2
        place = QRect(rect.left() + 2, 0, SMALL.width(), SMALL.height())
        place.moveTop(rect.top() + (rect.height() - SMALL.height()) // 2)
        painter.setOpacity(1.0 if offered else 0.45)
        paint_badge(painter, place, node.head.method)
        painter.setOpacity(1.0)
        return 2 + SMALL.width() + GAP

    def _title(self, painter: QPainter, rect: QRect, node: Node, offered: bool) -> None:
        scheme = theme.current()
        font = theme.text_font(strong=node.parent is None)
        quiet = not offered or (node.head is None and node.parent is not None)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(scheme.bad if node.fault else scheme.dim if quiet else scheme.text))
        text = painter.fontMetrics().elidedText(node.title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
