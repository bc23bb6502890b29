"""The smallest patch and its inverse: applied they lead there and back, with any names and values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.edit.patch import inverse, make_patch, with_values
from api.edit.record import same

names = st.text(min_size=1, max_size=8) | st.sampled_from(["a/b", "~", "~1", "~01", "/", "a~0/b", "tags"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
records = st.dictionaries(names, values, max_size=6)


def decoded(path):
    """The one name in a pointer, read as RFC 6901 says."""
    assert path.startswith("/")
    assert "/" not in path[1:]
    return path[1:].replace("~1", "/").replace("~0", "~")


def applied(patch, record):
    """The record after a patch, as strict as the strictest service: nothing is added twice, nothing missing goes."""
    result = dict(record)
    for operation in patch:
        name = decoded(operation["path"])
        if operation["op"] == "add":
            assert name not in result
            result[name] = operation["value"]
        elif operation["op"] == "replace":
            assert name in result
            result[name] = operation["value"]
        else:
            assert operation["op"] == "remove"
            del result[name]
    return result


@given(records, records)
def test_a_patch_leads_there_and_is_the_smallest(before, after):
    patch = make_patch(before, after)
    assert same(applied(patch, before), after)
    differing = {n for n in before.keys() | after.keys() if n not in before or n not in after}
    differing |= {n for n in before.keys() & after.keys() if not same(before[n], after[n])}
    assert sorted(decoded(operation["path"]) for operation in patch) == sorted(differing)
    assert json.loads(json.dumps(patch)) == patch


@given(records, records)
def test_the_inverse_leads_back(before, after):
    changed = [decoded(operation["path"]) for operation in make_patch(before, after)]
    assert same(applied(inverse(before, after, changed), after), before)


@given(records, records, records, st.lists(names, max_size=4))
def test_the_inverse_leaves_what_it_is_not_asked_about(before, after, other, asked):
    back = applied(inverse(before, {**after, **other}, asked), {**after, **other})
    assert same(back, with_values({**after, **other}, before, asked))


def test_what_goes_goes_first_and_what_is_new_comes_last():
    patch = make_patch({"z": "1", "gone": "2", "same": "3"}, {"new": "4", "same": "3", "z": "5"})
    assert [(each["op"], each["path"]) for each in patch] == [
        ("remove", "/gone"),
        ("replace", "/z"),
        ("add", "/new"),
    ]
    assert "value" not in patch[0]


@pytest.mark.parametrize(
    ("name", "path"),
    [("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01"), ("/", "/~1"), ("~/", "/~0~1"), ("ä b", "/ä b")],
)
def test_names_are_escaped(name, path):
    assert make_patch({}, {name: "x"})[0]["path"] == path


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (True, 1, False), (0, False, False), (1, 1.0, False), ("1", 1, False), (None, "", False), ([], {}, False),
        ([1, 2], [2, 1], False), ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True), ([True], [1], False), ("ä", "ä", True),
    ],
)  # fmt: skip
def test_only_the_same_json_is_the_same(one, other, alike):
    assert same(one, other) is alike
    assert bool(make_patch({"x": one}, {"x": other})) is not alike


def test_the_order_of_tags_means_nothing():
    assert make_patch({"tags": ["b", "a"]}, {"tags": ["a", "b"]}, {"tags"}) == []
    assert make_patch({"tags": ["b", "a"]}, {"tags": ["a", "b"]}) != []
    assert make_patch({"tags": ["a", "a"]}, {"tags": ["a"]}, {"tags"}) != []
