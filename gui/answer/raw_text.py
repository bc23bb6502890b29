"""Read-only text with line numbers; colours are given only to what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui import theme

_TOKEN = re.compile(
    r'(?P<json_key>"(?:[^"\\]|\\.)*+")(?=\s*:)|(?P<json_string>"(?:[^"\\]|\\.)*+")'
    r"|(?P<json_number>-?\d[\d.eE+-]*)|(?P<json_keyword>\b(?:true|false|null|NaN|Infinity)\b)"
)
_LONGEST_COLOURED = 4096
_GUTTER_MARGIN = 10
_DONE = 1


class RawText(QPlainTextEdit):
    """Shows a window of rows. ``numbers`` stand beside them, 0 is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: Sequence[int] = ()
        self._coloured = False
        self._busy = False
        self._gutter = _Gutter(self)
        self.setReadOnly(True)
        self.setFont(theme.wire_font())
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.updateRequest.connect(self._scrolled)
        theme.switch().changed.connect(self._theme_changed)

    def show_rows(self, rows: Sequence[str], numbers: Sequence[int], *, coloured: bool) -> None:
        """Replace what is shown; ``coloured`` paints JSON's kinds."""
        self._numbers, self._coloured = numbers, coloured
        self._gutter.fit(max(numbers, default=0))
        self.setExtraSelections([])
        self.setPlainText("\n".join(rows))
        self._colour_visible()

    def mark_row(self, row: int) -> None:
        """Go to a shown row and give it the ground of a selection."""
        block = self.document().findBlockByNumber(row)
        cursor = self.textCursor()
        cursor.setPosition(block.position())
        self.setTextCursor(cursor)
        self.centerCursor()
        mark = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(theme.current().colour("selection"))
        look.setProperty(QTextFormat.Property.FullWidthSelection, True)
        mark.cursor, mark.format = cursor, look
        self.setExtraSelections([mark])

    def visible_blocks(self) -> list[tuple[int, QTextBlock, QRect]]:
        """The rows on the screen: number, block, and place in the viewport."""
        found, block = [], self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset()).toRect()
            if place.top() > self.viewport().height():
                break
            found.append((block.blockNumber(), block, place))
            block = block.next()
        return found

    def line_number(self, row: int) -> int:
        """The line number of a shown row; 0 where it continues a line."""
        return self._numbers[row] if row < len(self._numbers) else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers beside the text."""
        super().resizeEvent(event)
        self._gutter.place()

    def set_left_margin(self, width: int) -> None:
        """Make room for the line numbers."""
        self.setViewportMargins(width, 0, 0, 0)

    @Slot(QRect, int)
    def _scrolled(self, _area: QRect, _by: int) -> None:
        self._gutter.update()
        self._colour_visible()

    @Slot()
    def _theme_changed(self) -> None:
        block = self.document().begin()
        while block.isValid():
            block.setUserState(-1)
            block = block.next()
        self._colour_visible()

    def _colour_visible(self) -> None:
        if not self._coloured or self._busy:
            return
        fresh = [block for _row, block, _place in self.visible_blocks() if block.userState() != _DONE]
        if not fresh:
            return
        self._busy = True  # marking asks for a repaint, which asks for colours
        for block in fresh:
            block.setUserState(_DONE)
            block.layout().setFormats(_formats(block.text()))
        start, last = fresh[0].position(), fresh[-1]
        self.document().markContentsDirty(start, last.position() + last.length() - start)
        self._busy = False


class _Gutter(QWidget):
    """The line numbers."""

    def __init__(self, text: RawText) -> None:
        super().__init__(text)
        self._text = text
        self.setFont(theme.wire_font(9))

    def fit(self, highest: int) -> None:
        """Be as wide as the highest number."""
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(f"{highest:,}") + 2 * _GUTTER_MARGIN)
        self._text.set_left_margin(self.width())
        self.place()

    def place(self) -> None:
        """Stand left of the text."""
        inside = self._text.contentsRect()
        self.move(inside.topLeft())
        self.resize(self.width(), inside.height())

    def sizeHint(self) -> QSize:
        """As wide as fitted."""
        return QSize(self.width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers of the rows on the screen."""
        painter, colours = QPainter(self), theme.current()
        painter.fillRect(event.rect(), colours.colour("ground"))
        painter.setPen(colours.colour("dim"))
        shift = self._text.viewport().geometry().top() - self.geometry().top()
        for row, block, place in self._text.visible_blocks():
            if number := self._text.line_number(row):
                line = (
                    round(block.layout().lineAt(0).height())
                    if block.layout().lineCount()
                    else place.height()
                )
                spot = QRect(0, place.top() + shift, self.width() - _GUTTER_MARGIN, line)
                painter.drawText(
                    spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{number:,}"
                )
        painter.end()


def _formats(line: str) -> list[QTextLayout.FormatRange]:
    colours, found = theme.current(), []
    for match in _TOKEN.finditer(line[:_LONGEST_COLOURED]):
        paint = QTextCharFormat()
        paint.setForeground(colours.colour(match.lastgroup or "text"))
        each = QTextLayout.FormatRange()
        each.start, each.length = match.start(), match.end() - match.start()
        each.format = paint
        found.append(each)
    return found
