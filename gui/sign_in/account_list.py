"""The accounts or projects that a signed-in user may use: choose the one to sign in to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.errors import Cancelled
from api.identity.accounts import account_word, for_account
from gui.icons import icon
from gui.notify import message_of
from gui.sign_in.sessions import Sessions
from gui.widgets.problem_box import ProblemBox

if TYPE_CHECKING:
    from api.identity.access import Account
    from api.identity.cloud import SignedInCloud

MARGIN = 20
ACCOUNT = Qt.ItemDataRole.UserRole


class AccountList(QDialog):
    """Asks the cloud for them at once. It closes by itself when that sign-in ends. ``show()`` it."""

    chosen = Signal(object)
    """The Profile with the account that was chosen."""

    def __init__(self, sessions: Sessions, cloud: SignedInCloud, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sessions, self._cloud = sessions, cloud
        self._word = account_word(cloud.profile)
        self.setWindowTitle(f"Switch {self._word}")
        self.resize(460, 380)
        self.state = QLabel(f"Asking the cloud for the {self._word}s of {cloud.user_name}…")
        self.entries = QListWidget()
        self.entries.setAccessibleName(f"{self._word.capitalize()}s")
        self.problem = ProblemBox()
        self.leave = QPushButton("Cancel")
        self.go = QPushButton("Sign in")
        self._place()
        self._wire()
        self._enable()
        self._running = sessions.accounts(cloud, self._show, self._failed, self)

    def done(self, result: int) -> None:
        """Close; nobody waits for the answer any more."""
        self._running.cancel()
        super().done(result)

    def _place(self) -> None:
        title = QLabel(self.windowTitle())
        title.setProperty("role", "title")
        self.state.setProperty("role", "help")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.leave.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, 16, MARGIN, 14)
        rows.setSpacing(10)
        for part in (title, self.state, self.problem):
            rows.addWidget(part)
        rows.addWidget(self.entries, 1)
        rows.addLayout(buttons)

    def _wire(self) -> None:
        self._sessions.changed.connect(self._look_again)
        self.entries.currentRowChanged.connect(self._enable)
        self.entries.itemActivated.connect(self._choose)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._choose)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        self.state.setText(self._sentence(accounts))
        for account in accounts:
            words = account.name if account.name == account.id else f"{account.name}   ·   {account.id}"
            mine = account.id == self._cloud.account_id
            entry = QListWidgetItem(f"{words}   ·   signed in" if mine else words)
            entry.setIcon(icon("check", "good") if mine else icon("key", "dim"))
            entry.setData(ACCOUNT, account)
            self.entries.addItem(entry)
            if mine:
                self.entries.setCurrentItem(entry)
        self.entries.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self, accounts: tuple[Account, ...]) -> str:
        others = [account for account in accounts if account.id != self._cloud.account_id]
        if not others:
            return f"{self._cloud.user_name} has no other {self._word} here."
        return (
            f"New calls go to the {self._word} that you choose. "
            "Forms that are open now were begun for the present one: open them anew to send."
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self.state.hide()
        message = message_of(error)
        self.problem.show_problem(message.sentence, message.hint, message.details)

    @Slot()
    def _enable(self) -> None:
        account = self._current()
        self.go.setEnabled(account is not None and account.id != self._cloud.account_id)

    def _current(self) -> Account | None:
        entry = self.entries.currentItem()
        account: Account | None = entry.data(ACCOUNT) if entry is not None else None
        return account

    @Slot()
    def _choose(self) -> None:
        account = self._current()
        if account is not None and self.go.isEnabled():
            self.chosen.emit(for_account(self._cloud.profile, account))
            self.accept()

    @Slot()
    def _look_again(self) -> None:
        if self._sessions.desk.cloud(self._cloud.profile.id) is not self._cloud:
            self.reject()
