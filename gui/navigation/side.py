"""The left side of the window: a switch at its top, and the page under it that was chosen there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QTabBar, QVBoxLayout, QWidget

from api.foreground import foreground
from gui.widgets.pages import Pages

CALLS = "calls"
"""The key of the page that is always there."""
MARGIN = 8


class Side(QFrame):
    """Pages under lasting keys, each made when it is first shown. The keyboard goes where a page's focus proxy says."""

    chosen = Signal(str)
    """Another page is shown: its key."""

    def __init__(self, calls: QWidget, parent: QWidget | None = None) -> None:
        """``calls`` is the first page, which is there at once."""
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._begun = False
        self._keys: list[str] = []
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, QWidget] = {}
        self.switch = QTabBar()
        self.switch.setProperty("role", "segments")
        self.switch.setAccessibleName("What the left side shows")
        self.switch.setDrawBase(False)
        self.switch.setUsesScrollButtons(False)
        self.switch.setElideMode(Qt.TextElideMode.ElideNone)
        self._pages = Pages()
        self._place()
        self.add_page(CALLS, "Calls", lambda: calls)
        self._show(0)
        self.switch.currentChanged.connect(self._show)

    def add_page(self, key: str, title: str, make: Callable[[], QWidget]) -> None:
        """Offer one more page; ``make`` is called once, when it is first shown."""
        self._keys.append(key)
        self._makers[key] = make
        self.switch.addTab(title)

    def begin(self) -> None:
        """From now on pages are made; what was chosen before is made now. Until then calls alone are shown."""
        self._begun = True
        self._show(self.switch.currentIndex())

    @property
    def key(self) -> str:
        """Which page is chosen."""
        return self._keys[self.switch.currentIndex()]

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        page = self._pages.currentWidget()
        assert page is not None
        return page

    def choose(self, key: str) -> None:
        """Show the page of that key, if there is one."""
        if key in self._keys:
            self.switch.setCurrentIndex(self._keys.index(key))

    def focus(self, key: str) -> None:
        """Show the page of that key and put the keyboard into it."""
        self.choose(key)
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> None:
        line = QVBoxLayout()
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.addWidget(self.switch)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, MARGIN, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(line)
        rows.addWidget(self._pages, 1)

    @Slot(int)
    def _show(self, number: int) -> None:
        key = self._keys[number]
        if key not in self._made and not (self._begun or key == CALLS):
            return
        with foreground:  # what is chosen is made now
            if key not in self._made:
                page = self._made[key] = self._makers.pop(key)()
                self._pages.addWidget(page)
            self._pages.setCurrentWidget(self._made[key])
        self.chosen.emit(key)
