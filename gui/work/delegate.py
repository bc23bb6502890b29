"""Paints a piece of work: title, state in colour and word, a bar, its figures in columns that stay where they are."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import bidirectional
from weakref import WeakKeyDictionary

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QCursor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from api.work.state import State
from gui import theme
from gui.icons import pixmap
from gui.presenting.stand_ins import on_screen
from gui.work.row import Row
from gui.work.works_model import WorksModel

if TYPE_CHECKING:
    from api.work.work import Work

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 54
MARGIN = 20
GAP = 12
ICON = 28
"""Pixels of the side of a button in a row."""
_DOT = 9
_TEXT_LEFT = MARGIN + _DOT + 9
_BAR = 3
_LEAST_WHO = 90
_SWEEP = 4.0
"""Seconds in which the bar of something without an end goes to and fro."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Ink(NamedTuple):
    """How a text of a row is written: its colour by its role, its side, where it is cut, its size."""

    role: str
    side: Qt.AlignmentFlag = _LEFT
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    small: bool = True


def tabular(points: float, *, strong: bool = False) -> QFont:
    """The text font with digits that are all of one width."""
    font = theme.text_font(points, strong=strong)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class WorkDelegate(QStyledItemDelegate):
    """Rows of a WorksModel. ``clock`` is in seconds and moves the bars that have no end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.clock = 0.0
        self._title, self._small = tabular(10), tabular(9)
        self._title_metrics, self._small_metrics = QFontMetrics(self._title), QFontMetrics(self._small)
        words = [state.value for state in State]
        self._column = max(self._small_metrics.horizontalAdvance(word) for word in words) + 4
        self._clock = self._small_metrics.horizontalAdvance("00:00:00") + 4
        self._slots: WeakKeyDictionary[Work, list[int]] = WeakKeyDictionary()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are of one height, and as wide as the list."""
        return QSize(100, ROW_HEIGHT)

    def buttons(self, row: QRect, names: tuple[str, ...]) -> dict[str, QRect]:
        """Where the buttons of a row are: the last at the very right; room for two is kept."""
        found, right = {}, row.right() - MARGIN + 10
        for name in reversed(names):
            found[name] = QRect(right - ICON, row.center().y() - ICON // 2 - 1, ICON, ICON)
            right -= ICON
        return found

    def bar(self, row: QRect) -> QRect:
        """Where the bar of a row is."""
        return QRect(
            row.left() + _TEXT_LEFT, row.bottom() - 7, self._text_right(row) - row.left() - _TEXT_LEFT, _BAR
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        model = index.model()
        work = model.work(index) if isinstance(model, WorksModel) else None
        if not isinstance(model, WorksModel) or work is None:
            return
        place, row = option.rect, model.row(work)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        self._dot(painter, place, row)
        self._first_line(painter, place, row)
        self._second_line(painter, place, row, work)
        if row.moves:
            self._draw_bar(painter, self.bar(place), row)
        self._draw_buttons(painter, option, row)
        painter.restore()

    def _text_right(self, place: QRect) -> int:
        return place.right() - MARGIN - 2 * ICON + 6

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours, flags = theme.current(), QStyle.StateFlag
        if option.state & flags.State_Selected:
            painter.fillRect(option.rect, colours.colour("selection"))
        elif option.state & flags.State_MouseOver:
            painter.fillRect(option.rect, colours.colour("hover"))
        foot = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        painter.fillRect(foot, colours.colour("line"))
        if option.state & flags.State_HasFocus:
            painter.setPen(colours.colour("accent"))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -2, -2), 3, 3)

    def _dot(self, painter: QPainter, place: QRect, row: Row) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().colour(row.role))
        middle = place.top() + 7 + self._title_metrics.height() / 2
        painter.drawEllipse(QPointF(place.left() + MARGIN + _DOT / 2, middle), _DOT / 2, _DOT / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _first_line(self, painter: QPainter, place: QRect, row: Row) -> None:
        line = QRect(place.left(), place.top() + 7, place.width(), self._title_metrics.height())
        right = self._text_right(place)
        state = QRect(right - self._column, line.top(), self._column, line.height())
        self._write(painter, state, row.state.value, Ink(row.role, _RIGHT))
        title = line.adjusted(_TEXT_LEFT, 0, 0, 0)
        title.setRight(state.left() - GAP)
        self._write(painter, title, row.title, Ink("text", small=False))

    def _second_line(self, painter: QPainter, place: QRect, row: Row, work: Work) -> None:
        top = place.top() + 8 + self._title_metrics.height()
        right, high = self._text_right(place), self._small_metrics.height()
        clock = QRect(right - self._clock, top, self._clock, high)
        self._write(painter, clock, row.elapsed, Ink("dim", _RIGHT))
        room = QRect(place.left() + _TEXT_LEFT, top, 0, high)
        room.setRight(clock.left() - GAP)
        wide = min(self._small_metrics.horizontalAdvance(row.who) + 2, self._left_for_who(room, row, work))
        if wide > _LEAST_WHO:
            who = QRect(room.right() - wide, top, wide, high)
            self._write(painter, who, row.who, Ink("dim", _RIGHT, Qt.TextElideMode.ElideMiddle))
            room.setRight(who.left() - GAP)
        role = row.role if row.state in (State.FAILED, State.PARTLY) else "dim"
        self._figures(painter, room, row.parts, work, role)

    def _left_for_who(self, room: QRect, row: Row, work: Work) -> int:
        """What the figures leave, but never more than a third."""
        slots = self._slots.get(work, [])
        figures = sum(slots) + len(slots) * (GAP + 2) if row.state is State.RUNNING else 0
        return min(room.width() - figures - GAP, room.width() // 3)

    def _figures(
        self, painter: QPainter, room: QRect, parts: tuple[str, ...], work: Work, role: str
    ) -> None:
        """Each in a column that only ever grows, so that a shorter number moves nothing."""
        slots = self._grown(work, [self._small_metrics.horizontalAdvance(part) for part in parts])
        if sum(slots) + len(slots) * (GAP + 2) > room.width():  # too narrow for columns
            slots = [self._small_metrics.horizontalAdvance(part) for part in parts]
        left = room.left()
        for at, part in enumerate(parts):
            last = at == len(parts) - 1
            place = QRect(left, room.top(), room.right() - left if last else slots[at] + 2, room.height())
            self._write(painter, place.intersected(room), part, Ink(role))
            left += slots[at] + 2 + GAP

    def _grown(self, work: Work, widths: list[int]) -> list[int]:
        """The widths of the columns, which only ever grow; one text alone needs none."""
        if len(widths) < 2:
            return widths
        before = self._slots.get(work, [])
        grown = [max(pair) for pair in zip_longest(widths, before, fillvalue=0)]
        self._slots[work] = grown
        return grown[: len(widths)]

    def _write(self, painter: QPainter, place: QRect, text: str, ink: Ink) -> None:
        if place.width() <= 0 or not text:
            return
        font, metrics = (
            (self._small, self._small_metrics) if ink.small else (self._title, self._title_metrics)
        )
        painter.setFont(font)
        painter.setPen(theme.current().colour(ink.role))
        cut = metrics.elidedText(on_screen(text), ink.cut, place.width())
        painter.setLayoutDirection(direction(text))  # else the dots of a cut stand at its beginning
        painter.drawText(place, ink.side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine, cut)

    def _draw_bar(self, painter: QPainter, place: QRect, row: Row) -> None:
        colours = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("line"))
        painter.drawRoundedRect(place, 1.5, 1.5)
        filled = QRectF(place)
        if row.share is not None:
            filled.setWidth(place.width() * row.share)
        elif row.busy:
            filled.setWidth(place.width() * 0.18)
            filled.translate((place.width() - filled.width()) * _to_and_fro(self.clock), 0)
        else:
            return
        painter.setBrush(colours.colour(row.role))
        painter.drawRoundedRect(filled, 1.5, 1.5)

    def _draw_buttons(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        flags = QStyle.StateFlag
        over = bool(option.state & flags.State_MouseOver)
        if not (row.moves or over or option.state & flags.State_Selected):
            return
        ratio = painter.device().devicePixelRatioF()
        mouse = _mouse(option.widget) if over else None
        for name, place in self.buttons(option.rect, button_names(row)).items():
            under = mouse is not None and place.contains(mouse)
            if under:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.current().colour("line"))
                painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), 4, 4)
            colour = theme.current().text if under else theme.current().dim
            inner = place.adjusted(6, 6, -6, -6)
            painter.drawPixmap(inner, pixmap(DRAWINGS[name], colour, inner.width(), ratio))


DRAWINGS = {"pause": "pause", "resume": "play", "cancel": "stop", "retry": "refresh", "remove": "close"}


def button_names(row: Row) -> tuple[str, ...]:
    """Which buttons a row has, by the names of the handles."""
    if row.state.ended:
        once = row.state is State.DONE or not row.repeatable
        return ("remove",) if once else ("retry", "remove")
    if row.state is State.PAUSED:
        return ("resume", "cancel")
    return ("pause", "cancel") if row.pausable else ("cancel",)


def direction(text: str) -> Qt.LayoutDirection:
    """Which way a text is read, by its first letter."""
    strong = next((side for side in map(bidirectional, text[:200]) if side in ("L", "R", "AL")), "L")
    return Qt.LayoutDirection.LeftToRight if strong == "L" else Qt.LayoutDirection.RightToLeft


def _to_and_fro(seconds: float) -> float:
    turn = (seconds % _SWEEP) / _SWEEP * 2
    way = turn if turn < 1 else 2 - turn
    return way * way * (3 - 2 * way)


def _mouse(view: QWidget | None) -> QPoint | None:
    return view.mapFromGlobal(QCursor.pos()) if view is not None else None
