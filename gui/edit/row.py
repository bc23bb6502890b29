"""One property in the form: its name, its value's editor, what it was, and how to take a change back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.edit.editing import Editing
from api.edit.property import Property
from api.edit.undo import quoted
from api.schema import Kind
from gui import icons, theme
from gui.answer.labels import plain_label, plain_tip
from gui.edit.value_field import ValueField
from gui.parameters.words import schema_words
from gui.widgets.elided_label import ElidedLabel

NAME_WIDTH, HELP_WIDTH = 235, 220
FIELD_HEIGHT, LOCKED_HEIGHT = 30, 22
_LONGEST_HELP = 110
_KINDS = {Kind.CHOICE: "", Kind.BOOLEAN: "", Kind.LIST: "one on each line"}
"""What needs no words, or others than in the form of a call."""
_TOP = Qt.AlignmentFlag.AlignTop


class PropertyName(ElidedLabel):
    """A property's name, right-aligned before its field; in the accent's colour while it is changed."""

    def __init__(self, found: Property, height: int = FIELD_HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(one_line(found.name, 300), parent, mode=Qt.TextElideMode.ElideMiddle)
        self.setFont(theme.wire_font(9.5))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(NAME_WIDTH)
        self.setFixedHeight(height)

    def mark(self, changed: bool) -> None:
        """Show whether the property is changed."""
        self.setProperty("role", "accent" if changed else "")
        self.style().polish(self)


class PropertyRow(QWidget):
    """Edits one property of an Editing; ``refresh`` shows what became of it."""

    edited = Signal(str)
    """The name of the property whose value, or removal, changed."""

    def __init__(self, found: Property, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found, self._editing = found, editing
        self.name = PropertyName(found)
        self.field = ValueField(found)
        self.gone = plain_label("will be removed", "dim")
        self.was = _remark("help")
        self.caution = _remark("caution")
        self.fault = _remark("fault")
        self.revert = self._tool("undo", "Revert", self._revert)
        self.remove = self._tool("minus", "Remove", self._remove)
        self.field.changed.connect(self._changed)
        self._arrange()
        self.setFocusProxy(self.field)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show whether the property is changed, removed or wrong."""
        name, editing = self.found.name, self._editing
        changed, removed = editing.is_changed(name), editing.is_removed(name)
        self.name.mark(changed)
        self.field.setVisible(not removed)
        self.gone.setVisible(removed)
        self._say(self.was, self._former() if changed else "")
        self._say(self.caution, self.found.warning if changed else "")
        fault = editing.fault(name)
        self._say(self.fault, fault)
        self.field.set_faulty(bool(fault))
        added = editing.is_added(name)
        _keep(self.revert, changed and not added)
        _keep(self.remove, not removed and (added or not self.found.basic))

    def reload(self, found: Property) -> None:
        """The resource is another now: what was not edited shows its new value."""
        self.found = self.field.property_ = found
        if not self._editing.is_changed(found.name):
            self.field.show_value(found.value)
        self.refresh()

    def _former(self) -> str:
        if self._editing.is_added(self.found.name):
            return "new"
        return f"was {quoted(self._editing.before[self.found.name])}"

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(self.field, 1)
        line.addWidget(self.gone, 1)
        self.gone.setMinimumHeight(FIELD_HEIGHT)
        for button in (self.revert, self.remove):
            line.addWidget(button, 0, _TOP)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(line)
        for remark in (self.was, self.caution, self.fault):
            column.addWidget(remark)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.name, 0, _TOP)
        row.addLayout(column, 1)
        row.addWidget(self._help(), 0, _TOP)

    def _help(self) -> QLabel:
        found = self.found
        about = ". ".join(text.rstrip(".") for text in (found.title, found.description) if text)
        label = plain_label(
            f"{one_line(about, _LONGEST_HELP)}\n{kind_words(found)}".strip(), "help", wrap=True
        )
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        label.setToolTip(plain_tip(about) if len(about) > _LONGEST_HELP else "")
        label.setFixedWidth(HELP_WIDTH)
        label.setContentsMargins(0, 3, 0, 0)
        self.field.editor.setAccessibleDescription(label.text())
        return label

    def _tool(self, drawing: str, word: str, pressed: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(drawing, "dim"))
        button.setToolTip(word)
        button.setAccessibleName(f"{word} {self.found.name}")
        button.clicked.connect(pressed)
        return button

    @staticmethod
    def _say(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    @Slot()
    def _changed(self) -> None:
        reading = self.field.reading()
        if reading.fault:
            self._editing.put_unreadable(self.found.name, reading.fault)
        else:
            self._editing.put(self.found.name, reading.value)
        self._tell()

    @Slot()
    def _revert(self) -> None:
        self._editing.revert(self.found.name)
        self.field.show_value(self.found.value)
        self._tell()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _remove(self) -> None:
        self._editing.remove(self.found.name)
        self._tell()
        self.revert.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self.refresh()
        self.edited.emit(self.found.name)


def kind_words(found: Property) -> str:
    """Type, limits and where it is defined: "whole number, 1 to 64 · Processor layout"."""
    schema = found.schema if found.meaning.kind is Kind.TEXT else found.meaning
    words = _KINDS.get(schema.kind, schema_words(schema))
    return " · ".join(part for part in (words, found.source) if part)


class LockedRow(QWidget):
    """A property that cannot be changed here, and why."""

    def __init__(self, found: Property, shown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        value = ElidedLabel(one_line(shown, 500))
        value.setFont(theme.wire_font(9.5))
        value.setProperty("role", "dim")
        value.setAccessibleName(found.name)
        value.setFixedHeight(LOCKED_HEIGHT)
        reason = plain_label(found.locked, "help", wrap=True)
        reason.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        reason.setFixedWidth(HELP_WIDTH)
        reason.setContentsMargins(0, 3, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(PropertyName(found, LOCKED_HEIGHT), 0, _TOP)
        row.addWidget(value, 1, _TOP)
        row.addWidget(reason, 0, _TOP)


def _remark(role: str) -> QLabel:
    label = plain_label("", role, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    label.hide()
    return label


def _keep(button: QToolButton, shown: bool) -> None:
    """Show or hide a button; its room stays, so that nothing moves."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.setVisible(shown)
