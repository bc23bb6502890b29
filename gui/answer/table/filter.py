"""The line above a table: what rows are left by words and by the bars, and how many."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from api.answer.plain import middle, one_line
from api.answer.tables.columns import MOST_COLUMNS
from gui.answer.labels import plain_label, plain_tip
from gui.icons import icon
from gui.widgets.search_line import SearchLine

_PAUSE_MS = 120
_WIDEST = 360
_LONGEST_CHIP = 48
_TIP = """Shows only the rows that hold every word, in what is shown or in the whole value.
status:active  looks in one column, by its heading or its member's name.
"two words"  are looked for as they stand.
Esc clears."""


class TableFilter(QWidget):
    """Asks for the rows that hold some words, and shows what else chooses among them."""

    wanted = Signal(str)
    chip_removed = Signal()
    left = Signal()
    """Escape in an empty field, or Down: back to the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchLine("Filter rows")
        self.field.setToolTip(plain_tip(_TIP))
        self.field.setMaximumWidth(_WIDEST)
        self.field.setMinimumWidth(140)
        self.count = plain_label(role="help")
        self.note = plain_label(role="help")
        self.chip = QPushButton()
        self.chip.setProperty("role", "note")
        self.chip.setIcon(icon("close", "accent"))
        self.chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        self.chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chip.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.chip.clicked.connect(self.chip_removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.field, 3)
        row.addWidget(self.chip)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.note)

    @property
    def text(self) -> str:
        """The words of the filter."""
        return self.field.text()

    @property
    def in_use(self) -> bool:
        """Whether it leaves rows out, or has the keyboard."""
        return bool(self.text) or self.chip.isVisibleTo(self) or self.field.hasFocus()

    def set_text(self, text: str) -> None:
        """Filter by these words at once."""
        self.field.setText(text)
        self._pause.stop()
        self._ask()

    def add_text(self, term: str) -> None:
        """Filter by one more term."""
        self.set_text(f"{self.text.rstrip()} {term}".strip())

    def show_chip(self, words: str) -> None:
        """Show what the bars leave ("": everything)."""
        self.chip.setText(middle(one_line(words), _LONGEST_CHIP).replace("&", "&&"))
        self.chip.setToolTip(plain_tip(f"{words}\nClick to show all again."))
        self.chip.setAccessibleName(f"Only {one_line(words)}; remove" if words else "")
        self.chip.setVisible(bool(words))

    def show_count(self, shown: int, rows: int) -> None:
        """Say how many rows are left of how many."""
        filtered = bool(self.text.strip()) or self.chip.isVisibleTo(self)
        self.count.setText(f"{shown:,} of {rows:,}" if filtered else "")

    def show_work(self) -> None:
        """Say that the rows are being looked through."""
        self.count.setText("Looking through the rows…")

    def show_columns(self, shown: int, columns: int) -> None:
        """Say how many columns are shown, where that are not all because they are too many."""
        too_many = columns > MOST_COLUMNS and shown < columns
        self.note.setText(f"{shown:,} of {columns:,} columns" if too_many else "")

    def start(self) -> None:
        """Take the keyboard."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears, then leaves; Enter and Down go to the rows."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text:
            self.set_text("")
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive():
                self._pause.stop()
                self._ask()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _ask(self) -> None:
        self.wanted.emit(self.text)
