"""Only pages of the web are opened, whatever address a document of somebody else's names."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from gui.call_head import CallHead
from gui.parameters.parts import Head
from gui.widgets.opening import open_page
from tests.builders import calls

FOREIGN = [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "smb://elsewhere/share",
    "/etc/passwd",
    "",
    " https://x",
]


@pytest.fixture
def opened(monkeypatch):
    urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toString()) or True)
    return urls


@pytest.mark.parametrize("address", FOREIGN)
def test_what_is_no_page_is_not_opened(opened, address):
    assert not open_page(address)
    assert opened == []


@pytest.mark.parametrize("address", ["https://docs.example/a", "HTTP://docs.example/b"])
def test_a_page_is_opened(opened, address):
    assert open_page(address)
    assert [url.lower() for url in opened] == [address.lower()]


@pytest.mark.parametrize("address", FOREIGN)
def test_no_button_leads_to_what_is_no_page(qtbot, opened, address):
    call = calls.call(docs=address)
    form = Head(call, "nobody")
    qtbot.addWidget(form)
    assert "Docs" not in [button.text() for button in form.findChildren(QPushButton)]
    form._open_docs()
    assert opened == []


def test_the_button_of_a_page_opens_it(qtbot, opened):
    form = Head(calls.call(docs="https://docs.example/call"), "nobody")
    qtbot.addWidget(form)
    next(button for button in form.findChildren(QPushButton) if button.text() == "Docs").click()
    assert opened == ["https://docs.example/call"]


@pytest.mark.parametrize(
    ("address", "offered"), [("https://docs.example/call", True), ("file:///etc/passwd", False)]
)
def test_the_head_of_a_call_offers_pages_only(qtbot, opened, address, offered):
    head = CallHead()
    qtbot.addWidget(head)
    head.show_call(calls.call(docs=address), "https://images.example")
    assert head.docs.isVisibleTo(head) == offered
    head._open_docs()
    assert opened == [address][:offered]


def test_words_of_a_document_are_never_markup(qtbot):
    head = CallHead()
    qtbot.addWidget(head)
    assert head.warning.textFormat() is Qt.TextFormat.PlainText
