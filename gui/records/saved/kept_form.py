"""What a call's form knows of saved calls: from which one it is filled in, its note, and how it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QToolButton

from api.exchange.convert import spelt
from api.model import Key
from api.records.saved.call import SavedCall
from api.records.saved.folder import Item
from api.records.saved.placeholders import names_in, placeholder, whole_name
from api.records.saved.vault import kept_name
from gui.parameters.parts import words
from gui.records.saved.held import Held

if TYPE_CHECKING:
    from api.exchange.build import Draft
    from api.records.saved.filling import Filled
    from gui.parameters.dialog import ParameterDialog
    from gui.records.saved.side import SavedSide

ROOM = 24
"""Pixels around what stands in a form."""
HIGHEST = 400


class KeptForm(QObject):
    """Child of a ParameterDialog."""

    def __init__(self, dialog: ParameterDialog, side: SavedSide) -> None:
        super().__init__(dialog)
        self._dialog, self._side = dialog, side
        self._source: Item | str | None = None
        self._missing: dict[Key, Any] = {}
        """The templates that lack the value of a placeholder."""
        self._waiting: dict[Key, str] = {}
        """The placeholders that get their values from what is sent in these fields."""
        self.note = words("", "help")
        self.remarks = words("", "warning")
        head = dialog.head.layout()
        for label in (self.note, self.remarks):
            label.hide()
            if head is not None:
                head.addWidget(label)
        self.button = self._make_button()
        for keys, slot in (("Ctrl+S", self.save), ("Ctrl+Shift+Y", self.copy_link)):
            QShortcut(QKeySequence(keys), dialog).activated.connect(slot)
        dialog.send_requested.connect(self._learn)

    def holds(self, source: Item | str) -> bool:
        """Whether the form was filled in from exactly that."""
        return self._source == source

    def show_saved(
        self, saved: SavedCall, source: Item | str, filled: Filled, remarks: tuple[str, ...]
    ) -> None:
        """Show exactly the values of a saved call or link, its note, and what is missing."""
        dialog, self._source = self._dialog, source
        if dialog.content_type is not None and filled.content_type:
            dialog.content_type.setCurrentText(filled.content_type)
        dialog.form.replace(filled.values)
        dialog.fill({})
        _show(self.note, "\n".join(text for text in (saved.note.strip(), _taken(saved, filled)) if text))
        _show(self.remarks, "\n".join((*remarks, *filled.remarks)))
        self._ask(saved, filled)

    @Slot()
    def save(self) -> None:
        """Ask under which name to keep what the form holds."""
        draft = self._dialog.draft
        if draft is not None:
            before = self._source if isinstance(self._source, Item) else None
            self._side.save(self._held(draft), before, self._dialog)

    @Slot()
    def copy_link(self) -> None:
        """Copy what the form holds as a link."""
        draft = self._dialog.draft
        if draft is not None:
            self._side.copy_link(self._held(draft))
            self._dialog.foot.say("Copied the link; it holds no secrets")

    def _held(self, draft: Draft) -> Held:
        dialog = self._dialog
        content_type = dialog.content_type.currentText() if dialog.content_type is not None else ""
        values = draft.preview.values
        waiting = {str(key): template for key, template in self._missing.items() if key not in values}
        return Held(dialog.call, dialog.place, values, content_type, self._learned(draft), waiting)

    def _ask(self, saved: SavedCall, filled: Filled) -> None:
        """At each field that waits for a placeholder, say so; what is sent there becomes its value."""
        rows = self._dialog.form.rows
        for key in self._waiting:
            rows[key].show_advice("")
        self._waiting = {}
        self._missing = {key: saved.values[str(key)] for key in filled.missing if key in rows}
        for key, template in self._missing.items():
            name = whole_name(template)
            rows[key].show_advice(_asking(filled.missing[key], learns=bool(name), template=template))
            if name:
                self._waiting[key] = name
        if filled.missing:
            self._make_room()
            self._dialog.form.focus(next(iter(filled.missing)))

    def _make_room(self) -> None:
        """A form that was as high as its fields has to show the advice under them, too."""
        inner, splitter = self._dialog.form.widget(), self._dialog.findChild(QSplitter)
        if inner is None or splitter is None or len(sizes := splitter.sizes()) != 2:
            return
        inner.adjustSize()
        wanted = min(inner.sizeHint().height() + ROOM, HIGHEST)
        if wanted > sizes[0]:
            splitter.setSizes([wanted, max(sum(sizes) - wanted, 0)])

    def _learned(self, draft: Draft) -> dict[str, str]:
        values = draft.preview.values
        return {name: spelt(values[key]) for key, name in self._waiting.items() if key in values}

    @Slot(object)
    def _learn(self, draft: Draft) -> None:
        learned = self._learned(draft)
        for key in self._waiting:
            self._dialog.form.rows[key].show_advice("")
        self._waiting = {}
        if learned:
            self._side.changes.learn(self._dialog.place.profile, learned)

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("Save")
        button.setProperty("role", "button")
        button.setAccessibleName("Save or copy as a link")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction("Save call…\tCtrl+S").triggered.connect(self.save)
        menu.addAction("Copy link\tCtrl+Shift+Y").triggered.connect(self.copy_link)
        button.setMenu(menu)
        line = self._dialog.foot.layout()
        if isinstance(line, QHBoxLayout):
            line.insertWidget(1, button)
        return button


def _asking(names: tuple[str, ...], *, learns: bool, template: object) -> str:
    listed = ", ".join(placeholder(name) for name in names)
    if learns:
        return f"{listed} has no value on this profile yet; what you send is kept as it."
    return f"The saved value is “{template}”, and {listed} has no value on this profile yet."


def _taken(saved: SavedCall, filled: Filled) -> str:
    """Which placeholders have a value in the form; "" for none."""
    templates = [saved.values[str(key)] for key in filled.values]
    plain = [template for template in templates if not kept_name(template)]
    names = dict.fromkeys(name for template in plain for name in names_in(template))
    listed = " and ".join(placeholder(name) for name in names)
    told = f"{listed} {'have their values' if len(names) > 1 else 'has its value'} of this profile."
    from_keyring = "What is secret comes from the keyring, and goes only where it was imported from."
    return " ".join((*([told] if names else ()), *([from_keyring] if len(plain) < len(templates) else ())))


def _show(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
