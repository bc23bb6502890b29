"""A button that copies a request as the person did last, and a menu with every other way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from api.records.snippets.kinds import KINDS, Kind
from api.wire.request import Request
from gui.answer.clipboard import copy_text
from gui.icons import icon
from gui.records.last_kind import last_kind


class CopyAs(QWidget):
    """Copies the request that it was given last; without one it is disabled."""

    said = Signal(str)
    """What was done, as a sentence, or why it could not be done."""

    def __init__(self, request: Request | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request = request
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.setIcon(icon("copy"))
        self.button.setToolTip("The token as $OS_TOKEN, secrets as variables")
        self.button.clicked.connect(self._copy_last)
        self.more = QToolButton()
        self.more.setIcon(icon("chevron-down", "dim"))
        self.more.setAccessibleName("Copy as…")
        self.more.setToolTip("Copy for another tool")
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.setAccessibleName("Copy as")
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button)
        row.addWidget(self.more)
        last_kind().chosen.connect(self._name_button)
        self._name_button()

    def offer(self, request: Request | None) -> None:
        """Copy this request from now on."""
        self._request = request

    def click(self) -> None:
        """Copy as the person did last."""
        self.button.click()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The button has the keyboard."""
        self.button.setFocus(event.reason())

    @Slot()
    def _copy_last(self) -> None:
        self.copy(last_kind().kind)

    def copy(self, kind: Kind) -> None:
        """Copy the request as this kind, and offer that first from now on."""
        from api.errors import NoSnippet
        from api.records.snippets.registry import taken

        if self._request is None:
            return
        try:
            snippet = taken(self._request, kind)
        except NoSnippet as error:
            self.said.emit(error.sentence)
            return
        copy_text(snippet.text)
        last_kind().choose(kind)
        self.said.emit(copied(kind, snippet.variables))

    @Slot()
    def _fill(self) -> None:
        from api.records.snippets.registry import why_not

        self.menu.clear()
        for kind in KINDS:
            entry = self.menu.addAction(kind.label, partial(self.copy, kind))
            reason = why_not(self._request, kind) if self._request is not None else ""
            self._shape(entry, kind, reason)
        self.menu.addSeparator()
        self.menu.addAction("Take It Elsewhere…", self.open_dialog)

    @staticmethod
    def _shape(entry: QAction, kind: Kind, reason: str) -> None:
        entry.setEnabled(not reason)
        entry.setToolTip(reason)
        entry.setStatusTip(reason)
        entry.setCheckable(True)
        entry.setChecked(kind is last_kind().kind)

    @Slot()
    def open_dialog(self) -> None:
        """Show the request as each tool would do it."""
        from gui.records.elsewhere import ElsewhereDialog

        if self._request is not None:
            dialog = ElsewhereDialog(self._request, self.window())
            dialog.said.connect(self.said)
            dialog.show()

    @Slot()
    def _name_button(self) -> None:
        self.button.setText(f"Copy as {last_kind().kind.label}")


def copied(kind: Kind, variables: tuple[str, ...]) -> str:
    """What was copied, and what has to be set before it is run."""
    names = " and ".join(f"${name}" for name in variables)
    return (
        f"Copied for {kind.label}; set {names} before you run it." if names else f"Copied for {kind.label}."
    )
