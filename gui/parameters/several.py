"""Editors of several values: lists that can be reordered, maps of names and values, objects with known members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from api.model import Member, Schema
from gui import icons, theme
from gui.parameters.capture import Capture, Reading, collect
from gui.parameters.editor import Editor, mark
from gui.widgets.focus_lender import FocusLender

MakeEditor = Callable[[Schema, str, QWidget], Editor]


def tool(icon: str, name: str, parent: QWidget) -> QToolButton:
    """A small button with an icon."""
    button = QToolButton(parent)
    button.setIcon(icons.icon(icon, "dim"))
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button


class Entry(QWidget):
    """One line of a list or map: what it holds and the buttons that move and remove it."""

    removed = Signal(object)
    moved = Signal(object, int)

    def __init__(self, parent: QWidget, *widgets: QWidget, movable: bool) -> None:
        super().__init__(parent)
        self.widgets = widgets
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in widgets:
            row.addWidget(widget, 1)
        if movable:
            for icon, name, step in (("up", "Move up", -1), ("down", "Move down", 1)):
                button = tool(icon, name, self)
                button.setProperty("step", step)
                button.clicked.connect(self._move)
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        remove = tool("minus", "Remove", self)
        remove.clicked.connect(self._remove)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _move(self) -> None:
        self.moved.emit(self, int(self.sender().property("step")))

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self)


class Entries(Editor):
    """What lists and maps share: lines that are added, removed and moved."""

    def __init__(self, schema: Schema, label: str, make: MakeEditor, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self.make = make
        self.entries: list[Entry] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self._add = QPushButton(f"Add {self.word()}", self)
        self._add.setAutoDefault(False)  # Enter in a field of the form presses nothing
        self._add.setAccessibleName(f"Add {self.word()} to {label}")
        self._add.clicked.connect(self._add_clicked)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "help")
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addWidget(self._hint, 1)
        whole = QVBoxLayout()
        whole.setSpacing(4)
        whole.addLayout(self._column)
        whole.addLayout(foot)
        self.row.addLayout(whole, 1)
        FocusLender(self, self._add)

    def word(self) -> str:
        """What one line is called."""
        raise NotImplementedError

    def new_entry(self) -> Entry:
        """A blank line."""
        raise NotImplementedError

    def add(self) -> Entry:
        """Put a blank line at the end."""
        entry = self.new_entry()
        entry.removed.connect(self._remove)
        entry.moved.connect(self._move)
        self.entries.append(entry)
        self._column.addWidget(entry)
        self._hint.hide()
        return entry

    def clear(self) -> None:
        """Remove every line."""
        for entry in list(self.entries):
            self._take(entry)
        self._hint.show()
        self.changed.emit()

    def set_faulty(self, faulty: bool) -> None:
        """Show by the button's frame that the value is wrong."""
        mark(self._add, faulty)

    def set_hint(self, hint: str) -> None:
        """Say beside the button what is sent without lines."""
        self._hint.setText(hint)

    @Slot()
    def _add_clicked(self) -> None:
        entry = self.add()
        entry.widgets[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    @Slot(object)
    def _remove(self, entry: Entry) -> None:
        index = self.entries.index(entry)
        self._take(entry)
        near = self.entries[min(index, len(self.entries) - 1)].widgets[0] if self.entries else self._add
        near.setFocus(Qt.FocusReason.TabFocusReason)
        self._hint.setVisible(not self.entries)
        self.changed.emit()

    def _take(self, entry: Entry) -> None:
        self.entries.remove(entry)
        self._column.removeWidget(entry)
        entry.hide()
        entry.deleteLater()

    @Slot(object, int)
    def _move(self, entry: Entry, step: int) -> None:
        index = self.entries.index(entry)
        target = index + step
        if 0 <= target < len(self.entries):
            self.entries.insert(target, self.entries.pop(index))
            self._column.removeWidget(entry)
            self._column.insertWidget(target, entry)
            self.changed.emit()


class ListEditor(Entries):
    """A list of values of one kind, in order."""

    def word(self) -> str:
        """An entry."""
        return "entry"

    def new_entry(self) -> Entry:
        """An editor of the items' schema."""
        editor = self.make(
            self.schema.item or Schema(), f"{self.label}, entry {len(self.entries) + 1}", self
        )
        editor.changed.connect(self.changed)
        return Entry(self, editor, movable=True)

    def capture(self) -> Capture | None:
        """The list; blank without entries."""
        if not self.entries:
            return None
        editors = [entry.widgets[0] for entry in self.entries]
        parts = [
            (editor.capture() or _blank(editor), f"Entry {number}")
            for number, editor in enumerate(editors, 1)
            if isinstance(editor, Editor)
        ]
        return collect(parts, list)

    def set_value(self, value: Any) -> None:
        """Show a list."""
        self.clear()
        for each in value if isinstance(value, list) else []:
            editor = self.add().widgets[0]
            assert isinstance(editor, Editor)
            editor.set_value(each)
        self.changed.emit()


class MapEditor(Entries):
    """Names and values."""

    def word(self) -> str:
        """A name with its value."""
        return "name and value"

    def new_entry(self) -> Entry:
        """A name and an editor of the values' schema."""
        name = QLineEdit(self)
        name.setFont(theme.wire_font())
        name.setPlaceholderText("name")
        name.setAccessibleName(f"{self.label}: name {len(self.entries) + 1}")
        name.textEdited.connect(self._edited)
        value = self.make(
            self.schema.rest or Schema(), f"{self.label}: value {len(self.entries) + 1}", self
        )
        value.set_hint("value")
        value.changed.connect(self.changed)
        return Entry(self, name, value, movable=False)

    def capture(self) -> Capture | None:
        """The map; blank without lines. A name that stands twice is a fault."""
        if not self.entries:
            return None
        names, parts = [], []
        for entry in self.entries:
            name, value = entry.widgets
            assert isinstance(name, QLineEdit)
            assert isinstance(value, Editor)
            names.append(name.text())
            parts.append((value.capture(), f"“{name.text()}”"))
        if fault := _fault_of_names(names):
            return Capture(lambda: Reading(fault=fault))
        return collect(parts, lambda values: dict(zip(names, values, strict=True)))

    def set_value(self, value: Any) -> None:
        """Show a map."""
        self.clear()
        for each, inner in value.items() if isinstance(value, dict) else ():
            name, editor = self.add().widgets
            assert isinstance(name, QLineEdit)
            assert isinstance(editor, Editor)
            name.setText(each)
            editor.set_value(inner)
        self.changed.emit()

    @Slot()
    def _edited(self) -> None:
        self.changed.emit()


def _fault_of_names(names: list[str]) -> str:
    if "" in names:
        return "Every value needs a name."
    twin = next((name for name in names if names.count(name) > 1), None)
    return f"The name “{twin}” stands twice." if twin is not None else ""


class ObjectEditor(Editor):
    """An object with known members, one row each; blank members are left out."""

    def __init__(self, schema: Schema, label: str, make: MakeEditor, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self.members: list[tuple[Member, Editor]] = []
        for number, member in enumerate(schema.members):
            name = QLabel(f"{member.name} *" if member.required else member.name, self)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setFont(theme.wire_font(9))
            name.setToolTip(member.schema.description)
            editor = make(member.schema, f"{label}, {member.name}", self)
            editor.set_hint("" if member.required else "not sent")
            editor.changed.connect(self.changed)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, number, 1)
            self.members.append((member, editor))
        grid.setColumnStretch(1, 1)
        self.row.addLayout(grid, 1)
        if self.members:
            self.setFocusProxy(self.members[0][1])

    def capture(self) -> Capture | None:
        """The object of what is filled in; blank when nothing is."""
        filled = [
            (member.name, capture) for member, editor in self.members if (capture := editor.capture())
        ]
        if not filled:
            return None
        names = [name for name, _ in filled]
        return collect(
            [(c, f"“{n}”") for n, c in filled], lambda values: dict(zip(names, values, strict=True))
        )

    def set_value(self, value: Any) -> None:
        """Show an object; members that are not known are not shown."""
        for member, editor in self.members:
            if isinstance(value, dict) and member.name in value:
                editor.set_value(value[member.name])
            else:
                editor.clear()

    def clear(self) -> None:
        """Empty every member."""
        for _member, editor in self.members:
            editor.clear()

    def set_faulty(self, faulty: bool) -> None:
        """The members' own frames are left alone: the sentence under the field names the member."""
        mark(self, faulty)


def _blank(editor: Editor) -> Capture | None:
    """What an entry without anything filled in counts as, where that is no empty text."""
    return collect([], lambda _: {}) if isinstance(editor, ObjectEditor) else None
