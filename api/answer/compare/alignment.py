"""Which items of two sequences belong together: the longest common subsequence.

Found in time that grows with the differences and not with the length (Myers' greedy algorithm).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Sequence

MOST_STEPS = 1000
"""Single insertions and removals; sequences that differ more are compared place by place."""

Gap = tuple[int, int, int, int]
"""From and to on the left side, from and to on the right: what stands between two common parts."""


def gaps(left: Sequence[Hashable], right: Sequence[Hashable], check: Callable[[], None]) -> list[Gap]:
    """Where two sequences differ; everything else is common. One large gap where they differ too much."""
    start, limit = 0, min(len(left), len(right))
    while start < limit and left[start] == right[start]:
        start += 1
    end = 0
    while end < limit - start and left[-1 - end] == right[-1 - end]:
        end += 1
    rows, columns = len(left) - end, len(right) - end
    if start == rows and start == columns:
        return []
    if start in (rows, columns):
        return [(start, rows, start, columns)]
    common = _common(left[start:rows], right[start:columns], check)
    if common is None:
        return [(start, rows, start, columns)]
    return _between([(a + start, b + start) for a, b in common], start, (rows, columns))


def _between(common: Sequence[tuple[int, int]], start: int, ends: tuple[int, int]) -> list[Gap]:
    found, left, right = [], start, start
    for a, b in (*common, ends):
        if a > left or b > right:
            found.append((left, a, right, b))
        left, right = a + 1, b + 1
    return found


def _common(
    left: Sequence[Hashable], right: Sequence[Hashable], check: Callable[[], None]
) -> list[tuple[int, int]] | None:
    """The pairs of equal items in the longest common subsequence; None when that takes too many steps."""
    most = min(len(left) + len(right), MOST_STEPS)
    reached = array("q", [0]) * (2 * most + 3)
    zero = most + 1
    trace: list[array[int]] = []
    for steps in range(most + 1):
        check()
        trace.append(reached[zero - steps - 1 : zero + steps + 2])
        for diagonal in range(-steps, steps + 1, 2):
            a = _begin(reached, zero, diagonal, steps)
            b = a - diagonal
            while a < len(left) and b < len(right) and left[a] == right[b]:
                a, b = a + 1, b + 1
            reached[zero + diagonal] = a
            if a >= len(left) and b >= len(right):
                return _walk_back(trace, len(left), len(right))
    return None


def _goes_down(reached: array[int], zero: int, diagonal: int, steps: int) -> bool:
    """Whether the better way to a diagonal is an item of the right side only."""
    if diagonal in (-steps, steps):
        return diagonal == -steps
    return reached[zero + diagonal - 1] < reached[zero + diagonal + 1]


def _begin(reached: array[int], zero: int, diagonal: int, steps: int) -> int:
    """How far into the left side a diagonal begins after so many steps."""
    if _goes_down(reached, zero, diagonal, steps):
        return reached[zero + diagonal + 1]
    return reached[zero + diagonal - 1] + 1


def _walk_back(trace: Sequence[array[int]], a: int, b: int) -> list[tuple[int, int]]:
    found = []
    for steps in range(len(trace) - 1, -1, -1):
        diagonal, zero = a - b, steps + 1
        down = _goes_down(trace[steps], zero, diagonal, steps)
        before = diagonal + 1 if down else diagonal - 1
        a_before = trace[steps][zero + before]
        b_before = a_before - before
        while a > max(a_before, 0) and b > max(b_before, 0):
            a, b = a - 1, b - 1
            found.append((a, b))
        a, b = a_before, b_before
    return found[::-1]
