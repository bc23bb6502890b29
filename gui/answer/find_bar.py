"""Find in an answer: a field, how many matches there are, and the way to the next one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from gui.icons import icon

_PAUSE_MS = 120


class FindBar(QWidget):
    """Asks for matches as one types, and steps through those it is given. Enter next, Shift+Enter previous."""

    wanted = Signal(str)
    """Look for this text ("" forgets the matches)."""
    match_chosen = Signal(object)
    left = Signal()
    """Escape: back to the answer."""

    def __init__(self, hint: str = "Find in answer", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches: Sequence[int] = ()
        self._at = 0
        self._field = QLineEdit()
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName("Find in answer")
        self._field.setClearButtonEnabled(True)
        for clear in self._field.findChildren(QToolButton):
            clear.setAccessibleName("Clear")
        self._count = QLabel()
        self._count.setProperty("role", "help")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setMinimumWidth(60)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._field.textChanged.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._count)
        row.addSpacing(4)
        row.addWidget(self._field, 1)
        self._steps = [self._step("up", "Previous match", -1), self._step("down", "Next match", 1)]
        for button in self._steps:
            row.addWidget(button)
        self.show_matches(())

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._field.text()

    @property
    def count_text(self) -> str:
        """What the bar says about the matches."""
        return self._count.text()

    def start(self) -> None:
        """Take the keyboard."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def show_matches(self, matches: Sequence[int]) -> None:
        """Take the matches of the present text and go to the first."""
        self._matches, self._at = matches, 0
        for button in self._steps:
            button.setEnabled(len(matches) > 0)
        self._tell()

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
            self._pause.stop()
            self._ask()
        elif self._matches:
            self._at = (self._at + by) % len(self._matches)
            self._tell()

    def _step(self, name: str, tip: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(self._next if by > 0 else self._previous)
        return button

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
        self.wanted.emit(self._field.text())

    def _tell(self) -> None:
        if not self._field.text():
            self._count.setText("")
        elif not self._matches:
            self._count.setText("none")
        else:
            self._count.setText(f"{self._at + 1:,} of {len(self._matches):,}")
            self.match_chosen.emit(self._matches[self._at])
