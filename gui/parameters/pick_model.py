"""The model and the drawing of a list to pick from: headings, names with status and size, shortened ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from api.answer.picks.choices import Choice, spoken
from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.summary import state_tone
from gui import theme
from gui.answer.ground import paint_ground
from gui.parameters.pick_rows import PickRow
from gui.presenting.stand_ins import on_screen

Index = QModelIndex | QPersistentModelIndex
TALL, LOW, HEADING = 44, 28, 24
MARGIN = 10
DOT = 7
LEAST_ID, LONGEST_ID = 9, 36
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PickModel(QAbstractListModel):
    """The rows that are shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[PickRow] = ()

    def show_rows(self, rows: Sequence[PickRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> PickRow:
        """A row that exists."""
        return self._rows[number]

    def choice(self, number: int) -> Choice | None:
        """The choice in a row; None for a heading and outside of the rows."""
        return self._rows[number].choice if 0 <= number < len(self._rows) else None

    def find(self, value: str) -> int:
        """The row of a value, -1 if it is not shown."""
        rows = enumerate(self._rows)
        return next((n for n, row in rows if row.choice is not None and row.choice.value == value), -1)

    def step(self, start: int, by: int) -> int:
        """The next row with a choice from ``start`` (not itself); -1 at the end."""
        number = start + by
        while 0 <= number < len(self._rows):
            if self._rows[number].choice is not None:
                return number
            number += by
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if self.choice(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The value, and what a screen reader says."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.heading or (row.choice.value if row.choice is not None else "")
        return spoken_row(row) if role == Qt.ItemDataRole.AccessibleTextRole else None


def spoken_row(row: PickRow) -> str:
    """A row in words: "Debian 12 · active · 1.2 GiB, 7f3c2a10-…, seen 2 min ago"."""
    if row.choice is None:
        return row.heading
    parts = (row.choice.told(datetime.now(UTC)), one_line(row.choice.value, LONGEST_ID), row.aside)
    return ", ".join(part for part in parts if part)


class PickDelegate(QStyledItemDelegate):
    """Two lines for what has a label (name and size; status, id and age), one for what is only a value."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._name, self._small = theme.text_font(), theme.text_font(9)
        self._heading, self._wire = theme.text_font(8.5, strong=True), theme.wire_font(9)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Told by what the row is."""
        return QSize(200, height_of(_row(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row on the style's ground."""
        row, area = _row(index), option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.save()
        if row.choice is None:
            self._draw(painter, area.adjusted(0, 4, 0, 0), row.heading, self._heading, "dim")
        else:
            paint_ground(painter, option)
            self._draw_choice(painter, area, row, row.choice)
        painter.restore()

    def _draw_choice(self, painter: QPainter, area: QRect, row: PickRow, choice: Choice) -> None:
        if not choice.labelled:
            rest = self._draw_right(painter, area, row.aside)
            self._draw(painter, rest, choice.value, self._name, "text")
            return
        half = (area.height() - 6) // 2
        upper = QRect(area.left(), area.top() + 3, area.width(), half)
        lower = QRect(area.left(), area.top() + 3 + half, area.width(), half)
        rest = self._draw_right(painter, upper, size(choice.size) if choice.size is not None else "")
        self._draw(painter, rest, choice.name or choice.value, self._name, "text")
        rest = self._draw_right(painter, lower, row.aside)
        if choice.status:
            rest = self._draw_status(painter, rest, choice.status)
        now = datetime.now(UTC)
        for text in choice.more:
            rest = self._draw(painter, rest, spoken(text, now), self._small, "dim")
        if choice.name:
            self._draw_id(painter, rest, choice.value)

    def _draw_status(self, painter: QPainter, place: QRect, status: str) -> QRect:
        tone = state_tone(status) or "dim"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().colour(tone))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawEllipse(place.left(), place.center().y() - DOT // 2 + 1, DOT, DOT)
        return self._draw(painter, place.adjusted(DOT + 5, 0, 0, 0), status, self._small, tone)

    def _draw_id(self, painter: QPainter, place: QRect, value: str) -> None:
        """Shortened in its middle to the room there is."""
        painter.setFont(self._wire)
        metrics, shown = painter.fontMetrics(), one_line(value, LONGEST_ID)
        if metrics.horizontalAdvance(shown) > place.width():
            fitting = place.width() // max(metrics.horizontalAdvance("0"), 1) - 1
            shown = middle(shown, fitting) if fitting >= LEAST_ID else ""
        self._draw(painter, place, shown, self._wire, "dim")

    def _draw_right(self, painter: QPainter, place: QRect, text: str) -> QRect:
        """Text at the right; answers with what is left of the line."""
        if not text:
            return place
        painter.setFont(self._small)
        painter.setPen(theme.current().colour("dim"))
        painter.drawText(place, _RIGHT, on_screen(text))
        return place.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(text) - 12, 0)

    def _draw(self, painter: QPainter, place: QRect, text: str, font: QFont, role: str) -> QRect:
        """Text at the left, shortened to the place; answers with what is left of the line."""
        painter.setFont(font)
        painter.setPen(theme.current().colour(role))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(
            on_screen(one_line(text, 300)), Qt.TextElideMode.ElideRight, max(place.width(), 0)
        )
        painter.drawText(place, _LEFT | Qt.TextFlag.TextSingleLine, shown)
        return place.adjusted(metrics.horizontalAdvance(shown) + 12, 0, 0, 0)


def height_of(row: PickRow) -> int:
    """How high a row is, in pixels."""
    if row.choice is None:
        return HEADING
    return TALL if row.choice.labelled else LOW


def _row(index: Index) -> PickRow:
    model = index.model()
    assert isinstance(model, PickModel)
    return model.row(index.row())
