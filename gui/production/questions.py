"""What has to be asked before a draft is sent: whether to unlock production, and whether to destroy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft
    from api.exchange.gates import Confirmed
    from gui.jobs import Jobs

Go = Callable[["Draft", "Confirmed"], object]
"""Sends it, with what the person said about destroying."""


class Questions(QObject):
    """Asks over the form that wants to send, which stays as it is until the answer is yes, or else over the window."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._window = desk, jobs, window

    def unlock(self, draft: Draft, asker: object, go_on: Callable[[], object]) -> None:
        """Go on once the draft may change its place; one that only reads always may."""
        from gui.production.unlock import when_unlocked

        if not draft.preview.changes:
            go_on()
            return
        over = self._over(asker)
        when_unlocked(
            draft.preview.place.profile,
            self._desk,
            over,
            go_on,
            deed=draft.preview.title,
            otherwise=lambda: _give_back(over),
        )

    def confirm(self, draft: Draft, asker: object, go: Go) -> None:
        """Go once the person has confirmed what is destroyed."""
        from gui.confirm import ConfirmDialog

        over = self._over(asker)
        question = ConfirmDialog(draft, self._desk, self._jobs, over)
        question.confirmed.connect(go)
        question.rejected.connect(lambda: _give_back(over))
        question.open()

    def confirm_change(self, draft: Draft, asker: object, go: Go) -> None:
        """Go once the person has said yes to a change; only asked where the settings want it."""
        over = self._over(asker)
        box = QMessageBox(over)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(f"{draft.preview.title}?")
        box.setText(f"{draft.preview.title}?")
        where = f"{draft.preview.method} {draft.preview.url.masked()}"
        box.setInformativeText(
            f"This changes something at {self._desk.who(draft.preview.place)}.\n\n{where}"
        )
        send = box.addButton("Send", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)

        def answered() -> None:
            if box.clickedButton() is send:
                go(draft, False)
            else:
                _give_back(over)

        box.buttonClicked.connect(answered)
        box.open()

    def _over(self, asker: object) -> QWidget:
        return asker if isinstance(asker, QWidget) and is_form(asker) else self._window


def is_form(asker: Any) -> bool:
    """Whether it is a call's form."""
    from gui.parameters.dialog import ParameterDialog

    return isinstance(asker, ParameterDialog)


def _give_back(over: QWidget) -> None:
    over.raise_()
    over.activateWindow()
