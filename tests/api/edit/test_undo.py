"""Undo: restores what the edit changed, touches nothing else, and refuses where somebody was quicker."""

import pytest

from api.edit.undo import Restored, SentEdit, Target, plan_undo
from api.model import Place
from api.schema import UNSET

BEFORE = {"name": "web", "os_version": "11", "gone": "x", "tags": ["a", "b"], "other": "1"}
AFTER = {"name": "web", "os_version": "12", "new": "y", "tags": ["c"], "other": "1"}
NAMES = ("os_version", "gone", "new", "tags")


@pytest.fixture
def sent():
    return SentEdit(Target("image.update-image", Place(), (("image_id", "x"),)), BEFORE, NAMES)


def test_what_was_changed_is_restored_and_nothing_else(sent, edit):
    undo = plan_undo(sent, AFTER, {**AFTER, "other": "2", "tags": ["c"]}, edit)
    assert undo.conflicts == ()
    assert undo.patch == (
        {"op": "remove", "path": "/new"},
        {"op": "replace", "path": "/os_version", "value": "11"},
        {"op": "replace", "path": "/tags", "value": ["a", "b"]},
        {"op": "add", "path": "/gone", "value": "x"},
    )
    assert undo.restored == (
        Restored("os_version", "12", "11"),
        Restored("gone", UNSET, "x"),
        Restored("new", "y", UNSET),
        Restored("tags", ["c"], ["a", "b"]),
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"os_version": "13"}, "os_version is now 13; your edit set it to 12."),
        ({"os_version": UNSET}, "os_version is gone; your edit set it to 12."),
        ({"gone": "z"}, "gone is there again with the value z; your edit removed it."),
        ({"new": ""}, "new is now an empty text; your edit set it to y."),
        ({"os_version": None}, "os_version is now null; your edit set it to 12."),
        ({"os_version": 12}, "os_version is now 12; your edit set it to 12."),
        ({"tags": ["c", "d"]}, 'tags is now ["c", "d"]; your edit set it to ["c"].'),
    ],
)
def test_what_changed_since_is_refused_by_name(sent, edit, change, sentence):
    now = {name: value for name, value in {**AFTER, **change}.items() if value is not UNSET}
    undo = plan_undo(sent, AFTER, now, edit)
    assert undo.conflicts == (sentence,)
    assert undo.patch == ()
    assert undo.restored == ()


def test_every_conflict_is_told(sent, edit):
    undo = plan_undo(sent, AFTER, {**AFTER, "os_version": "13", "new": "n"}, edit)
    assert len(undo.conflicts) == 2


def test_what_somebody_else_put_back_is_no_conflict(sent, edit):
    undo = plan_undo(sent, AFTER, {**AFTER, "os_version": "11", "tags": ["b", "a"]}, edit)
    assert undo.conflicts == ()
    assert [each.name for each in undo.restored] == ["gone", "new"]
    assert plan_undo(sent, AFTER, BEFORE, edit).patch == ()


def test_long_and_odd_values_are_told_in_short(sent, edit):
    (sentence,) = plan_undo(sent, AFTER, {**AFTER, "os_version": "a\n" * 1_000_000}, edit).conflicts
    assert len(sentence) < 200
    assert "\n" not in sentence
