"""A box to choose from that shortens what it shows to the room there is; the whole is in the list and in the tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox

from gui.presenting.stand_ins import on_screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionComboBox

# The style's names take milliseconds to load, and the first picture of the window shows an empty box at most.

_BESIDE = 8
"""Pixels that the style keeps free around picture and text."""


class ElidedBox(QComboBox):
    """Behaves like a QComboBox, but never cuts a text in the middle of a letter."""

    @property
    def shown(self) -> str:
        """The text as it stands on the screen."""
        from PySide6.QtWidgets import QStyleOptionComboBox

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._cut(option)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        if not self.currentText():
            super().paintEvent(event)
            return
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self._cut(option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _cut(self, option: QStyleOptionComboBox) -> str:
        from PySide6.QtWidgets import QStyle

        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        picture = 0 if option.currentIcon.isNull() else option.iconSize.width() + 4
        text = on_screen(self.currentText())
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room - picture - _BESIDE)
