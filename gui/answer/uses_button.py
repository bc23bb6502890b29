"""The button that shows where the chosen value of an answer leads, for those who do not use the right button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget

from gui.answer.uses_menu import UsesMenu
from gui.icons import icon

WORDS = "Use in"
TIP = "Use in: the calls that take what is chosen (Ctrl+U)"
_ROOM_FOR_WORDS = 780


class UsesButton(QPushButton):
    """Opens the uses of the node that ``current`` names (None: of the whole answer); off where there are none."""

    def __init__(self, uses: UsesMenu, current: Callable[[], int | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._uses, self._current, self._view = uses, current, parent
        self.setProperty("role", "link")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the words
        self.setToolTip(TIP)
        self.setAccessibleName(WORDS)
        self.setAccessibleDescription(TIP)
        self.clicked.connect(self._open)
        uses.ready.connect(self.refresh)
        parent.installEventFilter(self)
        self._fit()
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the answer has little room the button is only its icon."""
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        narrow = self._view.width() < _ROOM_FOR_WORDS
        self.setText("" if narrow else WORDS)
        self.setIcon(icon("external" if narrow else "chevron-down", "accent"))

    @Slot()
    def refresh(self) -> None:
        """Be on where the current node leads somewhere."""
        self.setEnabled(self._uses.uses(self._current()) is not None)

    def open_at(self, view: QAbstractItemView | None) -> None:
        """Open the menu under the current row of a view; under the button without one, or where it is not in sight."""
        index = view.currentIndex() if view is not None else None
        place = view.visualRect(index) if view is not None and index is not None else QRect()
        if view is None or not place.isValid() or not view.viewport().rect().contains(place.bottomLeft()):
            self._open()
        else:
            self._uses.popup(self._current(), view.viewport().mapToGlobal(place.bottomLeft()), view)

    @Slot()
    def _open(self) -> None:
        self._uses.popup(self._current(), self.mapToGlobal(QPoint(0, self.height())), self.window())
