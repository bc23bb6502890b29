"""Differences: exactly what was changed, whatever the order and the writing; hidden values stay hidden."""

import copy
import json
import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.compare.difference import Change, Difference, compare
from api.answer.compare.pairing import Side
from api.answer.document import Document
from api.errors import Cancelled
from api.running import CancelToken
from api.wire.response import Content
from tests.builders.exchanges import an_image_list


def read(value):
    return Document(Content(value if isinstance(value, bytes) else json.dumps(value).encode()))


def both(left, right, hidden=("", ""), **more):
    documents = read(left), read(right)
    sides = [
        Side(document, frozenset(document.find(p) for p in pointers.split()))
        for document, pointers in zip(documents, hidden, strict=True)
    ]
    return documents, compare(*sides, **more)


def told(left, right, hidden=("", "")):
    """The differences as text: ``~/images/0/status``, of changed items only what differs in them."""
    (ours, theirs), found = both(left, right, hidden)
    return [place(ours, theirs, part) for change in found.changes for part in change.parts or (change,)]


def place(ours, theirs, change):
    return change.sign + (ours.pointer(change.left) if change.left >= 0 else theirs.pointer(change.right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (b"1", b"1.0"),
        (b"1", b"1e0"),
        (b"100", b"1E+2"),
        (b"1e17", b"100000000000000000"),
        (b"1e18", b"1000000000000000000"),
        (b"1e19", b"10000000000000000000"),
        (b"-0.5", b"-5e-1"),
        (b"0", b"-0.000"),
        (b"1e400", b"10e399"),
        (b"123456789012345678901234567890", b"123456789012345678901234567890.0"),
        (rb'"a\u0062c"', b'"abc"'),
        (rb'"\ud83d\ude00"', '"\U0001f600"'.encode()),
        (b'{"a":1,"b":[]}', b'{ "b" : [ ], "a" : 1.0 }'),
        (b"[NaN]", b"[ NaN]"),
        (b'{"a":1,"a":2}', b'{"a":2}'),
        (b"", b""),
    ],
)
def test_what_means_the_same_does_not_differ(left, right):
    assert told(left, right) == []
    assert told(right, left) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (b"123456789012345678901234567890", b"123456789012345678901234567891"),
        (b"0.1", b"0.1000000000000000000000000001"),
        (b"1", b"-1"),
        (b"1", b'"1"'),
        (b"1", b"true"),
        (b"NaN", b'"NaN"'),
        (b"NaN", b"Infinity"),
        (b'"null"', b"null"),
        (b"1e17", b"1e18"),
        (b"null", b"false"),
        (b"{}", b"[]"),
        (b'"\xff"', b'"\xfe"'),
        (rb'"\x"', rb'"\y"'),
        (b"1e%s" % (b"9" * 5000), b"1e%s8" % (b"9" * 4999)),
        (b'"a"', rb'"\u0062"'),
    ],
    ids=range(15),
)
def test_what_means_something_else_differs(left, right):
    assert told(left, right) == ["~"]
    assert told(right, left) == ["~"]


def test_lists_of_objects_are_matched_by_id_whatever_their_order():
    left = [{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c", "n": 3}]
    right = [{"id": "d", "n": 4}, {"id": "c", "n": 3}, {"n": 5, "id": "b"}]
    documents, found = both(left, right)
    assert [place(*documents, each) for each in found.changes] == ["-/0", "~/1", "+/0"]
    assert [place(*documents, each) for each in found.changes[1].parts] == ["~/1/n"]
    assert (found.added, found.removed, found.changed, found.same) == (1, 1, 1, 1)
    assert (found.unit, found.matched, found.moved) == ("items", ("id",), True)
    assert not both(left, left)[1].moved


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("name", ["x", "y", "z"]),
        ("member_id", ["1", "2", "3"]),
        ("region", ["DFW", "IAD", "ORD"]),
        ("id", [1, 2, 3]),
        ("odd", ["p", "q", "r"]),
    ],
)
def test_the_member_that_names_the_items(name, values):
    left = [{"same": "x", name: value, "n": 1} for value in values]
    right = [{"same": "x", name: value, "n": 1} for value in reversed(values)]
    found = both(left, right)[1]
    assert (found.changes, found.matched, found.moved) == ((), (name,), True)


def test_two_regions_give_the_same_images_other_ids_so_names_match():
    left = [{"id": f"a{n}", "name": f"image {n}", "size": n} for n in range(5)]
    right = [{"id": f"b{n}", "name": f"image {n}", "size": n} for n in range(5)]
    assert told(left, right) == [f"~/{n}/id" for n in range(5)]
    assert both(left, right)[1].matched == ("name",)


def test_ids_count_where_neither_ids_nor_names_meet():
    found = both([{"id": "a", "name": "x"}], [{"id": "b", "name": "y"}])[1]
    assert (found.added, found.removed, found.matched) == (1, 1, ("id",))


def test_an_item_on_two_pages_is_matched_twice():
    page = [{"id": f"a{n}"} for n in range(20)]
    assert told([*page, page[3]], [*page, page[3]][::-1]) == []
    assert told([*page, page[3]], page) == ["-/20"]


def test_items_without_a_name_stand_by_their_place():
    left = [{"size": 1}, {"size": 2}, {"size": 3}, {"size": 4}]
    right = [{"size": 1}, {"size": 9}, {"size": 3}]
    found = both(left, right)[1]
    assert told(left, right) == ["~/1/size", "-/3"]
    assert found.matched == ("",)


def test_items_of_many_shapes():
    left = [{"id": "a"}, 5, None, "x", {"id": "b"}, [1, 2], {"id": {"odd": 1}}]
    right = [None, {"id": "b"}, "x", {"id": "a", "new": 1}, [1, 3], 5, {"id": {"odd": 2}}]
    found = told(left, right)
    assert "+/3/new" in found
    assert "~/5/1" in found
    assert "~/6/id/odd" in found


def test_lists_of_values_differ_by_their_longest_common_part():
    assert told({"tags": ["a", "b", "c", "d"]}, {"tags": ["a", "x", "c", "d", "e"]}) == [
        "~/tags/1",
        "+/tags/4",
    ]
    assert told([1, 2, 3], [2.0, 3, 1]) == ["-/0", "+/2"]


def test_without_lists_single_values_are_counted():
    found = both({"a": 1, "b": {"c": 2, "d": 3}, "e": 4}, {"a": 1, "b": {"c": 9, "f": 3}, "e": 4})[1]
    assert (found.added, found.removed, found.changed, found.same, found.unit) == (1, 1, 1, 2, "values")


def test_values_beside_a_list_stand_beside_its_items():
    left, right = an_image_list(3), an_image_list(3)
    right["next"] = "/v2/images?marker=other"
    right["images"][1]["tags"].append("new")
    assert told(left, right) == ["+/images/1/tags/0", "~/next"]
    assert both(left, right)[1].same == 2


def test_lists_in_items_are_matched_too_but_count_as_parts():
    left = {
        "catalog": [
            {"name": "image", "endpoints": [{"region": "DFW", "url": "u1"}, {"region": "IAD", "url": "u2"}]}
        ]
    }
    right = copy.deepcopy(left)
    right["catalog"][0]["endpoints"].reverse()
    right["catalog"][0]["endpoints"][0]["url"] = "u3"
    documents, found = both(left, right)
    assert [place(*documents, each) for each in found.changes] == ["~/catalog/0"]
    assert told(left, right) == ["~/catalog/0/endpoints/1/url"]


def test_an_array_of_arrays():
    assert told([[1, 2], [3]], [[1, 2], [3, 4]]) == ["+/1/1"]
    assert told([[1, 2], [3]], [[1, 2]]) == ["-/1"]


def test_names_that_occur_again_are_told():
    found = both(b'{"a":1,"a":2,"b":0}', b'{"a":1,"b":1}')[1]
    assert found.repeated == 1
    assert found.changed == 2


def test_empty_and_broken_documents():
    assert told(b"", b"[1]") == ["+"]
    assert told(b"[1]", b"") == ["-"]
    assert told(b'[{"id":"a"},{"id":"b"', b'[{"id":"a"}]') == ["-/1"]


def test_depth_does_not_matter():
    deep = 10_000
    left = b'[{"id":1,"x":' + b"[" * deep + b"1" + b"]" * deep + b"}]"
    right = b'[{"id":1,"x":' + b"[" * deep + b"2" + b"]" * deep + b"}]"
    assert told(left, right) == ["~/0/x" + "/0" * deep]


def test_too_many_differences_are_counted_but_not_all_kept():
    left = [{"id": n, "a": 1, "b": 1} for n in range(50)]
    right = [{"id": n, "a": 2, "b": 2} for n in range(40)]
    found = both(left, right, limit=25)[1]
    assert found.cut
    assert (found.changed, found.removed) == (40, 10)
    assert sum(len(change.parts) or 1 for change in found.changes) == 25
    assert not both(left, right, limit=90)[1].cut


def test_hidden_values_differ_as_wholes():
    left = {"password": "a", "token": {"id": "x", "n": 1}, "same": {"id": "y"}, "n": 1}
    right = {"password": "b", "token": {"id": "z", "n": 1}, "same": {"id": "\\u0079"}, "n": 2}
    hidden = "/password /token /same"
    assert told(left, json.dumps(right).replace("\\\\", "\\").encode(), (hidden, hidden)) == [
        "~/password",
        "~/token",
        "~/n",
    ]
    assert told(left, right, ("/token", "")) == ["~/password", "~/token", "~/same/id", "~/n"]


def test_hidden_items_and_names_match_nothing():
    left = [{"id": "a", "n": 1}, {"id": "b", "n": 2}]
    right = [{"id": "b", "n": 2}, {"id": "a", "n": 1}]
    assert both(left, right, ("/0/id /1/id", ""))[1].matched != ("id",)
    assert told(left, left, ("/0", "/0")) == []
    assert told(left, [{"id": "c", "n": 1}, {"id": "b", "n": 2}], ("/0", "/0")) == ["~/0"]


def test_comparing_stops_when_asked():
    token = CancelToken()
    token.cancel()
    images = an_image_list(300)
    with pytest.raises(Cancelled):
        both(images, an_image_list(299), check=token.check)


def test_a_difference_survives_its_journey():
    found = both(an_image_list(9), {**an_image_list(8), "new": 1})[1]
    assert Difference.from_json(found.to_json()) == found
    assert found.changes[0] == Change("-", found.changes[0].left, -1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from("abc") | st.just(10**30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("pqr~/"), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(json_values, st.randoms())
def test_shuffled_and_rewritten_documents_are_equal(value, chance):
    def shuffled(each):
        if isinstance(each, dict):
            items = [(key, shuffled(inner)) for key, inner in each.items()]
            chance.shuffle(items)
            return dict(items)
        if isinstance(each, list):
            return [shuffled(inner) for inner in each]
        return float(each) if type(each) is int and abs(each) < 100 else each

    assert told(value, json.dumps(shuffled(value), indent=1).encode()) == []


@given(json_values, json_values)
def test_there_are_no_differences_exactly_when_there_are_none(left, right):
    named = isinstance(left, list) and any(isinstance(each, dict) for each in left)
    if not named:
        assert (told(left, right) == []) == (exactly(left) == exactly(right))


def exactly(value):
    """Python takes True for 1; JSON does not."""
    return json.dumps(value, sort_keys=True)


def planted(chance, count):
    """A list of images, the same list changed, and what was changed."""
    left = an_image_list(count)
    right, wanted = copy.deepcopy(left), Counter()
    images = right["images"]
    chosen = chance.sample(range(count), min(count, 9))
    for at in chosen[:3]:
        images[at]["status"] = f"changed {at}"
        wanted[f"~/images/{at}/status"] += 1
    for at in chosen[3:5]:
        images[at]["com.example~1/team"] = 1
        wanted["+"] += 1
    for at in chosen[5:7]:
        del images[at]["vm_mode"]
        wanted[f"-/images/{at}/vm_mode"] += 1
    gone = sorted(chosen[7:], reverse=True)
    for at in gone:
        del images[at]
        wanted[f"-/images/{at}"] += 1
    images += an_image_list(count + 2)["images"][count:]
    wanted["+"] += 2
    chance.shuffle(images)
    return left, right, wanted


@given(st.integers(9, 60), st.integers(0, 1000))
def test_exactly_the_planted_changes_are_found(count, seed):
    left, right, wanted = planted(random.Random(seed), count)
    found = Counter(each if each[0] != "+" else "+" for each in told(left, right))
    assert found == wanted


def test_nan_and_infinity_are_numbers_of_their_own():
    assert told([math.nan, math.inf], [math.nan, -math.inf]) == ["~/1"]
