"""One bar of a list's look: a strip divided by count, and under it what each part is, as buttons."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QToolTip, QWidget

from api.answer.plain import one_line
from api.answer.tables.look import NONE, Bar
from gui import theme
from gui.answer.table.look_legend import Legend, with_ctrl
from gui.widgets.elided_label import ElidedLabel

STRIP = 10
_SERIES = ("accent", "json_keyword", "json_number", "json_string", "bad", "dim")
_SHADES = (1.0, 0.7, 0.5, 0.35)
_FAINT = 0.25


class LookBar(QWidget):
    """Shows one Bar. A click on a part picks it alone, with Ctrl beside others; a click on a picked one drops it."""

    picked_changed = Signal()
    left = Signal(int)
    """The keyboard goes beyond the bar's first part (-1) or its last (1)."""

    def __init__(self, bar: Bar, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = bar
        self.picked: set[int] = set()
        self.title = ElidedLabel()
        self.title.setProperty("role", "help")
        self.strip = Strip(self)
        self.legend = Legend(self, rows)
        self._page = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.addWidget(self.title)
        self._page.addWidget(self.strip)
        self._page.addWidget(self.legend, 1)
        self.set_slim(False)

    def set_slim(self, slim: bool) -> None:
        """Be one line, the title beside the parts, without the strip; or all three under each other."""
        directions = QBoxLayout.Direction
        self._page.setDirection(directions.LeftToRight if slim else directions.TopToBottom)
        self._page.setSpacing(6 if slim else 3)
        self.strip.setVisible(not slim)
        words = self.bar.title if slim else f"{self.bar.title}   {self.bar.aside}"
        self.title.setText(one_line(words.rstrip(), 80))
        policies = QSizePolicy.Policy  # beside the parts it leaves them all the room that it does not need
        self.title.setSizePolicy(policies.Maximum if slim else policies.Preferred, policies.Preferred)

    def colour(self, number: int) -> QColor:
        """The colour of a part in the scheme that is on."""
        colours, part = theme.current(), self.bar.parts[number]
        if part.label == NONE or (not part.tone and number >= len(_SERIES)):
            return _blend(colours.colour("dim"), colours.colour("panel"), 0.4)
        if self.bar.ranked:
            strength = 0.35 + 0.6 * number / max(len(self.bar.parts) - 1, 1)
            return _blend(colours.colour("accent"), colours.colour("panel"), strength)
        if part.tone:
            alike = sum(each.tone == part.tone for each in self.bar.parts[:number])
            strength = _SHADES[min(alike, len(_SHADES) - 1)] * 0.9
            return _blend(colours.colour(part.tone), colours.colour("panel"), strength)
        role = "dim" if any(each.tone for each in self.bar.parts) else _SERIES[number]
        return _blend(colours.colour(role), colours.colour("panel"), 0.75)

    def pick(self, number: int, *, beside: bool = False) -> None:
        """Pick a part, or drop it."""
        others = self.picked - {number} if beside else set()
        self.show_picked(others | ({number} - self.picked))
        self.picked_changed.emit()

    def show_picked(self, parts: Collection[int]) -> None:
        """Show these parts as picked."""
        self.picked = set(parts)
        self.legend.show_picked(self.picked)
        self.strip.update()

    def add_parts(self, menu: QMenu) -> None:
        """Every part of the bar as an entry of a menu."""
        for number, part in enumerate(self.bar.parts):
            entry = menu.addAction(f"{part.label}   {part.count:,}".replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(number in self.picked)
            entry.setData(number)
        menu.triggered.connect(self._pick_entry)

    @Slot(QAction)
    def _pick_entry(self, entry: QAction) -> None:
        self.pick(entry.data(), beside=True)


class Strip(QWidget):
    """The parts as pieces of one line; for the mouse, since the buttons under it are for every hand."""

    def __init__(self, holder: LookBar) -> None:
        super().__init__(holder)
        self._holder = holder
        self.setFixedHeight(STRIP)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def pieces(self) -> list[QRectF]:
        """Where each part stands: as wide as its share, none too narrow to be hit."""
        counts = [part.count for part in self._holder.bar.parts]
        gap, least = 2.0, 4.0
        room = max(self.width() - gap * (len(counts) - 1) - least * len(counts), 0.0)
        left, found = 0.0, []
        for count in counts:
            wide = least + room * count / sum(counts)
            found.append(QRectF(left, 0.0, wide, float(self.height())))
            left += wide + gap
        return found

    def part_at(self, at: QPoint) -> int | None:
        """The part under a point."""
        inside = (n for n, piece in enumerate(self.pieces()) if piece.left() <= at.x() <= piece.right() + 2)
        return next(inside, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick what is under the mouse."""
        number = self.part_at(event.position().toPoint())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self._holder.pick(number, beside=with_ctrl(event))

    def event(self, event: QEvent) -> bool:
        """The tip is that of the part under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.part_at(event.pos())
            if number is not None:
                QToolTip.showText(event.globalPos(), self._holder.legend.buttons[number].toolTip(), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pieces; those that are not picked are faint beside picked ones."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, piece in enumerate(self.pieces()):
            faint = bool(self._holder.picked) and number not in self._holder.picked
            painter.setOpacity(_FAINT if faint else 1.0)
            painter.setBrush(self._holder.colour(number))
            painter.drawRoundedRect(piece, 2.0, 2.0)
        painter.end()


def _blend(colour: QColor, ground: QColor, strength: float) -> QColor:
    """The colour over a ground, so that it looks the same wherever it is drawn."""
    parts = zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(c * strength + g * (1 - strength)) for c, g in parts))
