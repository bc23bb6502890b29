"""A paragraph in one page of a stack is no matter for the layouts around the stack."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.answer.labels import plain_label
from gui.widgets.pages import Pages

WORDS = "A paragraph that is much longer than the window is wide. " * 4


@pytest.fixture
def holder(qtbot):
    """A widget around a stack with a page that wraps its words."""
    whole = QWidget()
    qtbot.addWidget(whole)
    whole.pages = Pages()
    page = QWidget()
    QVBoxLayout(page).addWidget(plain_label(WORDS, wrap=True))
    page.layout().addStretch(1)
    whole.pages.addWidget(page)
    QVBoxLayout(whole).addWidget(whole.pages)
    whole.resize(300, 400)
    whole.show()
    return whole


def test_what_stands_around_does_not_ask_for_the_height_of_paragraphs(holder):
    assert holder.pages.currentWidget().hasHeightForWidth()
    assert not holder.hasHeightForWidth()


def test_the_page_gives_its_paragraph_the_height_that_it_needs(holder):
    label = holder.pages.currentWidget().layout().itemAt(0).widget()
    assert label.height() >= label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
