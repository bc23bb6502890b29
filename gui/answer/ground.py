"""The ground that the delegates of answers draw on: the style's own, with selection, hover and focus."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw an item as the style does, without its text."""
    ground = QStyleOptionViewItem(option)
    ground.text = ""
    widget = option.widget if isinstance(option.widget, QWidget) else None
    style = widget.style() if widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, widget)
