"""What was open stays open in a newer answer, as far as it is still there."""

import json

import pytest

import api.answer.outline as outline_module
from api.answer.carry import Standing, carried
from api.answer.document import Document
from api.answer.outline import Range
from api.errors import Cancelled
from api.wire.response import Content

OLD = {"images": [{"id": 1, "tags": ["a", "b"]}, {"id": 2, "tags": []}, {"id": 3}], "next": {"x": {"y": 1}}}


def document_of(value):
    return Document(Content(value if isinstance(value, bytes) else json.dumps(value).encode()))


def carry(pointers, old, new, current="", top=""):
    one, other = document_of(old), document_of(new)
    standing = Standing(tuple(one.find(p) for p in pointers), one.find(current), one.find(top))
    moved = carried(standing, one, other)
    return [other.pointer(n) for n in moved.opened], other.pointer(moved.current), other.pointer(moved.top)


def test_the_same_answer_stands_the_same():
    opened = ["/images/0/tags", "/images", "/images/0", "/next"]
    assert carry(opened, OLD, OLD, "/images/0/tags/1", "/images/2") == (
        ["/images", "/images/0", "/images/0/tags", "/next"],
        "/images/0/tags/1",
        "/images/2",
    )


def test_what_is_gone_falls_back_to_what_held_it():
    new = {"other": [5], "images": [{"tags": ["a"]}], "next": 5}
    opened, current, top = carry(
        ["/images", "/images/1", "/next", "/next/x"], OLD, new, "/next/x/y", "/images/2/id"
    )
    assert opened == ["/images", "/next"]
    assert (current, top) == ("/next", "/images")


def test_an_object_in_the_place_of_a_list_has_no_items():
    assert carry(["/a"], {"a": [1, 2]}, {"a": {"0": 1}}, "/a/1")[1] == "/a"
    assert carry(["/a"], {"a": {"0": 1}}, {"a": [1]}, "/a/0")[1] == "/a"


def test_the_last_of_several_members_of_a_name_counts():
    assert carry(["/a"], {"a": {"b": 1}}, b'{"a": 1, "a": {"b": 2}}', "/a/b")[1] == "/a/b"


def test_ranges_grow_and_shrink_with_their_list(monkeypatch):
    monkeypatch.setattr(outline_module, "RANGE", 10)
    monkeypatch.setattr(outline_module, "RANGES", 10)

    def moved(old_count, place, new_count):
        old, new = document_of(list(range(old_count))), document_of(list(range(new_count)))
        return carried(Standing((place,), place, place), old, new)

    assert moved(25, Range(0, 20, 25), 40).opened == (Range(0, 20, 30),)
    assert moved(25, Range(0, 20, 25), 22).current == Range(0, 20, 22)
    assert moved(25, Range(0, 20, 25), 15) == Standing((), 0, 0)
    assert moved(25, Range(0, 0, 10), 10) == Standing((), 0, 0)
    assert moved(150, Range(0, 100, 150), 120).opened == (Range(0, 100, 120),)
    assert moved(150, Range(0, 0, 100), 90) == Standing((), 0, 0)


def test_nothing_to_carry():
    empty = document_of(b"")
    assert carried(Standing((0,), 0), document_of(OLD), empty) == Standing()
    assert carried(Standing(), document_of(OLD), document_of(OLD)) == Standing()


def test_deep_documents_are_carried():
    deep = b"[" * 10_000 + b"]" * 10_000
    old, new = document_of(deep), document_of(deep)
    assert carried(Standing((9_000,), 9_999), old, new) == Standing((9_000,), 9_999)


def test_carrying_can_be_stopped():
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        carried(Standing((0,)), document_of(OLD), document_of(OLD), stop)
