"""Asks for a link to a call, and says why one cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui import theme
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.parameters.parts import button
from gui.widgets.problem_box import ProblemBox

if TYPE_CHECKING:
    from gui.records.saved.side import SavedSide

_MOST = 20_000
"""Characters that can be pasted: more than a link may have, so that a long one is refused, not cut."""


class LinkDialog(QDialog):
    """Kept by the window's saved side; ``begin`` shows it."""

    def __init__(self, side: SavedSide, parent: QWidget) -> None:
        super().__init__(parent)
        self._side = side
        self.setWindowTitle("Open link")
        self.line = QLineEdit()
        self.line.setMaxLength(_MOST)
        self.line.setFont(theme.wire_font())
        self.line.setPlaceholderText("pitchfork:call/…")
        self.line.setAccessibleName("Link to a call")
        self.problem = ProblemBox()
        self.cancel = button("Cancel")
        self.go = button("Open")
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 16)
        rows.setSpacing(12)
        rows.addWidget(plain_label("Open a link to a call", "heading"))
        rows.addWidget(self.line)
        rows.addWidget(self.problem)
        rows.addWidget(
            plain_label("Its form opens, filled in. Nothing is sent by opening a link.", "help", wrap=True)
        )
        rows.addStretch(1)
        rows.addLayout(foot)
        self.resize(560, 190)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._open)
        self.line.textChanged.connect(self._changed)

    def begin(self, text: str = "") -> None:
        """Show it, with this link filled in."""
        self.line.setText(text)
        self.line.setSelection(len(text), -len(text))  # from its end, so that its beginning is in sight
        self._changed()
        self.open()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _changed(self) -> None:
        self.problem.clear()
        self.go.setEnabled(bool(self.line.text().strip()))

    @Slot()
    def _open(self) -> None:
        self._side.open_link(self.line.text().strip(), self._refuse, self.accept)

    def _refuse(self, error: Exception) -> None:
        message = message_of(error)
        self.problem.show_problem(message.sentence, message.hint, message.details)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
