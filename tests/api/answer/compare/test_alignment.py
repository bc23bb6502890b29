"""The alignment of sequences: as many common items as there can be, in their order."""

from hypothesis import given
from hypothesis import strategies as st

from api.answer.compare.alignment import gaps

letters = st.lists(st.sampled_from("abc"), max_size=12)


def longest(left, right):
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def outside(items, spans):
    return [each for at, each in enumerate(items) if not any(start <= at < end for start, end in spans)]


@given(letters, letters)
def test_what_is_outside_the_gaps_is_common_and_as_long_as_can_be(left, right):
    found = gaps(left, right, lambda: None)
    ours = outside(left, [gap[:2] for gap in found])
    theirs = outside(right, [gap[2:] for gap in found])
    assert ours == theirs
    assert len(ours) == longest(left, right)


def test_few_changes_in_long_sequences_are_found_where_they_are():
    left = list(range(200_000))
    right = [*left[:1000], -1, *left[1000:150_000], *left[150_002:]]
    assert gaps(left, right, lambda: None) == [
        (1000, 1000, 1000, 1001),
        (150_000, 150_002, 150_001, 150_001),
    ]


def test_sequences_that_differ_everywhere_are_one_gap():
    assert gaps([*"x", *range(9000), *"y"], [*"x", *range(9000, 18000), *"y"], lambda: None) == [
        (1, 9001, 1, 9001)
    ]
