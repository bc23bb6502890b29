"""The line over an answer: status and its meaning, time, size, count, request id, and whose cloud it was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from api.answer.answer import Answer
from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.summary import status_line, status_meaning
from api.answer.times import duration
from api.exchange.exchange import Exchange
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_label, plain_tip
from gui.icons import icon
from gui.widgets.elided_label import ElidedLabel


class FactsLine(QWidget):
    """Shows the facts of one exchange that was answered."""

    next_page_wanted = Signal()

    def __init__(self, exchange: Exchange, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self._status = plain_label()
        self._status.setFont(theme.text_font(10.5, strong=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._status)
        for widget in self._facts(answer):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._who())
        theme.switch().changed.connect(self._colour_status)
        self._colour_status()

    @property
    def text(self) -> str:
        """All the line says."""
        labels = self.findChildren(QLabel)
        return "  ".join(label.text() for label in labels if label.text())

    def _facts(self, answer: Answer) -> list[QWidget]:
        exchange = self._exchange
        response = exchange.response
        assert response is not None
        self._status.setText(status_line(response.status, response.reason))
        facts: list[QWidget] = []
        if meaning := status_meaning(response.status):
            facts.append(_dim(f"– {meaning}"))
        facts += [_dim(duration(exchange.seconds)), _dim(size(len(response.content)))]
        facts += self._count(answer)
        if exchange.attempts > 1:
            facts.append(_dim(f"sent {exchange.attempts} times"))
        if exchange.request_id:
            facts.append(self._request_id(exchange.request_id))
        return facts

    def _count(self, answer: Answer) -> list[QWidget]:
        if not answer.next_link:
            return [_dim(answer.count)] if answer.count else []
        shown = ElidedLabel(f"{answer.count} shown, more exist" if answer.count else "more exist")
        shown.setToolTip("Counts and Find cover this page only.")
        button = QPushButton("Next page")
        button.setIcon(icon("next", "accent"))
        button.setProperty("role", "link")
        button.setToolTip("Asks for the page after this one.")
        button.clicked.connect(self.next_page_wanted)
        return [shown, button]

    def _request_id(self, request_id: str) -> QWidget:
        whole = one_line(request_id, 200)
        button = QToolButton()
        button.setText(middle(whole, 16))
        button.setFont(theme.wire_font(9.5))
        button.setIcon(icon("copy", "dim"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(plain_tip(f"Request id, for support: {whole}\nClick to copy."))
        button.setAccessibleName(f"Copy request id {whole}")
        button.clicked.connect(self._copy_request_id)
        return button

    def _who(self) -> QWidget:
        label = ElidedLabel(one_line(self._exchange.who, 200), mode=Qt.TextElideMode.ElideMiddle)
        label.setProperty("role", "dim")
        label.setAccessibleName("Asked on")
        return label

    @Slot()
    def _copy_request_id(self) -> None:
        copy_text(self._exchange.request_id)

    @Slot()
    def _colour_status(self) -> None:
        colours = self._status.palette()
        status = theme.current().status(self._exchange.status)
        colours.setColor(self._status.foregroundRole(), status)
        self._status.setPalette(colours)
        self._status.setStyleSheet(f"color: {status}; font-size: 10.5pt; font-weight: 600;")


def _dim(text: str) -> ElidedLabel:
    label = ElidedLabel(text)
    label.setProperty("role", "dim")
    return label
