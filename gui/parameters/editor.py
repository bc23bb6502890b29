"""The base of all editors: one value of one schema."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from api.model import Schema
from gui.parameters.capture import Capture


class Editor(QWidget):
    """Edits a value of a schema. ``label`` is its name for screen readers.

    A blank editor has no value: the parameter is then not sent.
    """

    changed = Signal()

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.schema = schema
        self.label = label
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def capture(self) -> Capture | None:
        """What it holds now; None when it is blank."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def clear(self) -> None:
        """Become blank."""
        raise NotImplementedError

    def set_hint(self, hint: str) -> None:
        """Say in a blank editor what will be sent ("not sent")."""

    def set_faulty(self, faulty: bool) -> None:
        """Show by the frame that the value is wrong."""
        mark(self.focusProxy(), faulty)


def mark(widget: QWidget | None, faulty: bool) -> None:
    """Give a widget the frame of a fault, or take it away."""
    if widget is None or widget.property("fault") == ("true" if faulty else "false"):
        return
    widget.setProperty("fault", "true" if faulty else "false")
    widget.style().unpolish(widget)
    widget.style().polish(widget)
