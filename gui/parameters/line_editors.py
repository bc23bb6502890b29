"""Editors of one line: text, whole numbers and numbers, UUIDs, dates and times, secrets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QDateTime, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from api.exchange.convert import spelt, value_of
from api.model import Kind, Schema
from gui import icons, theme
from gui.parameters.capture import Capture, Reading
from gui.parameters.editor import Editor

LONGEST = 65_536
"""Characters that a field of one line takes; longer text is refused aloud, never cut in silence."""


class LineEditor(Editor):
    """A line of text that is converted by the declared type. ``trims`` drops blanks around what was pasted."""

    trims = False

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self.line = QLineEdit(self)
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(label)
        self.line.textEdited.connect(self._edited)
        self.line.inputRejected.connect(self._rejected)
        self.row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self._cut = False

    def capture(self) -> Capture | None:
        """The text by its type; blank when there is none."""
        text = self.line.text()
        if not text:
            return None
        if self._cut:
            return Capture(
                lambda: Reading(fault=f"Only {LONGEST:,} characters fit here; what was pasted is longer.")
            )
        schema = self.schema
        return Capture(lambda: _read(schema, text), len(text))

    def set_value(self, value: Any) -> None:
        """Show a value as text."""
        self._cut = False
        self.line.setText(spelt(value))
        self.changed.emit()

    def clear(self) -> None:
        """Become blank."""
        self._cut = False
        self.line.clear()
        self.changed.emit()

    def set_hint(self, hint: str) -> None:
        """Show a hint where the text will be."""
        self.line.setPlaceholderText(hint)

    @Slot(str)
    def _edited(self, text: str) -> None:
        if self.trims and text != text.strip():
            self.line.setText(text.strip())
        self._cut = self._cut and len(self.line.text()) >= LONGEST
        self.changed.emit()

    @Slot()
    def _rejected(self) -> None:
        self._cut = len(self.line.text()) >= LONGEST
        self.changed.emit()


def _read(schema: Schema, text: str) -> Reading:
    try:
        return Reading(value_of(schema, text))
    except ValueError as error:
        return Reading(fault=str(error))


class WireLineEditor(LineEditor):
    """A line in the monospaced font; blanks around what was pasted are dropped."""

    trims = True

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self.line.setFont(theme.wire_font())


class NumberEditor(WireLineEditor):
    """A number of any length; the arrow keys step it within its limits."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._step(step)

    def _step(self, step: int) -> None:
        text = self.line.text()
        low, high = self.schema.minimum, self.schema.maximum
        if not text:
            value: float = low if low is not None else 0
        else:
            reading = _read(self.schema, text)
            if not isinstance(reading.value, int | float):
                return
            value = reading.value + step
        if (low is None or value >= low) and (high is None or value <= high):
            self.set_value(value)


class DateTimeEditor(WireLineEditor):
    """A date and time as ISO 8601 writes them, with a button for this moment."""

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        now = QToolButton(self)
        now.setText("Now")
        now.setProperty("role", "button")
        now.setAccessibleName(f"{label}: this moment")
        now.clicked.connect(self._now)
        self.row.addWidget(now)

    @Slot()
    def _now(self) -> None:
        self.set_value(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))

    def set_hint(self, hint: str) -> None:
        """Show the form too."""
        year = QDateTime.currentDateTimeUtc().date().year()
        super().set_hint(f"{hint}   e.g. {year}-01-31T12:00:00Z")


class SecretEditor(LineEditor):
    """A dotted line; its text can be looked at while the person asks for it."""

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._reveal = QAction(icons.icon("key", "dim"), "Show", self)
        self._reveal.setCheckable(True)
        self._reveal.toggled.connect(self._toggled)
        self.line.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)

    @Slot(bool)
    def _toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self._reveal.setText("Hide" if shown else "Show")


KINDS: dict[Kind, type[LineEditor]] = {
    Kind.TEXT: LineEditor,
    Kind.INTEGER: NumberEditor,
    Kind.NUMBER: NumberEditor,
    Kind.UUID: WireLineEditor,
    Kind.DATE_TIME: DateTimeEditor,
    Kind.SECRET: SecretEditor,
}
