"""The right side once a call is shown: its head, and the answers under it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.call_head import CallHead

ENOUGH = 640
"""Pixels of height from which the head may take as much as it likes; below, the answers need them more."""

SCARCE = 400
"""Below, the head is its title and its buttons."""


class CallPage(QWidget):
    """Places both, and keeps the head small where there is little room."""

    def __init__(self, head: CallHead, answers: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = head
        self.setFocusProxy(answers)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(answers, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look how much room there is."""
        self._head.set_compact(self.height() < ENOUGH, bare=self.height() < SCARCE)
        super().resizeEvent(event)
