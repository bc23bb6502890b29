"""The query view: live results, faults with their place, stopping, completion, what is kept, and secrets."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from api.answer import apart
from api.answer.veil import DOTS
from api.records.views import CallView, CallViews, ColumnChoice
from gui.answer.query.page import QueryPage
from gui.answer.query.result import TABLE, TREE, QueryResult
from gui.answer.table.ground import TableGround
from gui.answer.view import QUERY, AnswerView
from tests.builders.exchanges import an_image_list

IMAGES = {
    "images": [
        {"id": "1", "name": "web", "status": "active", "size": 3},
        {"id": "2", "name": "db", "status": "queued", "size": None},
        {"id": "3", "name": "web 2", "status": "active", "size": 5},
    ],
    "next": "/v2/images?marker=3",
}

TOKEN = {"access": {"token": {"id": "s3cret-token"}, "user": {"name": "ada"}}}


@pytest.fixture
def views(tmp_path):
    return CallViews(tmp_path)


@pytest.fixture
def shown(qtbot, answered, jobs, views):
    """A query page over a body, shown and begun."""
    pages = []

    def make(body=IMAGES, pointers=(), keep=None):
        _exchange, answer = answered(body, pointers=pointers)
        page = QueryPage(answer, TableGround("cloud-images.list_images", views=keep or views), jobs)
        qtbot.addWidget(page)
        page.resize(900, 600)
        page.show()
        page.refresh()
        pages.append(page)
        qtbot.waitUntil(lambda: jobs.count == 0)
        return page

    yield make
    for page in pages:
        page.release()


@pytest.fixture
def ask(qtbot, jobs):
    """Write a query and wait for what becomes of it."""

    def write(page, expression):
        page.line.clear()
        qtbot.keyClicks(page.line, expression)
        settled(qtbot, page, jobs)

    return write


def settled(qtbot, page, jobs):
    qtbot.waitUntil(lambda: not page.waiting and not page.running and jobs.count == 0)


def found(page):
    return bytes(page.result.result.content.view).decode()


def test_the_result_comes_as_one_types(shown, ask):
    page = shown()
    ask(page, "images[?status=='active'].name")
    assert found(page) == '["web","web 2"]'
    assert page.state.startswith("Query result: 2 items   0.")
    assert page.line.mark is None


def test_a_list_of_objects_opens_as_a_table_and_everything_else_as_a_tree(shown, ask):
    page = shown()
    ask(page, "images[].{name: name}")
    assert page.head.switch.currentIndex() == TABLE
    assert page.result.opens_as == TABLE
    ask(page, "images[0]")
    assert page.head.switch.currentIndex() == TREE
    assert not page.head.switch.isTabEnabled(TABLE)


@pytest.mark.parametrize(
    ("query", "headings"),
    [
        ("images[].{size: size, what: id, name: name}", ["Size", "what", "Name"]),
        ("{a: images[?size].{status: status, name: name}}", ["Status", "Name"]),
        ("images[?size]", ["Name", "Status", "Size", "ID"]),
    ],
)
def test_columns_stand_as_the_query_names_them(qtbot, shown, ask, query, headings):
    page = shown()
    ask(page, query)
    page.result.show_as(TABLE)
    view = page.result.currentWidget().view
    qtbot.waitUntil(lambda: view.table_model() is not None)
    model = view.table_model()
    across = Qt.Orientation.Horizontal
    assert [model.headerData(n, across) for n in range(model.columnCount())] == headings


def test_a_result_whose_query_was_changed_while_it_was_made_is_never_shown(qtbot, shown, ask, monkeypatch):
    page = shown()
    made = []
    make = QueryResult.page

    def noted(result, number):
        if not made:
            made.append(result)
            page.line.setText("images[].id")
            page.ask()
        return make(result, number)

    shown_ones = []
    show_as = QueryResult.show_as
    monkeypatch.setattr(QueryResult, "page", noted)
    monkeypatch.setattr(
        QueryResult, "show_as", lambda result, number: (shown_ones.append(result), show_as(result, number))
    )
    ask(page, "images[].name")
    qtbot.waitUntil(lambda: page.result is not None and not page.running)
    assert made[0] not in shown_ones
    assert shown_ones
    assert found(page) == '["1","2","3"]'


def test_an_empty_result_says_so(shown, ask):
    page = shown()
    ask(page, "images[?name=='none']")
    assert page.state.startswith("Query result: 0 items")
    tree = page.result.currentWidget().tree
    assert [label.text() for label in tree.findChildren(QLabel)] == ["An empty list: [ ]"]


def test_who_prefers_the_tree_keeps_it(qtbot, shown, ask):
    page = shown()
    ask(page, "images")
    qtbot.mouseClick(
        page.head.switch, Qt.MouseButton.LeftButton, pos=page.head.switch.tabRect(TREE).center()
    )
    ask(page, "images[1:]")
    assert page.head.switch.currentIndex() == TREE


@pytest.mark.parametrize(
    ("expression", "sentence", "at"),
    [
        ("images[?size > 3]", "Unexpected 3 at column 16. Numbers stand in backticks: `3`.", 15),
        ("images[", "The [ at column 7 is not closed.", 7),
        ("lenth(images)", "There is no function lenth(). Did you mean length()?", 0),
        ("abs(next)", "abs() cannot work with a string; it takes a number.", None),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_no_result_stays(shown, ask, expression, sentence, at):
    page = shown()
    ask(page, "images")
    ask(page, expression)
    assert page.state == sentence
    assert page.line.mark == at
    assert page.result is None
    assert page.head.switch.isHidden()


def test_names_that_are_nowhere_are_told_beside_the_result(shown, ask):
    page = shown()
    ask(page, "images[].nme")
    assert page.state.endswith("Nothing here is called nme. Did you mean name?")
    assert page.line.mark == 9
    assert found(page) == "[]"


def test_clearing_the_line_leads_back_to_the_examples(shown, ask):
    page = shown()
    ask(page, "images")
    ask(page, "")
    assert page.result is None
    assert page.state == ""
    assert page.hint.isVisible()


def test_examples_are_made_from_the_answer_and_can_be_taken(qtbot, shown, jobs):
    page = shown()
    actions = page.head.examples.actions()
    assert actions[0].text() == "How many\tlength(images)"
    assert any(
        "images[?status=='active'].{name: name, id: id, status: status}" in a.text() for a in actions
    )
    actions[0].trigger()
    settled(qtbot, page, jobs)
    assert page.line.text() == "length(images)"
    assert found(page) == "3"


def test_a_hint_is_an_example_too(qtbot, shown, jobs):
    page = shown()
    (button, *_others) = page.hint.buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(qtbot, page, jobs)
    assert found(page) == "3"


class TestKeeping:
    def test_the_last_query_is_kept_with_the_call_beside_its_columns(self, shown, ask, views):
        views.save("cloud-images.list_images", CallView((ColumnChoice("name"),)))
        ask(shown(), "images[].id")
        kept = views.load("cloud-images.list_images")
        assert kept == CallView((ColumnChoice("name"),), "images[].id")

    def test_the_next_answer_begins_with_it(self, qtbot, shown, ask, jobs):
        ask(shown(), "images[].id")
        page = shown({"images": [{"id": "9"}]})
        settled(qtbot, page, jobs)
        assert page.line.text() == "images[].id"
        assert found(page) == '["9"]'

    def test_a_wrong_one_is_not_kept(self, shown, ask, views):
        page = shown()
        ask(page, "images[].id")
        ask(page, "images[")
        assert views.load("cloud-images.list_images").query == "images[].id"

    def test_a_cleared_one_is_forgotten(self, shown, ask, views):
        page = shown()
        ask(page, "images[].id")
        ask(page, "")
        assert views.load("cloud-images.list_images").query == ""

    def test_that_it_cannot_be_kept_is_said(self, qtbot, shown, ask):
        class Full:
            def load(self, _call_id):
                return CallView()

            def change(self, _call_id, _change):
                raise OSError("disk full")

        page = shown(keep=Full())
        with qtbot.waitSignal(page.said) as said:
            ask(page, "images")
        assert said.args == ["The query could not be kept for the next time."]


class TestStopping:
    @pytest.fixture
    def endless(self, monkeypatch):
        """Children that never answer."""
        program = "import sys; sys.stdin.buffer.read(4)\nwhile True: pass"
        monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", program])

    def test_the_person_stops_it_and_tries_again(self, qtbot, shown, endless, jobs, monkeypatch):
        page = shown()
        page.show_query("length(images)")
        qtbot.waitUntil(lambda: (page.state, page.head.act.text()) == ("Running…", "Stop"))
        qtbot.keyClick(page.line, Qt.Key.Key_Escape)
        settled(qtbot, page, jobs)
        assert (page.state, page.head.act.text()) == ("Stopped.", "Try again")
        monkeypatch.undo()
        qtbot.mouseClick(page.head.act, Qt.MouseButton.LeftButton)
        settled(qtbot, page, jobs)
        assert found(page) == "3"

    def test_time_stops_it(self, qtbot, shown, endless, jobs, monkeypatch):
        monkeypatch.setattr("api.answer.queries.query.run_measured", _hasty)
        page = shown()
        page.show_query("length(images)")
        settled(qtbot, page, jobs)
        assert (page.state, page.head.act.text()) == ("Stopped after 0.2 s.", "Try again")

    def test_another_query_takes_the_place_of_the_one_that_runs(
        self, qtbot, shown, ask, endless, jobs, monkeypatch
    ):
        page = shown()
        page.show_query("images[0]")
        monkeypatch.undo()
        ask(page, "images[1].name")
        assert found(page) == '"db"'

    def test_closing_stops_it(self, qtbot, shown, endless, jobs):
        page = shown()
        page.show_query("images[0]")
        page.release()
        qtbot.waitUntil(lambda: jobs.count == 0)
        assert page.result is None


def _hasty(task, contents, arguments, cancel, _seconds):
    return apart.run_measured(task, contents, arguments, cancel, 0.2)


class TestSecrets:
    def test_a_hidden_value_is_dots_whatever_is_done_with_it(self, shown, ask):
        page = shown(TOKEN, ["/access/token/id"])
        ask(page, "[access.token.id, join('', [access.token.id]), to_string(@), reverse(access.token.id)]")
        assert "s3cret" not in found(page)
        assert "terces" not in found(page)
        assert DOTS in found(page)

    def test_once_it_is_revealed_the_query_is_asked_anew(self, qtbot, shown, ask, jobs, answered):
        page = shown(TOKEN, ["/access/token/id"])
        ask(page, "join('', [access.token.id])")
        answer = page.answer
        answer.veil.reveal(answer.document.find("/access/token/id"))
        page.refresh()
        settled(qtbot, page, jobs)
        assert found(page) == '"s3cret-token"'


class TestWriting:
    def test_tab_completes_the_only_name(self, qtbot, shown, jobs):
        page = shown()
        qtbot.keyClicks(page.line, "images[?sta")
        qtbot.waitUntil(lambda: "status" in page.line.choices)
        qtbot.keyClicks(page.line, "tu")
        qtbot.waitUntil(lambda: list(page.line.choices) == ["status"])
        qtbot.keyClick(page.line, Qt.Key.Key_Tab)
        assert page.line.text() == "images[?status"
        settled(qtbot, page, jobs)

    def test_tab_offers_several(self, qtbot, shown, jobs):
        page = shown()
        qtbot.keyClicks(page.line, "images[].")
        qtbot.waitUntil(lambda: list(page.line.choices) == ["id", "name", "status", "size"])
        qtbot.keyClick(page.line, Qt.Key.Key_Tab)
        popup = page.line.popup
        assert popup.isVisible()
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
        assert page.line.text() == "images[].name"
        settled(qtbot, page, jobs)

    def test_tab_in_an_empty_line_leads_on(self, qtbot, shown):
        page = shown()
        page.activateWindow()
        page.line.setFocus()
        qtbot.waitUntil(lambda: len(page.line.choices) > 0)
        qtbot.keyClick(page.line, Qt.Key.Key_Tab)
        assert page.line.text() == ""
        assert not page.line.popup.isVisible()

    def test_names_beyond_the_basic_plane_do_not_shift_the_places(self, qtbot, shown, jobs):
        page = shown({"\U0001f600\U0001f600": [1], "b": 2})
        page.line.setText('"\U0001f600\U0001f600" == bb')
        settled(qtbot, page, jobs)
        assert page.line.mark == 8
        page.line.setCursorPosition(6)
        assert page.line.before == '"\U0001f600\U0001f600"'

    def test_the_mark_is_drawn_within_the_line(self, qtbot, shown, ask):
        page = shown()
        before = page.line.grab().toImage()
        ask(page, "images" + "[0].a" * 60 + " [")
        assert page.line.mark is not None
        marked = page.line.grab().toImage()
        page.line.show_mark(None)
        assert marked != page.line.grab().toImage() != before


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": [1, 2',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a": NaN, "b": 1e999, "c": -0, "a": 2}',
        b'{"x": "\xff\xc3", "y": "\\ud800", "z": "\\q"}',
    ],
    ids=["broken", "deep", "odd numbers", "odd texts"],
)
def test_odd_answers_are_asked_or_explained(shown, ask, body):
    page = shown(body)
    ask(page, "@")
    if page.result is None:
        assert page.state in (
            "The answer is not complete JSON: a query needs the whole.",
            "This is nested too deeply.",
        )
    else:
        assert page.state.startswith("Query result")


def test_copying_takes_the_whole_result(qtbot, shown, ask, clipboard, jobs):
    page = shown()
    ask(page, "images[0].{n: name}")
    page.result.copy()
    qtbot.waitUntil(lambda: jobs.count == 0 and bool(clipboard.text()))
    assert clipboard.text().split() == ["{", '"n":', '"web"', "}"]


def test_a_place_in_the_result_is_not_called_one_in_the_answer(shown, ask):
    page = shown(an_image_list(3))
    ask(page, "images[0].{n: name}")
    assert page.path == "query result: n"


class TestInTheAnswer:
    """The query among the other views of an answer."""

    @pytest.fixture
    def view(self, qtbot, answered, jobs):
        made = []

        def make(body):
            view = AnswerView(*answered(body), jobs)
            qtbot.addWidget(view)
            view.resize(900, 600)
            view.show()
            view.activateWindow()
            made.append(view)
            return view

        yield make
        for each in made:
            each.close_answer()

    def test_a_key_leads_into_the_line(self, qtbot, view):
        shown = view(IMAGES)
        qtbot.waitUntil(shown.isActiveWindow)
        shown.page(0).tree.setFocus()
        qtbot.keyClick(shown.page(0).tree, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        assert shown.current == QUERY
        assert shown.page(QUERY).line.hasFocus()

    def test_a_value_of_the_tree_begins_a_query(self, qtbot, view, jobs):
        shown = view(IMAGES)
        tree = shown.page(0).tree
        tree.show_node(shown.answer.document.find("/images/1/name"))
        menu = tree.menu_for(tree.currentIndex())
        (offered,) = [action for action in menu.actions() if action.text() == "Use as query"]
        offered.trigger()
        page = shown.page(QUERY)
        settled(qtbot, page, jobs)
        assert page.line.text() == "images[1].name"
        assert found(page) == '"db"'
        assert shown.path == "query result"

    @pytest.mark.parametrize("body", [b'{"a": 1, "a": 2}', b'{"a": 1, '], ids=["named twice", "broken"])
    def test_none_is_offered_where_it_would_find_something_else(self, view, body):
        tree = view(body).page(0).tree
        menu = tree.menu_for(tree.currentIndex())
        assert [action for action in menu.actions() if action.text() == "Use as query"] == []

    def test_there_is_none_without_json(self, qtbot, answered, jobs):
        shown = AnswerView(*answered(b"plain text", content_type="text/plain"), jobs)
        qtbot.addWidget(shown)
        assert not shown.switch.isTabEnabled(QUERY)
        shown.close_answer()


def test_the_words_of_the_query_view_do_not_make_the_answer_dear_to_lay_out(qtbot, answered, jobs):
    view = AnswerView(*answered({"images": [{"id": "1"}]}), jobs)
    qtbot.addWidget(view)
    view.show()
    view.switch.choose(QUERY)
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert view.page(QUERY).hint.hasHeightForWidth()
    assert not view.page(QUERY).hasHeightForWidth()
    assert not view.hasHeightForWidth()
    view.close_answer()
