"""The line over an answer: status and its meaning, time, size, count, request id, and whose cloud it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from api.answer.answer import Answer
from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.summary import status_line, status_meaning
from api.answer.times import duration
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.wire.response import Response
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import ToneLabel, plain_label, plain_tip
from gui.icons import icon
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from api.desk import Desk

_ROOM_FOR_ID = 740
COMPARE_KEYS = "Ctrl+Shift+D"


class FactsLine(QWidget):
    """Shows the facts of one exchange that was answered."""

    next_page_wanted = Signal()
    whole_wanted = Signal()
    """All of the list, or the rest of it."""
    resend_wanted = Signal()
    stop_wanted = Signal()
    """Do not ask again after all."""
    compare_wanted = Signal(QPoint)
    """Compare the answer with another one; the list of them opens there (global)."""

    def __init__(self, exchange: Exchange, answer: Answer, desk: Desk | None = None) -> None:
        super().__init__()
        self._exchange, self._desk = exchange, desk
        self._more = bool(answer.next_link)
        self._links: list[QWidget] = []
        """What asks for more of the list: not while more is coming, which takes their room."""
        self._id_button: QToolButton | None = None
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for widget in self._facts(answer):
            row.addWidget(widget)
        row.addStretch(1)
        self._name = self._who()
        self._asking = ElidedLabel("")
        self._asking.setProperty("role", "accent")
        self._asking.hide()
        row.addWidget(self._name)
        row.addWidget(self._asking)
        self._compare = self._compare_button()
        row.addWidget(self._compare)
        self._compare.setVisible(answer.complete)
        self._again = self._resend()
        row.addWidget(self._again)

    def _facts(self, answer: Answer) -> list[QWidget]:
        exchange = self._exchange
        response = exchange.response
        assert response is not None
        facts: list[QWidget] = [_status(response)]
        if meaning := status_meaning(response.status):
            facts.append(_elided(f"– {meaning}"))
        facts += [
            plain_label(duration(exchange.seconds), "dim"),
            plain_label(size(len(response.content)), "dim"),
        ]
        facts += self._count(answer)
        if exchange.attempts > 1:
            facts.append(plain_label(f"sent {exchange.attempts} times", "dim"))
        if exchange.request_id:
            facts.append(self._request_id(exchange.request_id))
        return facts

    def _count(self, answer: Answer) -> list[QWidget]:
        merged = self._exchange.merged
        if not answer.next_link:
            told = [plain_label(answer.count, "dim")] if answer.count else []
            self._links = [self._whole("All pages")] if merged and merged.rest else []
            return [*told, *self._links]
        shown = plain_label(f"{answer.shown:,} shown, more exist" if answer.count else "more exist")
        shown.setToolTip("Counts and Find cover what is shown.")
        button = _link("Next page", "Asks for the page after this one.")
        button.setIcon(icon("next", "accent"))
        button.clicked.connect(self.next_page_wanted)
        whole = [self._whole("The rest" if merged else "All pages")] if self.has_whole else []
        self._links = [button, *whole]
        return [shown, *self._links]

    @property
    def has_whole(self) -> bool:
        """Whether there is more of the list, and a call that fetches all of it."""
        merged = self._exchange.merged
        if merged is not None:
            return merged.rest is not None
        return self._more and goes_on(self._exchange, self._desk)

    def _whole(self, text: str) -> QWidget:
        button = _link(text, "Fetches page after page to the end of the list, into this tab.")
        button.clicked.connect(self.whole_wanted)
        return button

    def _compare_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("compare", "dim"))
        button.setToolTip(f"Compare with another answer ({COMPARE_KEYS})")
        button.setAccessibleName("Compare with another answer")
        button.clicked.connect(self.ask_to_compare)
        return button

    @Slot()
    def ask_to_compare(self) -> None:
        """Have the list of answers to compare with open under the button."""
        corner = self._compare.mapToGlobal(self._compare.rect().bottomRight())
        self.compare_wanted.emit(corner)

    @property
    def asking(self) -> str:
        """What is said about asking again; "" while nobody does."""
        return self._asking.text()

    def show_asking(self, told: str) -> None:
        """The same is being asked again, and it is that far; "" when that has ended."""
        before = self._asking.text()
        self._asking.setText(told)
        if bool(told) is not bool(before):
            self._again.setIcon(icon("stop" if told else "refresh", "dim"))
            self._again.setToolTip("Stop asking again" if told else self._again_tip())
            self._again.setAccessibleName("Stop asking again" if told else "Send again")
            self._asking.setVisible(bool(told))
            self._name.setVisible(not told)
            for link in self._links:
                link.setVisible(not told)

    def _again_tip(self) -> str:
        return "Send this request again" + ("" if self._exchange.request.changes else " (F5)")

    def _resend(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("refresh", "dim"))
        button.setToolTip(self._again_tip())
        button.setAccessibleName("Send again")
        button.clicked.connect(self._again_clicked)
        return button

    @Slot()
    def _again_clicked(self) -> None:
        if self._asking.text():
            self.stop_wanted.emit()
        else:
            self.resend_wanted.emit()

    def _request_id(self, request_id: str) -> QWidget:
        whole = one_line(request_id, 200)
        button = QToolButton()
        button.setText(middle(whole, 12))
        button.setFont(theme.wire_font(9.5))
        button.setIcon(icon("copy", "dim"))
        button.setToolTip(plain_tip(f"Request id, for support: {whole}\nClick to copy."))
        button.setAccessibleName(f"Copy request id {whole}")
        button.clicked.connect(self._copy_request_id)
        self._id_button = button
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the request id is only its button; the cloud's name needs the room."""
        super().resizeEvent(event)
        narrow = event.size().width() < _ROOM_FOR_ID
        self._row.setSpacing(8 if narrow else 14)
        if self._id_button is not None:
            styles = Qt.ToolButtonStyle
            self._id_button.setToolButtonStyle(
                styles.ToolButtonIconOnly if narrow else styles.ToolButtonTextBesideIcon
            )

    def _who(self) -> QWidget:
        label = ElidedLabel(one_line(self._exchange.who, 200), mode=Qt.TextElideMode.ElideMiddle)
        label.setProperty("role", "dim")
        label.setAccessibleName("Asked on")
        return label

    @Slot()
    def _copy_request_id(self) -> None:
        copy_text(self._exchange.request_id)


def goes_on(exchange: Exchange, desk: Desk | None) -> bool:
    """Whether the call of an exchange lists something on more than one page."""
    try:
        paging = desk.catalogue.call(exchange.request.call_id).paging if desk is not None else None
    except PitchforkError:  # a call that is in no document
        return False
    return paging is not None and paging.goes_on


def _link(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    return button


def _status(response: Response) -> QWidget:
    kind = response.status // 100
    role = {2: "good", 4: "bad", 5: "bad"}.get(kind, "warning")
    return ToneLabel(status_line(response.status, response.reason), role)


def _elided(text: str) -> ElidedLabel:
    label = ElidedLabel(text)
    label.setProperty("role", "dim")
    return label
