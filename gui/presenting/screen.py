"""Shows every label, tip, title and plain list of the program with stand-ins while somebody presents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
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
from gui.presenting.stand_ins import Presenting, presenting
from gui.widgets.elided_label import ElidedLabel

_TITLE = "title without stand-ins"


class Screen(QObject):
    """Watches over the application's widgets as long as it is on. Their texts stay what they are."""

    def __init__(self, state: Presenting) -> None:
        super().__init__(state)
        self._state = state
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
        """Paint labels and show tips in another way; give new windows their titles and new lists their delegate."""
        kind = event.type()
        if kind == QEvent.Type.Paint and isinstance(watched, QLabel):
            return self._paint(watched)
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
        painter.drawText(label.contentsRect(), flags, drawn)
        painter.end()
        return True

    def _tell(self, widget: QWidget, event: QHelpEvent) -> bool:
        text = widget.toolTip()
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


def _dress(view: QAbstractItemView) -> None:
    if type(view.itemDelegate()) is QStyledItemDelegate:
        view.setItemDelegate(ShownDelegate(view))
