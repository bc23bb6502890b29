"""Answers that are none: the window lives, the tab says what happened, and the next call works."""

import json

import pytest

from gui.answer.view import RAW, TREE
from tests.flows.servers import TITLE, answer, ask, saying, serving, zipped

GOOD = answer(b'{"ok": true}')
GZIP = "Content-Encoding: gzip\r\n"
BROKEN = {
    "nothing": (b"", "closed the connection without an answer"),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-Le", "in the middle of the answer's headers"),
    "half a body": (answer(b"{" * 100)[:-50], "in the middle of the answer"),
    "no gzip": (answer(b"this is no gzip", more=GZIP), "says it is gzip, but it cannot be unpacked"),
    "half a gzip": (zipped(json.dumps(list(range(9999))).encode())[:-400], "in the middle of the answer"),
    "no http": (b"SSH-2.0-OpenSSH_9.2p1\r\n", "is not an HTTP answer"),
}
HTML = b"<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
STRANGE = {
    "html": (
        answer(HTML, "text/html", "502 Bad Gateway"),
        ("502 Bad Gateway", "HTML, as received"),
        "<h1>",
    ),
    "binary": (answer(bytes(range(256)) * 8, "application/octet-stream"), ("Binary data, 2 KiB",), "ff"),
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", ("nothing to show", "The answer has no body."), ""),
    "no body": (answer(b""), ("200 OK", "The answer has no body."), ""),
    "cut JSON": (answer(b'{"a": [1, 2, '), ("Not complete JSON, line 1, column 14",), None),
}
LARGE = json.dumps([{"id": number, "name": "n" * 80} for number in range(92_000)]).encode()


def ask_well(hand):
    """The next call works."""
    with serving(saying(GOOD)) as server:
        ask(hand, server.url)
        hand.answered(TITLE, 200)
    assert hand.json() == {"ok": True}


def rows(view, most=40):
    """What the first rows of the tree say, to any depth that is open."""
    from PySide6.QtCore import Qt

    tree, found = view.page(TREE).tree, []
    index = tree.model().index(0, 0)
    while index.isValid() and len(found) < most:
        found.append(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        index = tree.indexBelow(index)
    return found


@pytest.mark.parametrize("case", BROKEN)
def test_no_answer_is_told_and_the_next_call_works(hand, heart, case):
    said, words = BROKEN[case]
    with serving(saying(said)) as server:
        ask(hand, server.url)
        told = hand.failed(TITLE)
        assert hand.tab_title == f"{TITLE}   no answer"
        assert told.startswith("No answer")
        assert words in told
        assert f"{server.url}healthcheck" in told
    ask_well(hand)


@pytest.mark.parametrize("case", STRANGE)
def test_a_strange_answer_is_shown_for_what_it_is(hand, heart, case):
    said, words, raw = STRANGE[case]
    with serving(saying(said)) as server:
        ask(hand, server.url)
        hand.until(lambda: not hand.tab.running)
        hand.until(lambda: all(each in hand.words(hand.view) for each in words))
        assert raw is None or raw in hand.view.page(RAW).text.shown
    ask_well(hand)


ODD = {
    "numbers beyond 64 bit": (
        b'{"n": 123456789012345678901234567890, "x": 1e400, "i": -0}',
        ["n, number, 123456789012345678901234567890", "x, number, 1e400", "i, number, -0"],
    ),
    "twins": (b'{"a": 1, "a": 2}', ["a, number, 1", "a, number, 2"]),
    "no numbers": (b'{"a": NaN, "b": -Infinity}', ["a, number, NaN", "b, number, -Infinity"]),
    "no UTF-8": (b'{"a": "x\xff\xfey"}', ['a, text, "x\ufffd\ufffdy"']),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_json_is_shown_as_it_came(hand, heart, case):
    body, shown = ODD[case]
    with serving(saying(answer(body))) as server:
        ask(hand, server.url)
        view = hand.answered(TITLE, 200)
        assert view.current == TREE
        assert rows(view) == shown
    ask_well(hand)


def test_json_of_ten_thousand_levels(hand, heart):
    with serving(saying(answer(b"[" * 10_000 + b"]" * 10_000))) as server:
        ask(hand, server.url)
        view = hand.answered(TITLE, 200)
        assert view.current == TREE
        hand.press("Alt+2")
        hand.press("*")
        hand.press("Down", times=20)
        hand.press("Ctrl+Shift+J")
        hand.press("Ctrl+4")
        hand.press("Ctrl+1")
    ask_well(hand)


def test_a_list_of_ten_megabytes(hand, heart):
    with serving(saying(answer(LARGE))) as server:
        ask(hand, server.url)
        view = hand.answered(TITLE, 200)
        assert "92,000 items" in hand.words(view.facts)
        hand.press("Alt+2")
        for keys in ("End", "Home", "Ctrl+2", "Ctrl+4", "End", "Ctrl+1"):
            hand.press(keys)
        hand.press("Ctrl+F")
        hand.type("91999")
        hand.press("Return")
        hand.until(lambda: view.find_bar.count_text == "1 of 1")
        assert hand.window.status.hint.text().startswith("[91999]")
    ask_well(hand)


def test_a_redirect_to_another_origin_is_not_followed(hand, heart):
    with serving(saying(GOOD)) as other:
        moved = answer(b"", status="301 Moved", more=f"Location: {other.url}\r\n")
        with serving(saying(moved)) as server:
            ask(hand, server.url)
            assert "redirects to another place" in hand.failed(TITLE)
        assert not other.connections
    ask_well(hand)
