"""Differences in words: names, places, values, the summary, and all of it as JSON."""

import json

import pytest

from api.answer.answer import read_answer
from api.answer.compare.comparing import differ
from api.answer.compare.difference import Difference
from api.answer.compare.difference_text import SHOWN, DifferenceText, Which, notes, summary
from api.answer.veil import DOTS
from api.running import CancelToken
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image_list

LEFT, RIGHT = Which


def told(left, right, pointers=()):
    """The words for a difference, and its changes."""
    answers = [
        read_answer(an_exchange(a_response(b), a_request(secret_pointers=pointers))) for b in (left, right)
    ]
    return DifferenceText(*answers), differ(*answers, CancelToken())


def test_what_each_change_is_called_and_where_it_stands():
    right = an_image_list(4)
    right["images"][1]["status"] = "killed"
    right["images"][1]["tags"] = ["new"]
    del right["images"][0]
    right["next"] = "x"
    text, found = told(an_image_list(3), right)
    assert [text.name(change) for change in found.changes] == [
        "Debian 10 (Buster) (PVHVM)",
        "Ubuntu 24.04 LTS (Noble)",
        "db replica base",
        "",
    ]
    assert [text.place(change) for change in found.changes] == [
        "images[0]",
        "images[1]",
        "images[2]",
        "next",
    ]
    changed = found.changes[1]
    assert [text.place(part, changed) for part in changed.parts] == ["status", "tags[0]"]
    status = changed.parts[0]
    assert (text.value(status, LEFT), text.value(status, RIGHT)) == ('"active"', '"killed"')
    assert text.pointer(status) == "/images/1/status"
    assert text.value(changed, LEFT) == "{ }  19 members"
    assert text.value(found.changes[0], RIGHT) == ""
    assert text.whole(found.changes[0], RIGHT) == ""
    assert json.loads(text.whole(found.changes[2], RIGHT))["name"] == "db replica base"


def test_the_root_has_a_name_too():
    text, found = told([1], {"a": 1})
    assert text.place(found.changes[0]) == "the whole answer"
    assert [text.value(found.changes[0], which) for which in Which] == ["[ ]  1 item", "{ }  1 member"]


def test_long_values_are_cut_and_the_whole_is_there():
    text, found = told({"a": "x" * 1000}, {"a": "y\n" * 1000})
    assert text.value(found.changes[0], LEFT) == f'"{"x" * SHOWN}…"'
    assert "\n" not in text.value(found.changes[0], RIGHT)
    assert text.whole(found.changes[0], RIGHT) == "y\n" * 1000
    assert text.whole(found.changes[0], LEFT, 5) == "xxxxx"


def test_hidden_values_are_dots_everywhere():
    left, right = ({"list": [{"id": "a", "password": word}], "n": word} for word in ("one", "two"))
    text, found = told(left, right, pointers=("/n",))
    password, other = found.changes[0].parts[0], found.changes[1]
    for change in (password, other):
        assert text.hidden(change)
        assert [text.value(change, which) for which in Which] == [DOTS, DOTS]
        assert text.whole(change, LEFT) == DOTS
    written = text.as_json(found)
    assert "one" not in written
    assert "two" not in written
    assert all(operation["hidden"] for operation in json.loads(written))


def test_secrets_inside_added_items_stay_hidden():
    text, found = told([{"id": "a"}], [{"id": "a"}, {"id": "b", "password": "s3cret"}])
    assert "s3cret" not in text.as_json(found)
    assert "s3cret" not in text.whole(found.changes[0], RIGHT)


def test_all_changes_as_json():
    left = {"images": [{"id": "a", "n/~": 1}, {"id": "b"}], "gone": 1.50}
    right = {"images": [{"id": "b", "new": [1, {}]}, {"id": "a", "n/~": 2}]}
    text, found = told(left, right)
    assert json.loads(text.as_json(found)) == [
        {
            "op": "replace",
            "path": "/images/0/n~1~0",
            "path_on_the_right": "/images/1/n~1~0",
            "old": 1,
            "value": 2,
        },
        {"op": "add", "path": "/images/0/new", "value": [1, {}]},
        {"op": "remove", "path": "/gone", "old": 1.5},
    ]
    assert text.as_json(Difference()) == "[]"


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (Difference(same=1, unit="items"), "No differences: 1 item the same"),
        (Difference(added=1, cut=True, same=2), "1 added, 2 the same"),
        (
            Difference(added=3, removed=1200, changed=1, same=4982, cut=True),
            "3 added, 1,200 removed, 1 changed, 4,982 the same",
        ),
    ],
)
def test_the_summary(difference, expected):
    assert summary(difference) == expected


def test_how_it_was_compared():
    found = Difference(matched=("id", ""), moved=True, repeated=1, cut=True)
    assert notes(found) == (
        "Items matched by id and their place; in another order; 1 name twice in an object, the last one counts; "
        "only the first 20,000 differences are shown"
    )
    assert notes(Difference()) == ""
    assert notes(Difference(matched=("id",)), more=True) == (
        "Only these pages are compared, more exist; items matched by id"
    )
