"""The red band of a production profile: its name, whether it may change things and for how long, and the switch."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from gui.answer.labels import plain_label
from gui.production.unlock import UnlockDialog
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from api.desk import Desk
    from api.identity.profiles import Profile

HEIGHT = 34
_SHEET = """
#production { background: #a3222b; }
#production QLabel { color: #ffffff; }
#production #name { font-weight: 700; }
#production QPushButton { background: #ffffff; color: #8f1d25; border: 1px solid #ffffff; font-weight: 600;
    min-height: 22px; }
#production QPushButton:hover { background: #fdecec; }
#production QPushButton:focus { border: 2px solid #1f2630; }
"""
"""The same in both schemes: it is meant to be seen."""
BEAT_MS = 200


class ProductionBand(QFrame):
    """Hidden unless it shows a production profile. Looks at the gates while it is shown, whoever unlocks there."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("production")
        self.setStyleSheet(_SHEET)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Production")
        self._desk = desk
        self._profile: Profile | None = None
        self.name = ElidedLabel()
        self.name.setObjectName("name")
        self.state = plain_label()
        self.switch = QPushButton()
        self.switch.clicked.connect(self._turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.name)
        row.addWidget(self.state)
        row.addStretch(1)
        row.addWidget(self.switch)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.look)
        self.hide()

    def show_profile(self, profile: Profile | None) -> None:
        """Show this profile if it is production; hide for any other and for None."""
        self._profile = profile if profile is not None and profile.production else None
        self.setVisible(self._profile is not None)
        if self._profile is None:
            self._beat.stop()
            return
        self.name.setText(f"PRODUCTION · {self._profile.name}")
        self._beat.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Say how it stands now."""
        if self._profile is None:
            return
        until = self._desk.gates.unlocked_until(self._profile.id)
        told = "read-only" if until is None else f"unlocked, {_left(until)} left"
        if told != self.state.text():
            self.state.setText(told)
            self.switch.setText("Unlock…" if until is None else "Lock now")

    @Slot()
    def _turn(self) -> None:
        profile = self._profile
        if profile is None:
            return
        if self._desk.gates.unlocked_until(profile.id) is not None:
            self._desk.gates.lock(profile.id)
            self.look()
            return
        question = UnlockDialog(profile, self._desk, "", self.window())
        question.unlocked.connect(self.look)
        question.open()


def _left(until: datetime) -> str:
    seconds = (until - datetime.now(UTC)).total_seconds()
    return f"{math.ceil(seconds / 60)} min" if seconds > 60 else f"{max(1, math.ceil(seconds))} s"
