"""The dialog that takes an edit back: what it restores, and the patch that does it, before that is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from api.edit.loading import open_undo
from api.edit.undo import Restored, SentEdit, Undo, brief, quoted
from api.exchange.exchange import Exchange
from api.schema import UNSET
from gui import theme
from gui.answer.labels import plain_label
from gui.edit.patch_dialog import PatchDialog
from gui.edit.patch_text import changes_words
from gui.jobs import Jobs
from gui.parameters.parts import MARGIN
from gui.parameters.preview import Preview

if TYPE_CHECKING:
    from api.desk import Desk

WIDTH, HEIGHT = 760, 520
MOST_LINES = 200
_HEADINGS = ("Property", "Now", "Restored to")


class UndoDialog(PatchDialog):
    """Undoes one edit. It refuses where something that the edit changed was changed again since."""

    def __init__(
        self, sent: SentEdit, answer: Exchange, desk: Desk, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(sent.target, desk, jobs, parent, with_fields=False)
        self.sent, self._answer = sent, answer
        self.undo: Undo | None = None
        self.page: UndoPage | None = None
        self.fit(WIDTH, HEIGHT)
        self.show_title("Undo edit of", sent.before)
        self.load()

    @property
    def preview(self) -> Preview | None:
        """Under what is restored."""
        return self.page.preview if self.page is not None else None

    @Slot()
    def load(self) -> None:
        """Read the resource and find out what undoing means now."""
        self.read(f"Reading the {self.edit.kind}", self._work_out, self._show)

    def check_and_send(self) -> None:
        """Look at the resource once more, so that nobody else's change is overwritten."""
        self.look_again(self._work_out, self._send_over)

    def _work_out(self, cancel: Any, _report: Any) -> Undo:
        ask = self.desk.asker(self.target.place, cancel)
        return open_undo(self.sent, self._answer, self.desk.catalogue.call, ask)

    def _show(self, undo: Undo) -> None:
        self.undo = undo
        self.head.show_trouble(
            f"This edit cannot be undone: the {self.edit.kind} was changed since." if undo.conflicts else ""
        )
        self.head.show_note(
            "" if undo.patch or undo.conflicts else "Nothing is left to undo: all is as before."
        )
        self.page = UndoPage(undo)
        self.show_page(self.page)
        self.ask(list(undo.patch))
        (self.foot.send if undo.patch else self.page).setFocus(Qt.FocusReason.OtherFocusReason)

    def _send_over(self, undo: Undo) -> None:
        draft = self.draft
        if draft is None or self.undo is None:
            return
        if undo.patch != self.undo.patch or not undo.patch:
            self._show(undo)
            return
        self.step_aside()
        self.send_requested.emit(draft, SentEdit(self.target, undo.now, self.sent.names))


class UndoPage(QWidget):
    """What is restored, line by line, and the patch."""

    def __init__(self, undo: Undo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 0)
        column.setSpacing(8)
        column.addWidget(_scrolling(_conflicts(undo) if undo.conflicts else _lines(undo.restored)), 1)
        self.caption = plain_label(changes_words(len(undo.patch)), "dim")
        for widget in (self.caption, self.preview):
            column.addWidget(widget, int(widget is self.preview))
            widget.setVisible(bool(undo.patch))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _conflicts(undo: Undo) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(6)
    for sentence in undo.conflicts[:MOST_LINES]:
        column.addWidget(plain_label(sentence, wrap=True))
    column.addStretch(1)
    return holder


def _lines(restored: tuple[Restored, ...]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    for column, heading in enumerate(_HEADINGS if restored else ()):
        grid.addWidget(plain_label(heading, "help"), 0, column)
    for row, each in enumerate(restored[:MOST_LINES], 1):
        grid.addWidget(_wire(brief(each.name), ""), row, 0)
        grid.addWidget(_wire(_told(each.now), "dim"), row, 1)
        grid.addWidget(_wire(_told(each.then), "accent"), row, 2)
    if len(restored) > MOST_LINES:
        grid.addWidget(plain_label(f"{len(restored) - MOST_LINES:,} more", "help"), MOST_LINES + 1, 0)
    grid.setColumnStretch(2, 1)
    grid.setRowStretch(MOST_LINES + 2, 1)
    return holder


def _told(value: Any) -> str:
    return "(not there)" if value is UNSET else quoted(value)


def _wire(text: str, role: str) -> QLabel:
    label = plain_label(text, role)
    label.setFont(theme.wire_font(9.5))
    return label


def _scrolling(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
