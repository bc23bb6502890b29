"""One window's edits: opens their dialogs, has their patches sent, and brings back what was refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget

from api.edit.refusal import refusal
from api.edit.told import Told
from api.edit.undo import SentEdit, Target
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.model import Place
from gui.edit.offer import UndoOrder
from gui.jobs import Jobs
from gui.notify import Notices
from gui.production.unlock import when_unlocked

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft
    from gui.edit.patch_dialog import PatchDialog

TOLD_SECONDS = 600
"""How long what a cloud says about properties is taken for true: to ask costs dozens of requests."""


class Sender(Protocol):
    """What sends and mocks drafts; ``gui.calls`` has it."""

    def send_edit(self, draft: Draft, sent: SentEdit, then: Callable[[Exchange | Exception], None]) -> bool:
        """Send the draft of an edit; ``then`` hears what came of it. Returns whether it was sent."""

    def mock(self, draft: Draft) -> None:
        """Show a draft's request."""


class Edits(QObject):
    """Owned by the window's calls. One dialog for each resource; asking again raises it."""

    def __init__(self, desk: Desk, jobs: Jobs, sender: Sender, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._sender = desk, jobs, sender
        self._notices, self._window = notices, window
        self._dialogs: dict[Any, PatchDialog] = {}
        self._told: dict[tuple[str, Place], tuple[float, Told]] = {}
        window.installEventFilter(self)

    @Slot(object)
    def open(self, wanted: Target | UndoOrder) -> None:
        """Open the dialog of an edit or of its undo, or bring the one that is open to the front."""
        dialog = self._dialogs.get(_key(wanted))
        if dialog is None or not shiboken6.isValid(dialog):
            try:
                dialog = self._make(wanted)
            except PitchforkError as error:
                self._notices.error(error)
                return
            self._dialogs[_key(wanted)] = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window with a form that holds unsent changes asks about them; asked to close once more, it closes."""
        if watched is self._window and event.type() is QEvent.Type.Close:
            for dialog in self._with_changes():
                event.ignore()
                dialog.show()
                dialog.reject()
                return True
        return super().eventFilter(watched, event)

    def _with_changes(self) -> list[PatchDialog]:
        alive = (each for each in self._dialogs.values() if shiboken6.isValid(each))
        return [each for each in alive if each.isVisible() and each.unsent and not each.asking]

    def _make(self, wanted: Target | UndoOrder) -> PatchDialog:
        from gui.edit.dialog import EditDialog
        from gui.edit.undo_dialog import UndoDialog

        dialog: PatchDialog
        if isinstance(wanted, UndoOrder):
            dialog = UndoDialog(wanted.sent, wanted.answer, self._desk, self._jobs, self._window)
        else:
            known = self._known(wanted)
            dialog = edit = EditDialog(wanted, self._desk, self._jobs, known, self._window)
            edit.told.connect(lambda told: self._learn(wanted, told))
        dialog.send_requested.connect(lambda draft, sent: self._send(dialog, draft, sent))
        dialog.mock_requested.connect(self._sender.mock)
        dialog.rejected.connect(lambda: self._drop(dialog))
        return dialog

    def _drop(self, dialog: PatchDialog) -> None:
        """The dialog is done: asking again opens another one."""
        self._dialogs = {key: each for key, each in self._dialogs.items() if each is not dialog}
        dialog.deleteLater()

    def _known(self, target: Target) -> Told | None:
        since, told = self._told.get((target.call_id, target.place), (0.0, None))
        return told if time.monotonic() - since < TOLD_SECONDS else None

    def _learn(self, target: Target, told: Told) -> None:
        if not told.notes:
            self._told.setdefault((target.call_id, target.place), (time.monotonic(), told))

    def _send(self, dialog: PatchDialog, draft: Draft, sent: SentEdit) -> None:
        def then(outcome: Exchange | Exception) -> None:
            if not shiboken6.isValid(dialog):
                return
            if sentence := refusal(outcome):
                dialog.come_back(sentence)
            else:
                self._drop(dialog)

        def send() -> None:
            if not self._sender.send_edit(draft, sent, then):
                dialog.come_back("Nothing was sent.")

        def leave() -> None:
            dialog.come_back("Nothing was sent: this is production, and it stayed read-only.")

        profile, deed = draft.preview.place.profile, draft.preview.title
        when_unlocked(profile, self._desk, self._window, send, deed=deed, otherwise=leave)


def _key(wanted: Target | UndoOrder) -> Any:
    return wanted if isinstance(wanted, Target) else id(wanted.sent)
