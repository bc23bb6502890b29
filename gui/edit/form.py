"""The form: a resource's properties in groups, found by name or value; rows are made little by little."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from api.edit.editing import Editing
from api.edit.property import Properties, Property, shown
from api.wire.redaction import DOTS
from gui.edit.adding import AddLine
from gui.edit.group import Group
from gui.edit.row import LockedRow, PropertyRow

MOST_ROWS = 150
"""Rows of a group at a time; others are found by the search."""
SLICE_SECONDS = 0.006
_SEARCHED = 1_000
"""Characters of a value that the search looks at."""


class EditForm(QScrollArea):
    """Shows an Editing. Rows that the search leaves out are hidden, not forgotten."""

    changed = Signal()
    made = Signal()
    """All rows that are wanted are there."""

    def __init__(self, editing: Editing, properties: Properties, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing, self._properties = editing, properties
        self.rows: dict[str, QWidget] = {}
        self._words, self._changed_only = "", False
        self.basic = Group("Basic")
        self.others = Group("Properties")
        self.locked = Group("Locked", folding=True)
        self.locked.unfolded.connect(self.show_wanted)
        self.adding = AddLine()
        self.adding.wanted.connect(self.add)
        self.others.put(self.adding, -1)
        self._pending: list[str] = []
        self._pulse = QTimer(self)
        self._pulse.setInterval(0)
        self._pulse.timeout.connect(self._make_some)
        self._arrange()
        self.adding.offer(properties.addable(editing.before))
        self.show_wanted()

    @property
    def complete(self) -> bool:
        """Whether every row that is wanted has been made."""
        return not self._pending

    @property
    def parts(self) -> list[QWidget]:
        """What takes the keyboard in it, from top to bottom."""
        return [part for group in (self.basic, self.others, self.locked) for part in group.parts]

    def search(self, words: str, *, changed_only: bool) -> None:
        """Show only properties whose name, title, description or value holds the words; "" shows all."""
        self._words, self._changed_only = words.strip().casefold(), changed_only
        self.show_wanted()

    @Slot()
    def show_wanted(self) -> None:
        """Show the rows that the search wants; those that are not there yet follow."""
        wanted: set[str] = set()
        for group in (self.basic, self.others, self.locked):
            names = [
                each.name for each in self._editing.properties.values() if self._group_of(each) is group
            ]
            group.count(len(names))
            found = [name for name in names if self._matches(self._editing.properties[name])]
            folded = not group.open and not self._words
            wanted.update([] if folded else found[:MOST_ROWS])
            group.say_more(0 if folded else len(found[MOST_ROWS:]))
        for name, row in self.rows.items():
            row.setVisible(name in wanted)
        self._pending = [name for name in self._editing.properties if name in wanted - self.rows.keys()]
        if self._pending:
            self._pulse.start()  # not at once: what made the form took its time already

    def reload(self) -> None:
        """The resource is another now: rows show what it has, and what was edited stays."""
        for name, row in list(self.rows.items()):
            found = self._editing.properties.get(name)
            if isinstance(row, PropertyRow) and found is not None and not found.locked:
                row.reload(found)
            else:
                self._drop(name)
        self.show_wanted()

    def revert_all(self) -> None:
        """Take every change back."""
        for name in self._editing.changed:
            self._editing.revert(name)
            row = self.rows.get(name)
            if name not in self._editing.properties:
                self._drop(name)
            elif isinstance(row, PropertyRow):
                row.reload(row.found)
        self._settle()

    @Slot(str)
    def add(self, name: str) -> None:
        """Begin a property of that name, or go to the one that is there."""
        editing = self._editing
        if name not in editing.properties:
            if fault := self._properties.fault_of_name(name):
                self.adding.refuse(fault)
                return
            editing.add(self._properties.one(name))
        elif editing.is_removed(name):
            editing.revert(name)
        self.adding.clear()
        self._settle()
        self.go_to(name)

    def go_to(self, name: str) -> None:
        """Bring a property into sight and put the keyboard there."""
        if name not in self.rows and name in self._editing.properties:
            self._make(name)
            self.made.emit()
        row = self.rows.get(name)
        if row is not None:
            row.show()
            row.setFocus()
            QTimer.singleShot(0, row, lambda: self.ensureWidgetVisible(row, 0, 60))

    def _arrange(self) -> None:
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(18)
        for group in (self.basic, self.others, self.locked):
            column.addWidget(group)
        column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _group_of(self, found: Property) -> Group:
        if found.locked:
            return self.locked
        return self.basic if found.basic else self.others

    def _matches(self, found: Property) -> bool:
        if self._changed_only and not self._editing.is_changed(found.name):
            return False
        value = "" if found.hidden else shown(self._editing.value(found.name))[:_SEARCHED]
        texts = (found.name, found.title, found.description, value)
        return not self._words or any(self._words in text.casefold() for text in texts)

    @Slot()
    def _make_some(self) -> None:
        """A few rows at a time, so that the window never stands still."""
        end = time.monotonic() + SLICE_SECONDS
        while self._pending:
            name = self._pending.pop(0)
            if name in self._editing.properties and name not in self.rows:
                self._make(name)
            if time.monotonic() > end:
                return
        self._pulse.stop()
        self.made.emit()

    def _make(self, name: str) -> None:
        found = self._editing.properties[name]
        row: QWidget
        if found.locked:
            row = LockedRow(found, DOTS if found.hidden else shown(found.value))
        else:
            row = PropertyRow(found, self._editing)
            row.edited.connect(self._edited)
        self.rows[name] = row
        self._group_of(found).put(row, list(self._editing.properties).index(name))

    @Slot(str)
    def _edited(self, name: str) -> None:
        if name not in self._editing.properties:
            self._drop(name)
            self.adding.line.setFocus()
            self._settle()
        else:
            self.changed.emit()

    def _drop(self, name: str) -> None:
        row = self.rows.pop(name, None)
        for group in (self.basic, self.others, self.locked):
            if row is not None and group.holds(row):
                group.take(row)

    def _settle(self) -> None:
        self.adding.offer(self._properties.addable(self._editing.properties))
        self.show_wanted()
        self.changed.emit()
