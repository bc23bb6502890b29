"""Draws buttons, fields, texts, tabs and menus with stand-ins: what they hold stays, with cursor and selection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionMenuItem,
    QStyleOptionTab,
    QStyleOptionToolButton,
    QStylePainter,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.presenting.stand_ins import DOT, Presenting

Control = QStyle.ControlElement


class Covers:
    """Paints one widget for another way of seeing it. ``paint`` is asked for every paint event of the program."""

    def __init__(self, state: Presenting) -> None:
        self._state = state
        self._beneath = False

    def paint(self, widget: QWidget, event: QPaintEvent) -> bool:
        """Paint it, if something in it is hidden; whether it was. Text that it draws by itself is its own affair."""
        if self._beneath:
            return False
        if isinstance(widget, QAbstractButton):
            return self._button(widget)
        if isinstance(widget, QComboBox):
            return self._box(widget)
        if isinstance(widget, QTabBar):
            return self._tabs(widget)
        over = self._over(widget)
        if over is None:
            return False
        self._beneath = True
        try:
            QCoreApplication.sendEvent(widget, event)  # as it always is, and then over it
        finally:
            self._beneath = False
        over()
        return True

    def _over(self, widget: QWidget) -> Callable[[], None] | None:
        """What has to be painted over the widget, if anything."""
        if isinstance(widget, QLineEdit):
            shown = self._in_line(widget)
            return None if shown == _seen(widget) else lambda: _over_line(widget, shown)
        if isinstance(widget, QMenu):
            return (
                (lambda: self._over_menu(widget))
                if any(self._hides(a.text()) for a in widget.actions())
                else None
            )
        text = widget.parentWidget()
        if isinstance(text, QPlainTextEdit) and text.viewport() is widget:
            return lambda: self._over_text(text)
        return None

    def _hides(self, text: str) -> bool:
        return self._state.shown(text) != text

    # Painted anew

    def _button(self, button: QAbstractButton) -> bool:
        if not self._hides(button.text()):
            return False
        if isinstance(button, QToolButton):
            tool = QStyleOptionToolButton()
            button.initStyleOption(tool)
            tool.text = self._state.shown(tool.text)
            QStylePainter(button).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, tool)
            return True
        kinds = (
            (QCheckBox, Control.CE_CheckBox),
            (QRadioButton, Control.CE_RadioButton),
            (QPushButton, Control.CE_PushButton),
        )
        for kind, control in kinds:
            if isinstance(button, kind):
                option = QStyleOptionButton()
                button.initStyleOption(option)
                option.text = self._state.shown(option.text)
                QStylePainter(button).drawControl(control, option)
                return True
        return False

    def _box(self, box: QComboBox) -> bool:
        if box.isEditable() or not self._hides(box.currentText()):
            return False
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        option.currentText = self._state.shown(option.currentText)
        painter = QStylePainter(box)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(Control.CE_ComboBoxLabel, option)
        return True

    def _tabs(self, bar: QTabBar) -> bool:
        if not any(self._hides(bar.tabText(at)) for at in range(bar.count())):
            return False
        painter, metrics = QStylePainter(bar), bar.fontMetrics()
        for at in sorted(
            range(bar.count()), key=lambda at: at == bar.currentIndex()
        ):  # which lies over the others
            option = QStyleOptionTab()
            bar.initStyleOption(option, at)
            room = metrics.horizontalAdvance(option.text) + 1
            option.text = metrics.elidedText(self._state.shown(bar.tabText(at)), bar.elideMode(), room)
            if bar.isTabVisible(at):
                painter.drawControl(Control.CE_TabBarTab, option)
        return True

    # Painted over

    def _in_line(self, line: QLineEdit) -> str:
        if line.echoMode() is not QLineEdit.EchoMode.Normal:
            return _seen(line)  # dots already
        return self._state.shown_value(line.accessibleName(), _seen(line))

    def _over_menu(self, menu: QMenu) -> None:
        painter, ground = QStylePainter(menu), QStyleOption()
        ground.initFrom(menu)
        for action in menu.actions():
            if not self._hides(action.text()):
                continue
            option = QStyleOptionMenuItem()
            menu.initStyleOption(option, action)
            option.rect = menu.actionGeometry(action)
            option.text = self._state.shown(option.text)
            painter.setClipRect(option.rect)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelMenu, ground)
            painter.drawControl(Control.CE_MenuItem, option)

    def _over_text(self, edit: QPlainTextEdit) -> None:
        painter, palette = QPainter(edit.viewport()), edit.palette()
        metrics, cursor = QFontMetricsF(edit.font()), edit.textCursor()
        for block, at in _blocks(edit):
            text = block.text()
            for first, last in _hidden(text, self._state.shown_line(text)):
                for line, start, end in _lines(block, first, last):
                    left, right = (float(line.cursorToX(each)[0]) for each in (start, end))  # type: ignore[index]
                    area = QRectF(
                        at.x() + min(left, right), at.y() + line.y(), abs(right - left), line.height()
                    )
                    begins = block.position() + start
                    chosen = (
                        cursor.hasSelection() and cursor.selectionStart() <= begins < cursor.selectionEnd()
                    )
                    _cover(painter, palette, area, (end - start, chosen, metrics))
        if edit.hasFocus() and not edit.isReadOnly():
            painter.fillRect(edit.cursorRect(), palette.color(QPalette.ColorRole.Text))
        painter.end()


def _seen(line: QLineEdit) -> str:
    return line.text() or line.placeholderText()


def _hidden(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """The first and the last place (not included) of each piece that is hidden."""
    at = 0
    for differs, piece in groupby(one != other for one, other in zip(text, shown, strict=True)):
        count = len(list(piece))
        if differs:
            yield at, at + count
        at += count


def _laid_out(text: str, font: QFont) -> Callable[[int], float]:
    """Where each letter of a line begins, from where the line does."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    places = [float(line.cursorToX(at)[0]) for at in range(len(text) + 1)]  # type: ignore[index]
    return places.__getitem__


def _over_line(line: QLineEdit, shown: str) -> None:
    text, metrics = _seen(line), QFontMetricsF(line.font())
    cursor: QRect = line.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    at = line.cursorPosition() if line.text() else 0
    across = _laid_out(text, line.font())
    begin = cursor.center().x() + 1 - round(across(at))
    chosen = range(line.selectionStart(), line.selectionEnd()) if line.hasSelectedText() else range(0)
    painter, palette = QPainter(line), QPalette(line.palette())
    if not line.text():
        palette.setColor(QPalette.ColorRole.Text, palette.color(QPalette.ColorRole.PlaceholderText))
    inside = line.rect().adjusted(3, 0, -3, 0).intersected(line.contentsRect())
    painter.setClipRect(inside)
    high = metrics.height()
    for first, last in _hidden(text, shown):
        left, right = (begin + across(each) for each in (first, last))
        area = QRectF(left, line.rect().center().y() - high / 2, right - left, high + 1)
        _cover(painter, palette, area, (last - first, first in chosen, metrics))
    if line.hasFocus() and not line.isReadOnly():
        x = begin + across(at)
        painter.fillRect(
            QRectF(x, cursor.y(), 1, cursor.height()), line.palette().color(QPalette.ColorRole.Text)
        )
    painter.end()


def _cover(
    painter: QPainter, palette: QPalette, area: QRectF, how: tuple[int, bool, QFontMetricsF]
) -> None:
    """Dots in place of so many letters, squeezed or spread into their room; ``chosen`` ones are selected."""
    count, chosen, metrics = how
    role = QPalette.ColorRole
    painter.fillRect(area, palette.color(role.Highlight if chosen else role.Base))
    painter.setPen(palette.color(role.HighlightedText if chosen else role.Text))
    width = area.width() / count
    base = area.y() + (area.height() - metrics.height()) / 2 + metrics.ascent()
    beside = (width - metrics.horizontalAdvance(DOT)) / 2
    for number in range(count):
        painter.drawText(QPointF(area.x() + number * width + beside, base), DOT)


def _blocks(edit: QPlainTextEdit) -> Iterator[tuple[QTextBlock, QPointF]]:
    """The paragraphs that are seen, with the places where they begin."""
    block, at = edit.firstVisibleBlock(), edit.contentOffset()
    while block.isValid() and at.y() <= edit.viewport().height():
        high = edit.blockBoundingRect(block).height()
        if block.isVisible():
            yield block, at
        at = QPointF(at.x(), at.y() + high)
        block = block.next()


def _lines(block: QTextBlock, first: int, last: int) -> Iterator[tuple[QTextLine, int, int]]:
    """The lines on which a piece of a paragraph stands, with the piece's places on each."""
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        start = max(first, line.textStart())
        end = min(last, line.textStart() + line.textLength())
        if start < end:
            yield line, start, end
