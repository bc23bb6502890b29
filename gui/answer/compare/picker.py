"""A small list that pops up to pick the answer to compare with; typing narrows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from api.answer.plain import one_line
from gui import theme
from gui.answer.compare.side import CompareSide
from gui.answer.ground import paint_ground
from gui.answer.labels import plain_label
from gui.presenting.stand_ins import on_screen
from gui.widgets.search_line import SearchLine

WIDTH, ROW = 460, 42
MOST_ROWS = 7
_SIDE = Qt.ItemDataRole.UserRole
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ComparePicker(QFrame):
    """Pops up at a place; Enter or a click picks, Escape or a click elsewhere closes it."""

    picked = Signal(object)
    """The CompareSide that was picked."""

    def __init__(self, sides: Sequence[CompareSide], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self.setAccessibleName("Compare with")
        self.search = SearchLine("Compare with…", "Compare with…  call, account, region, time")
        self.list = QListWidget()
        self.list.setAccessibleName("Open answers")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = plain_label("", "help", wrap=True)
        self._none.setContentsMargins(6, 4, 6, 4)
        self._none.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(8, 8, 8, 8)
        page.setSpacing(6)
        for widget in (self.search, self.list, self._none):
            page.addWidget(widget)
        self._fill(sides)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._pick)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._pick)
        self._narrow("")

    def pop_up(self, at: QPoint) -> None:
        """Show it with its right corner there (global), the keyboard in its search line."""
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        self.move(max(at.x() - WIDTH, 0), at.y())
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search line move in the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in _TO_LIST
        ):
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self, sides: Sequence[CompareSide]) -> None:
        for side in sides:
            item = QListWidgetItem(side.spoken)
            item.setData(_SIDE, side)
            item.setSizeHint(QSize(WIDTH - 40, ROW))
            self.list.addItem(item)
        rows = max(1, min(len(sides), MOST_ROWS))
        self.list.setFixedHeight(rows * ROW + 4)
        self._none.setText(
            "No other answer is open that holds JSON." if not sides else "No answer like this is open."
        )

    @Slot(str)
    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        shown = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = all(word in item.text().casefold() for word in words)
            item.setHidden(not fits)
            if fits:
                shown.append(row)
        self.list.setCurrentRow(shown[0] if shown else -1)
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self.adjustSize()

    @Slot()
    def _pick(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isHidden():
            return
        side = item.data(_SIDE)
        self.close()
        self.picked.emit(side)


class _Delegate(QStyledItemDelegate):
    """Two lines: the call with its status and time, and whose cloud it was."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """The style's ground, then the lines."""
        paint_ground(painter, option)
        side, colours = index.data(_SIDE), theme.current()
        place = option.rect.adjusted(8, 3, -8, -3)
        flags, elide = Qt.TextFlag.TextSingleLine, Qt.TextElideMode.ElideRight
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        painter.save()
        painter.setFont(theme.text_font(9))
        painter.setPen(colours.colour("dim"))
        metrics = painter.fontMetrics()
        who = metrics.elidedText(
            on_screen(one_line(side.who, 200)), Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, bottom | flags, who)
        painter.drawText(place, top | Qt.AlignmentFlag.AlignRight | flags, side.when)
        place = place.adjusted(0, 0, -metrics.horizontalAdvance(side.when) - 12, 0)
        painter.setFont(theme.text_font())
        painter.setPen(colours.colour("text"))
        title = painter.fontMetrics().elidedText(
            one_line(f"{side.title}   {side.status}", 200), elide, place.width()
        )
        painter.drawText(place, top | flags, title)
        painter.restore()
