"""What the tests of answers share: workers that end with the test, and answers made from values."""

import json

import pytest

from api.answer.answer import read_answer
from api.answer.document import Document
from api.answer.outline import Outline
from api.answer.tables.table import lists
from api.answer.veil import Veil
from api.wire.response import Content
from gui.answer.table.page import TablePage
from gui.answer.tabs import AnswerTabs
from gui.jobs import Jobs
from tests.builders.exchanges import a_request, a_response, an_exchange


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.shutdown(5)


@pytest.fixture
def tabs(qtbot, jobs):
    """The place for answers, empty."""
    made = AnswerTabs(jobs)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    yield made
    made.close_all()


@pytest.fixture
def read():
    """A document and its veil from a value or bytes."""

    def make(value, pointers=()):
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        document = Document(Content(data))
        return Outline(document), Veil(document, pointers)

    return make


@pytest.fixture
def answered():
    """An exchange and its answer from a body."""

    def make(
        body,
        status=200,
        reason="OK",
        *,
        content_type="application/json",
        pointers=(),
        paging=None,
        headers=(),
    ):
        response = a_response(body, status, reason, content_type=content_type, headers=headers)
        exchange = an_exchange(response, a_request(secret_pointers=pointers))
        return exchange, read_answer(exchange, paging)

    return make


@pytest.fixture
def clipboard(qapp):
    board = qapp.clipboard()
    board.clear()
    return board


@pytest.fixture
def table_page(qtbot, jobs, read):
    """A table page over a value, its first list read."""
    kept = []

    def make(value, pointers=(), ground=None, nodes=None):
        outline, veil = read(value, pointers)
        document = outline.document
        found = lists(document) if nodes is None else [document.find(pointer) for pointer in nodes]
        made = TablePage(document, veil, found, jobs, ground)
        kept.append(made)
        qtbot.addWidget(made)
        made.resize(900, 400)
        made.show()
        qtbot.waitUntil(lambda: made.view.table_model() is not None and not made.bars.reading)
        return made

    return make
