"""What an answer offers about editing: a button for the resource it shows, an entry in menus, and Undo for an edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from api.answer.answer import Answer
from api.answer.document import ROOT
from api.answer.origin import origin
from api.edit.targets import target_at
from api.edit.undo import SentEdit, Target
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.model import Call
from gui.icons import icon

if TYPE_CHECKING:
    from api.desk import Desk


class UndoOrder(NamedTuple):
    """An edit to take back, and the exchange that made it."""

    sent: SentEdit
    answer: Exchange


class EditOffer(QWidget):
    """Stands beside the facts of an answer; empty where there is nothing to edit."""

    wanted = Signal(object)
    """The Target to edit, or the UndoOrder."""

    def __init__(
        self, exchange: Exchange, answer: Answer, desk: Desk, current: Callable[[], int | None]
    ) -> None:
        """``current`` is the node of the answer where the person is, None for nowhere."""
        super().__init__()
        self._exchange, self._desk, self._current = exchange, desk, current
        self._document = answer.document
        self._call = _call(exchange, desk)
        self._sent: SentEdit | None = None
        self.edit = self._button("Edit…", "Edit its properties and see the patch before it is sent (F2)")
        self.undo = self._button("Undo", "Take this edit back; the patch is shown before it is sent")
        self.undo.setIcon(icon("undo", "accent"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.undo, self.edit):
            row.addWidget(button)
        self.edit.clicked.connect(self._want_shown)
        self.undo.clicked.connect(self._want_undo)
        self.undo.hide()
        self.edit.setVisible(
            self._call is not None and self._call.paging is None and bool(self._target(ROOT))
        )
        self._settle()

    def offer_undo(self, sent: SentEdit) -> None:
        """The answer is that of an edit: it can be taken back, if it was made."""
        status = self._exchange.status
        if status is not None and 200 <= status < 300:
            self._sent = sent
            self.undo.show()
            self._settle()

    @Slot(object, object)
    def add_to(self, menu: QMenu, node: int | None) -> None:
        """Add an entry for the resource that a node belongs to."""
        target = self._target(node)
        if target is not None and self._call is not None:
            rule = self._desk.catalogue.call(target.call_id).edit
            entry = menu.addAction(f"Edit {rule.kind if rule is not None else ''}…")
            entry.triggered.connect(lambda: self.wanted.emit(target))

    @property
    def possible(self) -> bool:
        """Whether there is something to edit where the person is."""
        return self._target(self._current()) is not None

    @Slot()
    def want_edit(self) -> None:
        """Edit the resource that the answer shows; of a list, the one where the person is."""
        target = self._target(self._current())
        if target is not None:
            self.wanted.emit(target)

    @Slot()
    def _want_shown(self) -> None:
        self.wanted.emit(self._target(ROOT))

    def _target(self, node: int | None) -> Target | None:
        document, call = self._document, self._call
        if document is None or call is None:
            return None
        node = ROOT if node is None or node < 0 else node
        place = origin(self._exchange, document, node)
        return target_at(document, node, call, place, self._desk.catalogue.call)

    @Slot()
    def _want_undo(self) -> None:
        if self._sent is not None:
            self.wanted.emit(UndoOrder(self._sent, self._exchange))

    def _settle(self) -> None:
        self.setVisible(not self.edit.isHidden() or not self.undo.isHidden())

    @staticmethod
    def _button(text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "link")
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button


def _call(exchange: Exchange, desk: Desk) -> Call | None:
    """The call that was answered well, if the catalogue knows it and what edits its answer."""
    if exchange.status is None or not 200 <= exchange.status < 300:
        return None
    try:
        call = desk.catalogue.call(exchange.request.call_id)
    except PitchforkError:
        return None
    return call if call.edited_by else None
