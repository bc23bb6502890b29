"""Rows as they are wanted: sorted, filtered, both, and found again."""

from api.answer.tables.arranging import NOT_SHOWN, Arrangement, Arranger, Wish
from api.answer.tables.filtering import read_filter
from api.answer.veil import Veil
from tests.builders.tables import a_table, some_texts

ROWS = [{"id": f"i{n}", "name": name} for n, name in enumerate(["b", "a", "ab", "c"])]


def arranger(veil_of=()):
    table = a_table(ROWS)
    return table, Arranger(some_texts(table, Veil(table.document, veil_of)))


def test_without_a_wish_rows_stand_as_they_came():
    _table, made = arranger()
    found = made.arrange(Wish())
    assert found == Arrangement(range(4))
    assert (found.place(3), found.place(4)) == (3, None)


def test_sorting_filter_and_mask_work_together():
    table, made = arranger()
    name, terms = table.column("name"), read_filter("name:b", table.columns)
    found = made.arrange(Wish(name, True, terms))
    assert (list(found.order), found.place(2), found.place(1)) == ([0, 2], 1, None)
    assert list(found.places) == [0, NOT_SHOWN, 1, NOT_SHOWN]
    assert list(made.arrange(Wish(name, False, terms, bytes([0, 1, 1, 1]))).order) == [2]
    assert list(made.arrange(Wish(mask=bytes([1, 0, 0, 1]))).order) == [0, 3]
    assert found.place(99) is None


def test_the_same_sort_and_filter_are_not_made_twice(monkeypatch):
    from api.answer.tables import arranging

    made = []
    for name in ("sorted_rows", "matching_rows"):
        real = getattr(arranging, name)
        monkeypatch.setattr(arranging, name, lambda *a, real=real, **k: made.append(real) or real(*a, **k))
    table, arr = arranger()
    wish = Wish(table.column("name"), False, read_filter("a", table.columns))
    assert arr.arrange(wish) == arr.arrange(wish)
    assert len(made) == 2
    arr.forget()
    arr.arrange(wish)
    assert len(made) == 4


def test_after_something_was_revealed_it_is_sorted_anew():
    table, made = arranger(("/*/name",))
    wish = Wish(table.column("name"))
    assert list(made.arrange(wish).order) == [0, 1, 2, 3]
    made.texts.veil.reveal_all()
    made.forget()
    assert list(made.arrange(wish).order) == [1, 2, 0, 3]


def test_rows_are_named_and_found_again():
    _table, made = arranger()
    assert made.name_of(2) == ("id", "i2")
    assert (made.find("id", "i2"), made.find("id", "none"), made.find("none", "i2")) == (2, None, None)
    nameless = Arranger(some_texts(a_table([{"x": 1}])))
    assert nameless.name_of(0) == ("", "")
