"""What every tab of the answers is: it has a title, says where the person is, and gives its memory back when closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class TabPage(QWidget):
    """The base of tabs. ``who`` names whose cloud it is about."""

    titled = Signal(str)
    """What the tab is called now."""
    path_changed = Signal(str)
    said = Signal(str)

    def __init__(self, title: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.who = title, who

    @property
    def running(self) -> bool:
        """Whether it still works on what it will show."""
        raise NotImplementedError

    @property
    def path(self) -> str:
        """Where in it the person is; "" for nowhere."""
        raise NotImplementedError

    def parts(self) -> list[QWidget]:
        """Its larger parts, which are deleted one by one before the tab itself."""
        return []

    def close_call(self) -> None:
        """Stop what runs and give the memory back."""
        raise NotImplementedError


def bar_text(text: str) -> str:
    """What stands on a tab: an ampersand in a title is no shortcut."""
    return text.replace("&", "&&")
