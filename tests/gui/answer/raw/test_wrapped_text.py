"""Requests and headers of any length: nothing has to lay out a line that long."""

from PySide6.QtWidgets import QTreeWidgetItem

from api.wire.redaction import DOTS
from gui.answer.headers_page import HeadersPage
from gui.answer.raw.wrapped_text import WrappedText
from gui.answer.request_page import RequestPage
from tests.builders.exchanges import a_request, a_response, an_exchange


def shown(qtbot, widget, width=600):
    qtbot.addWidget(widget)
    widget.resize(width, 300)
    widget.show()
    return widget


def test_text_is_wrapped_to_the_room_there_is(qtbot):
    text = shown(qtbot, WrappedText("one\n" + "word " * 100 + "\nlast"))
    wide = len(text.shown_rows)
    assert all(len(row.text) <= text.columns for row in text.shown_rows)
    assert text.horizontalScrollBar().maximum() == 0
    text.resize(300, 300)
    assert len(text.shown_rows) > wide
    assert text.horizontalScrollBar().maximum() == 0
    assert text.whole == "one\n" + "word " * 100 + "\nlast"


def test_what_was_wrapped_is_copied_as_it_was(qtbot, clipboard):
    whole = "one\n" + "word " * 100 + "\nlast"
    text = shown(qtbot, WrappedText(whole))
    actions = {action.text(): action for action in text.actions()}
    actions["Copy"].trigger()
    assert clipboard.text() == ""
    actions["Select all"].trigger()
    actions["Copy"].trigger()
    assert clipboard.text() == whole


def test_a_request_of_one_long_line_is_shown(qtbot):
    page = shown(qtbot, RequestPage(a_request(method="PUT", body=b"x" * 1_000_000)))
    assert "PUT /v2/images?limit=60 HTTP/1.1" in page.text.shown
    assert len(page.text.shown_rows) < 50


def test_of_a_long_header_the_beginning_is_shown_and_the_whole_copied(qtbot, clipboard):
    long = "v" * 10_000 + " https://user:s3cret@example.com/"
    response = a_response([1], headers=(("X-Long", long), ("X-Auth-Token", "s3cret")))
    page = shown(qtbot, HeadersPage(an_exchange(response, a_request())))
    rows = _rows(page)
    assert len(rows["X-Long"].text(1)) == 2001
    rows["X-Long"].setSelected(True)
    page._copy()
    assert clipboard.text() == f"{'v' * 10_000} https://{DOTS}@example.com/"
    page.rows.itemActivated.emit(rows["X-Long"], 1)
    page._copy()
    assert clipboard.text() == long
    page.rows.itemActivated.emit(rows["X-Auth-Token"].parent(), 0)
    assert rows["X-Auth-Token"].text(1) == DOTS


def _rows(page: HeadersPage) -> dict[str, QTreeWidgetItem]:
    group = page.rows.topLevelItem(0)
    return {group.child(n).text(0): group.child(n) for n in range(group.childCount())}
