"""The editor of a value that can be picked: a plain line, a button for the list, and what the value is under it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from api.model import Kind, Schema
from gui import icons, theme
from gui.parameters.line_editors import LineEditor
from gui.parameters.offers import Offer
from gui.parameters.pick_list import PickList
from gui.parameters.pick_rows import plural
from gui.widgets.elided_label import ElidedLabel

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = Qt.KeyboardModifier.NoModifier
_ALT = Qt.KeyboardModifier.AltModifier


class PickEditor(LineEditor):
    """Any text may be typed or pasted; Down, Alt+Down, F4 or the button opens the list."""

    def __init__(self, schema: Schema, label: str, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(schema, label, parent)
        self.offer = offer
        self._list: PickList | None = None
        self._length = 0
        if schema.kind is Kind.UUID:
            self.line.setFont(theme.wire_font())
        self._open = QAction(icons.icon("search", "dim"), f"Pick a {offer.word} (Down)", self)
        self._open.triggered.connect(self.toggle)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self.line.setAccessibleDescription(f"The Down key lists {plural(offer.word)} to pick from")
        self.note = ElidedLabel("", self)
        self.note.setProperty("role", "help")
        self.note.setAccessibleName(f"{label}: what it is")
        self._with_note = bool(offer.pick.label)
        self._arrange()
        self.line.installEventFilter(self)
        self.changed.connect(self._tell)
        offer.changed.connect(self._tell)

    @property
    def list(self) -> PickList:
        """The list under the field; made when it is first opened."""
        if self._list is None:
            self._list = PickList(self.line, self.offer)
            self._list.taken.connect(self._take)
            self.destroyed.connect(
                self._list.deleteLater
            )  # it belongs to the dialog, the field may go before
        return self._list

    @property
    def listing(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    @Slot()
    def open_list(self) -> None:
        """Open the list on everything there is, at the value that the field holds."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._come_into_sight()
        self.list.open()
        row = self.list.model.find(self.line.text())
        if row >= 0:
            self.list.choose(row)

    @Slot()
    def toggle(self) -> None:
        """Open the list, or close it."""
        if self.listing:
            self.close_list()
        else:
            self.open_list()

    def close_list(self) -> None:
        """Close the list; what is typed stays."""
        if self._list is not None:
            self._list.close_list()

    def set_value(self, value: Any) -> None:
        """Show a value; nobody picks while it comes."""
        super().set_value(value)
        self._length = len(self.line.text())
        self.close_list()

    def clear(self) -> None:
        """Become blank."""
        self._length = 0
        super().clear()
        self.close_list()

    def set_faulty(self, faulty: bool) -> None:
        """The sentence on a fault takes the place of what the value is: nothing moves."""
        super().set_faulty(faulty)
        self.note.setVisible(self._with_note and not faulty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field that mean the list; all others are the field's own."""
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind is QEvent.Type.FocusIn:
            self._tell()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close_list()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key is Qt.Key.Key_F4 or (modifiers == _ALT and key in _MOVES):
            self.toggle()
            return True
        if modifiers != _PLAIN:
            return False
        if not self.listing:
            if key is Qt.Key.Key_Down:
                self.open_list()
            return key is Qt.Key.Key_Down
        return self._key_of_list(key)

    def _key_of_list(self, key: Qt.Key) -> bool:
        """A key while the list is open; returns whether it was meant for it."""
        if key in _MOVES:
            self.list.go(_MOVES[key])
        elif key in _PAGES:
            self.list.page(_PAGES[key])
        elif key is Qt.Key.Key_F5:
            self.list.press_foot()
        elif key is Qt.Key.Key_Escape:
            self.close_list()
        elif key in _ENTERS:
            if not self.list.take():
                self.close_list()
        else:
            return False
        return True

    @Slot(str)
    def _edited(self, text: str) -> None:
        typed = len(text) - self._length == 1  # blanks between words that are typed are looked for
        self.trims = self.schema.kind is Kind.UUID and not typed
        super()._edited(text)
        now = self.line.text()
        self._length = len(now)
        if self.listing:
            self.list.filter(now)
        elif typed and self.line.hasFocus():
            self._offer_matches(now)

    def _offer_matches(self, typed: str) -> None:
        """While somebody types, what matches is shown, with nothing marked: no key means anything else."""
        self.list.open(typed)
        if not self.list.matching or self.list.model.find(typed) >= 0:
            self.close_list()

    @Slot(str)
    def _take(self, value: str) -> None:
        self.set_value(value)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _tell(self) -> None:
        """What the value is, so that people see which one it is before they send."""
        choice = self.offer.known(self.line.text())
        self.note.setText(choice.told(datetime.now(UTC)) if choice is not None else "")
        self.note.setToolTip("")

    def _come_into_sight(self) -> None:
        """A list belongs to a field that is seen."""
        holder = self.parentWidget()
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if holder is not None:
            holder.ensureWidgetVisible(self, 0, 8)

    def _arrange(self) -> None:
        """The line, and under it room for what the value is where values have names."""
        self.row.removeWidget(self.line)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.note)
        self.note.setFixedHeight(self.note.fontMetrics().height())
        self.note.setVisible(self._with_note)
        self.row.addLayout(column, 1)
