"""The mark in every window while somebody presents, with the way out of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from gui import theme
from gui.answer.labels import plain_label
from gui.presenting.stand_ins import Presenting
from gui.widgets.elided_label import ElidedLabel

HEIGHT = 34
TOLD = "Account numbers, user names and e-mail addresses are dots on the screen. Copying and sending stay as they are."


class PresentingBand(QFrame):
    """There as long as somebody presents."""

    def __init__(self, state: Presenting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setObjectName("presenting-band")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Presenting")
        self.setAccessibleDescription(TOLD)
        name = plain_label("PRESENTING")
        name.setObjectName("name")
        self.stop = QPushButton("Stop Presenting")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(name)
        row.addWidget(ElidedLabel(TOLD), 1)
        row.addWidget(self.stop)
        state.changed.connect(self.setVisible)
        theme.switch().changed.connect(self._colour)
        self._colour()
        self.setVisible(state.on)

    @Slot()
    def _colour(self) -> None:
        now = theme.current()
        self.setStyleSheet(
            f"#presenting-band {{ background: {now.accent}; }}"
            f"#presenting-band QLabel {{ color: {now.on_accent}; }}"
            "#presenting-band #name { font-weight: 700; }"
            f"#presenting-band QPushButton {{ background: {now.on_accent}; color: {now.accent};"
            f" border: 1px solid {now.on_accent}; font-weight: 600; min-height: 22px; }}"
        )

    @Slot()
    def _stop(self) -> None:
        self._state.switch(on=False)
