"""One row of the form: a parameter's name, editor, help and fault, and whether it is sent, empty or null."""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from api.model import UNSET, Kind, Location, Parameter
from gui import icons, theme
from gui.parameters.capture import Capture, plain
from gui.parameters.editors import make_editor
from gui.parameters.offers import Offer
from gui.parameters.words import type_words

_EMPTY: dict[Kind, Any] = {Kind.TEXT: "", Kind.MULTILINE: "", Kind.LIST: [], Kind.MAP: {}}


BUTTON_WIDTH = 28
"""Kept free in rows without the button, so that all fields end at one line."""


class State(Enum):
    """What a blank field means; a filled one is always sent."""

    NOT_SENT = "not sent"
    EMPTY = "empty"
    NULL = "null"


class Row(QObject):
    """The widgets of one parameter; the form places them in its grid."""

    changed = Signal()
    left = Signal()
    """The keyboard went elsewhere for the first time: what is missing may be said from now on."""

    def __init__(
        self, parameter: Parameter, title: str, parent: QWidget, offer: Offer | None = None
    ) -> None:
        """``title`` is what the row is called: the parameter's name, or its last part where that is unique.

        ``offer`` is what its value can be picked from.
        """
        super().__init__(parent)
        self.parameter = parameter
        self.title = title
        self.touched = False
        self._state = State.NOT_SENT
        self.editor = make_editor(parameter.schema, parameter.name, parent, offer)
        self.name = self._make_name(parent)
        self.help = self._make_help(parent)
        self.fault = self._label(parent, "fault")
        self.fault.hide()
        self.advice = self._label(parent, "warning")
        self.advice.hide()
        self.field = QWidget(parent)
        self._arrange()
        self.editor.changed.connect(self._edited)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        self._show_hint()

    def place(self, grid: QGridLayout, number: int) -> None:
        """Put the row into line ``number`` of a grid with three columns."""
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name, number, 0, top | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.field, number, 1, top)
        grid.addWidget(self.help, number, 2, top)

    def capture(self) -> Capture | None:
        """What is sent now; None is nothing."""
        filled = self.editor.capture()
        if filled is not None:
            return filled
        if self._state is State.NULL:
            return plain(None)
        if self._state is State.EMPTY:
            return plain(_EMPTY[self.parameter.schema.kind])
        return None

    def set_value(self, value: Any) -> None:
        """Show a value, UNSET for none."""
        self.editor.clear()
        kind = self.parameter.schema.kind
        if value is UNSET:
            self._choose(State.NOT_SENT)
        elif value is None and kind is not Kind.ANY:
            self._choose(State.NULL)
        elif kind in _EMPTY and value == _EMPTY[kind]:
            self._choose(State.EMPTY)
        else:
            self._choose(State.NOT_SENT)
            self.editor.set_value(value)

    def show_fault(self, sentence: str) -> None:
        """Show a sentence under the field, or take it away."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.editor.set_faulty(bool(sentence))

    def show_advice(self, sentence: str) -> None:
        """Show what to think of before it is sent, which does not keep it from being sent; "" takes it away."""
        self.advice.setText(sentence)
        self.advice.setVisible(bool(sentence))

    def focus(self) -> None:
        """Put the cursor here."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_name(self, parent: QWidget) -> QLabel:
        name = self._label(parent, "")
        name.setText(self.title)
        if self.parameter.required:
            # The only rich text of the form: both parts are ours, the name is escaped.
            name.setTextFormat(Qt.TextFormat.RichText)
            shown = self.title.replace("&", "&amp;").replace("<", "&lt;")
            name.setText(f'{shown} <span style="color:{theme.current().bad}">*</span>')
        name.setWordWrap(True)
        name.setAlignment(Qt.AlignmentFlag.AlignRight)
        name.setContentsMargins(0, 7, 0, 0)
        name.setBuddy(self.editor)
        return name

    def _make_help(self, parent: QWidget) -> QLabel:
        text = self._label(parent, "help")
        description = self.parameter.description or self.parameter.schema.description
        text.setText(f"{description}\n{type_words(self.parameter)}".strip())
        text.setWordWrap(True)
        text.setContentsMargins(0, 5, 0, 0)
        self.editor.setAccessibleDescription(text.text())
        return text

    @staticmethod
    def _label(parent: QWidget, role: str) -> QLabel:
        label = QLabel(parent)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        label.setWordWrap(True)
        return label

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.editor, 1)
        if len(self._states()) > 1:
            line.addWidget(self._make_menu_button(), 0, Qt.AlignmentFlag.AlignTop)
        else:
            line.addSpacing(BUTTON_WIDTH + line.spacing())
        column = QVBoxLayout(self.field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self.fault)
        column.addWidget(self.advice)

    def _states(self) -> list[State]:
        schema, location = self.parameter.schema, self.parameter.location
        states = [State.NOT_SENT]
        text = schema.kind in (Kind.TEXT, Kind.MULTILINE) and location is not Location.PATH
        if (text or (schema.kind in _EMPTY and location is Location.BODY)) and not self.parameter.merge:
            states.append(State.EMPTY)
        if schema.nullable and location is Location.BODY:
            states.append(State.NULL)
        return states

    def _make_menu_button(self) -> QToolButton:
        self._button = QToolButton(self.field)
        self._button.setFixedWidth(BUTTON_WIDTH)
        self._button.setIcon(icons.icon("chevron-down", "dim"))
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        name = f"What is sent for {self.parameter.name} while the field is blank"
        self._button.setToolTip(name)
        self._button.setAccessibleName(name)
        menu = QMenu(self._button)
        group = QActionGroup(menu)
        words = {
            State.NOT_SENT: "Not sent" if not self.parameter.required else "Ask for a value",
            State.EMPTY: "Send it empty",
            State.NULL: "Send null",
        }
        self._actions = {}
        for state in self._states():
            action = menu.addAction(words[state])
            action.setCheckable(True)
            action.setData(state.value)
            group.addAction(action)
            self._actions[state] = action
        self._actions[State.NOT_SENT].setChecked(True)
        menu.triggered.connect(self._picked)
        self._button.setMenu(menu)
        return self._button

    @Slot(object)
    def _picked(self, action: Any) -> None:
        state = State(action.data())
        self.touched = True
        self.editor.clear()
        self._choose(state)

    def _choose(self, state: State) -> None:
        self._state = state if state in self._states() else State.NOT_SENT
        if len(self._states()) > 1:
            self._actions[self._state].setChecked(True)
        self._show_hint()
        self.changed.emit()

    def _show_hint(self) -> None:
        blank = "" if self.parameter.required else "not sent"
        hints = {State.NOT_SENT: blank, State.EMPTY: "sent empty", State.NULL: "null is sent"}
        self.editor.set_hint(hints[self._state])

    @Slot()
    def _edited(self) -> None:
        if self._state is not State.NOT_SENT and self.editor.capture() is not None:
            self._state = State.NOT_SENT
            self._actions[self._state].setChecked(True)
            self._show_hint()
        self.changed.emit()

    @Slot(QWidget, QWidget)
    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        left = old is not None and self.editor.isAncestorOf(old)
        if left and new is not None and not self.editor.isAncestorOf(new) and not self.touched:
            self.touched = True
            self.left.emit()
