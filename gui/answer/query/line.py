"""The line in which a JMESPath expression is written: the place of a fault is underlined, Tab completes names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from api.answer.queries.check import LONGEST
from gui import theme
from gui.widgets.search_line import SearchLine

_SHOWN = 12
_WORD = re.compile(r"\w+")
_WAVE = 4
_BEFORE_CURSOR = 5
"""Pixels by which a line's rectangle of the cursor begins before the cursor."""
_CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape}


def query_font() -> QFont:
    """What queries are shown in: == and && stay two characters each."""
    font = theme.wire_font()
    for feature in ("calt", "liga"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


class QueryLine(SearchLine):
    """Tells when it was changed; positions in it are characters as Python counts them."""

    left = Signal()
    """Escape."""
    run_wanted = Signal()
    """Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("JMESPath query", "JMESPath", parent)
        self.setFont(query_font())
        self.setMaxLength(LONGEST + 1)  # one too many is told, not cut off
        self._mark: tuple[int, str] | None = None
        self._start = 0
        self._choices: Sequence[str] = ()
        self._known_for: str | None = None
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN)
        self.popup = popup = QListView()
        popup.setProperty("role", "popup")
        popup.setFont(theme.wire_font())
        popup.setAccessibleName("Names that may stand here")
        self._completer.setPopup(popup)
        self._completer.activated.connect(self._insert)

    @property
    def before(self) -> str:
        """The text before the cursor."""
        return self.text()[: self._character(self.cursorPosition())]

    @property
    def mark(self) -> int | None:
        """The character that is underlined; None for none."""
        return self._mark[0] if self._mark is not None else None

    @property
    def choices(self) -> Sequence[str]:
        """What Tab would offer now."""
        return self._choices if self._known_for == self.before else ()

    def show_mark(self, at: int | None, role: str = "bad") -> None:
        """Underline a character in a colour of the theme."""
        self._mark = None if at is None else (at, role)
        self.update()

    def offer(self, before: str, start: int, choices: Sequence[str]) -> None:
        """What may stand in the place of the text from ``start`` to the cursor, as long as ``before`` is before it."""
        self._known_for, self._start, self._choices = before, start, choices

    def event(self, event: QEvent) -> bool:
        """Tab completes what is begun; where nothing is, it leads on."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _CHOOSING and self.popup.isVisible():  # the list of names asks the line first
                event.ignore()
                return True
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Tab and plain and self._complete(always=False):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks at once, Escape leaves, Ctrl+Space shows the names."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Space and control:
            self._complete(always=True)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a wave under the marked character."""
        super().paintEvent(event)
        if self._mark is None:
            return
        at, role = self._mark
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(getattr(theme.current(), role)), 1.5))
        painter.drawPolyline(self._wave(at))
        painter.end()

    def _wave(self, at: int) -> list[QPointF]:
        """Under the word or sign, or after the text; within the line's visible part."""
        text = self.text()
        metrics, cursor = self.fontMetrics(), self.cursorRect()
        begin = cursor.x() + _BEFORE_CURSOR - metrics.horizontalAdvance(self.before)
        left = begin + metrics.horizontalAdvance(text[:at])
        word = _WORD.match(text, at)
        wide = max(metrics.horizontalAdvance(word[0] if word else text[at : at + 1]), 2 * _WAVE)
        wide = min(wide, self.width() // 2)
        left = min(max(left, _WAVE), self.width() - wide - _WAVE)
        base = cursor.bottom() - 1
        steps = range(0, wide + _WAVE // 2, _WAVE // 2)
        return [QPointF(left + step, base + (step // (_WAVE // 2)) % 2 * 2) for step in steps]

    def _complete(self, *, always: bool) -> bool:
        """Put in the only choice, or show several; whether there was something to do."""
        before, choices = self.before, self.choices
        written = before[self._start :] if choices else ""
        if not choices or (not before.strip() and not always) or list(choices) == [written]:
            return False
        if len(choices) == 1:
            self._insert(choices[0])
            return True
        self._names.setStringList(list(choices))
        place = self.cursorRect()
        place.setTop(0)
        place.setHeight(self.height())
        place.setWidth(self.popup.sizeHintForColumn(0) + 40)
        self._completer.complete(place)
        self.popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        return True

    @Slot(str)
    def _insert(self, choice: str) -> None:
        self.setSelection(self._unit(self._start), self.cursorPosition() - self._unit(self._start))
        self.insert(choice)

    def _character(self, unit: int) -> int:
        """A position in UTF-16 units, as Qt counts, in characters."""
        return len(
            self.text().encode("utf-16-le", "surrogatepass")[: unit * 2].decode("utf-16-le", "replace")
        )

    def _unit(self, character: int) -> int:
        return len(self.text()[:character].encode("utf-16-le", "surrogatepass")) // 2
