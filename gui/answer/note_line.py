"""What is to be said about an answer that is not as it should be, with the way to where it breaks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from api.answer.answer import Answer
from gui.answer.labels import plain_label


class NoteLine(QWidget):
    """Shows the answer's note; of a broken document also a button."""

    place_wanted = Signal()
    """The place where the document breaks."""

    def __init__(self, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label(answer.note, "warning", wrap=True), 1)
        document = answer.document
        if document is not None and document.fault and len(document):
            button = QPushButton("Show the place")
            button.setProperty("role", "link")
            button.clicked.connect(self.place_wanted)
            row.addWidget(button)
