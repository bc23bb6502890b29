"""What a mocked call shows: the request as far as it can be built, and that nothing was sent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.wire.request import Request
from gui.answer.labels import plain_label
from gui.answer.request_page import RequestPage
from gui.widgets.focus_lender import FocusLender


class MockPage(QWidget):
    """A request that was built and not sent. ``lacks`` says why it cannot be sent as it stands; "" when it can."""

    said = Signal(str)

    def __init__(
        self, request: Request, who: str = "", parent: QWidget | None = None, *, lacks: str = ""
    ) -> None:
        super().__init__(parent)
        self.request = request
        shown = RequestPage(request)
        shown.said.connect(self.said)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 12, 0, 0)
        page.setSpacing(6)
        told = f"It cannot go out yet. {lacks}" if lacks else "This is the request as it would go out."
        notice = plain_label(f"Nothing was sent. {told}", "warning", wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(14)
        row.addWidget(notice, 1)
        if who:
            row.addWidget(plain_label(one_line(who, 200), "dim"))
        page.addLayout(row)
        page.addWidget(shown, 1)
        FocusLender(self, shown)
