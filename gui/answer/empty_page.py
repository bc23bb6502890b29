"""What stands in the place of answers before there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.answer.labels import plain_label


class EmptyPage(QWidget):
    """Says what to do next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(
            plain_label("Pick a call and press Enter", "heading"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        hint = plain_label("Its form opens; what the cloud answers appears here.", "dim")
        page.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
