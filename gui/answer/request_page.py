"""A request as it was sent, or as it would be sent: complete, with dots for secrets."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from api.exchange.http_text import http_text
from api.wire.request import Request
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.raw.wrapped_text import WrappedText
from gui.icons import icon
from gui.records.copy_as import CopyAs
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.focus_lender import FocusLender


class RequestPage(QWidget):
    """Method and URL, then the request as it stands on the wire; copies as other tools would send it."""

    said = Signal(str)

    def __init__(self, request: Request, parent: QWidget | None = None, *, margin: int = 20) -> None:
        super().__init__(parent)
        self._request = request
        address = ElidedLabel(request.url.masked())
        address.setFont(theme.wire_font())
        address.setAccessibleName("URL")
        self.text = WrappedText(http_text(request))
        self.text.setAccessibleName("The request as it stands on the wire")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(MethodBadge(request.method, large=False))
        head.addWidget(address, 1)
        head.addWidget(_button("Copy URL", self._copy_url))
        self.copy_as = CopyAs(request)
        self.copy_as.said.connect(self.said)
        head.addWidget(self.copy_as)
        page = QVBoxLayout(self)
        page.setContentsMargins(margin, 4, margin, 16 if margin else 0)
        page.setSpacing(10)
        page.addLayout(head)
        page.addWidget(self.text, 1)
        FocusLender(self, self.text)

    @Slot()
    def _copy_url(self) -> None:
        copy_text(self._request.url.masked())
        self.said.emit("Copied the URL.")


def _button(text: str, slot: object) -> QPushButton:
    button = QPushButton(text)
    button.setIcon(icon("copy"))
    button.clicked.connect(slot)
    return button
