"""Text of any size with line numbers: only the rows on the screen are read, coloured and drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from api.answer.texts.rows import Place, Row, Rows
from gui import theme
from gui.answer.raw import keys as raw_keys
from gui.answer.raw.caret import Caret
from gui.answer.raw.mouse import RawMouse
from gui.answer.raw.row import DrawnRow, Look

_MARGIN = 10
_KEPT_ROWS = 160
"""Enough for a tall screen; giving back many of them at once takes its time."""
_READ_ALOUD = 1000
_CONTEXT_ROWS = 3
_AROUND = 16
"""Columns."""

Hits = Callable[[Row], list[tuple[int, int]]]
"""Which characters of a row were found."""


class RawText(QAbstractScrollArea):
    """Shows rows, read-only, with a caret and a selection that may go over any number of rows."""

    row_changed = Signal(int)
    """The caret is in another row."""
    selected = Signal()
    """The person selected something with the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows | None = None
        self._numbered = True
        self._caret: Caret | None = None
        self._drawn: dict[int, DrawnRow] = {}
        self._marked: int | None = None
        self._widest = 0.0
        self._gutter = 0
        self._columns = (0, 0)
        self._hits: Hits | None = None
        self._look = Look(theme.wire_font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        mouse = RawMouse(self, self.viewport())
        mouse.moved.connect(self._moved)
        mouse.selected.connect(self.selected)
        theme.switch().changed.connect(self.redraw)

    # What is shown

    def show_rows(self, rows: Rows | None, *, numbered: bool = True, first: int = 0) -> None:
        """Show these rows from a ``first`` one on; None shows nothing. They are read until others are shown."""
        up = self.verticalScrollBar()
        self._rows, self._caret = None, None  # what is passed on the way to the first row is not read
        self._drawn.clear()
        up.setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._rows, self._numbered = rows, numbered
        self._caret = None if rows is None or not len(rows) else Caret(rows, self.row_text)
        self._marked, self._widest = None, 0.0
        self._fit_gutter()
        up.setRange(0, max(self._total - self._page, 0))
        up.setValue(first)
        self._refit()
        self._tell_row()

    def go_to(self, place: Place, end: Place | None = None) -> None:
        """Move the caret there and the row near the middle. The row is marked, or what is up to ``end`` selected."""
        if self._caret is None:
            return
        self._caret.go(place)
        if end is not None:
            self._caret.select(place, end)
        self._marked = place[0] if end is None else None
        if not self.first_row + _CONTEXT_ROWS <= place[0] < self.first_row + self._page - _CONTEXT_ROWS:
            self.verticalScrollBar().setValue(max(place[0] - self._page // 3, 0))
        self._show_caret()

    def scroll_to(self, row: int) -> None:
        """Make that row the first on the screen."""
        self.verticalScrollBar().setValue(row)

    def show_hits(self, hits: Hits | None) -> None:
        """Mark what was found, in every row that is seen; None marks nothing."""
        self._hits = hits
        self.viewport().update()

    def select_all(self) -> None:
        """Select everything."""
        if self._caret is not None and self._rows is not None:
            self._caret.select((0, 0), (len(self._rows), 0))
            self._marked = None
            self._tell_row()
            self.viewport().update()

    @property
    def selection(self) -> tuple[Place, Place] | None:
        """The two ends of what is selected; None for nothing."""
        return self._caret.selection if self._caret is not None and self._caret.selects else None

    @property
    def current_row(self) -> int:
        """The row of the caret."""
        return self._caret.place[0] if self._caret is not None else 0

    @property
    def first_row(self) -> int:
        """The first row on the screen."""
        return self.verticalScrollBar().value()

    @property
    def columns(self) -> int:
        """How many characters of the usual width have room in a row."""
        return int((self.viewport().width() - self._gutter - 2 * _MARGIN) / self._look.average)

    @property
    def shown_rows(self) -> list[Row]:
        """The rows on the screen."""
        return [self._drawn[row].row for row in self._visible() if row in self._drawn]

    @property
    def shown(self) -> str:
        """The text on the screen."""
        return "\n".join(row.text for row in self.shown_rows)

    def row_text(self, row: int) -> str:
        """The text of any row."""
        if row not in self._drawn:
            self._fetch(range(row, row + 1))
        return self._drawn[row].text

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows on the screen and their numbers."""
        now, area = theme.current(), self.viewport().rect()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), now.colour("panel"))
        if self._numbered:
            painter.fillRect(QRect(0, 0, self._gutter, area.height()), now.colour("ground"))
        visible = self._visible()
        self._fetch(visible)
        self._paint_numbers(painter, visible)
        painter.setClipRect(QRect(self._gutter, 0, area.width() - self._gutter, area.height()))
        painter.setFont(self._look.font)
        shift = self.horizontalScrollBar().value()
        seen = (float(shift) - _MARGIN, float(shift + area.width() - self._gutter))
        for row in visible:
            self._paint_row(painter, row, shift, seen)
        painter.end()

    def _paint_row(self, painter: QPainter, row: int, shift: int, seen: tuple[float, float]) -> None:
        drawn, look = self._drawn[row], self._look
        top = (row - self.first_row) * look.height
        at = QPointF(self._gutter + _MARGIN - shift, top)
        if row == self._marked:
            painter.fillRect(0, top, self.viewport().width(), look.height, look.selection)
        if self._hits is not None:
            ground = look.hit_now if row == self._marked else look.hit
            drawn.mark(painter, at, self._hits(drawn.row), ground)
        chosen = self._caret.chosen(row) if self._caret is not None else (0, 0)
        if chosen[1] > len(drawn.text):  # the selection goes on in the next row
            painter.fillRect(
                int(at.x() + drawn.width), top, round(look.average), look.height, look.selection
            )
        if drawn.row.deep:
            painter.setPen(theme.current().colour("dim"))
            painter.drawText(QPointF(at.x(), top + look.base), "⋯")
        drawn.draw(painter, at, seen, chosen)
        if self._caret is not None and self.hasFocus() and row == self.current_row:
            x = round(at.x() + drawn.x_at(self._caret.place[1]))
            painter.fillRect(x, top + 1, 1, look.height - 2, theme.current().colour("text"))

    def _paint_numbers(self, painter: QPainter, visible: range) -> None:
        if not self._numbered:
            return
        painter.setFont(theme.wire_font(9))
        for row in visible:
            current = row == self.current_row and self.hasFocus()
            painter.setPen(theme.current().colour("text" if current else "dim"))
            if number := self._drawn[row].row.number:
                top = (row - self.first_row) * self._look.height
                spot = QRect(0, top, self._gutter - _MARGIN, self._look.height)
                painter.drawText(
                    spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{number:,}"
                )

    @property
    def _total(self) -> int:
        return len(self._rows) if self._rows is not None else 0

    def _visible(self) -> range:
        count = -(-self.viewport().height() // self._look.height)
        return range(self.first_row, min(self.first_row + count, self._total))

    def _fetch(self, wanted: range) -> None:
        """Read and lay out the rows that are not there yet; forget those far away."""
        missing = [row for row in wanted if row not in self._drawn]
        if not missing or self._rows is None:
            return
        if len(self._drawn) > _KEPT_ROWS:
            near = range(self.first_row - _KEPT_ROWS // 4, self.first_row + _KEPT_ROWS // 4)
            self._drawn = {row: drawn for row, drawn in self._drawn.items() if row in near or row in wanted}
        for row, each in enumerate(
            self._rows.rows(missing[0], missing[-1] + 1 - missing[0], self._columns), missing[0]
        ):
            self._drawn.setdefault(row, DrawnRow(each, self._look))

    # Room and scrolling

    @property
    def _page(self) -> int:
        return max(self.viewport().height() // self._look.height, 1)

    def _fit_gutter(self) -> None:
        self._gutter = 0 if self._numbered else _MARGIN
        if self._rows is not None and self._numbered:
            widest = QFontMetrics(theme.wire_font(9)).horizontalAdvance(f"{self._rows.line_count:,}")
            self._gutter = widest + 2 * _MARGIN

    def _refit(self) -> None:
        """Read what is on the screen now, and give the scroll bars their lengths."""
        visible = self._visible()
        self._choose_columns()
        self._fetch(visible)
        self._widest = max([self._widest, *(self._drawn[row].width for row in visible)])
        room = self.viewport().width() - self._gutter - 2 * _MARGIN
        up, side = self.verticalScrollBar(), self.horizontalScrollBar()
        up.setPageStep(self._page)
        up.setRange(0, max(self._total - self._page, 0))
        side.setPageStep(max(room, 1))
        side.setSingleStep(round(4 * self._look.average))
        side.setRange(0, max(round(self._widest) - room, 0))
        self.viewport().update()

    def _choose_columns(self) -> None:
        """Colours are asked for where they are seen, and a little to both sides."""
        left = int(self.horizontalScrollBar().value() / self._look.average)
        right = left + int(self.viewport().width() / self._look.average) + 1
        if not (self._columns[0] <= left and right <= self._columns[1]):
            self._columns = (max(left - _AROUND, 0), right + _AROUND)
            self._drawn.clear()

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        """Show other rows."""
        self._refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or fewer rows."""
        super().resizeEvent(event)
        self._refit()

    def sizeHint(self) -> QSize:
        """Some lines of text."""
        return QSize(400, 200)

    @Slot()
    def redraw(self) -> None:
        """Lay out anew: colours, fonts or what may be shown are others."""
        self._look = Look(theme.wire_font())
        self._drawn.clear()
        self._refit()

    def _show_caret(self) -> None:
        """Scroll to the caret, and tell where it is."""
        self._show_row()
        self._show_column()
        self._tell_row()
        self.viewport().update()

    def _show_row(self) -> None:
        row, first = self.current_row, self.first_row
        if row < first:
            self.scroll_to(row)
        elif row >= first + self._page:
            self.scroll_to(row - self._page + 1)

    def _show_column(self) -> None:
        if self._caret is None:
            return
        row, column = self._caret.place
        self.row_text(row)
        x, side = round(self._drawn[row].x_at(column)), self.horizontalScrollBar()
        room = side.pageStep()
        self._widest = max(self._widest, self._drawn[row].width)
        side.setRange(0, max(round(self._widest) - room, 0))
        if not side.value() <= x <= side.value() + room:
            side.setValue(0 if x < room else x - room // 2)

    def _tell_row(self) -> None:
        """Give the text of the current row to a screen reader."""
        if self._caret is None:
            self.setAccessibleDescription("")
            return
        row = self.current_row
        text = self.row_text(row).strip()[:_READ_ALOUD]
        number = self._drawn[row].row.number
        self.setAccessibleDescription(f"Line {number}: {text}" if number else text)
        self.row_changed.emit(row)

    # The keyboard and the mouse

    @property
    def caret(self) -> Caret | None:
        """The caret; None while nothing is shown."""
        return self._caret

    def place_at(self, point: QPoint) -> Place:
        """The place in the text nearest to a point of the area; above and below it rows that are not shown."""
        row = min(max(self.first_row + point.y() // self._look.height, 0), max(self._total - 1, 0))
        self.row_text(row)
        x = point.x() - self._gutter - _MARGIN + self.horizontalScrollBar().value()
        return row, self._drawn[row].column_at(x)

    def in_gutter(self, point: QPoint) -> bool:
        """Whether the point is on the line numbers."""
        return point.x() < self._gutter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret; with Shift select."""
        if self._caret is None or not raw_keys.move(self._caret, event, self._page):
            super().keyPressEvent(event)
            return
        self._moved()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    @Slot()
    def _moved(self) -> None:
        """The caret was moved by a person: the mark of a jump goes."""
        self._marked = None
        self._show_caret()
