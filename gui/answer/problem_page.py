"""What a tab shows when a call has no answer: what happened, what to do next, and the raw cause."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.times import duration
from api.errors import Cancelled
from api.exchange.exchange import Exchange
from gui import theme
from gui.answer.labels import ToneLabel, plain_label
from gui.answer.request_page import RequestPage
from gui.notify import message_of
from gui.widgets.focus_lender import FocusLender


class ProblemPage(QWidget):
    """A sentence, a hint, details that unfold, and the request if there was one."""

    resend_wanted = Signal()
    said = Signal(str)

    def __init__(
        self, error: Exception, who: str, exchange: Exchange | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        message = message_of(error)
        stopped = isinstance(error, Cancelled)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 14, 20, 16)
        page.setSpacing(10)
        facts = [one_line(who, 200)]
        if exchange is not None:
            facts.insert(0, f"after {duration(exchange.seconds)}")
        heading = ToneLabel("Cancelled" if stopped else "No answer", "warning" if stopped else "bad")
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(heading)
        for fact in facts:
            row.addWidget(plain_label(fact, "dim"))
        row.addStretch(1)
        page.addLayout(row)
        page.addWidget(plain_label(message.sentence, "warning" if stopped else "bad", wrap=True))
        hint = message.hint
        if stopped and not hint and exchange is not None and exchange.request.changes:
            hint = "The call may have reached the service all the same; look before you repeat it."
        if hint:
            page.addWidget(plain_label(hint, "dim", wrap=True))
        page.addLayout(self._buttons(bool(message.details), exchange is not None))
        self._details = QPlainTextEdit(message.details)
        self._details.setReadOnly(True)
        self._details.setFont(theme.wire_font())
        self._details.setAccessibleName("Details")
        self._details.setMaximumHeight(180)
        self._details.hide()
        page.addWidget(self._details)
        if exchange is not None:
            request = RequestPage(exchange.request, margin=0)
            request.said.connect(self.said)
            page.addWidget(request, 1)
            FocusLender(self, request)  # not Send again: a second Space on Cancel must not send
        else:
            page.addStretch(1)

    def _buttons(self, details: bool, again: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if again:
            resend = QPushButton("Send again")
            resend.clicked.connect(self.resend_wanted)
            row.addWidget(resend)
        if details:
            self._unfold = QPushButton("Details")
            self._unfold.setCheckable(True)
            self._unfold.toggled.connect(self._fold)
            row.addWidget(self._unfold)
        row.addStretch(1)
        return row

    @Slot(bool)
    def _fold(self, shown: bool) -> None:
        self._details.setVisible(shown)
