"""The menu of a tab: what can be done with it and with the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from gui.answer.call_tab import CallTab
from gui.answer.deeds import deeds
from gui.answer.tab_page import TabPage

_TAKING = (
    ("save_call", "Save call…"),
    ("copy_link", "Copy link"),
    ("elsewhere", "Take it elsewhere…"),
    ("export", "Export…"),
    ("report_call", "Report a problem with this call…"),
)


class TabMenu(QMenu):
    """Offers what fits one tab; each signal brings the tab, unless it was closed meanwhile."""

    compare_chosen = Signal(object)
    anew_chosen = Signal(object)
    """Send the call again, and show the answer in a tab of its own."""
    close_chosen = Signal(object)
    close_others_chosen = Signal(object)

    def __init__(self, tab: TabPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tab = tab
        if isinstance(tab, CallTab) and tab.answer is not None and tab.answer.complete:
            self._offer("Compare with…", self.compare_chosen.emit)
        if isinstance(tab, CallTab) and tab.exchange is not None:
            self._offer("Send again in a new tab", self.anew_chosen.emit)
        self._offer_deeds(tab)
        self._offer("Close", self.close_chosen.emit)
        self._offer("Close others", self.close_others_chosen.emit)

    def open_over(self, bar: QWidget, at: QPoint) -> None:
        """Open at a place of the bar."""
        self.popup(bar.mapToGlobal(at))

    def _offer_deeds(self, tab: TabPage) -> None:
        """What the window does about keeping the call and taking it elsewhere."""
        found = deeds(tab)
        offered = [(text, found[name]) for name, text in _TAKING if name in found]
        if offered and self.actions():
            self.addSeparator()
        for text, deed in offered:
            self._offer(text, partial(_do, deed))
        if self.actions():
            self.addSeparator()

    def _offer(self, text: str, tell: Callable[[TabPage], None]) -> None:
        def chosen() -> None:
            if shiboken6.isValid(self._tab):
                tell(self._tab)

        self.addAction(text).triggered.connect(chosen)


def _do(deed: Callable[[], object], _tab: TabPage) -> None:
    deed()
