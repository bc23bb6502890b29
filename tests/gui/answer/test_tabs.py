"""The tabs: a call from its sending to its answer, on its own cloud, until its tab is closed."""

import json
import tempfile
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from api.errors import Cancelled, TimedOut
from api.model import Paging
from api.running import CancelToken, Progress
from api.wire.response import Content
from gui.answer import tabs as tabs_module
from gui.answer.focus import holds_focus
from gui.answer.problem_page import ProblemPage
from gui.answer.request_page import RequestPage
from gui.answer.running_page import RunningPage
from gui.answer.view import HEADERS, RAW, REQUEST, TABLE, TREE
from tests.builders.exchanges import WHO, a_request, a_response, an_exchange, an_image_list

IMAGES = Paging("/images", "/next", "marker")


@pytest.fixture
def answer(qtbot, tabs):
    """Open a tab with an answer; gives its id and view."""

    def make(exchange, paging=None):
        tab_id = tabs.begin(exchange.request.title, exchange.who, CancelToken())
        tabs.finish(tab_id, exchange, paging)
        qtbot.waitUntil(lambda: tabs.tab(tab_id).view is not None)
        return tab_id, tabs.tab(tab_id).view

    return make


def words(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def button(widget, text):
    return next(each for each in widget.findChildren(QPushButton) if each.text() == text)


def test_without_answers_the_page_says_what_to_do(tabs):
    assert "Pick a call and press Enter" in words(tabs)


def test_a_running_call_can_be_cancelled(qtbot, tabs):
    token = CancelToken()
    tab_id = tabs.begin("List Images", WHO, token)
    page = tabs.tab(tab_id).page
    assert isinstance(page, RunningPage)
    assert WHO in words(page)
    assert tabs.tab_text(tab_id) == "List Images   …"
    tabs.progress(tab_id, Progress("Receiving", 512 * 1024, 1024 * 1024))
    assert page.stage_text == "Receiving, 512 KiB of 1 MiB"
    qtbot.waitUntil(lambda: page.elapsed_text != "0 ms")
    button(page, "Cancel").click()
    assert token.cancelled
    tabs.fail(tab_id, Cancelled())
    assert tabs.tab_text(tab_id) == "List Images   cancelled"


def test_an_answer_shows_its_facts_and_its_cloud(qtbot, tabs, answer):
    tab_id, view = answer(an_exchange(a_response(an_image_list(25))), IMAGES)
    assert tabs.tab_text(tab_id) == "List Images   200"
    said = words(view.facts)
    for fact in ("200 OK", "52 ms", "25 shown, more exist", WHO):
        assert fact in said
    assert view.current == TREE


def test_each_tab_keeps_its_own_cloud(answer):
    _one, first = answer(an_exchange(a_response([]), who="alice · 1 · DFW"))
    _two, second = answer(an_exchange(a_response([]), who="bob · 2 · LON"))
    assert "alice · 1 · DFW" in words(first)
    assert "bob · 2 · LON" in words(second)


def test_next_page_gives_exchange_and_link(qtbot, tabs, answer):
    exchange = an_exchange(a_response(an_image_list(2)))
    _tab, view = answer(exchange, IMAGES)
    with qtbot.waitSignal(tabs.next_page_requested) as asked:
        button(view, "Next page").click()
    assert asked.args == [exchange, "/v2/images?limit=60&marker=9f1b"]


def test_an_answer_can_be_asked_for_again(qtbot, tabs, answer):
    exchange = an_exchange(a_response([1]))
    _tab, view = answer(exchange)
    again = next(
        each for each in view.facts.findChildren(QToolButton) if each.accessibleName() == "Send again"
    )
    with qtbot.waitSignal(tabs.resend_requested) as asked:
        again.click()
    assert asked.args == [exchange]


def test_the_keyboard_goes_to_the_rows(qtbot, tabs, answer):
    _tab, view = answer(an_exchange(a_response([1, 2])))
    tabs.activateWindow()
    tabs.setFocus()
    qtbot.waitUntil(lambda: view.page(TREE).tree.hasFocus())
    qtbot.keyClick(view.page(TREE).tree, Qt.Key.Key_Down)
    assert view.path == "[1]"


@pytest.mark.parametrize(
    ("number", "part"), [(TABLE, "view"), (RAW, "text"), (HEADERS, "rows"), (REQUEST, "text")]
)
def test_the_keyboard_goes_along_to_another_view(qtbot, tabs, answer, number, part):
    _tab, view = answer(an_exchange(a_response({"images": [{"id": "1"}]})), IMAGES)
    tabs.activateWindow()
    tabs.setFocus()
    qtbot.waitUntil(lambda: view.page(TREE).tree.hasFocus())
    view.switch.choose(number)
    assert getattr(view.page(number), part).hasFocus()
    view.find_bar.start()
    view.switch.choose(TREE)
    assert view.find_bar.isAncestorOf(view.window().focusWidget())


def test_closing_with_the_keyboard_keeps_the_keyboard_here(qtbot, tabs, answer):
    _first, under = answer(an_exchange(a_response([1, 2])))
    _second, over = answer(an_exchange(a_response([3])))
    tabs.activateWindow()
    tabs.setFocus()
    qtbot.waitUntil(lambda: over.page(TREE).tree.hasFocus())
    qtbot.keyClick(over.page(TREE).tree, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: under.page(TREE).tree.hasFocus())
    qtbot.keyClick(under.page(TREE).tree, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tabs.isAncestorOf(tabs.window().focusWidget()))
    assert tabs.count == 0


def test_the_last_page_has_no_next(answer):
    _tab, view = answer(an_exchange(a_response({"images": []})), IMAGES)
    assert "0 images" in words(view.facts)
    assert "more exist" not in words(view.facts)


def test_the_request_id_can_be_copied(answer, clipboard):
    _tab, view = answer(an_exchange(a_response([])))
    view.facts._id_button.click()
    assert clipboard.text() == "req-4f1c2b7a-90d1-4d2f-8b55-1f2e3d4c5b9a"


def test_errors_are_explained_in_plain_text(answer):
    body = {"message": "No image found with ID <b>5</b><br /><br />\n", "code": "404 Not Found"}
    _tab, view = answer(an_exchange(a_response(body, 404, "Not Found")))
    assert "– no such thing, or it is not yours" in words(view)
    assert "No image found with ID <b>5</b>" in words(view)
    formats = {label.textFormat() for label in view.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_every_view_opens(qtbot, jobs, answer):
    _tab, view = answer(an_exchange(a_response(an_image_list(5))), IMAGES)
    for number in (TABLE, RAW, HEADERS, REQUEST, TREE):
        view.switch.choose(number)
        qtbot.waitUntil(lambda: jobs.count == 0)
        assert view.current == number
        assert view.page(number).isVisible()


def test_views_that_make_no_sense_are_off(answer):
    _tab, view = answer(an_exchange(a_response(b"", 204, "No Content")))
    assert view.current == RAW
    assert not view.switch.isTabEnabled(TREE)
    assert not view.switch.isTabEnabled(TABLE)
    assert not view.find_bar.isVisible()
    assert "204 No Content" in words(view.facts)


def test_broken_json_is_explained_and_its_place_shown(qtbot, jobs, answer):
    _tab, view = answer(an_exchange(a_response(b'{"a": 1,\n"b": oops}')))
    assert "Not complete JSON, line 2, column 6: A value is expected here, not 'o'." in words(view)
    assert view.current == TREE
    button(view, "Show the place").click()
    text = view.page(RAW).text
    qtbot.waitUntil(lambda: text.caret is not None and text.row_text(text.current_row) == '"b": oops}')


def test_find_counts_and_steps(qtbot, answer):
    _tab, view = answer(an_exchange(a_response(an_image_list(7))), IMAGES)
    bar = view.find_bar
    bar.start()
    qtbot.keyClicks(bar._field, "EDGE-router")
    qtbot.waitUntil(lambda: bar.count_text == "1 of 1")
    assert view.path == "images[4].name"
    bar._field.setText("deb")
    qtbot.waitUntil(lambda: bar.count_text.startswith("1 of ") and bar.count_text != "1 of 1")
    first = view.path
    qtbot.keyClick(bar._field, Qt.Key.Key_Return)
    assert bar.count_text.startswith("2 of ")
    assert view.path != first
    qtbot.keyClick(bar._field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.path == first
    bar._field.setText("not there at all")
    qtbot.waitUntil(lambda: bar.count_text == "none")
    bar._field.clear()
    qtbot.waitUntil(lambda: bar.count_text == "")


def test_find_follows_the_table(qtbot, jobs, answer):
    _tab, view = answer(an_exchange(a_response(an_image_list(7))), IMAGES)
    view.switch.choose(TABLE)
    qtbot.waitUntil(lambda: jobs.count == 0)
    view.find_bar._field.setText("killed")
    qtbot.waitUntil(lambda: view.path == "images[5].status")


def test_a_node_of_the_table_is_shown_in_the_tree(qtbot, jobs, answer):
    _tab, view = answer(an_exchange(a_response(an_image_list(3))), IMAGES)
    view.switch.choose(TABLE)
    qtbot.waitUntil(lambda: jobs.count == 0)
    table = view.page(TABLE).view
    table.make_current(2)
    {action.text(): action for action in table.actions()}["Show in tree"].trigger()
    assert view.current == TREE
    assert view.path == "images[2].name"


def test_no_answer_says_why_and_can_be_sent_again(qtbot, tabs):
    error = TimedOut("The service did not answer.", "Try again.", "ReadTimeout at 203.0.113.4")
    exchange = an_exchange(None, error=error)
    tab_id = tabs.begin("List Images", WHO, CancelToken())
    tabs.finish(tab_id, exchange)
    page = tabs.tab(tab_id).page
    assert isinstance(page, ProblemPage)
    for part in ("No answer", "The service did not answer.", "Try again.", WHO):
        assert part in words(page)
    assert not page._details.isVisible()
    button(page, "Details").click()
    assert page._details.isVisible()
    assert page._details.toPlainText() == "ReadTimeout at 203.0.113.4"
    with qtbot.waitSignal(tabs.resend_requested) as asked:
        button(page, "Send again").click()
    assert asked.args == [exchange]


def test_an_unexpected_error_is_named(tabs):
    tab_id = tabs.begin("List Images", WHO, CancelToken())
    tabs.fail(tab_id, KeyError("x"))
    assert "Something unexpected went wrong." in words(tabs.tab(tab_id))


def test_mock_shows_the_request_and_that_nothing_was_sent(tabs, clipboard):
    tab_id = tabs.show_mock(a_request("Add Image Property", "PATCH", body=b'[{"op": "add"}]'), WHO)
    page = tabs.tab(tab_id).page
    assert tabs.tab_text(tab_id) == "Add Image Property   mock"
    assert "Nothing was sent." in words(page)
    assert WHO in words(page)
    text = page.findChild(RequestPage).text.whole
    assert text.startswith("PATCH /v2/images?limit=60 HTTP/1.1")
    assert "X-Auth-Token: ••••••••" in text
    assert text.endswith('[{"op": "add"}]')
    button(page, "Copy as cURL").click()
    assert clipboard.text().startswith("curl ")
    assert "OS_TOKEN" in clipboard.text()
    button(page, "Copy URL").click()
    assert clipboard.text() == "https://dfw.images.example.com/v2/images?limit=60"


def test_secrets_are_dots_in_every_view(qtbot, jobs, answer):
    request = a_request("Authenticate", secret_pointers=("/access/token/id",), secret_headers=("x-other",))
    session = "OS-MF sessionId='s3cret', factor='PASSCODE'"
    headers = (
        ("X-Subject-Token", "s3cret"),
        ("X-Other", "s3cret"),
        ("WWW-Authenticate", session),
        ("Location", "https://host/x?temp_url_sig=s3cret"),
        ("X-Plain", "seen"),
    )
    body = {"access": {"token": {"id": "s3cret"}, "roles": [{"name": "r"}]}}
    _tab, view = answer(an_exchange(a_response(body, headers=headers), request))
    found = []
    for number in range(5):
        view.switch.choose(number)
        qtbot.waitUntil(lambda: jobs.count == 0)
    found.append(view.page(RAW).text.shown)
    rows = view.page(HEADERS).rows
    group = rows.topLevelItem(0)
    values = {group.child(n).text(0): group.child(n).text(1) for n in range(group.childCount())}
    assert values["X-Plain"] == "seen"
    assert values["WWW-Authenticate"].endswith("factor='PASSCODE'")
    assert "s3cret" not in str(values) + found[0]
    row = next(group.child(n) for n in range(group.childCount()) if group.child(n).text(0) == "X-Other")
    rows.itemActivated.emit(row, 1)
    assert row.text(1) == "s3cret"


def test_closing_a_tab_stops_its_call_and_frees_its_answer(qtbot, tabs, answer):
    exchange = an_exchange(a_response(an_image_list(3)))
    tab_id, _view = answer(exchange)
    tabs.close_current()
    assert tabs.tab(tab_id) is None
    qtbot.waitUntil(lambda: len(exchange.response.content) == 0)
    token = CancelToken()
    tabs.begin("List Images", WHO, token)
    qtbot.keyClick(
        tabs.current.page.findChild(QPushButton), Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier
    )
    assert token.cancelled
    assert tabs.count == 0
    assert "Pick a call" in words(tabs)


def test_what_comes_for_a_closed_tab_is_dropped(tabs):
    tab_id = tabs.begin("List Images", WHO, CancelToken())
    tabs.close_current()
    exchange = an_exchange(a_response([1]))
    tabs.progress(tab_id, Progress("x"))
    tabs.finish(tab_id, exchange)
    tabs.fail(tab_id, Cancelled())
    assert tabs.count == 0
    assert len(exchange.response.content) == 0


@pytest.fixture
def made_views(tabs):
    """Begins a call and calls back when the views of its answer are made, before they are shown."""

    def begin(exchange, then):
        tab_id = tabs.begin("Get", WHO, CancelToken())
        tab = tabs.tab(tab_id)
        make, made = tab.make_view, []

        def noted(shown):
            made.append(make(shown))
            QTimer.singleShot(0, lambda: then(tab))
            return made[0]

        tab.make_view = noted
        tabs.finish(tab_id, exchange)
        return tab, made

    return begin


def test_the_views_are_made_in_one_turn_of_the_event_loop_and_shown_in_the_next(qtbot, made_views):
    seen = []
    tab, made = made_views(an_exchange(a_response([1])), lambda tab: seen.append(tab.page))
    qtbot.waitUntil(lambda: tab.view is not None)
    assert [type(page) for page in seen] == [RunningPage]
    assert tab.page is made[0]


def test_a_tab_closed_while_its_views_are_about_to_be_shown(qtbot, jobs, tabs, made_views):
    exchange = an_exchange(a_response([1]))
    tab, made = made_views(exchange, lambda tab: tabs.close_tab(tab))
    qtbot.waitUntil(lambda: bool(made) and not shiboken6.isValid(made[0]))
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert tab.view is None
    assert len(exchange.response.content) == 0


def test_a_tab_closed_while_its_answer_is_read(qtbot, jobs, tabs):
    tab_id = tabs.begin("List Images", WHO, CancelToken())
    tabs.finish(tab_id, an_exchange(a_response(an_image_list(2000))))
    tabs.close_current()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert tabs.count == 0


def test_an_answer_that_comes_as_its_tab_closes_is_dropped(qtbot, jobs, tabs, answered):
    tab = tabs.tab(tabs.begin("List Images", WHO, CancelToken()))
    exchange, answer = answered([1])
    tab.exchange = exchange
    tab.close_call()
    tab._read(answer)
    assert tab.view is None
    qtbot.waitUntil(lambda: jobs.count == 0)
    with pytest.raises(ValueError, match="closed"):
        answer.keep()


def test_close_others(tabs):
    ids = [tabs.begin(f"Call {n}", WHO, CancelToken()) for n in range(3)]
    tabs.close_others(tabs.tab(ids[1]))
    assert [tabs.tab(each) is not None for each in ids] == [False, True, False]


def test_the_oldest_answer_makes_room(tabs, monkeypatch):
    monkeypatch.setattr(tabs_module, "MOST_TABS", 3)
    running = tabs.begin("Runs", WHO, CancelToken())
    ids = [tabs.show_mock(a_request()) for _ in range(3)]
    assert tabs.count == 3
    assert tabs.tab(running) is not None
    assert tabs.tab(ids[0]) is None


def test_titles_are_text(tabs):
    tab_id = tabs.begin("A & B <b>", WHO, CancelToken())
    assert tabs.tab_text(tab_id) == "A && B <b>   …"


def test_the_place_is_told(qtbot, tabs, answer):
    _first, view = answer(an_exchange(a_response({"a": [1]})))
    with qtbot.waitSignal(tabs.place_changed, check_params_cb=lambda place: place == "a[0]"):
        view.page(TREE).show_node(2)
    with qtbot.waitSignal(tabs.place_changed, check_params_cb=lambda place: place == ""):
        tabs.show_mock(a_request())


def test_all_controls_have_names(answer, tabs):
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QLineEdit

    answer(an_exchange(a_response(an_image_list(3))), IMAGES)
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView)
    found = [
        each for kind in kinds for each in tabs.findChildren(kind) if not isinstance(each, QHeaderView)
    ]
    for widget in found:
        scroll = (
            widget.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight")) or widget.parent() is None
        )
        named = widget.accessibleName() or getattr(widget, "text", str)()
        assert scroll or named, (widget, widget.parent(), widget.objectName())


def test_an_answer_in_a_file_is_given_back(qtbot, jobs, tabs, answer):
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(an_image_list(50)).encode())
        file.flush()
        response = replace(a_response(), content=Content(file=file))
        _tab, view = answer(an_exchange(response), IMAGES)
        for number in (TABLE, RAW):
            view.switch.choose(number)
            qtbot.waitUntil(lambda: jobs.count == 0)
        view.page(RAW)._style.click()
        qtbot.waitUntil(lambda: jobs.count == 0)
        tabs.close_current()
        qtbot.waitUntil(lambda: file.closed)


def test_a_large_subtree_is_copied_by_a_worker(qtbot, jobs, tabs, answer, clipboard):
    _tab, view = answer(an_exchange(a_response(an_image_list(300))), IMAGES)
    tree = view.page(TREE).tree
    with qtbot.waitSignal(tabs.said, check_params_cb=lambda text: text == "Copied the JSON."):
        {action.text(): action for action in tree.copies.actions}["Value"].trigger()
    assert len(json.loads(clipboard.text())) == 300


def test_a_mock_that_lacks_values_does_not_claim_to_be_complete(tabs):
    page = tabs.tab(tabs.show_mock(a_request(), WHO, "1 value is missing: image_id.")).page
    assert "1 value is missing: image_id." in words(page)
    assert "as it would go out" not in words(page)
    assert "as it would go out" in words(tabs.tab(tabs.show_mock(a_request(), WHO)).page)


@pytest.mark.parametrize("number", [TREE, RAW, HEADERS])
def test_a_tab_that_is_opened_from_a_view_takes_the_keyboard_along(qtbot, tabs, answer, number):
    _tab_id, view = answer(an_exchange(a_response([1])))
    view.switch.choose(number)
    tabs.activateWindow()
    view.page(number).setFocus()
    qtbot.waitUntil(lambda: holds_focus(view.page(number)))
    tab_id = tabs.begin("Get Image Details", WHO, CancelToken())
    assert QApplication.focusWidget() is button(tabs.tab(tab_id), "Cancel")
    tabs.finish(tab_id, an_exchange(a_response([2])))
    qtbot.waitUntil(lambda: tabs.tab(tab_id).view is not None)
    assert QApplication.focusWidget() is tabs.tab(tab_id).view.page(TREE).tree
