"""Shows every text, tip, title and plain list of the program with stand-ins while somebody presents."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QItemDelegate,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from gui.answer.labels import plain_tip
from gui.answer.raw.text import RawText
from gui.presenting.covers import Covers
from gui.presenting.stand_ins import Presenting, presenting
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.status_dot import StatusDot

_ORDINARY = (QStyledItemDelegate, QItemDelegate, QAbstractItemDelegate)
_TAG = re.compile(r"<[a-z/][^<>]*>", re.IGNORECASE)
_TITLE = "title without stand-ins"


class Screen(QObject):
    """Watches over the application's widgets as long as it is on. Their texts stay what they are."""

    def __init__(self, state: Presenting) -> None:
        super().__init__(state)
        self._state = state
        self._covers = Covers(state)
        state.changed.connect(self._switch)

    def _switch(self, on: bool) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)
        for widget in app.topLevelWidgets():
            self._retitle(widget)
        for widget in app.allWidgets():
            if on and isinstance(widget, QAbstractItemView):
                _dress(widget)
            if isinstance(widget, RawText):
                widget.redraw()
            widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint texts and show tips in another way; give new windows their titles and new lists their delegate."""
        kind = event.type()
        if kind == QEvent.Type.Paint and isinstance(watched, QWidget) and isinstance(event, QPaintEvent):
            if isinstance(watched, QLabel):
                return not isinstance(watched, StatusDot) and self._paint(watched)
            return self._covers.paint(watched, event)
        if kind == QEvent.Type.ToolTip and isinstance(watched, QWidget) and isinstance(event, QHelpEvent):
            return self._tell(watched, event)
        if kind == QEvent.Type.WindowTitleChange and isinstance(watched, QWidget) and watched.isWindow():
            self._retitle(watched)
        elif kind == QEvent.Type.Show and isinstance(watched, QAbstractItemView):
            _dress(watched)
        return False

    def _paint(self, label: QLabel) -> bool:
        text = label.text()
        hidden = self._state.shown(text)
        if hidden == text:
            return False
        painter, option = QPainter(label), QStyleOption()
        option.initFrom(label)
        label.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, label)
        flags = label.alignment().value | (Qt.TextFlag.TextWordWrap.value if label.wordWrap() else 0)
        drawn = label.fitted(hidden) if isinstance(label, ElidedLabel) else hidden
        painter.setPen(label.palette().color(label.foregroundRole()))
        if _is_rich(label):
            _draw_rich(painter, label, hidden)
        else:
            painter.drawText(label.contentsRect(), flags, drawn)
        painter.end()
        return True

    def _tell(self, widget: QWidget, event: QHelpEvent) -> bool:
        text = widget.toolTip() or _item_tip(widget, event)
        hidden = self._state.shown(text)
        if hidden == text:
            return False
        QToolTip.showText(event.globalPos(), hidden if "<" in hidden else plain_tip(hidden), widget)
        return True

    def _retitle(self, widget: QWidget) -> None:
        """A title is the system's to show: the window bears the one with stand-ins meanwhile."""
        whole, borne = widget.property(_TITLE) or ("", None)
        title = whole if widget.windowTitle() == borne else widget.windowTitle()
        hidden = self._state.shown(title)
        widget.setProperty(_TITLE, (title, hidden))
        if hidden != widget.windowTitle():
            widget.setWindowTitle(hidden)


class ShownDelegate(QStyledItemDelegate):
    """Shows the items of an ordinary list with stand-ins while somebody presents."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The text as it is shown; the value beside a member's name by that name."""
        super().initStyleOption(option, index)
        state = presenting()
        if state.on:
            name = index.model().index(index.row(), 0, index.parent()).data() if index.column() else ""
            option.text = state.shown_value(str(name or ""), option.text)


def _is_rich(label: QLabel) -> bool:
    automatic = label.textFormat() is Qt.TextFormat.AutoText and bool(_TAG.search(label.text()))
    return automatic or label.textFormat() is Qt.TextFormat.RichText


def _draw_rich(painter: QPainter, label: QLabel, hidden: str) -> None:
    document, area = QTextDocument(), label.contentsRect()
    document.setDocumentMargin(0)
    document.setDefaultFont(label.font())
    document.setHtml(hidden)
    document.setTextWidth(area.width())
    beside = area.height() - document.size().height()
    down = {Qt.AlignmentFlag.AlignTop: 0.0, Qt.AlignmentFlag.AlignBottom: beside}
    painter.translate(
        area.x(), area.y() + down.get(label.alignment() & Qt.AlignmentFlag.AlignVertical_Mask, beside / 2)
    )
    document.drawContents(painter)


def _item_tip(widget: QWidget, event: QHelpEvent) -> str:
    """The tip of what is under the mouse in a list."""
    view = widget.parentWidget()
    if not isinstance(view, QAbstractItemView) or view.viewport() is not widget:
        return ""
    return str(view.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole) or "")


def _dress(view: QAbstractItemView) -> None:
    if type(view.itemDelegate()) in _ORDINARY:  # also the lists of boxes and of what a field offers
        view.setItemDelegate(ShownDelegate(view))
