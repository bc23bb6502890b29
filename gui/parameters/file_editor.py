"""The editor of a file: its path, typed, chosen or dropped. Its contents are read when it is sent."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from api.model import FileValue, Schema
from gui.parameters.capture import Capture, Reading
from gui.parameters.editor import Editor


class FileEditor(Editor):
    """A path and a button that opens the system's file dialog."""

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(f"{label}: path of a file")
        self.line.setAcceptDrops(False)  # the editor takes files; the line would take their URL as text
        self.line.textChanged.connect(self._edited)
        self._choose = QPushButton("Choose…", self)
        self._choose.setAutoDefault(False)  # Enter in a field of the form presses nothing
        self._choose.setAccessibleName(f"Choose a file for {label}")
        self._choose.clicked.connect(self._open)
        self.row.addWidget(self.line, 1)
        self.row.addWidget(self._choose)
        self.setFocusProxy(self.line)
        self.setAcceptDrops(True)

    def capture(self) -> Capture | None:
        """The path; blank when there is none."""
        path = self.line.text()
        return Capture(lambda: Reading(FileValue(path)), len(path), slow=True) if path else None

    def set_value(self, value: Any) -> None:
        """Show a path."""
        self.line.setText(value.path if isinstance(value, FileValue) else str(value))

    def clear(self) -> None:
        """Forget the path."""
        self.line.clear()

    def set_hint(self, hint: str) -> None:
        """Show a hint where the path will be."""
        self.line.setPlaceholderText(f"{hint}   choose a file or drop one here")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.line.setText(paths[0])

    @Slot()
    def _open(self) -> None:
        dialog = QFileDialog(self, f"Choose a file for {self.label}")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _edited(self) -> None:
        self.changed.emit()
