"""The head of an edit: the method, what is edited, and where."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from api.answer.plain import one_line
from gui.parameters.parts import MARGIN, words
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel


class EditHead(QWidget):
    """Badge and title, the place under them, and a strip for what the person has to know."""

    def __init__(self, method: str, title: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(title)
        self.title.setProperty("role", "title")
        place = ElidedLabel(who)
        place.setProperty("role", "dim")
        place.setAccessibleName("Where this goes")
        self.note = words("", "warning")
        self.trouble = words("", "bad")
        self.trouble.setAccessibleName("Problem")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(MethodBadge(method))
        line.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(place)
        for label in (self.note, self.trouble):
            column.addWidget(label)
            label.hide()

    def show_title(self, title: str) -> None:
        """Show another title, on one line."""
        self.title.setText(one_line(title, 300))

    def show_note(self, sentence: str) -> None:
        """Say what is not as usual; "" takes it away."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def show_trouble(self, sentence: str) -> None:
        """Say why it cannot be sent, or was refused; "" takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
