"""Rows of a small form: a label, an editor, and help or fault under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)


class Note(QLabel):
    """What stands under a field: its help, or what is wrong with what was filled in."""

    def __init__(self, help_: str, editor: QWidget) -> None:
        super().__init__(help_)
        self._help, self._editor = help_, editor
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.say("")

    def say(self, fault: str) -> None:
        """Show a fault in place of the help; "" takes it away."""
        self.setText(fault or self._help)
        self.setVisible(bool(self.text()))
        self.setProperty("role", "fault" if fault else "help")
        self._editor.setProperty("fault", "true" if fault else "false")
        self._editor.setAccessibleDescription(fault or self._help)
        for widget in (self, self._editor):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def add_row(
    form: QFormLayout, label: str, editor: QLineEdit | QComboBox | QPlainTextEdit, help_: str = ""
) -> Note:
    """Put a row into a form; answers with its note."""
    name = QLabel(label)
    name.setBuddy(editor)
    editor.setAccessibleName(label)
    note = Note(help_, editor)
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(editor)
    column.addWidget(note)
    form.addRow(name, cell)
    return note


def add_rows(form: QFormLayout, label: str, editor: QWidget) -> None:
    """Put several lines beside one label, which stands beside the first of them."""
    name = QLabel(label)
    name.setContentsMargins(0, 6, 0, 0)
    name.setAlignment(Qt.AlignmentFlag.AlignTop)
    form.addRow(name, editor)


def make_form() -> QFormLayout:
    """An empty form in the house's measures."""
    form = QFormLayout()
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(10)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
