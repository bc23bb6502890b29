"""What closes a tab: the button on it, and the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
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


def closes(event: QEvent) -> bool:
    """Whether it is a press of Ctrl+W."""
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_W
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )
