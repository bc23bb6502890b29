"""The question that makes a production profile writable for some minutes; Enter alone never presses the button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from api.exchange.gates import MINUTES, USUAL_MINUTES
from gui.answer.labels import plain_label
from gui.parameters.parts import MARGIN, button, words
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from api.desk import Desk
    from api.identity.profiles import Profile

WIDTH = 480


class UnlockDialog(QDialog):
    """``open()`` it; deletes itself when it is closed."""

    unlocked = Signal()

    def __init__(self, profile: Profile, desk: Desk, deed: str = "", parent: QWidget | None = None) -> None:
        """``deed`` is what goes on afterwards ("Update image"); "" for nothing but the unlocking."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Unlock production?")
        self.setMinimumWidth(WIDTH)
        self._profile, self._desk = profile, desk
        self.minutes = QComboBox()
        self.minutes.setAccessibleName("For how long")
        for each in MINUTES:
            self.minutes.addItem(f"{each} minutes", each)
        self.minutes.setCurrentIndex(MINUTES.index(USUAL_MINUTES))
        self.no = button("Cancel")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes = button("Unlock and go on" if deed else "Unlock")
        self.yes.setProperty("role", "destroy")
        self.yes.clicked.connect(self._unlock)
        self._arrange(deed)
        self.no.setFocus()

    def _arrange(self, deed: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        column.setSpacing(10)
        name = ElidedLabel(f"Unlock “{self._profile.name}”?")
        name.setProperty("role", "title")
        column.addWidget(name)
        waiting = f"{deed} waits for it. " if deed else ""
        told = (
            "This is a production profile. It is read-only, so that nothing changes by a slip of the hand."
        )
        column.addWidget(words(f"{waiting}{told}", "warning"))
        choice = QHBoxLayout()
        choice.setSpacing(10)
        label = plain_label("Let it change things for")
        label.setBuddy(self.minutes)
        choice.addWidget(label)
        choice.addWidget(self.minutes)
        choice.addStretch(1)
        column.addLayout(choice)
        column.addWidget(
            words("Then it is read-only again, and long work stops before its next change.", "help")
        )
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        column.addLayout(foot)

    @Slot()
    def _unlock(self) -> None:
        self._desk.gates.unlock(self._profile.id, int(self.minutes.currentData()))
        self.accept()
        self.unlocked.emit()


def when_unlocked(
    profile_id: str | None,
    desk: Desk,
    over: QWidget,
    go_on: Callable[[], object],
    *,
    deed: str = "",
    otherwise: Callable[[], object] = lambda: None,
) -> None:
    """Go on at once where nothing is locked; else ask, over that widget, and go on when the answer is yes."""
    profile = desk.gates.read_only(profile_id)
    if profile is None:
        go_on()
        return
    question = UnlockDialog(profile, desk, deed, over)
    question.unlocked.connect(go_on)
    question.rejected.connect(otherwise)
    question.open()
