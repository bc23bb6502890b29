"""Favourites keep the order that a person gave them."""

from __future__ import annotations

import pytest

from api.records.favourites import Favourites


@pytest.fixture
def favourites(tmp_path):
    kept = Favourites(tmp_path)
    for call_id in ("a.one", "a.two", "a.three"):
        assert kept.toggle(call_id)
    return kept


@pytest.mark.parametrize(
    ("call_id", "to", "order"),
    [
        ("a.three", 0, ("a.three", "a.one", "a.two")),
        ("a.one", 2, ("a.two", "a.three", "a.one")),
        ("a.one", 99, ("a.two", "a.three", "a.one")),
        ("a.two", -1, ("a.two", "a.one", "a.three")),
        ("a.unmarked", 0, ("a.one", "a.two", "a.three")),
    ],
)
def test_a_favourite_is_moved(favourites, tmp_path, call_id, to, order):
    favourites.move(call_id, to)
    assert Favourites(tmp_path).ids == order
