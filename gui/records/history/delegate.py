"""How a row of the history looks: badge, title and status; under it when, and where it went. Days stand over them."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from api.answer.plain import one_line
from api.records.history.entry import Entry
from gui import theme
from gui.icons import pixmap
from gui.presenting.stand_ins import on_screen
from gui.records.history.model import HistoryModel, Index, day_words, status_words, when
from gui.widgets.badge import SMALL, paint_badge

ENTRY_HEIGHT, DAY_HEIGHT = 46, 30
_LEFT, _GAP, _STAR = 8, 8, 14
_LEFTWARD = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHTWARD = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HistoryDelegate(QStyledItemDelegate):
    """Paints the rows of a HistoryModel. Owned by the view."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list."""
        model = index.model()
        entry = isinstance(model, HistoryModel) and isinstance(model.row(index), Entry)
        return QSize(100, ENTRY_HEIGHT if entry else DAY_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a day, or let the style paint the ground of an entry and paint it over that."""
        model = index.model()
        row = model.row(index) if isinstance(model, HistoryModel) else None
        if row is None:
            return
        painter.save()
        if isinstance(row, Entry):
            bare = QStyleOptionViewItem(option)
            self.initStyleOption(bare, index)
            bare.text = ""
            style = bare.widget.style() if bare.widget else QApplication.style()
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
            _paint_entry(painter, option.rect.adjusted(_LEFT, 4, -_LEFT, -4), row)
        else:
            rect = option.rect.adjusted(_LEFT, 8, -_LEFT, 0)
            _write(painter, rect, day_words(row), theme.current().dim, points=9, strong=True)
        painter.restore()


def _paint_entry(painter: QPainter, rect: QRect, entry: Entry) -> None:
    top = QRect(rect.left(), rect.top(), rect.width(), rect.height() // 2)
    below = QRect(rect.left(), top.bottom() + 1, rect.width(), rect.height() - top.height())
    badge = QRect(
        top.left(), top.top() + (top.height() - SMALL.height()) // 2, SMALL.width(), SMALL.height()
    )
    paint_badge(painter, badge, entry.method)
    status = theme.current().status(entry.status)
    wide = _write(painter, top, status_words(entry), status, strong=True, to=_RIGHTWARD)
    title = top.adjusted(SMALL.width() + _GAP, 0, -wide - _GAP, 0)
    _write(painter, title, one_line(entry.title, 300), theme.current().text)
    line = below.adjusted(SMALL.width() + _GAP, 0, 0, 0)
    if entry.starred:
        place = QRect(line.right() - _STAR, line.top() + (line.height() - _STAR) // 2, _STAR, _STAR)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(place, pixmap("star-filled", theme.current().warning, _STAR, ratio))
        line.setRight(place.left() - _GAP)
    told = [when(entry, datetime.now(UTC)), entry.region or "", entry.who.split(" · ")[0]]
    _write(
        painter,
        line,
        " · ".join(one_line(each, 80) for each in told if each),
        theme.current().dim,
        points=9,
    )


def _write(  # noqa: PLR0913 - all but four are keywords with a default
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    *,
    points: float = 10,
    strong: bool = False,
    to: Qt.AlignmentFlag = _LEFTWARD,
) -> int:
    """Write a text, cut where it does not fit; returns how wide it is."""
    painter.setFont(theme.text_font(points, strong=strong))
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    painter.drawText(
        rect, to, metrics.elidedText(on_screen(text), Qt.TextElideMode.ElideRight, rect.width())
    )
    return metrics.horizontalAdvance(text)
