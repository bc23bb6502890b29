"""Editors of many lines: text, and any JSON value. Very long text is held without being laid out."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from api.exchange.convert import read_json, value_of
from api.model import Kind, Schema
from gui import theme
from gui.parameters.capture import Capture, Reading
from gui.parameters.editor import Editor, mark

MOST_LAID_OUT = 128 * 1024
"""Characters that are put into the text widget; laying out a megabyte would freeze the window for a second."""
BEGINNING = 400


class TextArea(QPlainTextEdit):
    """A text field that hands over a text that pasting makes very long instead of laying it out. Tab leaves it."""

    long_text = Signal(str)

    def __init__(self, label: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._lines = lines
        self.textChanged.connect(self._fit)
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste; a text that would be too long is given away, whole, by the signal."""
        text = source.text()
        if len(text) + self.document().characterCount() > MOST_LAID_OUT:
            self.long_text.emit(self._with_pasted(text))
        else:
            self.insertPlainText(text)

    def text(self) -> str:
        """The text as it is; Qt's own plain text has blanks for no-break spaces."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _with_pasted(self, pasted: str) -> str:
        """The whole text as pasting would make it: what is selected is replaced."""
        units = self.text().encode("utf-16-le", "surrogatepass")  # Qt counts in these
        cursor = self.textCursor()
        before, after = units[: 2 * cursor.selectionStart()], units[2 * cursor.selectionEnd() :]
        pieces = (before, pasted.encode("utf-16-le", "surrogatepass"), after)
        return b"".join(pieces).decode("utf-16-le", "surrogatepass")

    @Slot()
    def _fit(self) -> None:
        """As high as its text within bounds, so that a short value takes no room."""
        lines = min(max(self.blockCount(), self._lines), 10)
        self.setFixedHeight(round(QFontMetricsF(self.font()).lineSpacing() * lines) + 24)


class LongTextEditor(Editor):
    """Text of several lines."""

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None, lines: int = 3) -> None:
        super().__init__(schema, label, parent)
        self.area = TextArea(label, lines, self)
        self.area.textChanged.connect(self._edited)
        self.area.long_text.connect(self._hold)
        self._held = ""
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setProperty("role", "help")
        self._note.setWordWrap(True)
        self._drop = QPushButton("Clear", self)
        self._drop.setAutoDefault(False)  # Enter in a field of the form presses nothing
        self._drop.clicked.connect(self.clear)
        self._drop.setAccessibleName(f"Clear {label}")
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(self.area)
        column.addWidget(self._note)
        self.row.addLayout(column, 1)
        self.row.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.area)
        self._show_note()

    def capture(self) -> Capture | None:
        """The text; blank when there is none."""
        text = self._held or self.area.text()
        if not text:
            return None
        return Capture(lambda: self.read_text(text), len(text))

    def read_text(self, text: str) -> Reading:
        """What a text means; touches no widget."""
        return Reading(text)

    def note(self, _text: str) -> str:
        """A remark on a short text for under the field."""
        return ""

    def set_value(self, value: Any) -> None:
        """Show a value as text."""
        text = self.written(value)
        if len(text) > MOST_LAID_OUT:
            self._hold(text)
        else:
            self.clear()
            self.area.setPlainText(text)

    def written(self, value: Any) -> str:
        """A value as its text."""
        return str(value)

    def clear(self) -> None:
        """Become blank."""
        self._held = ""
        self.area.setReadOnly(False)
        self.area.clear()
        self._edited()

    def set_hint(self, hint: str) -> None:
        """Show a hint where the text will be."""
        self.area.setPlaceholderText(hint)

    def set_faulty(self, faulty: bool) -> None:
        """Show by the frame that the value is wrong."""
        mark(self.area, faulty)

    @Slot(str)
    def _hold(self, text: str) -> None:
        self._held = text
        self.area.setReadOnly(True)
        self.area.setPlainText(self._held[:BEGINNING])
        self._edited()

    @Slot()
    def _edited(self) -> None:
        self._show_note()
        self.changed.emit()

    def _show_note(self) -> None:
        if self._held:
            note = f"{len(self._held):,} characters are held; this is their beginning."
        else:
            note = self.note(self.area.text()) if self.area.blockCount() < 200 else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._drop.setVisible(bool(self._held))


class JsonEditor(LongTextEditor):
    """Any JSON value, or an object or list of unknown members, written as JSON.

    For "any" a text that is not JSON is sent as a text, unless it begins like an object or list.
    """

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent, lines=1 if schema.kind is Kind.ANY else 3)
        self.area.setFont(theme.wire_font())

    def read_text(self, text: str) -> Reading:
        """The JSON value; a fault with line and column where it is none."""
        try:
            if text.lstrip()[:1] in ("{", "["):
                return Reading(read_json(text))
            return Reading(value_of(self.schema, text))
        except ValueError as error:
            reason = str(error)
            return Reading(fault=reason if reason.startswith("This") else f"This is not JSON: {reason}.")

    def note(self, text: str) -> str:
        """How a value that stands alone is understood."""
        if self.schema.kind is not Kind.ANY or not text.strip() or text.lstrip()[:1] in ("{", "["):
            return ""
        value = self.read_text(text).value
        if isinstance(value, str):
            return "Sent as text."
        names = {bool: "as true or false", type(None): "as null"}
        return (
            f'Sent {names.get(type(value), "as a number")}; write "{text.strip()}" in quotes to send text.'
        )

    def written(self, value: Any) -> str:
        """JSON, but a plain text as it is where it cannot be mistaken."""
        if isinstance(value, str) and self.schema.kind is Kind.ANY and self.read_text(value).value == value:
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)
