"""The list under a field to pick from. It never takes the keyboard: the field hands on the keys that move in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.parameters.offers import Offer, Stage
from gui.parameters.pick_model import PickDelegate, PickModel, height_of, spoken_row
from gui.parameters.pick_rows import Pool, footer, plural, remark

LEAST_WIDTH, LEAST_HEIGHT, LARGEST_HEIGHT = 420, 150, 330
GAP = 3
_ELSEWHERE = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class PickList(QFrame):
    """Lies over the dialog under (or over) its field; closes when the person goes on elsewhere."""

    taken = Signal(str)
    """The value that was picked."""

    def __init__(self, line: QLineEdit, offer: Offer) -> None:
        super().__init__(line.window())
        self._line, self._offer = line, offer
        self._pool: Pool | None = None
        self._typed = ""
        self._rows_height = 0
        self.setProperty("role", "popup")
        self.setAutoFillBackground(True)
        self.model = PickModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PickDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(f"{plural(offer.word).capitalize()} to pick from")
        self.list.clicked.connect(self._clicked)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(10, 6, 10, 6)
        self.foot = QPushButton(self)
        self.foot.setAutoDefault(False)
        self.foot.setProperty("role", "foot")
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.clicked.connect(self.press_foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addWidget(self.foot)
        offer.changed.connect(self._came)
        self.hide()

    # Opening and closing

    def open(self, typed: str = "") -> None:
        """Show what there is for what is typed."""
        self._pool = Pool(self._offer)
        self.filter(typed)
        self.show()
        self.raise_()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def close_list(self) -> None:
        """Go out of sight; what is typed stays."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever clicks or scrolls elsewhere, or moves the window's parts, is done with the list."""
        kind = event.type()
        if kind in _ELSEWHERE and isinstance(watched, QWidget):
            own = (self, self._line)
            if watched not in own and not any(part.isAncestorOf(watched) for part in own):
                self.close_list()
        elif kind is QEvent.Type.Resize and watched is self.window():
            self.close_list()
        elif kind is QEvent.Type.Move and isinstance(watched, QWidget) and watched.isAncestorOf(self._line):
            self._place()  # the form's rows grow and shrink
        return False

    def filter(self, typed: str) -> None:
        """Show what matches all words of what is typed."""
        self._typed = typed
        pool = self._pool
        if pool is None:
            return
        rows, count = pool.matches(typed)
        self.model.show_rows(rows)
        self._say(remark(self._offer, typed, len(pool), count))
        self._rows_height = sum(height_of(row) for row in rows[:12])
        self._place()

    @property
    def matching(self) -> bool:
        """Whether there is anything to pick."""
        return self.model.rowCount() > 0

    # Moving and taking, for the keys of the field

    def go(self, by: int) -> None:
        """Go up or down; between the last row and the first stands the foot."""
        end = -1 if by > 0 else self.model.rowCount()
        at = self._at()
        unmarked = at < 0 and not self._foot_chosen()
        found = -1 if unmarked and by < 0 else self.model.step(at if at >= 0 else end, by)
        if found < 0 and not self._foot_chosen() and self._foot_usable():
            self._choose_foot()
        else:
            self.choose(found if found >= 0 else self.model.step(end, by))

    def page(self, by: int) -> None:
        """Go about a page up or down."""
        at = self._at()
        for _ in range(max(self.list.viewport().height() // 44, 1)):
            step = self.model.step(at, by)
            at = step if step >= 0 else at
        self.choose(at)

    def choose(self, number: int) -> None:
        """Mark a row and say it to those who listen."""
        self._mark_foot(False)
        self.list.setCurrentIndex(self.model.index(number, 0))
        if number >= 0:
            before = self.model.index(number - 1, 0)
            if number and self.model.choice(number - 1) is None:  # its heading is worth seeing
                self.list.scrollTo(before)
            self.list.scrollTo(self.model.index(number, 0))
            self._announce(spoken_row(self.model.row(number)))

    def take(self) -> bool:
        """Use what is marked; returns whether anything was."""
        if self._foot_chosen():
            self.press_foot()
            return True
        choice = self.model.choice(self._at())
        if choice is not None:
            self.taken.emit(choice.value)
        return choice is not None

    @Slot()
    def press_foot(self) -> None:
        """Ask the cloud, or stop asking it."""
        if not self.foot.isEnabled():
            return
        live = self._offer.live
        if self._offer.stage is Stage.LOADING:
            self._offer.cancel()
        else:
            self._offer.load(more=live is not None and live.rest is not None)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        choice = self.model.choice(index.row())
        if choice is not None:
            self.taken.emit(choice.value)

    @Slot()
    def _came(self) -> None:
        if not self.isVisible():
            return
        at = self.model.choice(self._at())
        self._pool = Pool(self._offer)
        self.filter(self._typed)
        if at is not None and (row := self.model.find(at.value)) >= 0:
            self.choose(row)
        elif self._foot_chosen() and self._offer.stage is Stage.IDLE and self.matching:
            self.choose(self.model.step(-1, 1))

    def _say(self, words: str) -> None:
        """What there is to say under the rows; a failure goes first."""
        error = self._offer.error
        bad = error is not None
        text = str(error) if error is not None else words
        _restyle(self.note, "role", "bad" if bad else "help")
        self.note.setText(text)
        self.note.setVisible(bool(text))
        shown, enabled = footer(self._offer)
        self.foot.setText(shown)
        self.foot.setAccessibleName(shown)
        self.foot.setEnabled(enabled)
        self.foot.setVisible(bool(shown))
        if bad:
            self._announce(text)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._line, text))

    def _at(self) -> int:
        return self.list.currentIndex().row()

    def _foot_usable(self) -> bool:
        return self.foot.isEnabled() and self.foot.isVisibleTo(self)

    def _foot_chosen(self) -> bool:
        return bool(self.foot.property("chosen") == "true")

    def _choose_foot(self) -> None:
        self.list.setCurrentIndex(QModelIndex())
        self._mark_foot(True)
        self._announce(self.foot.text())

    def _mark_foot(self, chosen: bool) -> None:
        _restyle(self.foot, "chosen", "true" if chosen else "false")

    def _place(self) -> None:
        """Under the field where there is room, else over it; within the dialog in any case."""
        window, line, rows = self.window().rect(), self._line, self._rows_height
        top_left = line.mapTo(self.window(), QPoint(0, 0))
        wide = min(max(line.width(), LEAST_WIDTH), window.width() - 24)
        left = max(12, min(top_left.x(), window.width() - wide - 12))
        words, room = self.foot.accessibleName(), wide - 24
        self.foot.setText(self.foot.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        note = self.note.heightForWidth(wide - 2) if self.note.isVisibleTo(self) else 0
        foot = self.foot.sizeHint().height() if self.foot.isVisibleTo(self) else 0
        wanted = min(rows + note + foot + 4, max(LARGEST_HEIGHT, note + foot))
        below = window.height() - (top_left.y() + line.height() + GAP) - 8
        above = top_left.y() - GAP - 8
        down = below >= min(wanted, LEAST_HEIGHT) or below >= above
        high = max(min(wanted, below if down else above), 30)
        top = top_left.y() + line.height() + GAP if down else top_left.y() - GAP - high
        self.list.setVisible(rows > 0)
        self.setGeometry(QRect(left, top, wide, high))


def _restyle(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
