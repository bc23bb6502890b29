"""The parts of a bar as buttons in one line: colour, name and count."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolButton, QWidget

from api.answer.plain import one_line
from gui import theme
from gui.answer.labels import plain_tip
from gui.presenting.stand_ins import on_screen

if TYPE_CHECKING:
    from gui.answer.table.look_bar import LookBar

LEGEND = 20
_SWATCH, _PAD, _GAP = 7, 4, 4
_LEAST = 64
"""The narrowest button of a part that still says something."""


class Legend(QWidget):
    """The parts as buttons in one line; those without room are in a menu at its end."""

    def __init__(self, holder: LookBar, rows: int) -> None:
        super().__init__(holder)
        self._holder = holder
        self.setFixedHeight(LEGEND)
        self.buttons = [PartButton(holder, number, rows) for number in range(len(holder.bar.parts))]
        for button in self.buttons:
            button.setParent(self)
            button.moved.connect(self._move)
        self.more = QToolButton(self)
        self.more.setProperty("role", "tight")
        self.more.setFont(theme.text_font(9))
        self.more.setAccessibleName(f"All of {holder.bar.title}")
        self.more.clicked.connect(self._open_menu)
        self._stand_on(0)

    def show_picked(self, picked: Collection[int]) -> None:
        """Mark these."""
        for number, button in enumerate(self.buttons):
            button.setChecked(number in picked)
        self._place()

    def focus_end(self, end: int) -> None:
        """Give the keyboard to the first button (1: coming from the left) or the last one that is shown (-1)."""
        shown = self._shown()
        if shown:
            self._give_focus(shown[0] if end > 0 else shown[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place as many buttons as there is room for; the last may be shortened."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        widths = self._widths()
        left = 0
        for number, button in enumerate(self.buttons):
            button.setVisible(number in widths)
            button.setGeometry(left, 0, widths.get(number, 0), LEGEND)
            left += widths.get(number, 0)
        hidden = len(self.buttons) - len(widths)
        self.more.setVisible(hidden > 0)
        self.more.setText(f"+{hidden}")
        self.more.setGeometry(left, 0, self._more_width(), LEGEND)
        if widths and self._stand not in widths:
            self._stand_on(min(widths))

    def _widths(self) -> dict[int, int]:
        """Which buttons are shown and how wide: picked ones first, the last shortened to what is left."""
        wanted = [button.sizeHint().width() for button in self.buttons]
        free = self.width() - (self._more_width() if sum(wanted) > self.width() else 0)
        found: dict[int, int] = {}
        for number in sorted(range(len(wanted)), key=lambda each: each not in self._holder.picked):
            takes = min(wanted[number], free)
            if takes < wanted[number] and takes < _LEAST and found:
                break
            found[number] = takes
            free -= takes
        return found

    def _more_width(self) -> int:
        return self.more.fontMetrics().horizontalAdvance("+8") + 10

    def _shown(self) -> list[int]:
        return [number for number, button in enumerate(self.buttons) if button.isVisibleTo(self)]

    def _stand_on(self, number: int) -> None:
        """One stop for Tab in the whole bar: the button that had the keyboard last."""
        self._stand = number
        for each, button in enumerate(self.buttons):
            policies = Qt.FocusPolicy
            button.setFocusPolicy(policies.StrongFocus if each == number else policies.ClickFocus)

    def _give_focus(self, number: int) -> None:
        self._stand_on(number)
        self.buttons[number].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(int, int)
    def _move(self, number: int, step: int) -> None:
        shown = self._shown()
        to = shown.index(number) + step if number in shown else 0
        if 0 <= to < len(shown):
            self._give_focus(shown[to])
        else:
            self._holder.left.emit(step)

    @Slot()
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._holder.add_parts(menu)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


class PartButton(QAbstractButton):
    """A part's colour, name and count; stays down while the part is picked."""

    moved = Signal(int, int)
    """Its number, and the step (-1 or 1) that an arrow key asks for."""

    def __init__(self, holder: LookBar, number: int, rows: int) -> None:
        super().__init__(holder)
        self._holder, self._number = holder, number
        part, title = holder.bar.parts[number], one_line(holder.bar.title, 60)
        self._label, self._count = one_line(part.label, 60), f"{part.count:,}"
        self.setFont(theme.text_font(9))
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{title}: {self._label}, {part.count:,} of {rows:,}")
        share = f"{100 * part.count / rows:.0f} %"
        self.setToolTip(
            plain_tip(
                f"{title}: {part.label}\n{part.count:,} of {rows:,} ({share})\n"
                "Click to show only these, with Ctrl these too."
            )
        )

    def sizeHint(self) -> QSize:
        """Room for the whole."""
        metrics = self.fontMetrics()
        text = metrics.horizontalAdvance(f"{self._label} {self._count}")
        return QSize(2 * _PAD + _SWATCH + _GAP + text + 3, LEGEND)

    def nextCheckState(self) -> None:
        """What is picked is the bar's affair."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks, with Ctrl beside others."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._holder.pick(self._number, beside=with_ctrl(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter pick, arrows go to the neighbours."""
        keys = Qt.Key
        if event.key() in (keys.Key_Space, keys.Key_Return, keys.Key_Enter):
            self._holder.pick(self._number, beside=with_ctrl(event))
        elif event.key() in (keys.Key_Left, keys.Key_Right):
            self.moved.emit(self._number, 1 if event.key() == keys.Key_Right else -1)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Colour, name, count; a ground and a rim when picked."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        self._paint_ground(painter)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._holder.colour(self._number))
        painter.drawRoundedRect(QRectF(_PAD, middle - _SWATCH / 2, _SWATCH, _SWATCH), 2, 2)
        left = _PAD + _SWATCH + _GAP
        metrics, flags = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        count = metrics.horizontalAdvance(f" {self._count}")
        room = self.width() - left - _PAD - count
        label = metrics.elidedText(on_screen(self._label), Qt.TextElideMode.ElideRight, max(room, 0))
        painter.setPen(colours.colour("text"))
        painter.drawText(QRect(left, 0, room + 2, self.height()), flags, label)
        painter.setPen(colours.colour("dim"))
        at = left + metrics.horizontalAdvance(label)
        painter.drawText(QRect(at, 0, count + 4, self.height()), flags, f" {self._count}")
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        colours, place = theme.current(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setBrush(colours.colour("selection" if self.isChecked() else "hover"))
        rim = self.hasFocus() or self.isChecked()
        painter.setPen(colours.colour("accent") if rim else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(place, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def with_ctrl(event: QMouseEvent | QKeyEvent) -> bool:
    """Whether Ctrl is held."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
