"""Paints the story of a piece of work as a time line: when, a mark in the colour and shape of its tone, and what."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from api.work.story import Tone
from gui import theme
from gui.icons import pixmap
from gui.presenting.stand_ins import on_screen
from gui.widgets.badge import SMALL, paint_badge
from gui.work.delegate import direction, tabular
from gui.work.story_model import Line, StoryModel, clock
from gui.work.words import tone_role

Index = QModelIndex | QPersistentModelIndex
LEFT = 16
_GAP = 10
_MARK = 14
_PAD = 4
_MOST_LINES = 6
_MARKS = {Tone.GOOD: "check", Tone.WARNING: "warning", Tone.BAD: "close"}
_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute


class StoryDelegate(QStyledItemDelegate):
    """Rows of a StoryModel in a list that is its parent; long sentences take several lines."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._small = tabular(9)
        self._metrics = QFontMetrics(self._small)
        self._time = self._metrics.horizontalAdvance("00:00:00")
        self._date = self._metrics.horizontalAdvance("28 Nov 00:00")
        self._high: dict[tuple[str, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the sentence needs in the width of the list."""
        line = _line(index)
        if line is None or line.exchange is not None:
            return QSize(100, self._metrics.height() + 2 * _PAD + 2)
        view = option.widget
        wide = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        room = wide - self._text_left(index) - LEFT
        return QSize(100, self._height(line.text, max(room, 60)) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line of the story."""
        line = _line(index)
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        place = option.rect.adjusted(LEFT, _PAD, -LEFT, -_PAD)
        painter.setFont(self._small)
        painter.setPen(theme.current().colour("dim"))
        painter.drawText(place, _SIDE, clock(line.time))
        self._mark(painter, option.rect, line, index)
        if line.exchange is not None:
            self._call(painter, place.adjusted(self._text_left(index) - LEFT, 0, 0, 0), line)
        else:
            self._sentence(painter, place.adjusted(self._text_left(index) - LEFT, 0, 0, 0), line)
        painter.restore()

    def _mark_left(self, index: Index) -> int:
        model = index.model()
        dated = isinstance(model, StoryModel) and model.dated
        return LEFT + (self._date if dated else self._time) + _GAP

    def _text_left(self, index: Index) -> int:
        return self._mark_left(index) + _MARK + _GAP

    def _height(self, text: str, wide: int) -> int:
        key = (text, wide)
        if key not in self._high:
            if len(self._high) > 4000:
                self._high.clear()
            high = self._metrics.height()
            if self._metrics.horizontalAdvance(text) > wide:
                room = QRect(0, 0, wide, 10_000)
                high = self._metrics.boundingRect(
                    room, int(self._wrapped(text, wide) | _SIDE), text
                ).height()
            self._high[key] = min(high, _MOST_LINES * self._metrics.lineSpacing())
        return self._high[key]

    def _wrapped(self, text: str, wide: int) -> Qt.TextFlag:
        """Where its lines may end: between words, or anywhere where a word is longer than a line."""
        if self._metrics.horizontalAdvance(text) <= wide:
            return Qt.TextFlag.TextSingleLine
        longest = any(self._metrics.horizontalAdvance(word) > wide for word in text.split())
        return Qt.TextFlag.TextWrapAnywhere if longest else Qt.TextFlag.TextWordWrap

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        flags = QStyle.StateFlag
        if option.state & flags.State_Selected:
            painter.fillRect(option.rect, theme.current().colour("selection"))
        elif option.state & flags.State_MouseOver:
            painter.fillRect(option.rect, theme.current().colour("hover"))

    def _mark(self, painter: QPainter, row: QRect, line: Line, index: Index) -> None:
        colours, middle = theme.current(), row.left() + self._mark_left(index) + _MARK / 2
        centre = row.top() + _PAD + self._metrics.height() / 2
        painter.setPen(colours.colour("line"))
        if index.row() > 0:
            painter.drawLine(QPointF(middle, row.top()), QPointF(middle, centre - _MARK / 2))
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(QPointF(middle, centre + _MARK / 2), QPointF(middle, row.bottom() + 1))
        drawing = _MARKS.get(line.tone)
        if drawing is None or line.exchange is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour(tone_role(line.tone) if line.last else "dim"))
            painter.drawEllipse(QPointF(middle, centre), 2.5, 2.5)
            return
        spot = QRect(round(middle - _MARK / 2), round(centre - _MARK / 2), _MARK, _MARK)
        colour = str(getattr(colours, tone_role(line.tone)))
        painter.drawPixmap(spot, pixmap(drawing, colour, _MARK, painter.device().devicePixelRatioF()))

    def _sentence(self, painter: QPainter, place: QRect, line: Line) -> None:
        plain = line.tone is Tone.PLAIN
        painter.setPen(theme.current().colour("text" if plain else tone_role(line.tone)))
        painter.setLayoutDirection(direction(line.text))
        painter.drawText(place, int(self._wrapped(line.text, place.width()) | _SIDE), on_screen(line.text))

    def _call(self, painter: QPainter, place: QRect, line: Line) -> None:
        badge = QRect(
            place.left(),
            place.top() + (place.height() - SMALL.height()) // 2,
            SMALL.width(),
            SMALL.height(),
        )
        paint_badge(painter, badge, line.method)
        painter.setFont(self._small)
        colours = theme.current()
        status = line.exchange.status if line.exchange is not None else None
        aside = self._metrics.horizontalAdvance(line.aside)
        room = place.adjusted(badge.right() + _GAP - place.left(), 0, 0, 0)
        painter.setPen(colours.colour("dim"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.aside)
        painter.setPen(colours.status(status))
        across = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, across, line.status)
        room.adjust(self._metrics.horizontalAdvance(line.status) + _GAP, 0, -aside - _GAP, 0)
        painter.setPen(colours.colour("text"))
        cut = self._metrics.elidedText(on_screen(line.text), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, across | Qt.TextFlag.TextSingleLine, cut)


def _line(index: Index) -> Line | None:
    model = index.model()
    return model.line(index) if isinstance(model, StoryModel) else None
