"""Raw text: windows of bounded size, line numbers, colours, secrets, and bodies that are no text."""

import json

import pytest

from api.answer.veil import DOTS
from gui.answer.raw_page import WINDOW_CHARACTERS, WINDOW_ROWS, RawPage
from tests.builders.exchanges import an_image_list


@pytest.fixture
def page(qtbot, jobs, answered):
    def make(*args, **more):
        _exchange, answer = answered(*args, **more)
        made = RawPage(answer, jobs)
        qtbot.addWidget(made)
        made.resize(800, 400)
        made.show()
        made.refresh()
        qtbot.waitUntil(lambda: jobs.count == 0)
        return made

    return make


def settled(qtbot, jobs):
    qtbot.waitUntil(lambda: jobs.count == 0)


def test_json_is_formatted_and_can_be_seen_as_received(qtbot, jobs, page):
    made = page(b'{"a":[1,2.50],"b":"x"}')
    assert made.text.toPlainText() == '{\n  "a": [\n    1,\n    2.50\n  ],\n  "b": "x"\n}'
    assert made._where.text() == "JSON, formatted, 7 lines"
    made._style.click()
    settled(qtbot, jobs)
    assert made.text.toPlainText() == '{"a":[1,2.50],"b":"x"}'
    assert made._where.text() == "JSON, as received, 1 line"


def test_visible_lines_have_colours(page):
    made = page(b'{"a": "x", "n": 1}')
    formats = made.text.document().findBlockByNumber(1).layout().formats()
    assert [(each.start, each.length) for each in formats] == [(2, 3), (7, 3)]


def test_a_large_text_is_shown_in_windows(qtbot, jobs, page):
    made = page("\n".join(f"line {n}" for n in range(1, 5001)), content_type="text/plain")
    assert made.text.blockCount() == WINDOW_ROWS
    assert made._where.text() == "text, as received, showing lines 1-2,000 of 5,000 lines"
    made._on.click()
    made._on.click()
    assert made.text.toPlainText().startswith("line 4001\n")
    assert made.text.line_number(0) == 4001
    assert not made._on.isEnabled()
    made._back.click()
    assert made.text.toPlainText().startswith("line 2001\n")


def test_one_endless_line_is_bounded_too(page):
    made = page(b"x" * 1_000_000, content_type="text/plain")
    assert len(made.text.toPlainText()) <= WINDOW_CHARACTERS + 4096
    assert made.text.line_number(1) == 0


def test_the_place_of_a_break_can_be_shown(page):
    data = b'{"a": [\n' + b"1,\n" * 6000 + b"oops"
    made = page(data)
    made.show_offset(len(data) - 2)
    cursor = made.text.textCursor()
    assert cursor.block().text() == "oops"


def test_a_node_is_shown_in_either_style(qtbot, jobs, page):
    made = page(json.dumps(an_image_list(300), indent=1).encode())
    node = made._answer.document.find("/images/290/status")
    made.show_node(node)
    assert made.text.textCursor().block().text() == '      "status": "saving",'
    made._style.click()
    made.show_node(node)
    settled(qtbot, jobs)
    assert made.text.textCursor().block().text() == '   "status": "saving",'


def test_a_hidden_node_is_shown_at_what_hides_it(page):
    made = page({"a": 1, "token": {"id": "s3cret"}}, pointers=("/token",))
    made.show_node(made._answer.document.find("/token/id"))
    assert made.text.textCursor().block().text() == f'  "token": "{DOTS}"'


@pytest.mark.parametrize(
    ("body", "content_type", "where", "text"),
    [
        (b"", "application/json", "The answer has no body.", ""),
        (b"<h1>Bad</h1>", "text/html", "HTML, as received, 1 line", "<h1>Bad</h1>"),
        (b"QFI\xfb\x00", "application/octet-stream", "Binary data, 5 bytes; its beginning:",
         "00000000  51 46 49 fb 00                                    QFI.."),
        (b"a\xffb", "text/plain", "text, as received, 1 line", "a\ufffdb"),
    ],
)  # fmt: skip
def test_other_bodies_are_shown_for_what_they_are(page, body, content_type, where, text):
    made = page(body, content_type=content_type)
    assert (made._where.text(), made.text.toPlainText()) == (where, text)


def test_secrets_are_dots_in_both_styles(qtbot, jobs, page, clipboard):
    made = page({"token": {"id": "s3cret"}, "x": 1}, pointers=("/token/id",))
    for _style in range(2):
        assert "s3cret" not in made.text.toPlainText()
        assert DOTS in made.text.toPlainText()
        made._copy.click()
        assert "s3cret" not in clipboard.text()
        made._style.click()
        settled(qtbot, jobs)
    assert made._show.isVisible()
    made._show.click()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.toPlainText()
    assert not made._show.isVisible()


def test_a_secret_revealed_elsewhere_is_seen_when_one_comes_back(qtbot, jobs, page):
    made = page({"token": {"id": "s3cret"}}, pointers=("/token/id",))
    made._answer.veil.reveal(made._answer.document.find("/token/id"))
    made.refresh()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.toPlainText()


def test_a_secret_body_that_is_no_json_is_covered(qtbot, jobs, page):
    made = page("<token id='s3cret'/>", content_type="application/xml", pointers=("/token/id",))
    assert made.text.toPlainText() == ""
    assert not made._copy.isVisible()
    made._show.click()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.toPlainText()


def test_the_whole_can_be_copied(page, clipboard):
    text = "\n".join(f"line {n}" for n in range(5000))
    page(text, content_type="text/plain")._copy.click()
    assert clipboard.text() == text
