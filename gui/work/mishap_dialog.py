"""Why a piece of work failed, with the raw cause: to read, and to copy for whoever looks into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_label

if TYPE_CHECKING:
    from api.errors import PitchforkError
    from api.work.work import Work


class MishapDialog(QDialog):
    """Open()ed over the window; gone when it is closed."""

    def __init__(self, work: Work, error: PitchforkError, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Details")
        self.resize(620, 360)
        self.raw = QPlainTextEdit(error.details)
        self.raw.setReadOnly(True)
        self.raw.setFont(theme.wire_font(9))
        self.raw.setAccessibleName("Details of the problem")
        copy = QPushButton("Copy")
        copy.clicked.connect(self._copy)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 16)
        rows.setSpacing(8)
        rows.addWidget(plain_label(one_line(work.title, 300), "heading", wrap=True))
        rows.addWidget(plain_label(error.sentence, wrap=True))
        if error.hint:
            rows.addWidget(plain_label(error.hint, "dim", wrap=True))
        rows.addWidget(self.raw, 1)
        rows.addLayout(foot)

    @Slot()
    def _copy(self) -> None:
        copy_text(self.raw.toPlainText())
