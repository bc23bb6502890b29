"""What a reader sees of a bundle in Markdown: hostile words stay words, whatever they are made of."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from api.records.bundle.wish import BundleForm, Wish
from api.records.bundle.writing import bundle_pieces
from tests.builders.exchanges import a_request, a_response, an_exchange
from tests.builders.redacted import a_redacted

HOSTILE = (
    "a `code` b", "``` fence", "| a | b |", "<b>bold</b>", "<script>x</script>", "<img src=http://e.example/x>",
    "[link](http://e.example)", "![image](http://e.example/x)", "*bold* _it_ ~~no~~", "# head", "> quote",
    "&lt;b&gt; &amp;", "1. list", "- list", "+ list", "\\* back", "http://e.example/a_b_c", "a\\", "<!-- gone -->",
)  # fmt: skip


def rendered(title, body="{}"):
    exchange = an_exchange(a_response(body, content_type="text/plain"), replace(a_request(), title=title))
    text = b"".join(bundle_pieces([a_redacted(exchange)], Wish(BundleForm.MARKDOWN))).decode()
    document = QTextDocument()
    document.setMarkdown(text)
    return document


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_read_as_they_are(qapp, words):
    document = rendered(words, f"{words}\n```\n{words}\n")
    first = document.firstBlock()
    assert first.text() == f"{words}: 200 OK"
    assert first.blockFormat().headingLevel() == 1
    lines = document.toPlainText().split("\n")
    assert sum(line == words for line in lines) == 2
    assert "<img" not in document.toHtml().replace("&lt;img", "")
    assert "<table" not in document.toHtml()


@settings(max_examples=60, deadline=None)
@given(st.text("`|<>[]()*_#\\!&~-+.1a ", min_size=1, max_size=30).map(str.strip).filter(bool))
def test_a_body_of_any_signs_stays_in_its_fence(qapp, words):
    document = rendered("t", f"x{words}\n{words}y\n")
    lines = document.toPlainText().split("\n")
    assert f"x{words}" in lines
    assert f"{words}y" in lines
