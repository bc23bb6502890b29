"""A box to choose from that shortens what it shows to the room there is; the whole is in the list and in the tip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from gui.presenting.stand_ins import on_screen

_BESIDE = 8
"""Pixels that the style keeps free around picture and text."""


class ElidedBox(QComboBox):
    """Behaves like a QComboBox, but never cuts a text in the middle of a letter."""

    @property
    def shown(self) -> str:
        """The text as it stands on the screen."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._cut(option)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self._cut(option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _cut(self, option: QStyleOptionComboBox) -> str:
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        picture = 0 if option.currentIcon.isNull() else option.iconSize.width() + 4
        text = on_screen(self.currentText())
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room - picture - _BESIDE)
