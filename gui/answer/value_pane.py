"""The pane that shows one value whole: what a row of the tree can only begin."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from api.answer.document import Document
from api.answer.sizes import size
from api.answer.veil import DOTS, Veil
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_label
from gui.icons import icon

SHOWN = 64 * 1024
"""Bytes of a value that are shown; Copy takes the whole."""


class ValuePane(QWidget):
    """Shows a scalar's whole text under the tree until it is closed."""

    closed = Signal()

    def __init__(self, document: Document, veil: Veil, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._veil = document, veil
        self._node: int | None = None
        self._title = plain_label(role="help", wire=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(theme.wire_font())
        self._text.setAccessibleName("Whole value")
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(_button("copy", "Copy the whole value", self._copy))
        head.addWidget(_button("close", "Close the value pane", self.closed))
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 6, 8, 8)
        page.setSpacing(4)
        page.addLayout(head)
        page.addWidget(self._text)

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self._text.toPlainText()

    @Slot(object)
    def show_node(self, node: int | None) -> None:
        """Show that scalar; a container or a range only clears the pane."""
        self._node = None if node is None or self._document.is_container(node) else node
        if self._node is None:
            self._title.setText("")
            self._text.clear()
            return
        start, end = self._document.span(self._node)
        beginning = f", the first {size(SHOWN)} of {size(end - start)}" if end - start > SHOWN + 2 else ""
        self._title.setText(self._document.path(self._node)[:100] + beginning)
        hidden = self._veil.hides(self._node)
        self._text.setPlainText(DOTS if hidden else self._document.text(self._node, SHOWN))

    @Slot()
    def _copy(self) -> None:
        if self._node is not None and not self._veil.hides(self._node):
            copy_text(self._document.text(self._node))


def _button(name: str, tip: str, target: object) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, "dim"))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(target)
    return button
