"""One row of raw text as it stands on the screen: its pieces in their colours, and where each character is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from api.answer.texts.rows import Ink, Row
from gui import theme
from gui.presenting.stand_ins import presenting

_UNSEEN = {code: 0x2400 + code for code in range(32) if code != 9} | {127: 0x2421}
_MARKS = (
    *range(0x80, 0xA0),
    0x061C,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
_VISIBLE = _UNSEEN | dict.fromkeys(_MARKS, 0x25CA)
"""Control and direction characters have no picture, or turn the text around: a sign stands for each."""
_ROLES = {
    Ink.PLAIN: "text",
    Ink.KEY: "json_key",
    Ink.STRING: "json_string",
    Ink.NUMBER: "json_number",
    Ink.KEYWORD: "json_keyword",
    Ink.HIDDEN: "dim",
    Ink.OFFSET: "dim",
}
_TAB = 8


class Look:
    """Font and colours of the rows. ``advance`` is the width of a character, 0 if they differ."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        for feature in ("calt", "liga"):  # what was received is shown: <= stays two characters
            self.font.setFeature(QFont.Tag(feature), 0)
        metrics = QFontMetricsF(font)
        self.height = round(metrics.height() * 1.25)
        self.base = (self.height - metrics.height()) / 2 + metrics.ascent()
        self.average = metrics.horizontalAdvance("0" * 100) / 100
        fixed = abs(metrics.horizontalAdvance("i" * 100) / 100 - self.average) < 0.001
        self.advance = self.average if fixed else 0.0
        now = theme.current()
        self.inks = {ink: now.colour(role) for ink, role in _ROLES.items()}
        self.selection = now.colour("selection")
        self.hit, self.hit_now = now.colour("hit"), now.colour("hit_now")
        self.option = QTextOption()
        self.option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self.option.setTabStopDistance(_TAB * self.average)


@dataclass(slots=True)
class _Piece:
    """A piece: its text as shown, its first character's number and place, and how it is laid out (None: evenly)."""

    text: str
    start: int
    x: float
    width: float
    colour: QColor
    layout: QTextLayout | None


def _for_screen(parts: Sequence[tuple[str, Ink]]) -> Sequence[tuple[str, Ink]]:
    """The pieces as they are shown: as long as they are."""
    state = presenting()
    if not state.on:
        return parts
    texts = state.shown_pieces((text, ink is Ink.KEY) for text, ink in parts)
    return [(text, ink) for text, (_text, ink) in zip(texts, parts, strict=True)]


class DrawnRow:
    """A row that was laid out. Each piece is laid out by itself: text from right to left stays in its piece."""

    def __init__(self, row: Row, look: Look) -> None:
        self.row, self.text = row, row.text
        self._look = look
        self._pieces: list[_Piece] = []
        start, x = 0, 0.0
        for text, ink in _for_screen(row.parts):
            piece = self._piece(text.translate(_VISIBLE), start, x, look.inks[ink])
            self._pieces.append(piece)
            start, x = start + len(text), x + piece.width
        self.width = x
        self._starts = [piece.start for piece in self._pieces]

    def draw(
        self, painter: QPainter, at: QPointF, seen: tuple[float, float], chosen: tuple[int, int]
    ) -> None:
        """Draw what is seen between two places of the row; ``chosen`` characters have the selection's ground."""
        for piece in self._pieces:
            if piece.x + piece.width < seen[0]:
                continue
            if piece.x > seen[1]:
                return
            first, last = (min(max(end - piece.start, 0), len(piece.text)) for end in chosen)
            if piece.layout is None:
                self._draw_even(painter, piece, at, seen, (first, last))
            else:
                self._draw_laid(painter, piece, piece.layout, at, (first, last))

    def mark(self, painter: QPainter, at: QPointF, hits: Iterable[tuple[int, int]], ground: QColor) -> None:
        """Give some characters a ground."""
        for start, end in hits:
            left, right = self.x_at(start), self.x_at(end)
            wide = abs(right - left)
            painter.fillRect(QRectF(at.x() + min(left, right), at.y(), wide, self._look.height), ground)

    def x_at(self, column: int) -> float:
        """Where a character begins."""
        if not self._pieces:
            return 0.0
        piece = self._pieces[max(bisect_right(self._starts, column) - 1, 0)]
        within = min(max(column - piece.start, 0), len(piece.text))
        if piece.layout is None:
            return piece.x + within * self._look.advance
        return piece.x + _cursor_x(piece.layout, _units(piece.text[:within]))

    def column_at(self, x: float) -> int:
        """The place between two characters that is nearest."""
        piece = next((each for each in self._pieces if x < each.x + each.width), None)
        if piece is None:
            return len(self.text)
        if piece.layout is None:
            return piece.start + max(round((x - piece.x) / self._look.advance), 0)
        units = int(piece.layout.lineAt(0).xToCursor(x - piece.x))
        return piece.start + _characters(piece.text, units)

    def _piece(self, text: str, start: int, x: float, colour: QColor) -> _Piece:
        if self._look.advance and text.isascii() and text.isprintable():
            return _Piece(text, start, x, len(text) * self._look.advance, colour, None)
        layout = QTextLayout(text, self._look.font)
        layout.setTextOption(self._look.option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        line = layout.createLine()
        if line.isValid():
            line.setLineWidth(1e6)
            line.setPosition(QPointF(0, self._look.base - line.ascent()))
        layout.endLayout()
        return _Piece(text, start, x, _cursor_x(layout, _units(text)), colour, layout)

    def _draw_even(
        self,
        painter: QPainter,
        piece: _Piece,
        at: QPointF,
        seen: tuple[float, float],
        chosen: tuple[int, int],
    ) -> None:
        advance, look = self._look.advance, self._look
        first = max(int((seen[0] - piece.x) / advance) - 1, 0)
        last = min(int((seen[1] - piece.x) / advance) + 2, len(piece.text))
        left = at.x() + piece.x
        if chosen[0] < chosen[1]:
            self._fill(painter, left + chosen[0] * advance, at.y(), (chosen[1] - chosen[0]) * advance)
        painter.setPen(piece.colour)
        painter.drawText(QPointF(left + first * advance, at.y() + look.base), piece.text[first:last])

    def _draw_laid(
        self, painter: QPainter, piece: _Piece, layout: QTextLayout, at: QPointF, chosen: tuple[int, int]
    ) -> None:
        marks = []
        if chosen == (0, len(piece.text)):
            self._fill(painter, at.x() + piece.x, at.y(), piece.width)
        elif chosen[0] < chosen[1]:  # a part of text from right to left need not stand together
            mark = QTextLayout.FormatRange()
            ground = QTextCharFormat()
            ground.setBackground(self._look.selection)
            mark.start = _units(piece.text[: chosen[0]])
            mark.length = _units(piece.text[chosen[0] : chosen[1]])
            mark.format = ground
            marks.append(mark)
        painter.setPen(piece.colour)
        layout.draw(painter, QPointF(at.x() + piece.x, at.y()), marks)

    def _fill(self, painter: QPainter, left: float, top: float, wide: float) -> None:
        painter.fillRect(QRectF(left, top, wide, self._look.height), self._look.selection)


def _units(text: str) -> int:
    """How many of Qt's characters a text has; one beyond U+FFFF counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    """The other way round."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _cursor_x(layout: QTextLayout, units: int) -> float:
    place: tuple[float, int] = layout.lineAt(0).cursorToX(units)  # type: ignore[assignment]
    return place[0]
