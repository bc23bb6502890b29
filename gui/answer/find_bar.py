"""Find in an answer: a field with its options, how many matches there are, and the way to the next one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from api.answer.matchers import Wanted, Where
from api.answer.search import MOST, Matches
from gui.answer.counted_line import CountedLine
from gui.icons import icon
from gui.widgets.bubble import Bubble

_PAUSE_MS = 120
_NAMES = {Where.BOTH: "k:v", Where.NAMES: "k:", Where.VALUES: ":v"}


class FindBar(QWidget):
    """Asks for matches as one types, and steps through those it is given. Enter next, Shift+Enter previous."""

    wanted = Signal(object)
    """Look for this Wanted (an empty text forgets the matches)."""
    match_chosen = Signal(object, bool)
    """The node of the match in turn, and whether to go there."""
    left = Signal()
    """Escape: back to the answer."""

    def __init__(self, hint: str = "Find in answer", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches: Matches | None = None
        self._at = 0
        self._here: int | None = None
        self._field = CountedLine("Find in answer", hint)
        self.case = _option("Aa", "Match case")
        self.pattern = _option(".*", "Regular expression")
        self.where = _option(_NAMES[Where.BOTH], "")
        self._where = self._make_where()
        self._note = Bubble(self._field)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._field.textChanged.connect(self._typed)
        for option in (self.case, self.pattern):
            option.setCheckable(True)
            option.toggled.connect(self._ask)
        self._steps = [
            _step("up", "Previous match (Shift+F3)", self._previous),
            _step("down", "Next match (F3)", self._next),
        ]
        self._arrange()
        self._tell_where()
        self.show_nothing()

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._field.text()

    @property
    def wish(self) -> Wanted:
        """What is looked for, and how."""
        return Wanted(self.text, self.case.isChecked(), self.pattern.isChecked(), self._chosen_where())

    @property
    def count_text(self) -> str:
        """What the bar says about the matches."""
        return self._field.count_text

    @property
    def note_text(self) -> str:
        """What stands under the field; "" for nothing."""
        return "" if self._note.isHidden() else self._note.text()

    def start(self) -> None:
        """Take the keyboard."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def take_over(self, wish: Wanted, here: int | None) -> None:
        """Look for that without going anywhere: the person stays at node ``here``."""
        if not wish.text:
            return
        blocked = [each for each in (self._field, self.case, self.pattern) if not each.blockSignals(True)]
        self._field.setText(wish.text)
        self.case.setChecked(wish.case)
        self.pattern.setChecked(wish.pattern)
        self._where[wish.where].setChecked(True)
        for each in blocked:
            each.blockSignals(False)
        self._tell_where()
        self._here = here if here is not None else 0
        self.wanted.emit(wish)

    def show_nothing(self) -> None:
        """Nothing is looked for."""
        self._matches = None
        self._note.hide()
        self._field.setProperty("fault", False)
        self._restyle()
        self._field.show_count("")
        self._allow_steps(False)

    def show_matches(self, matches: Matches, *, searching: bool) -> None:
        """Take the matches of the present text, which may be growing, and go to the first."""
        fresh = matches is not self._matches
        if fresh:
            self.show_nothing()
            self._matches, self._at = matches, -1
        if self._at < 0 and len(matches):
            self._begin(matches, searching=searching)
        self._tell(searching=searching)
        self._allow_steps(len(matches) > 0)
        if matches.stopped:
            many = f"{len(matches):,} match" + ("" if len(matches) == 1 else "es")
            self._say(f"{matches.stopped.rstrip('.')}, {many} so far.")

    def show_fault(self, sentence: str) -> None:
        """What is looked for cannot be looked for."""
        self.show_nothing()
        self._field.setProperty("fault", True)
        self._restyle()
        self._say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with Enter, leave with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """Go that many matches on, round the ends."""
        if self._pause.isActive():
            self._ask()
        elif self._matches is not None and len(self._matches):
            self._at = (self._at + by) % len(self._matches)
            self._choose(going=True)

    def _begin(self, matches: Matches, *, searching: bool) -> None:
        """Stand on the first match; on the one at hand where the person shall not be led away."""
        if self._here is None:
            self._at = 0
            self._choose(going=True)
        elif not searching or matches[-1] >= self._here:
            self._at = min(matches.at(self._here), len(matches) - 1)
            self._here = None
            self._choose(going=False)

    def _choose(self, *, going: bool) -> None:
        if self._matches is not None:
            self._tell(searching="…" in self.count_text)
            self.match_chosen.emit(self._matches[self._at], going)

    def _tell(self, *, searching: bool) -> None:
        matches = self._matches
        if matches is None:
            return
        if not len(matches):
            self._field.show_count("…" if searching else "none")
            return
        more = "…" if searching else "+" if matches.more or matches.stopped else ""
        tip = f"Only the first {MOST:,} matches are kept." if matches.more else ""
        self._field.show_count(f"{max(self._at, 0) + 1:,} of {len(matches):,}{more}", tip)

    def _allow_steps(self, there_are: bool) -> None:
        for button in self._steps:
            button.setEnabled(there_are)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._field, 1)
        row.addSpacing(3)
        for button in (self.case, self.pattern, self.where, *self._steps):
            row.addWidget(button)

    def _make_where(self) -> dict[Where, QAction]:
        menu, group = QMenu(self.where), QActionGroup(self)
        found = {}
        for where in Where:
            action = found[where] = menu.addAction(f"Look in {where.value}")
            action.setCheckable(True)
            group.addAction(action)
        found[Where.BOTH].setChecked(True)
        group.triggered.connect(self._where_chosen)
        self.where.setMenu(menu)
        self.where.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return found

    def _chosen_where(self) -> Where:
        return next(where for where, action in self._where.items() if action.isChecked())

    def _tell_where(self) -> None:
        where = self._chosen_where()
        self.where.setText(_NAMES[where])
        self.where.setToolTip(f"Looks in {where.value}")
        self.where.setAccessibleName(f"Looks in {where.value}")
        self.where.setProperty("chosen", where is not Where.BOTH)

    def _say(self, sentence: str) -> None:
        self._note.say(sentence, self.parentWidget() or self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The note stays under the field."""
        super().resizeEvent(event)
        self._note.place()

    def _restyle(self) -> None:
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)

    @Slot()
    def _where_chosen(self) -> None:
        self._tell_where()
        self._ask()

    @Slot()
    def _next(self) -> None:
        self.step(1)

    @Slot()
    def _previous(self) -> None:
        self.step(-1)

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _ask(self) -> None:
        self._pause.stop()
        self._here = None
        self.wanted.emit(self.wish)


def _option(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("role", "option")
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button


def _step(name: str, tip: str, slot: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setProperty("role", "option")
    button.setToolTip(tip)
    button.setAccessibleName(tip.partition(" (")[0])
    button.clicked.connect(slot)
    return button
