"""What a mocked call shows: the whole request as it would be sent, and that nothing was."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.wire.request import Request
from gui.answer.labels import plain_label
from gui.answer.request_page import RequestPage
from gui.widgets.focus_lender import FocusLender


class MockPage(QWidget):
    """A request that was built and not sent."""

    said = Signal(str)

    def __init__(self, request: Request, who: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.request = RequestPage(request)
        self.request.said.connect(self.said)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 12, 0, 0)
        page.setSpacing(6)
        notice = plain_label(
            "Nothing was sent. This is the request as it would go out.", "warning", wrap=True
        )
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(14)
        row.addWidget(notice, 1)
        if who:
            row.addWidget(plain_label(one_line(who, 200), "dim"))
        page.addLayout(row)
        page.addWidget(self.request, 1)
        FocusLender(self, self.request)
