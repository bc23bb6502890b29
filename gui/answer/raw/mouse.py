"""What the mouse does in raw text: place the caret, select by dragging, words by two clicks, rows by three."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QWidget

from api.answer.texts.rows import Place
from gui.answer.raw.caret import Caret

_AGAIN_MS = 40


class RawPlaces(Protocol):
    """What the mouse has to know of the text."""

    @property
    def caret(self) -> Caret | None:
        """The caret; None while nothing is shown."""

    def place_at(self, point: QPoint) -> Place:
        """The place in the text nearest to a point of the area; above and below it rows that are not shown."""

    def in_gutter(self, point: QPoint) -> bool:
        """Whether the point is on the line numbers."""


class RawMouse(QObject):
    """Watches the area that shows the rows."""

    moved = Signal()
    """The caret was moved."""
    selected = Signal()
    """A selection was finished."""

    def __init__(self, text: RawPlaces, area: QWidget) -> None:
        super().__init__(area)
        self._text, self._area = text, area
        self._held = self._by_rows = False
        self._from_row = 0
        self._at = QPoint()
        self._again = QTimer(self)  # while the mouse is held outside, the text scrolls on
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._drag)
        self._third = QTimer(self)
        self._third.setSingleShot(True)
        area.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what the left button does."""
        if not isinstance(event, QMouseEvent) or (caret := self._text.caret) is None:
            return False
        self._at = event.position().toPoint()
        kinds = QEvent.Type
        if event.type() == kinds.MouseMove and self._held:
            self._drag()
            self._follow()
        elif event.button() != Qt.MouseButton.LeftButton:
            return False
        elif event.type() == kinds.MouseButtonPress:
            self._press(caret, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.type() == kinds.MouseButtonDblClick:
            caret.select_word()
            self._third.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
            self.moved.emit()
        elif event.type() == kinds.MouseButtonRelease:
            self._release()
        return False

    def _press(self, caret: Caret, select: bool) -> None:
        place = self._text.place_at(self._at)
        self._by_rows = self._third.isActive() or self._text.in_gutter(self._at)
        self._held, self._from_row = True, place[0]
        self._third.stop()
        if self._by_rows:
            caret.select_rows(place[0], place[0])
        else:
            caret.go(place, select=select)
        self.moved.emit()

    def _release(self) -> None:
        self._held = False
        self._again.stop()
        self.selected.emit()

    def _follow(self) -> None:
        if self._area.rect().contains(self._at):
            self._again.stop()
        elif not self._again.isActive():
            self._again.start()

    @Slot()
    def _drag(self) -> None:
        if (caret := self._text.caret) is None:
            return
        place = self._text.place_at(self._at)
        if self._by_rows:
            caret.select_rows(min(place[0], self._from_row), max(place[0], self._from_row))
        else:
            caret.go(place, select=True)
        self.moved.emit()
