"""Find in answers that are no documents, and what it marks in raw text."""

import pytest

from gui.answer.text_finder import TextFinder
from gui.answer.view import RAW, TREE, AnswerView


@pytest.fixture
def view(qtbot, jobs, answered):
    def make(*args, **more):
        exchange, answer = answered(*args, **more)
        made = AnswerView(exchange, answer, jobs)
        qtbot.addWidget(made)
        made.resize(1000, 500)
        made.show()
        settled(qtbot, jobs)
        return made

    return make


def settled(qtbot, jobs):
    qtbot.waitUntil(lambda: jobs.count == 0)


def look_for(qtbot, jobs, view, text):
    view.find_bar._field.setText(text)
    view.find_bar._ask()
    settled(qtbot, jobs)


def selected(view):
    text = view.page(RAW).text
    assert text.selection is not None
    (row, begin), (last, end) = text.selection
    assert row == last
    return row, text.row_text(row)[begin:end]


def test_matches_of_a_text_are_selected_in_turn(qtbot, jobs, view):
    made = view("one\ntwo Needle\n" + "é" * 2000 + " needle\n", content_type="text/plain")
    assert made.find_bar.isVisible()
    assert not made.find_bar.where.isVisible()
    look_for(qtbot, jobs, made, "needle")
    assert made.find_bar.count_text == "1 of 2"
    assert selected(made) == (1, "Needle")
    made.find_bar.step(1)
    assert selected(made) == (5, "needle")
    assert made.page(RAW).text._hits is not None
    made.grab()
    look_for(qtbot, jobs, made, "")
    assert made.page(RAW).text._hits is None


def test_from_another_view_a_match_leads_to_the_text(qtbot, jobs, view):
    made = view("<h1>Bad</h1>", content_type="text/html")
    made.switch.choose(3)
    look_for(qtbot, jobs, made, "bad")
    assert made.current == RAW
    assert selected(made) == (0, "Bad")


def test_a_hidden_body_is_looked_through_when_it_is_shown(qtbot, jobs, view):
    made = view("<token id='s3cret'/>", content_type="application/xml", pointers=("/token/id",))
    assert made.finder is None
    assert not made.find_bar.isVisible()
    made.page(RAW)._show.click()
    settled(qtbot, jobs)
    look_for(qtbot, jobs, made, "s3cret")
    assert selected(made) == (0, "s3cret")


@pytest.mark.parametrize(
    ("body", "kind"), [(b"", "text/plain"), (b"QFI\xfb\x00", "application/octet-stream")]
)
def test_where_there_is_no_text_nothing_is_looked_for(view, body, kind):
    made = view(body, content_type=kind)
    assert made.finder is None
    assert not made.find_bar.isVisible()


def test_json_that_holds_nothing_is_looked_through_as_text(qtbot, jobs, view):
    made = view(b"oops, no JSON")
    assert isinstance(made.finder, TextFinder)
    look_for(qtbot, jobs, made, "JSON")
    assert selected(made) == (0, "JSON")


def test_what_is_found_in_a_document_is_marked_in_its_text(qtbot, jobs, view):
    made = view({"name": "name", "token": "name"}, pointers=("/token",))
    assert made.current == TREE
    look_for(qtbot, jobs, made, "name")
    made.switch.choose(RAW)
    settled(qtbot, jobs)
    raw = made.page(RAW).text
    marked = [raw._hits(row) for row in raw.shown_rows]
    assert marked == [[], [(3, 7), (11, 15)], [], []]
    made.find_bar.step(1)
    assert raw._marked == 1
    raw.grab()
