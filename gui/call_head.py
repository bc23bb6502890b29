"""The head of the right side: which call it is, where it goes, what it does, and the buttons to use it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from api.model import Call
from gui import theme
from gui.answer.labels import plain_tip
from gui.icons import icon
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.opening import is_page, open_page

MARGIN = 20


class CallHead(QFrame):
    """Shows one call; ``sent``, ``filled_in``, ``mocked`` and ``starred`` say which button was used."""

    sent = Signal()
    filled_in = Signal()
    mocked = Signal()
    starred = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._call: Call | None = None
        self._compact = self._bare = False
        self.badge = MethodBadge()
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.address = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.address.setFont(theme.wire_font())
        self.address.setProperty("role", "dim")
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.brief = ElidedLabel()
        self.brief.hide()
        self.facts = QLabel()
        self.facts.setProperty("role", "help")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.notes = QLabel()
        self.notes.setProperty("role", "help")
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setWordWrap(True)
        self.more = QPushButton("Good to know")
        self.more.setProperty("role", "note")
        self.more.setCheckable(True)
        self.more.setAccessibleDescription("Shows the whole description and notes on this call")
        self.warning = QLabel()
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.star = self._button("", "Mark as favourite", "star")
        self.star.setFixedWidth(42)
        self.docs = self._button("Docs", "Open the documentation in the browser", "external")
        self.docs.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.mock = self._button("Mock", "Builds the request and sends nothing")
        self.primary = self._button("Send", "Send the call")
        self.primary.setProperty("role", "primary")
        self._connect()
        self._place()

    def show_call(self, call: Call, address: str, *, refusal: str = "", starred: bool = False) -> None:
        """Show a call, the URL it goes to, and why it cannot be sent there ("" when it can)."""
        self._call = call
        self.badge.setMethod(call.method)
        self.title.setText(call.title)
        self.address.setText(address)
        self.about.setText(call.head.description)
        self.brief.setText(call.head.description)
        self.facts.setText(_facts(call))
        self.notes.setText(call.notes)
        self.more.setChecked(False)
        self._show_words()
        self._show_warning(call, refusal)
        self.docs.setVisible(is_page(call.docs))
        self.docs.setToolTip(plain_tip(call.docs))
        self.primary.setText("Fill in…" if call.fields() else "Send")
        tip = "Open the form of this call (Enter)" if call.fields() else "Send the call (Ctrl+Enter)"
        self.primary.setToolTip(tip)
        self.show_star(starred)

    def set_compact(self, compact: bool, *, bare: bool = False) -> None:
        """Keep to one line of the description, which the notes' button opens; for windows with little height.

        ``bare`` keeps to the title and the buttons, where every line is needed for the answers.
        """
        if (compact, bare) != (self._compact, self._bare):
            self._compact, self._bare = compact, bare
            self._show_words()

    @Slot()
    def _show_words(self) -> None:
        """Show the description, or its first line, and the notes."""
        shown, opened = not self._bare, self.more.isChecked()
        described, noted = bool(self.about.text()), bool(self.notes.text())
        self.address.setVisible(shown)
        self.facts.setVisible(shown)
        self.brief.setVisible(shown and described and self._compact and not opened)
        self.about.setVisible(shown and described and (opened or not self._compact))
        self.notes.setVisible(shown and opened and noted)
        self.more.setVisible(shown and (noted or (described and self._compact)))

    def show_star(self, starred: bool) -> None:
        """Show whether the call is a favourite."""
        self.star.setIcon(icon("star-filled" if starred else "star", "accent" if starred else "text"))
        words = "Remove from favourites" if starred else "Mark as favourite"
        self.star.setToolTip(words)
        self.star.setAccessibleName(words)

    def _show_warning(self, call: Call, refusal: str) -> None:
        effects = call.effects
        sentences = [f"Not offered there: {refusal}" if refusal else "", effects.warning, effects.costs]
        text = " ".join(sentence for sentence in sentences if sentence)
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def _button(self, text: str, tip: str, drawing: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleName(text or tip)
        button.setAccessibleDescription(tip)
        if drawing:
            button.setIcon(icon(drawing))
        return button

    def _connect(self) -> None:
        self.star.clicked.connect(self.starred)
        self.docs.clicked.connect(self._open_docs)
        self.mock.clicked.connect(self.mocked)
        self.primary.clicked.connect(self._use)
        self.more.toggled.connect(self._show_words)

    def _place(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.badge)
        top.addWidget(self.title, 1)
        for button in (self.star, self.docs, self.mock, self.primary):
            top.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, 14, MARGIN, 10)
        rows.setSpacing(6)
        rows.addLayout(top)
        rows.addSpacing(2)
        rows.addWidget(self.address)
        rows.addWidget(self.brief)
        rows.addWidget(self.about)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.facts)
        line.addWidget(self.more)
        line.addStretch(1)
        rows.addLayout(line)
        rows.addWidget(self.notes)
        rows.addWidget(self.warning)

    @Slot()
    def _open_docs(self) -> None:
        if self._call is not None:
            open_page(self._call.docs)

    @Slot()
    def _use(self) -> None:
        if self._call is not None:
            (self.filled_in if self._call.fields() else self.sent).emit()


def _facts(call: Call) -> str:
    fields = call.fields()
    required = sum(p.required for p in fields)
    parts = [
        _count(required, "required parameter"),
        _count(len(fields) - required, "optional parameter"),
        f"answers {', '.join(str(code) for code in call.success)}" if call.success else "",
        f"since version {call.since}" if call.since else "",
        "" if call.needs_token else "needs no sign-in",
    ]
    return " · ".join(part for part in parts if part)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
