"""One field of a sign-in form: its label, its editor, and help or fault under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.identity.kinds import Field


class FieldRow(QObject):
    """``label`` and ``cell`` go into a form; the value is read and set as text."""

    changed = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.label = QLabel(f"{field.label} *" if field.required else field.label)
        self.editor: QLineEdit | QComboBox = self._make_editor(field)
        self.editor.setAccessibleName(field.label)
        self.editor.setAccessibleDescription(field.help)
        self.label.setBuddy(self.editor)
        self.help = QLabel(field.help)
        self.help.setProperty("role", "help")
        self.help.setWordWrap(True)
        self.help.setTextFormat(Qt.TextFormat.PlainText)
        self.cell = QWidget(parent)
        self._place()

    @property
    def value(self) -> str:
        """What stands in the field; secrets as they were typed, everything else without spaces around it."""
        text = self.editor.text() if isinstance(self.editor, QLineEdit) else self.editor.currentText()
        return text if self.field.secret else text.strip()

    def fill(self, text: str) -> None:
        """Put a text into the field."""
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
        elif self.field.closed:
            self.editor.setCurrentIndex(max(0, self.editor.findText(text)))
        else:
            self.editor.setEditText(text)

    def offer(self, choices: Sequence[str]) -> None:
        """Offer other choices; what stands in the field stays."""
        if isinstance(self.editor, QComboBox):
            text = self.value
            self.editor.clear()
            self.editor.addItems(list(choices))
            self.fill(text or next(iter(choices), ""))

    def show_fault(self, sentence: str) -> None:
        """Show a fault in place of the help; "" takes it away."""
        self.help.setText(sentence or self.field.help)
        self.help.setVisible(bool(self.help.text()))
        self.help.setProperty("role", "fault" if sentence else "help")
        self.editor.setProperty("fault", "true" if sentence else "false")
        for widget in (self.help, self.editor):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _make_editor(self, field: Field) -> QLineEdit | QComboBox:
        if field.choices or field.name == "cloud":
            box = QComboBox()
            box.setEditable(not field.closed)
            box.addItems(list(field.choices))
            box.setCurrentIndex(box.findText(field.default))
            if not field.closed:
                box.setEditText(field.default)
            box.currentTextChanged.connect(self.changed)
            return box
        line = QLineEdit(field.default)
        if field.secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setInputMethodHints(
                Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
            )
        line.textEdited.connect(self.changed)
        return line

    def _place(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.editor, 1)
        if self.field.path:
            choose = QPushButton("Choose…")
            choose.setAutoDefault(False)
            choose.setAccessibleName(f"Choose the {self.field.label.lower()}")
            choose.clicked.connect(self._choose)
            line.addWidget(choose)
        rows = QVBoxLayout(self.cell)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addLayout(line)
        rows.addWidget(self.help)
        self.help.setVisible(bool(self.field.help))  # not before it has its place: it would be a window

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self.cell, self.field.label)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.fill(path)
        self.changed.emit()
