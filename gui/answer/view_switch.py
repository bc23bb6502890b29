"""Flat buttons that choose one view of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QTabBar, QWidget

from api.foreground import foreground


class ViewSwitch(QTabBar):
    """A row of view names; the chosen one is underlined. Disabled views cannot be chosen."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Views of the answer")
        self.setStyleSheet("QTabBar::tab { padding: 8px 10px; }")  # all of them fit beside the search
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        for name in names:
            self.addTab(name)
        self.currentChanged.connect(self._tell)

    def minimumSizeHint(self) -> QSize:
        """All views fit, always."""
        return self.sizeHint()

    def choose(self, number: int) -> None:
        """Choose a view if it can be chosen."""
        if 0 <= number < self.count() and self.isTabEnabled(number):
            self.setCurrentIndex(number)

    @Slot(int)
    def _tell(self, number: int) -> None:
        with foreground:  # what is chosen is made now
            self.chosen.emit(number)
