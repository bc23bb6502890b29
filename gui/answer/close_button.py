"""The button on a tab that closes it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from gui.answer.tab_page import TabPage
from gui.icons import icon


class CloseButton(QToolButton):
    """For the mouse; the keyboard has Ctrl+W. ``tab`` is what it stands on."""

    def __init__(self, tab: TabPage) -> None:
        super().__init__()
        self.tab = tab
        self.setIcon(icon("close", "dim"))
        self.setIconSize(QSize(12, 12))
        self.setAutoRaise(True)
        self.setToolTip("Close (Ctrl+W)")
        self.setAccessibleName(f"Close {tab.title}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
