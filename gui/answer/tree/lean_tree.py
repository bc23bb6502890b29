"""A tree of rows that does nothing twice: it is laid out when it is seen, and deep rows cost what others cost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QCursor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

_DEEP = 30
"""Levels up to which Qt draws the room before a row, level by level."""


class LeanTree(QTreeView):
    """A QTreeView without Qt's needless work."""

    _restyling = False
    _stale = False
    """Whether there was a new style since the rows were laid out."""

    def event(self, event: QEvent) -> bool:
        """Every new place in the window is a new style, and Qt lays all rows out at once for each."""
        if event.type() is not QEvent.Type.StyleChange:  # others may come in the midst of one
            return super().event(event)
        self._restyling = True
        try:
            return super().event(event)
        finally:
            self._restyling = False

    def doItemsLayout(self) -> None:
        """Lay the rows out; after a new style not before they are needed."""
        if self._restyling:
            self._stale = True
            self.scheduleDelayedItemsLayout()
        else:
            self._stale = False
            super().doItemsLayout()

    def updateGeometries(self) -> None:
        """Fit header and scroll bars. It needs the rows laid out, and laying them out does it."""
        if not self._stale:
            super().updateGeometries()

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The room before a row and its arrow; there is nothing to see on the levels further out."""
        indent = self.indentation()
        if rect.width() <= _DEEP * indent:
            super().drawBranches(painter, rect, index)
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.state |= self._ground_of(index)
        option.rect = rect
        self._draw_branch(painter, option)
        option.rect = QRect(rect.right() + 1 - indent, rect.top(), indent, rect.height())
        if self.model().hasChildren(index):
            option.state |= QStyle.StateFlag.State_Children
        if self.isExpanded(index):
            option.state |= QStyle.StateFlag.State_Open
        self._draw_branch(painter, option)

    def _ground_of(self, index: QModelIndex | QPersistentModelIndex) -> QStyle.StateFlag:
        if self.selectionModel().isSelected(index):
            return QStyle.StateFlag.State_Selected
        mouse = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.viewport().underMouse() and self.indexAt(mouse) == index
        return QStyle.StateFlag.State_MouseOver if hovered else QStyle.StateFlag.State_None

    def _draw_branch(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorBranch, option, painter, self)
