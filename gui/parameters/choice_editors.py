"""Editors that choose: one of several values, true or false."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from api.exchange.convert import spelt
from api.model import Schema
from gui.parameters.capture import Capture, plain
from gui.parameters.editor import Editor


class QuietComboBox(QComboBox):
    """A combo box that the wheel does not change while the form scrolls under it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form."""
        event.ignore()


class ChoiceEditor(Editor):
    """One of the allowed values; the first entry is none of them."""

    def __init__(self, schema: Schema, label: str, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self._choices = self.choices()
        self.box = QuietComboBox(self)
        self.box.setAccessibleName(label)
        self.box.addItem("")
        self.box.addItems([spelt(choice) for choice in self._choices])
        self.box.currentIndexChanged.connect(self._chosen)
        self.row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)

    def choices(self) -> tuple[Any, ...]:
        """The values to choose from."""
        return self.schema.choices

    def capture(self) -> Capture | None:
        """The chosen value; blank when none is."""
        index = self.box.currentIndex()
        return plain(self._choices[index - 1]) if index > 0 else None

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not allowed is not shown."""
        matching = [
            i
            for i, choice in enumerate(self._choices, 1)
            if choice == value and type(choice) is type(value)
        ]
        self.box.setCurrentIndex(matching[0] if matching else 0)

    def clear(self) -> None:
        """Choose nothing."""
        self.box.setCurrentIndex(0)

    def set_hint(self, hint: str) -> None:
        """Name the first entry."""
        self.box.setItemText(0, hint)

    @Slot(int)
    def _chosen(self, _index: int) -> None:
        self.changed.emit()


class BooleanEditor(ChoiceEditor):
    """True, false, or nothing."""

    def choices(self) -> tuple[Any, ...]:
        """The two."""
        return (True, False)
