"""A property's value in its editor: what was shown and not touched stays exactly what it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from api.edit.property import Property
from api.schema import UNSET, Kind
from gui.edit.editors import BLANK, blank_value, make_value_editor
from gui.parameters.capture import Reading
from gui.parameters.line_editors import LineEditor

NEEDED = "A value is needed."


class ValueField(QWidget):
    """Edits one value. Text that may be null has a switch for it beside the editor."""

    changed = Signal()

    def __init__(self, found: Property, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.property_ = found
        self.editor = make_value_editor(found, self)
        self.null = self._make_null()
        self._shown: tuple[Any, Reading] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.editor, 1)
        if self.null is not None:
            row.addWidget(self.null)
        self.editor.changed.connect(self._edited)
        self.setFocusProxy(self.editor)
        self.show_value(found.value)

    def show_value(self, value: Any) -> None:
        """Show a value; UNSET shows nothing."""
        self.blockSignals(True)
        if self.null is not None:
            self.null.setChecked(value is None)
        if value is UNSET or value is None:
            self.editor.clear()
        else:
            self.editor.set_value(value)
        if isinstance(self.editor, LineEditor):
            self.editor.line.setCursorPosition(0)  # a long value is read from its beginning
        self.blockSignals(False)
        self._show_hint()
        self._shown = (value, self._read()) if value is not UNSET else None

    def reading(self) -> Reading:
        """The value that it holds now, or why there is none."""
        now = self._read()
        if self._shown is not None and now == self._shown[1]:
            return Reading(self._shown[0])
        return now

    def set_faulty(self, faulty: bool) -> None:
        """Show by the frame that the value is wrong."""
        self.editor.set_faulty(faulty)

    def _read(self) -> Reading:
        if self.null is not None and self.null.isChecked():
            return Reading(None)
        captured = self.editor.capture()
        if captured is not None:
            return captured.read()
        try:
            return Reading(blank_value(self.property_.schema))
        except KeyError:
            return Reading(fault=NEEDED)

    def _make_null(self) -> QToolButton | None:
        schema = self.property_.schema
        if not schema.nullable or schema.kind not in BLANK:
            return None
        button = QToolButton(self)
        button.setText("null")
        button.setCheckable(True)
        button.setProperty("role", "tight")
        button.setToolTip("Send null: no value at all")
        button.setAccessibleName(f"{self.property_.name} is null")
        button.toggled.connect(self._null_toggled)
        return button

    @Slot()
    def _edited(self) -> None:
        if self.null is not None and self.null.isChecked() and self.editor.capture() is not None:
            self.null.setChecked(False)
        self.changed.emit()

    @Slot(bool)
    def _null_toggled(self, is_null: bool) -> None:
        self._show_hint()
        if is_null:
            self.editor.clear()
        self.changed.emit()

    def _show_hint(self) -> None:
        is_null = self.null is not None and self.null.isChecked()
        texts = self.property_.schema.kind in (Kind.TEXT, Kind.MULTILINE)
        self.editor.set_hint("null" if is_null else "empty" if texts else "none")
