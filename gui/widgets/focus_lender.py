"""Hands the keyboard that a compound widget is given on to one of its parts.

Qt's focus proxy does so too, but Tab then enters the compound at that part and never reaches what stands before it.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class FocusLender(QObject):
    """Child of the compound widget; ``part`` may be exchanged at any time, None keeps the keyboard."""

    def __init__(self, holder: QWidget, part: QWidget | None = None) -> None:
        super().__init__(holder)
        self.part = part
        holder.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand it on."""
        part = self.part
        if (
            isinstance(event, QFocusEvent)
            and event.gotFocus()
            and part is not None
            and shiboken6.isValid(part)
        ):
            part.setFocus(event.reason())
        return super().eventFilter(watched, event)
