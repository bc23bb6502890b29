"""What the first window shows: three ways to start."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.icons import pixmap


class Welcome(QWidget):
    """Three cards; a signal for each."""

    practice_wanted = Signal()
    sign_in_wanted = Signal()
    browse_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[tuple[QLabel, str]] = []
        title = QLabel("Every call of your cloud, one form away")
        title.setProperty("role", "title")
        about = QLabel(
            "Pick a call, fill in what it needs, see the exact request, send it and read the answer."
        )
        about.setProperty("role", "dim")
        about.setWordWrap(True)
        self.practice = QPushButton("Try it on the practice cloud")
        self.practice.setProperty("role", "primary")
        self.practice.setProperty("compact", True)
        self.sign_in = QPushButton("Sign in…")
        self.browse = QPushButton("Browse the calls")
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card in (
            self._card(
                "cloud",
                "Practise",
                "A small cloud inside this program, with images, tasks and two accounts. Nothing leaves "
                "this computer, and no account is needed.",
                self.practice,
            ),
            self._card(
                "key",
                "Sign in",
                "Rackspace with an API key or password, OpenStack with a password or an application "
                "credential, or an entry of your clouds.yaml.",
                self.sign_in,
            ),
            self._card(
                "book",
                "Look around",
                "Read what each call does and build requests without sending them. Mocking needs no sign-in.",
                self.browse,
            ),
        ):
            cards.addWidget(card, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 20, 20, 20)
        rows.setSpacing(8)
        rows.addStretch(2)
        rows.addWidget(title)
        rows.addWidget(about)
        rows.addSpacing(12)
        rows.addLayout(cards)
        rows.addStretch(3)
        self.practice.clicked.connect(self.practice_wanted)
        self.sign_in.clicked.connect(self.sign_in_wanted)
        self.browse.clicked.connect(self.browse_wanted)
        theme.switch().changed.connect(self._paint_pictures)
        self._paint_pictures()

    def set_busy(self, busy: bool) -> None:
        """Say that the practice cloud is being started."""
        self.practice.setEnabled(not busy)
        self.practice.setText("Starting…" if busy else "Try it on the practice cloud")

    def _card(self, drawing: str, heading: str, words: str, button: QPushButton) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        picture = QLabel()
        self._pictures.append((picture, drawing))
        head = QLabel(heading)
        head.setProperty("role", "heading")
        text = QLabel(words)
        text.setProperty("role", "dim")
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(14, 16, 14, 14)
        rows.setSpacing(8)
        rows.addWidget(picture)
        rows.addWidget(head)
        rows.addWidget(text, 1)
        rows.addSpacing(6)
        rows.addWidget(button)
        return card

    def _paint_pictures(self) -> None:
        for label, drawing in self._pictures:
            label.setPixmap(pixmap(drawing, theme.current().accent, 28, self.devicePixelRatioF()))
