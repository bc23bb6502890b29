"""The pane that shows both values of a difference whole, side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from api.answer.compare.difference import Change
from api.answer.compare.difference_text import DifferenceText, Which
from api.answer.sizes import size
from gui import theme
from gui.answer.labels import plain_label
from gui.icons import icon

SHOWN = 64 * 1024
"""Bytes of a value that are shown."""
_LEAST_HEIGHT = 120
_TOO_LARGE = "This is too large to be shown here; its answer shows it."


class WholeValues(QWidget):
    """Shows what a change was and what it is, until it is closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = plain_label(role="help", wire=True)
        self.sides = [_text("Left value"), _text("Right value")]
        close = QToolButton()
        close.setIcon(icon("close", "dim"))
        close.setToolTip("Close the pane of whole values")
        close.setAccessibleName("Close the pane of whole values")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close)
        both = QHBoxLayout()
        both.setSpacing(8)
        for side in self.sides:
            both.addWidget(side, 1)
        self.setMinimumHeight(_LEAST_HEIGHT)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 4, 12, 8)
        page.setSpacing(4)
        page.addLayout(head)
        page.addLayout(both)

    def show_change(self, text: DifferenceText, change: Change | None) -> None:
        """Show both values of a change; nothing for None."""
        self._title.setText("" if change is None else text.place(change)[:100])
        for which, side in zip(Which, self.sides, strict=True):
            shown = "" if change is None else _shown(text, change, which)
            if side.toPlainText() != shown:
                side.setPlainText(shown)

    @Slot()
    def clear(self) -> None:
        """Forget the values."""
        for side in self.sides:
            side.clear()
        self._title.setText("")


def _text(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setFont(theme.wire_font())
    box.setAccessibleName(name)
    box.setPlaceholderText("no value")
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    return box


def _shown(text: DifferenceText, change: Change, which: Which) -> str:
    node = text.node(change, which)
    if node < 0:
        return ""
    document = text.document(which)
    start, end = document.span(node)
    if end - start <= SHOWN:
        return text.whole(change, which)
    if document.is_container(node):
        return _TOO_LARGE
    return f"{text.whole(change, which, SHOWN)}\n… the first {size(SHOWN)} of {size(end - start)}"
