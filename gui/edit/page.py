"""The form of an edit between the search over it and the patch under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from api.edit.editing import Editing
from api.edit.property import Properties
from gui.answer.labels import plain_label
from gui.edit.form import EditForm
from gui.edit.patch_text import changes_words
from gui.parameters.parts import MARGIN, button
from gui.parameters.preview import Preview
from gui.widgets.search_line import SearchLine

PREVIEW_HEIGHT, SMALL_PREVIEW = 175, 145
LOW = 500
"""Pixels: under this height the form needs what the preview can spare."""


class EditPage(QWidget):
    """Search line, form and preview of one Editing."""

    changed = Signal()

    def __init__(self, editing: Editing, properties: Properties, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing, self._shared = editing, False
        self.search_line = SearchLine("Find a property", "Find a property by name or value")
        self.only_changed = button("Changed only", tip="Show only what will be changed")
        self.only_changed.setCheckable(True)
        self.form = EditForm(editing, properties)
        self.caption = plain_label("", "dim")
        self.preview = Preview()
        self.preview.setPlaceholderText("Nothing is changed yet.")
        self._arrange()
        self.search_line.textChanged.connect(self._search)
        self.only_changed.toggled.connect(self._search)
        self.form.changed.connect(self._changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._start_search)
        self.refresh()

    def refresh(self) -> None:
        """Say how many changes there are."""
        self.caption.setText(changes_words(len(self._editing.changed)))

    @property
    def parts(self) -> list[QWidget]:
        """What takes the keyboard in it, from top to bottom."""
        return [self.search_line, self.only_changed, *self.form.parts, self.preview]

    def go_to(self, name: str) -> None:
        """Bring a property into sight, whatever is searched for."""
        self.search_line.clear()
        self.only_changed.setChecked(False)
        self.form.go_to(name)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, 0, MARGIN, 0)
        bar.setSpacing(10)
        bar.addWidget(self.search_line, 1)
        bar.addWidget(self.only_changed)
        under = QWidget()
        rows = QVBoxLayout(under)
        rows.setContentsMargins(MARGIN, 6, MARGIN, 0)
        rows.setSpacing(6)
        rows.addWidget(self.caption)
        rows.addWidget(self.preview, 1)
        under.setMinimumHeight(SMALL_PREVIEW)
        self._splitter = splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.form)
        splitter.addWidget(under)
        splitter.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addWidget(splitter, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room once it is known; later the person may move the border."""
        super().showEvent(event)
        if not event.spontaneous() and not self._shared:
            self._shared = True
            under = SMALL_PREVIEW if self.height() < LOW else PREVIEW_HEIGHT
            self._splitter.setSizes([self.height() - under, under])

    @Slot()
    def _start_search(self) -> None:
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    @Slot()
    def _search(self) -> None:
        self.form.search(self.search_line.text(), changed_only=self.only_changed.isChecked())

    @Slot()
    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()
