"""Summaries: statuses, errors of several services, objects in lists."""

import json

import pytest

from api.answer.document import Document
from api.answer.summary import (
    clean,
    describe,
    error_sentence,
    page_sentence,
    state_meaning,
    state_tone,
    status_line,
    status_meaning,
)
from api.wire.response import Content


def document(value):
    return Document(Content(json.dumps(value).encode()))


@pytest.mark.parametrize(
    ("status", "reason", "line", "meaning"),
    [
        (200, "OK", "200 OK", ""),
        (404, "", "404 Not Found", "no such thing, or it is not yours"),
        (413, "Over Limit", "413 Over Limit", "too large, over a quota, or too many requests"),
        (299, "", "299", "done"),
        (799, "Odd\nLine", "799 Odd\\nLine", "not a status that HTTP knows"),
    ],
)
def test_statuses(status, reason, line, meaning):
    assert status_line(status, reason) == line
    assert status_meaning(status) == meaning


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"message": "No image found with ID 5<br /><br />\n\n\n", "code": "404"}, "No image found with ID 5"),
        ({"error": {"code": 401, "message": "The request you have made requires authentication."}},
         "The request you have made requires authentication."),
        ({"itemNotFound": {"code": 404, "message": "Item &amp; not found"}}, "Item & not found"),
        ({"unauthorized": {"code": 401, "message": "Unable to authenticate"}}, "Unable to authenticate"),
        ({"faultstring": "wrong <b>"}, "wrong <b>"),
        ({"message": 5, "x": None}, ""),
        ([1], ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_error_sentences(body, sentence):
    assert error_sentence(document(body)) == sentence


def test_an_error_page_is_read_without_its_markup():
    head = "<html><head><title>403 Forbidden</title><style>p{}</style></head>"
    page = head + "<body><h1>403 Forbidden</h1>Image &lt;x&gt; is protected.<br /><br /></body></html>"
    assert page_sentence(page) == "403 Forbidden Image <x> is protected."
    assert page_sentence("<title>Bad gateway</title><body><center>nginx</center>") == "Bad gateway: nginx"


def test_messages_have_an_end():
    assert len(clean("x " * 10_000)) == 400


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"id": "1", "name": "Debian 10", "status": "active"}, ("Debian 10", "active")),
        ({"id": "1", "type": "import", "status": "processing"}, ("import", "processing")),
        ({"member_id": "912346", "status": "pending", "image_id": "5"}, ("912346", "pending")),
        ({"id": "1", "name": "", "status": 5}, ("1", "")),
        ({"name": "a\u202eb\nc"}, ("a\\u202eb\\nc", "")),
        ({"other": "x"}, ("", "")),
        ([1], ("", "")),
    ],
)
def test_objects_say_what_they_are(item, said):
    assert describe(document(item), 0) == said


def test_states_have_meaning_and_colour():
    assert (state_meaning("killed"), state_tone("killed")) == ("failed", "bad")
    assert (state_meaning("queued"), state_tone("queued")) == ("waiting for data", "warning")
    assert (state_meaning("deactivated"), state_tone("Deactivated")) == ("blocked", "warning")
    assert (state_meaning("active"), state_tone("active")) == ("", "good")
    assert (state_meaning("???"), state_tone("???")) == ("", "")
